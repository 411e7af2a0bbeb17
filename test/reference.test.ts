/**
 * The reference tables of the documentation are made of the JSON Schemas, and all links between its pages lead somewhere.
 * `UPDATE_DOCS=1 npx vitest run test/reference.test.ts` renews the tables.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { format } from "prettier";
import { describe, expect, test } from "vitest";
import { pages, root, textOf } from "./support/pages/page.js";
import { missing, withTables } from "./support/pages/tables.js";

const withMarks = pages.filter((page) => /<!-- (keys|values): /.test(textOf(page)));
const schemas = ["policy.schema.json", "config.schema.json", "tests.schema.json"];

describe("reference tables", () => {
  test.each(withMarks)("of %s are what the schemas say", async (page) => {
    const text = await format(withTables(textOf(page)), { parser: "markdown", printWidth: 110 });
    if (process.env["UPDATE_DOCS"] === "1") writeFileSync(join(root, page), text);
    expect(textOf(page)).toBe(text);
  });

  test("explain every key of every schema that an author writes against", () => {
    expect(missing(withMarks.map(textOf), schemas)).toEqual([]);
  });
});

describe("links", () => {
  test.each(pages)("of %s lead to a page, and to a heading of it", (page) => {
    expect(linksOf(page).filter((target) => !leadsSomewhere(target))).toEqual([]);
  });
});

/** Links that stay in the repository, as paths from its root, with what follows a `#`. */
function linksOf(page: string): readonly string[] {
  const prose = textOf(page)
    .replaceAll(/^```[^]*?^```/gm, "")
    .replaceAll(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^\w+:/.test(target))
    .map((target) => (target.startsWith("#") ? `${page}${target}` : posix.join(posix.dirname(page), target)));
}

function leadsSomewhere(target: string): boolean {
  const [path = "", anchor] = target.split("#");
  if (!existsSync(join(root, path))) return false;
  return anchor === undefined || anchorsOf(readFileSync(join(root, path), "utf8")).includes(anchor);
}

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

/**
 * The sixty-two slips of `mistakes/`, one at a time: each gives one finding, where a careful reader would point, with the
 * cure that this reader would give. `docs/mistakes.md` is written from what happens here:
 * `UPDATE_DOCS=1 npx vitest run test/mistakes.test.ts`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { format } from "prettier";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../compiler/diagnostic.js";
import type { SourceFile } from "../compiler/ir.js";
import { mark, mistakes, type Mistake } from "./mistakes/mistakes.js";
import { analyzeSources } from "./support/policy.js";

const root = join(import.meta.dirname, "..");
const page = join(root, "docs", "mistakes.md");

/** The files of a policy as they are. */
function filesOf(policy: string): readonly SourceFile[] {
  const folder = posix.join("policies", policy);
  return readdirSync(join(root, folder))
    .filter((name) => /(?<!\.test)\.yaml$/.test(name))
    .map((name) => posix.join(folder, name))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

/** The policy with the slip, and the place that it must be reported at. */
function made({ file, find, replace }: Mistake): {
  readonly files: readonly SourceFile[];
  readonly at: string;
} {
  const [path, policy] = [posix.join("policies", file), posix.dirname(file)];
  let at = "";
  const files = filesOf(policy).map((source) => {
    if (source.path !== path) return source;
    const [before, after, ...more] = source.text.split(find);
    if (before === undefined || after === undefined || more.length > 0) {
      throw new Error(`${JSON.stringify(find)} does not stand in ${path} exactly once`);
    }
    const lines = (before + replace.slice(0, replace.indexOf(mark))).split("\n");
    at = `${path}:${lines.length}:${(lines.at(-1) ?? "").length + 1}`;
    return { path, text: before + replace.replace(mark, "") + after };
  });
  return { files, at };
}

function placeOf({ span: { file, line, column } }: Diagnostic): string {
  return `${file}:${line}:${column}`;
}

interface Seen {
  readonly mistake: Mistake;
  readonly expected: string;
  readonly found: readonly Diagnostic[];
  readonly atPlace: boolean;
  readonly cured: boolean;
}

/** The slip counts as found only if there is one finding; a reader should not have to choose. */
function see(mistake: Mistake): Seen {
  const { files, at } = made(mistake);
  const found = analyzeSources(files).diagnostics;
  const [only, ...others] = found;
  const isOne = only !== undefined && others.length === 0 && only.code === mistake.code;
  return {
    mistake,
    expected: at,
    found,
    atPlace: isOne && placeOf(only) === at,
    cured: isOne && mistake.cure.test(only.help ?? ""),
  };
}

const seen = mistakes.map(see);

/** A cell of a Markdown table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

async function pageText(): Promise<string> {
  const rows = seen.map(({ mistake, found, atPlace, cured }) => {
    const [first] = found;
    const where = first === undefined ? "nowhere" : `${placeOf(first)}${atPlace ? "" : " (elsewhere)"}`;
    const words = [
      mistake.name,
      where,
      first?.message ?? "nothing",
      `${first?.help ?? "none"}${cured ? "" : " (not the cure)"}`,
    ];
    return `| ${words.map(cell).join(" | ")} |`;
  });
  const text = `# Sixty-two mistakes

Each is one slip of the pen in one of the two real policies, and each alone. Before the compiler was asked, it was written
down where a careful reader would point and what that reader would advise (\`test/mistakes/mistakes.ts\`).

So the compiler does now, since it was mended for those that it missed; when it was first asked about the first fifty,
the figures were 43 and 39. The last twelve are slips in conditions.

- ${seen.filter(({ atPlace }) => atPlace).length} of ${seen.length} at the exact line and column
- ${seen.filter(({ cured }) => cured).length} of ${seen.length} with the right cure

| mistake | reported at | message | cure |
| --- | --- | --- | --- |
${rows.join("\n")}

This page is written by \`UPDATE_DOCS=1 npx vitest run test/mistakes.test.ts\`.
`;
  return format(text, { parser: "markdown", printWidth: 120 });
}

describe("the seeded mistakes", () => {
  test("are sixty-two, of policies that have none themselves", () => {
    expect(mistakes).toHaveLength(62);
    expect(new Set(mistakes.map(({ name }) => name)).size).toBe(62);
    for (const policy of new Set(mistakes.map(({ file }) => dirname(file)))) {
      expect(analyzeSources(filesOf(policy)).diagnostics).toEqual([]);
    }
  });

  test.each(seen)("$mistake.name", ({ mistake, expected, found }) => {
    expect(found.map((finding) => `${finding.code} ${placeOf(finding)}`)).toEqual([
      `${mistake.code} ${expected}`,
    ]);
    expect(found[0]?.help ?? "").toMatch(mistake.cure);
  });

  test("stand in docs/mistakes.md as they are reported", async () => {
    const text = await pageText();
    if (process.env["UPDATE_DOCS"] === "1") {
      mkdirSync(dirname(page), { recursive: true });
      writeFileSync(page, text);
    }
    expect(readFileSync(page, "utf8")).toBe(text);
  });
});

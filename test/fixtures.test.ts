/**
 * Every mistake in `fixtures/error/<code>--<case>/` gives exactly the findings of its `expected.txt`, in exactly the
 * words that the command line shows. After a change of words: `UPDATE_FIXTURES=1 npx vitest run test/fixtures.test.ts`,
 * and read the difference as an author would.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createColors } from "picocolors";
import { compile } from "rolebook/compiler";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogue } from "../compiler/catalogue.js";
import { render } from "../compiler/cli/render.js";
import { analyzeSources, sources } from "./support/policy.js";

const folder = join(import.meta.dirname, "fixtures", "error");
const fixtures = readdirSync(folder).sort();
const update = process.env["UPDATE_FIXTURES"] === "1";

/** Too long to be kept in a repository: `cli.test.ts` writes such a file itself. */
const coveredElsewhere = ["file-too-large"];

const codeOf = (fixture: string): string => fixture.split("--")[0] ?? "";

interface Found {
  readonly codes: readonly string[];
  readonly text: string;
}

async function findingsOf(fixture: string): Promise<Found> {
  const root = join(folder, fixture);
  // A fixture with a config is a whole project; any other is the folder of one policy.
  const isProject = existsSync(join(root, "rolebook.yaml"));
  const config = isProject ? undefined : { policies: { fixture: { source: ".", out: "generated" } } };
  const { diagnostics, files } = await compile({ root, config, generate: false });
  expect(files).toEqual([]);
  const surroundings = { cwd: root, colors: createColors(false) };
  return {
    codes: diagnostics.map(({ code }) => code),
    text: diagnostics.map((finding) => render(finding, root, surroundings)).join("\n"),
  };
}

describe("each mistake", () => {
  test.each(fixtures)("%s", async (fixture) => {
    const { codes, text } = await findingsOf(fixture);
    const expected = join(folder, fixture, "expected.txt");
    if (update) writeFileSync(expected, text);
    expect(text).toBe(readFileSync(expected, "utf8"));
    expect(codes[0]).toBe(codeOf(fixture));
  });
});

describe("a file of any content", () => {
  const compileText = (text: string): ReturnType<typeof analyzeSources> => analyzeSources(sources([text]));

  test.each<readonly [string, string]>([
    ["brackets", "[".repeat(100_000)],
    ["braces", "{ a: ".repeat(100_000)],
    ["dashes", "- ".repeat(100_000)],
    ["lines", Array.from({ length: 1_000 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("")],
  ])("nested deep by %s is refused before anything is built", (_, text) => {
    const { diagnostics } = compileText(text);
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "yaml-syntax: nested more than 64 deep",
    ]);
  });

  test("leads to findings inside it, and never to a crash", () => {
    const texts = fixtures.flatMap((fixture) =>
      readdirSync(join(folder, fixture), { withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(".yaml"))
        .map(({ name }) => readFileSync(join(folder, fixture, name), "utf8")),
    );
    const marks = Array.from("\t\n-:[]{}'\"#*&!|>%@`,~ ");
    const scraps = [...marks, "  ", "- ", ": ", "---\n", "<<: ", "null", "1", "\r\n", "__proto__"];
    const edit = fc.record({ at: fc.nat(400), drop: fc.nat(5), add: fc.constantFrom("", ...scraps) });
    const edited = fc
      .tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 3 }))
      .map(([text, edits]) =>
        edits.reduce((all, { at, drop, add }) => {
          const start = at % (all.length + 1);
          return all.slice(0, start) + add + all.slice(start + drop);
        }, text),
      );
    fc.assert(
      fc.property(edited, (text) => {
        const lines = text.split("\n");
        for (const { span, message, help } of compileText(text).diagnostics) {
          expect(`${message} ${help ?? ""}`).not.toMatch(/\[object|\bNaN\b/);
          if (span.text === undefined) continue;
          expect(lines[span.line - 1]?.replace(/\r$/, "")).toBe(span.text);
          expect(span.column).toBeGreaterThan(0);
          expect(span.column).toBeLessThanOrEqual(span.text.length + 2);
          expect(span.endLine).toBeGreaterThanOrEqual(span.line);
          if (span.endLine === span.line) expect(span.endColumn).toBeGreaterThanOrEqual(span.column);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("the catalogue", () => {
  test("has a fixture for every code", () => {
    const ofTests = readdirSync(join(import.meta.dirname, "policy-tests/findings"));
    const covered = new Set([...[...fixtures, ...ofTests].map(codeOf), ...coveredElsewhere]);
    const uncovered = Object.entries(catalogue).filter(([code]) => !covered.has(code));
    expect(uncovered.map(([code]) => code)).toEqual([]);
  });
});

/** A part of a value is found where it is written, however the value is quoted, escaped, folded or indented. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseFile } from "../compiler/2-parse/index.js";
import { partOf } from "../compiler/2-parse/offsets.js";
import type { Span } from "../compiler/diagnostic.js";
import type { SourceFile } from "../compiler/ir.js";
import { analyzeSources, type Analyzed } from "./support/policy.js";

/** The value under `a`, and where its parts stand. */
function read(text: string): { readonly value: string; readonly at: (from: number, to: number) => Span } {
  const { result, diagnostics } = parseFile({ path: "a.yaml", text });
  expect(diagnostics).toEqual([]);
  if (result === undefined) throw new Error("this is no YAML");
  const container = result.data as { readonly a: unknown };
  const { a: value } = container;
  if (typeof value !== "string") throw new Error("this is no text");
  return {
    value,
    at: (from, to) => result.locate({ container, key: "a", part: "value", range: [from, to] }),
  };
}

/** What a span of one line covers. */
function covered({ text = "", line, endLine, column, endColumn }: Span): string {
  expect(endLine).toBe(line);
  return text.slice(column - 1, endColumn - 1);
}

describe("a part of a value", () => {
  // The value, the part that is looked for, and the source with the part between ‹ and ›.
  test.each<readonly [string, string, string, string]>([
    ["plain", "x == y", "y", "a: x == ‹y›\n"],
    ["plain, in braces", "x", "x", "{ b: x, a: ‹x› }\n"],
    ["plain, with a comment after it", "x == y", "y", "a: x == ‹y› # y\n"],
    ["plain, with the key's name inside", "x == a", "a", "a: x == ‹a›\n"],
    ["plain, over lines", "x == y && z", "y && z", "a: x ==\n  ‹y &&\n  z›\n"],
    ["plain, with an empty line", "x ==\ny", "y", "a: x ==\n\n  ‹y›\n"],
    ["plain, with apostrophes", "x == ''", "''", "a: x == ‹''›\n"],
    ["plain, beyond the basic plane", "😀 == y", "y", "a: 😀 == ‹y›\n"],
    ["single quotes", "x == y", "y", "a: 'x == ‹y›'\n"],
    ["single quotes, an apostrophe before", "'x' == y", "y", "a: '''x'' == ‹y›'\n"],
    ["single quotes, an apostrophe itself", "x == 'y'", "'y'", "a: 'x == ‹''y''›'\n"],
    ["single quotes, the second of two apostrophes", "''y", "'y", "a: '''‹''y›'\n"],
    ["single quotes, over lines", "x == 'y'", "'y'", "a: 'x ==\n  ‹''y''›'\n"],
    ["double quotes", "x == y", "y", 'a: "x == ‹y›"\n'],
    ["double quotes, a quote before", '"x" == y', "y", 'a: "\\"x\\" == ‹y›"\n'],
    ["double quotes, a quote itself", 'x == "y"', '"y"', 'a: "x == ‹\\"y\\"›"\n'],
    ["double quotes, a backslash", "x\\ == y", "\\ == y", 'a: "x‹\\\\ == y›"\n'],
    ["double quotes, \\u", "é == y", "é", 'a: "‹\\u00e9› == y"\n'],
    ["double quotes, after \\u", "é == y", "y", 'a: "\\u00e9 == ‹y›"\n'],
    ["double quotes, \\x and \\t", "A\tB", "B", 'a: "\\x41\\t‹B›"\n'],
    ["double quotes, \\U of two units", "😀 == y", "😀", 'a: "‹\\U0001F600› == y"\n'],
    ["double quotes, after \\U of two units", "😀 == y", "y", 'a: "\\U0001f600 == ‹y›"\n'],
    ["double quotes, \\U of one unit", "é == y", "y", 'a: "\\U000000e9 == ‹y›"\n'],
    ["double quotes, over lines", "x == y", "y", 'a: "x ==  \n   ‹y›"\n'],
    ["double quotes, an empty line", "x ==\ny", "y", 'a: "x ==\n\n  ‹y›"\n'],
    ["double quotes, a fold before an escaped line end", "x \ny", "y", 'a: "x\n  \\n‹y›"\n'],
    ["double quotes, a fold before an escaped space", "x  y", "y", 'a: "x\n  \\ ‹y›"\n'],
    ["double quotes, a continued line", "x == y", "y", 'a: "x == \\\n    ‹y›"\n'],
    ["double quotes, a continued line and an empty one", "x y", "y", 'a: "x\\\n\n    ‹y›"\n'],
    ["double quotes, a no-break space at a fold", "x \u00a0y", "y", 'a: "x\n  \u00a0‹y›"\n'],
    ["literal", "x == y\n", "y", "a: |\n  x == ‹y›\n"],
    ["literal, over lines", "x\n == y\n", "y", "a: |\n  x\n   == ‹y›\n"],
    ["literal, with a word in its comment", "x == y\n", "y", "a: | # y\n  x == ‹y›\n"],
    ["literal, with signs", "x == y", "y", "a: |2-\n  x == ‹y›\n"],
    ["literal, empty lines first", "\n\ny\n", "y", "a: |\n\n\n  ‹y›\n"],
    ["folded", "x == y\n", "y", "a: >\n  x ==\n  ‹y›\n"],
    ["folded, with an empty line", "x ==\ny", "y", "a: >-\n  x ==\n\n  ‹y›\n"],
    ["folded, with a deeper line", "x\n  == y\nz\n", "z", "a: >\n  x\n    == y\n  ‹z›\n"],
  ])("%s", (_, value, part, marked) => {
    for (const source of [marked, marked.replaceAll("\n", "\r\n")]) {
      const from = source.indexOf("‹");
      const to = source.indexOf("›") - 1;
      const text = source.replace(/[‹›]/g, "");
      const found = read(text);
      expect(found.value).toBe(value);
      const at = value.indexOf(part);
      const { line, column, endLine, endColumn } = found.at(at, at + part.length);
      const offset = (row: number, col: number): number =>
        text
          .split("\n")
          .slice(0, row - 1)
          .join("\n").length +
        col -
        (row === 1 ? 1 : 0);
      expect([offset(line, column), offset(endLine, endColumn)]).toEqual([from, to]);
    }
  });

  test("that is empty, or behind the end, stands behind what is before it", () => {
    const { at } = read('a: "x =="\n');
    expect(at(4, 4)).toMatchObject({ column: 9, endColumn: 9 });
    expect(at(9, 12)).toMatchObject({ column: 9, endColumn: 9 });
    expect(partOf("", "", [0, 0])).toEqual([0, 0]);
  });

  test("is found in a value of 16,384 characters as often as it is asked for", () => {
    const value = "x\\ ".repeat(5_461);
    const { at } = read(`a: ${JSON.stringify(value)}\n`);
    for (let from = 0; from < value.length; from++) at(from, from + 1);
  });
});

const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...Array.from("ab=&|!'\"\\ #:[]{},.\n\t")) },
  { weight: 2, arbitrary: fc.constantFrom("é", "😀", "\u00a0", "\u2028", "\u0085", "\u0007", "\u{10ffff}") },
  { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }) },
);
const text = fc.array(character, { maxLength: 60 }).map((all) => all.join(""));
const style = fc.constantFrom("PLAIN", "QUOTE_SINGLE", "QUOTE_DOUBLE", "BLOCK_LITERAL", "BLOCK_FOLDED");

/** What a part of a double-quoted source stands for. */
const decoded = (part: string): string => (part.startsWith("\\") ? read(`a: "${part}"\n`).value : part);

describe("line ends", () => {
  const folder = join(import.meta.dirname, "fixtures", "error");

  const findingsOf = (files: readonly SourceFile[]): Analyzed["diagnostics"] =>
    analyzeSources(files).diagnostics;

  test.each(readdirSync(folder).sort())("of two characters change nothing in %s", (fixture) => {
    const files = readdirSync(join(folder, fixture), { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".yaml"))
      .map(({ name }) => ({ path: name, text: readFileSync(join(folder, fixture, name), "utf8") }));
    const windows = files.map(({ path, text }) => ({ path, text: text.replaceAll("\n", "\r\n") }));
    expect(findingsOf(windows)).toEqual(findingsOf(files));
  });
});

test("every character that is not blank is found where it is written", () => {
  fc.assert(
    fc.property(
      text.filter((value) => !/[\r\p{Cs}]/u.test(value)),
      style,
      fc.constantFrom(0, 12, 40),
      fc.boolean(),
      (value, defaultStringType, lineWidth, isCrlf) => {
        const lines = stringify(
          { b: "b", a: value },
          { defaultStringType, defaultKeyType: "PLAIN", lineWidth },
        );
        const source = isCrlf ? lines.replaceAll("\n", "\r\n") : lines;
        // It may be folded inside a pair of surrogates, which no file can hold.
        fc.pre(!/\p{Cs}/u.test(source));
        const found = read(source);
        const isDouble = /^a: *"/m.test(source);
        const isSingle = /^a: *'/m.test(source);
        let before = "";
        Array.from(found.value).reduce((from, one) => {
          const span = found.at(from, from + one.length);
          if (!/\s/.test(one)) {
            const part = covered(span);
            expect(isDouble ? decoded(part) : isSingle ? part.replace("''", "'") : part).toBe(one);
            // None is found before the one that it follows.
            const at = `${String(span.line).padStart(5)}:${String(span.column).padStart(5)}`;
            expect(at > before).toBe(true);
            before = at;
          }
          return from + one.length;
        }, 0);
      },
    ),
    { numRuns: 2_000 },
  );
});

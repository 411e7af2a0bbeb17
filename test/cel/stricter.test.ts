/**
 * Where we are stricter than CEL: what CEL takes and we refuse, with the code and the exact place of the finding, however the
 * condition is written in YAML. In the table «...» marks what the finding points at; none: the whole condition.
 */
import { isCelError, run, type CelInput } from "@bufbuild/cel";
import { describe, expect, test } from "vitest";
import { analyzeSources, sources } from "../support/policy.js";
import { asYaml } from "./compile.js";
import { styles, written, type Scalar } from "./scalars.js";
import { declarations } from "./vocabulary.js";

/** What CEL does not take either, but other parsers do. */
const onlyOthers = "not CEL";

type Row = readonly [text: string, code: string, note?: typeof onlyOthers];

const rows: Readonly<Record<string, readonly Row[]>> = {
  "null, bytes, unsigned integers": [
    ["resource.title == «null»", "condition-unsupported"],
    ["resource.open && resource.title != «null»", "condition-unsupported"],
    ['«b"a"» == resource.title', "condition-unsupported"],
    ["resource.size == «1u»", "condition-unsupported"],
    ["resource.size in [1, «2u»]", "condition-unsupported"],
  ],
  "maps, messages, x[y]": [
    ['resource.title in «{"a": 1}»', "condition-unsupported"],
    ['«{"a": 1}».a == resource.size', "condition-unsupported"],
    ['«resource.tags[0]» == "a"', "condition-unsupported"],
    ['«resource["title"]» == "a"', "condition-unsupported"],
  ],
  "%, duration, matches": [
    ["«5 % 2» == 1", "condition-unsupported"],
    ["resource.open && «5 % 2» == 1", "condition-unsupported"],
    ['«duration»("1h") == «duration»("60m")', "condition-unsupported"],
    ['resource.title.«matches»("^a+$")', "condition-unsupported"],
  ],
  "other functions and macros": [
    ['«string»(resource.size) == "1"', "condition-unsupported"],
    ["«int»(resource.size) == 1", "condition-unsupported"],
    ["«dyn»(resource.size) == 1", "condition-unsupported"],
    ["resource.made.«getFullYear»() == 2026", "condition-unsupported"],
    ['resource.tags.«exists_one»(x, x == "a")', "condition-unsupported"],
    ['resource.open || size(resource.tags.«filter»(x, x == "a")) == 1', "condition-unsupported"],
    ['"a" in resource.tags.«map»(x, x)', "condition-unsupported"],
    ["resource.made == «timestamp(resource.id)»", "condition-unsupported"],
    ["resource.made > «timestamp(0)»", "condition-unsupported"],
  ],
  "an order of texts or booleans": [
    ['resource.open && «resource.title < "b"»', "condition-unsupported"],
    ['resource.open && «"é" >= resource.title»', "condition-unsupported"],
    ["resource.open || «resource.open > resource.public»", "condition-unsupported"],
  ],
  "size and + of texts, + of lists": [
    ['size(«"text"») == 4', "condition-unsupported"],
    ["«resource.title».size() == 4", "condition-unsupported"],
    ['«resource.title» + "b" == "ab"', "condition-unsupported"],
    ['«"\\"é\\"\\\\"» + "😀" == resource.title', "condition-unsupported"],
    ["1 in «[1]» + [2]", "condition-unsupported"],
  ],
  "== of lists": [
    ["«resource.tags» == resource.list", "condition-unsupported"],
    ['«["a", "b"]» != resource.tags', "condition-unsupported"],
    ["resource.title != «resource.tags»", "condition-unsupported"],
  ],
  "a ? list : list, lists of lists, a variable that is in use": [
    ['"a" in («resource.open ? resource.tags : resource.list»)', "condition-unsupported"],
    ["size([«resource.tags», resource.list]) == 2", "condition-unsupported"],
    ["resource.tags.exists(x, resource.list.exists(«x», x.contains(x + x)))", "condition-unsupported"],
    ['resource.tags.all(«resource», resource == "a")', "condition-unsupported"],
    ['resource.tags.all(«principal», principal == "a")', "condition-unsupported"],
  ],
  "operands of different types": [
    ['resource.open && «resource.size == "1"»', "condition-type"],
    ["resource.open && «resource.title != 1»", "condition-type"],
    ['resource.open && «"1" in resource.nums»', "condition-type"],
    ['resource.open && resource.size in [1, «"a"»]', "condition-type"],
    ['resource.open || «resource.made == "2026-01-31T12:00:00Z"»', "condition-type"],
    ["resource.open && «resource.open == 1»", "condition-type"],
    ["(«resource.open ? 1 : resource.title») == 1", "condition-type"],
    ["resource.«nope» == 1 || resource.open", "unknown-attribute"],
  ],
  "an integer divided by an integer": [
    ["«7 / 2» == 3", "condition-type"],
    ["«size(resource.tags) / 2» == 1", "condition-type"],
    ["«(7 + 2) / -2» == -4", "condition-type"],
    ["«(resource.open ? 7 : 8) / 2» == 3", "condition-type"],
    ["[7, 8].exists(x, «x / 2» == 3)", "condition-type"],
  ],
  "integers beyond 2^53": [
    ["resource.size < «9007199254740993»", "condition-unsupported"],
    ["resource.size > -«9223372036854775807»", "condition-unsupported"],
  ],
  "comparisons and choices without parentheses": [
    ["resource.open != //(\n «resource.public in resource.flags»", "condition-syntax"],
    ["resource.open == «resource.public in resource.flags»", "condition-syntax"],
    ["resource.open == «(resource.public) in resource.flags»", "condition-syntax"],
    ["resource.open ? «resource.public ? true : false» : false", "condition-syntax", onlyOthers],
    ["resource.open ? «(resource.public) ? true : false» : false", "condition-syntax", onlyOthers],
  ],
  "an answer that is always the same": [
    ["resource.open && «resource.title == resource.title»", "constant-condition"],
    ["resource.open && «1 == 1»", "constant-condition"],
    ["«true» && resource.open", "constant-condition"],
    ['resource.status == «"SHUT"»', "unknown-value"],
    ["resource.title != '' && resource.status == «''»", "unknown-value"],
    ["resource.title != '\\\\' && resource.status == «'\\''»", "unknown-value"],
    [`(resource.title == "''" || resource.open) && resource.status in ['OPEN', «"''"»]`, "unknown-value"],
    ['resource.status in ["OPEN", «"SHUT"»]', "unknown-value"],
    ["resource.open || «size(resource.tags) >= 0»", "constant-condition"],
    ['resource.open || «"abc".startsWith("a")»', "constant-condition"],
    ["resource.title in «[]»", "constant-condition"],
    ["resource.tags.all(x, «true»)", "constant-condition"],
    ["resource.open || «resource.status in ['DRAFT', 'OPEN', 'DONE']»", "constant-condition"],
  ],
  "timestamps finer than a millisecond": [
    ['resource.made < timestamp(«"2026-01-31T12:00:00.0001Z"»)', "condition-type"],
    ["resource.made < timestamp(«'2026-01-31T12:00:00.123456789Z'»)", "condition-type"],
  ],
};

const bindings: Readonly<Record<string, CelInput>> = {
  resource: {
    id: "2026-01-31T12:00:00Z",
    title: "a",
    size: 1,
    open: true,
    public: true,
    tags: ["a", "b"],
    list: ["c"],
    nums: [1],
    flags: [true],
    status: "OPEN",
    made: run("timestamp('2026-01-31T12:00:00Z')") as CelInput,
    nope: 1,
  },
};

const marks = /[«»]/g;

describe.each(Object.entries(rows))("%s", (_, some) => {
  const all = some.map(([text, code, note]) => ({ text, code, note }));
  test.each(all)("$text", ({ text, code, note }) => {
    const answer = run(text.replace(marks, ""), bindings);
    expect(isCelError(answer)).toBe(note === onlyOthers);
    const looks = styles.flatMap((style) => {
      const scalar = written(text, style);
      return scalar === undefined ? [] : [{ style, ...look(scalar, code) }];
    });
    const lines = looks.map(({ style, found }) => `${style} ${found}`);
    expect(lines, lines.join("\n")).toEqual(looks.map(({ style, expected }) => `${style} ${expected}`));
  });
});

const head = `${asYaml(declarations(["view"]))}roles:
  reader:
    allow:
      - permissions: ["doc:view"]
        when: `;

/** What is found in a scalar, whatever the line ends, and what is to be found. */
function look({ text, marked }: Scalar, code: string): Record<"found" | "expected", string> {
  const yaml = `${head}${text}\n`;
  const found = findingsIn(yaml);
  const windows = findingsIn(yaml.replace(/\n/g, "\r\n"));
  const expected = marked.map(([start, end]) => `${code} ${placeOf(text, start)} to ${placeOf(text, end)}`);
  return {
    found: found === windows ? found : `${found}, with CRLF ${windows}`,
    expected: expected.join(", "),
  };
}

function findingsIn(yaml: string): string {
  return analyzeSources(sources([yaml]))
    .diagnostics.map(
      ({ code, span: { line, column, endLine, endColumn } }) =>
        `${code} ${line}:${column} to ${endLine}:${endColumn}`,
    )
    .join(", ");
}

function placeOf(text: string, offset: number): string {
  const lines = `${head}${text.slice(0, offset)}`.split("\n");
  return `${lines.length}:${(lines.at(-1) ?? "").length + 1}`;
}

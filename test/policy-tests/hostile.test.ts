/** Files of tests of any content lead to findings inside them, and never to a crash or a hang. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../compiler/diagnostic.js";
import type { AnalyzedPolicy } from "../../compiler/ir.js";
import { documentsOf, Runner, testsOf } from "../../review/tests/index.js";
import { analyzeSources, sources } from "../support/policy.js";

function policyOf(text: string): AnalyzedPolicy {
  const { policy, diagnostics } = analyzeSources(sources([text]));
  if (policy === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return policy;
}

const fixtures = ["findings", "failures"].flatMap((part) =>
  readdirSync(join(import.meta.dirname, part)).map((name) => join(import.meta.dirname, part, name)),
);
const textOf = (fixture: string, name: string): string => readFileSync(join(fixture, name), "utf8");
const failing = fixtures.filter((path) => path.includes("failures"));
const policy = policyOf(textOf(failing[0] ?? "", "policy.yaml"));

/** What there is to say of a file; where that is nothing, its tests are run. */
function findingsOf(text: string, of = policy): readonly Diagnostic[] {
  const { result: documents, diagnostics: malformed } = documentsOf([{ path: "x.test.yaml", text }]);
  const { result: tests, diagnostics } = testsOf(documents, of.model);
  const all = [...malformed, ...diagnostics];
  const runner = new Runner(of);
  if (all.length === 0) for (const one of tests) runner.run(one);
  return all;
}

test("a file that was edited at random", () => {
  const texts = fixtures.map((fixture) => textOf(fixture, "jobs.test.yaml"));
  const marks = Array.from("\t\n-:[]{}'\"#*&!|>%@`,~ ");
  const words = [
    "null",
    "1",
    "[]",
    "{}",
    "__proto__",
    "constructor",
    "nobody",
    "as: dev",
    "roles",
    "on",
    "\r\n",
  ];
  const edit = fc.record({ at: fc.nat(900), drop: fc.nat(6), add: fc.constantFrom("", ...marks, ...words) });
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
      for (const { span, message, help } of findingsOf(text)) {
        expect(`${message} ${help ?? ""}`).not.toMatch(/\[object|\bNaN\b|\bundefined\b/);
        if (span.text === undefined) continue;
        expect(lines[span.line - 1]?.replace(/\r$/, "")).toBe(span.text);
        expect(span.column).toBeGreaterThan(0);
        expect(span.column).toBeLessThanOrEqual(span.text.length + 2);
      }
    }),
    { numRuns: 1_000 },
  );
});

describe("long chains are refused, not followed until the stack ends", () => {
  const many = 5_000;
  const chain = (entry: (index: number) => string): string =>
    Array.from({ length: many }, (_, index) => `  n${String(index)}: ${entry(index)}\n`).join("");
  const question =
    "tests: [{ name: q, principal: {}, permission: folder:view, resource: { type: folder }, expect: deny }]\n";
  const folders = policyOf(
    "resources: { folder: { in: folder, actions: { view: } } }\nroles: { R: { allow: [folder:view] } }\n",
  );
  const next = (index: number): string => `n${String((index + 1) % many)}`;

  test.each([
    ["principals", `principals:\n${chain((index) => `{ as: ${next(index)} }`)}${question}`],
    [
      "containers",
      `resources:\n${chain((index) => `{ type: folder, container: ${next(index)} }`)}${question}`,
    ],
    ["resources", `resources:\n${chain((index) => `{ as: ${next(index)} }`)}${question}`],
    ["groups", `principalGroups:\n${chain((index) => `[${next(index)}]`)}${question}`],
  ])("of %s", (_, text) => {
    const codes = new Set(findingsOf(text, folders).map(({ code }) => code));
    expect([...codes]).toContain("too-large");
  });

  test("groups that hold everything", () => {
    const everyone = `principals:\n${chain(() => "{}")}principalGroups:\n${chain(() => '["*"]').replaceAll("  n", "  g")}`;
    expect(findingsOf(`${everyone}${question}`, folders).map(({ code }) => code)).toContain("too-large");
  });
});

test("names of JavaScript are names like others", () => {
  const text = `principals:
  constructor: {}
  toString: { as: constructor }
principalGroups:
  hasOwnProperty: [constructor, toString]
resources:
  valueOf: { type: job }
tests:
  - { name: q, principals: [hasOwnProperty], permissions: ["job:view"], resources: [valueOf], allow: { toString: [] } }
  - { name: r, principal: constructor, permission: "job:view", resource: valueOf, expect: deny }
`;
  const simple = policyOf(
    "resources: { job: { actions: { view: } } }\nroles: { R: { allow: [job:view] } }\n",
  );
  expect(findingsOf(text, simple)).toEqual([]);
  const unknown = text.replace("principal: constructor", "principal: propertyIsEnumerable");
  expect(findingsOf(unknown, simple).map(({ code }) => code)).toEqual(["unknown-name"]);
});

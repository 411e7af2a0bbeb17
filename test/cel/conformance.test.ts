/**
 * CEL's own conformance cases, all of them: each either agrees, or the compiler refuses it. Cases of literals alone are constant
 * conditions, so their literals are also made attributes, all at once and one by one.
 */
import {
  getCheckingSuite,
  getConformanceSuite,
  getParsingSuite,
  type IncrementalTestSuite,
} from "@bufbuild/cel-spec/testdata/tests.js";
import { describe, expect, test } from "vitest";
import { conditionsOf } from "../../compiler/6-emit/table.js";
import { compiled } from "../../review/live.js";
import { analyzeSources, sources } from "../support/policy.js";
import { asYaml } from "./compile.js";
import { attributeFor, casesOf, variantsOf, type Case, type Variant } from "./conformance.js";

/** What CEL says: a value of a type, an error, or something that no attribute can be. */
type Expected = { readonly type: string; readonly value: unknown } | "error" | "other";

type Answer = { readonly code: string } | { readonly truth: boolean | string };

/** docs/conditions.md: arithmetic is for ordinary numbers, nothing is divided by zero, and there is no NaN. */
const different = /\/(?:divide_zero|fp_overflow_\w+|\w*double_nan)$/;

function answerOf({ text, attributes }: Variant): Answer {
  const types = Object.fromEntries(Object.entries(attributes).map(([name, { type }]) => [name, type]));
  const doc = { attributes: types, actions: { view: null } };
  const roles = { reader: { allow: [{ permissions: ["doc:view"], when: text }] } };
  const { diagnostics, policy } = analyzeSources(sources([asYaml({ resources: { doc }, roles })]));
  const [finding] = diagnostics;
  if (finding !== undefined) return { code: finding.code };
  const [condition] = policy === undefined ? [] : conditionsOf(policy);
  if (condition === undefined) throw new Error(`nothing was compiled of ${text}`);
  const resource = Object.fromEntries(Object.entries(attributes).map(([name, { value }]) => [name, value]));
  return { truth: compiled(condition)({ kind: "user" }, resource) };
}

function expectedOf({ original: { resultMatcher } }: Case): Expected {
  if (resultMatcher.case === "evalError" || resultMatcher.case === "anyEvalErrors") return "error";
  if (resultMatcher.case === "value") return attributeFor(resultMatcher.value) ?? "other";
  const typed = resultMatcher.case === "typedResult" ? resultMatcher.value.result : undefined;
  return (typed && attributeFor(typed)) ?? "other";
}

/** A condition of an expression: it as it is, or compared with what is expected. */
function conditionsFor(variant: Variant, expected: Expected): readonly Variant[] {
  if (expected === "other") return [variant];
  const results =
    expected === "error"
      ? [
          { type: "number", value: 1 },
          { type: "boolean", value: true },
          { type: "string", value: "" },
        ]
      : [expected];
  const compare = (result: (typeof results)[number]): Variant => ({
    text: `(${variant.text}\n) == resource.result`,
    attributes: { ...variant.attributes, result },
  });
  return [variant, ...results.map(compare)];
}

interface Outcome {
  readonly name: string;
  readonly outcome: "agreed" | "refused";
  readonly codes: readonly string[];
  readonly wrong: readonly string[];
}

function outcomeOf(one: Case): Outcome {
  const expected = expectedOf(one);
  const codes: string[] = [];
  const wrong: string[] = [];
  let agreed = 0;
  for (const variant of variantsOf(one)) {
    for (const condition of conditionsFor(variant, expected)) {
      const answer = answerOf(condition);
      if ("code" in answer) codes.push(answer.code);
      else if (isRight(one, expected, condition, answer.truth)) agreed++;
      else wrong.push(`${one.name}: ${condition.text}: ${String(answer.truth)}`);
    }
  }
  return { name: one.name, outcome: agreed > 0 ? "agreed" : "refused", codes, wrong };
}

function isRight(
  { name }: Case,
  expected: Expected,
  { attributes }: Variant,
  truth: boolean | string,
): boolean {
  if (expected === "other") return false;
  if (expected === "error" || different.test(name)) return typeof truth === "string";
  return truth === ("result" in attributes || expected.value);
}

/** So many cases agree at least, by file. What stands not here is refused altogether. */
const least: Readonly<Record<string, number>> = {
  basic: 23,
  comparisons: 49,
  fp_math: 29,
  integer_math: 25,
  lists: 6,
  logic: 21,
  macros: 12,
  parse: 88,
  plumbing: 3,
  string: 22,
  timestamps: 10,
  type_deductions: 4,
};

describe("the conformance suite of CEL", () => {
  const outcomes = casesOf(getConformanceSuite()).map(outcomeOf);
  const fileOf = ({ name }: Outcome): string => name.split("/")[1] ?? "";

  test("nothing is taken for something else", () => {
    const wrong = outcomes.flatMap((one) => one.wrong);
    expect(wrong, wrong.join("\n")).toEqual([]);
  });

  test.each(Object.entries(least))("in %s %d cases agree", (file, count) => {
    const agreed = outcomes.filter((one) => fileOf(one) === file && one.outcome === "agreed");
    expect(agreed.length).toBeGreaterThanOrEqual(count);
  });

  test("the others are refused, each with a code about its condition", () => {
    const refused = outcomes.filter(({ outcome }) => outcome === "refused");
    expect(refused.length).toBeGreaterThan(1900);
    expect(refused.filter(({ codes }) => codes.length === 0)).toEqual([]);
    const codes = new Set(outcomes.flatMap((one) => one.codes));
    expect([...codes].sort()).toEqual([
      "condition-syntax",
      "condition-type",
      "condition-unsupported",
      "constant-condition",
      "unknown-attribute",
    ]);
  });
});

describe("what the reference implementation cannot parse", () => {
  const cases = [getParsingSuite(), getConformanceSuite(), getCheckingSuite()].flatMap(failing);

  test("is refused", () => {
    expect(cases.length).toBeGreaterThan(50);
    expect(cases.filter((text) => !("code" in answerOf({ text, attributes: {} })))).toEqual([]);
  });
});

function failing(suite: IncrementalTestSuite): readonly string[] {
  const own = suite.tests.filter(({ error }) => error !== undefined && error !== "");
  return [...own.map(({ original }) => original.expr), ...suite.suites.flatMap(failing)];
}

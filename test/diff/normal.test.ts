/** The normal form of conditions: what is told apart, and what is not. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalKeyOf, partsOf } from "../../compiler/expression/normal.js";
import type { Expression } from "../../compiler/ir.js";
import { analyzeSources } from "../support/policy.js";

function expressionOf(condition: string): Expression {
  const text = JSON.stringify({
    principals: { user: { attributes: { team: "string", level: "number", admin: "boolean" } } },
    resources: {
      job: {
        attributes: {
          team: "string",
          size: "number",
          limit: "number",
          done: "boolean",
          open: "boolean",
          tags: "list<string>",
        },
        actions: { view: { requires: condition } },
      },
    },
    roles: { top: { allow: ["job:view"] } },
  });
  const { policy, diagnostics } = analyzeSources([{ path: "a.yaml", text }]);
  const expression = policy?.model.resources[0]?.permissions[0]?.requires?.to.expression;
  if (expression === undefined) throw new Error(diagnostics.map(({ message }) => message).join());
  return expression;
}

const key = (condition: string): string => normalKeyOf(expressionOf(condition));

describe("conditions are the same with", () => {
  test.each([
    [
      "operands of `&&`",
      "resource.done && resource.open && principal.admin",
      "principal.admin && (resource.open && resource.done)",
    ],
    [
      "operands of `||`",
      "resource.done || (resource.open || principal.admin)",
      "(principal.admin || resource.done) || resource.open",
    ],
    ["an operand twice", "resource.done && resource.open", "resource.done && resource.open && resource.done"],
    ["operands of `==`", "resource.team == principal.team", "principal.team == resource.team"],
    ["operands of `!=`", 'resource.team != "a"', '"a" != resource.team'],
    ["operands of `+`", "resource.size + resource.limit > 3", "resource.limit + resource.size > 3"],
    ["operands of `*`", "resource.size * 2 > 3", "2 * resource.size > 3"],
    ["a comparison the other way round", "resource.size < resource.limit", "resource.limit > resource.size"],
    ["another one", "resource.size >= 3", "3 <= resource.size"],
    ["parentheses", "((resource.done))", "resource.done"],
    ["double negation", "!(!(resource.done && resource.open))", "resource.open && resource.done"],
    ["three negations", "!(!(!resource.done))", "!resource.done"],
    ["the items of a list", 'resource.team in ["a", "b", "a"]', 'resource.team in ["b", "a"]'],
    ["the name of a variable", 'resource.tags.exists(x, x == "a")', 'resource.tags.exists(tag, "a" == tag)'],
    [
      "all of it",
      '!(!(resource.done || "a" == resource.team)) && 3 < resource.size',
      '(resource.size > 3) && (resource.team == "a" || resource.done)',
    ],
  ])("%s in another order or form", (_, one, other) => {
    expect(key(one)).toBe(key(other));
  });
});

describe("conditions are told apart by", () => {
  test.each([
    ["operands of `-`", "resource.size - resource.limit > 0", "resource.limit - resource.size > 0"],
    ["operands of `<`", "resource.size < resource.limit", "resource.limit < resource.size"],
    [
      "how sums are grouped",
      "resource.size + resource.limit + 0.1 > 1",
      "resource.size + (resource.limit + 0.1) > 1",
    ],
    ["how much is negated", "!resource.done && resource.open", "!(resource.done && resource.open)"],
    ["`&&` and `||`", "resource.done && resource.open", "resource.done || resource.open"],
    ["a value's type", "resource.size in [1, 2]", "resource.size in [1, 3]"],
    ["who is read", 'resource.team == "a"', 'principal.team == "a"'],
    ["what is proved, but not looked for", '!(resource.team == "a")', 'resource.team != "a"'],
  ])("%s", (_, one, other) => {
    expect(key(one)).not.toBe(key(other));
  });
});

test("parts of a conjunction, each once", () => {
  expect(partsOf(expressionOf("resource.done && (resource.open && resource.done)"), "&&")).toHaveLength(2);
  expect(partsOf(expressionOf("resource.done && resource.open"), "||")).toHaveLength(1);
});

test("operands shuffled at every depth make the same condition", () => {
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(
        "resource.done",
        "resource.open",
        "principal.admin",
        "resource.size > 1",
        "has(resource.tags)",
      ),
      fc
        .tuple(fc.constantFrom("&&", "||"), fc.array(tie("tree"), { minLength: 2, maxLength: 3 }))
        .map(([op, all]) => `(${all.join(` ${op} `)})`),
      tie("tree").map((one) => `!${one.startsWith("(") || one.startsWith("!") ? one : `(${one})`}`),
    ),
  }));
  const shuffle = (expression: Expression): Expression => {
    if (expression.op === "&&" || expression.op === "||") {
      return { ...expression, of: [...expression.of].reverse().map(shuffle) };
    }
    return expression.op === "!" ? { ...expression, of: shuffle(expression.of) } : expression;
  };
  fc.assert(
    fc.property(tree, (text) => {
      let expression: Expression;
      try {
        expression = expressionOf(text);
      } catch {
        return; // It has always the same answer.
      }
      expect(normalKeyOf(shuffle(expression))).toBe(normalKeyOf(expression));
    }),
    { numRuns: 300 },
  );
});

/** What docs/conditions.md says, row by row: of the naive interpreter, and of what is generated. */
import { describe, expect, test } from "vitest";
import { createAuthorizer, type Policy } from "rolebook";
import { tableFrom } from "../support/policy.js";
import { conditionRows, fragmentsWith, type ConditionRow } from "./condition-rows.js";
import { interpret } from "./interpreter.js";

const titled = conditionRows.map((row, index) => ({
  ...row,
  title: `${String(index)}, ${row.rule}: ${row.when}`,
}));

function decisionOf(expected: ConditionRow["expected"]): Record<string, unknown> {
  if (expected === true) return { allowed: true, reason: "granted" };
  if (expected === false) return { allowed: false, reason: "condition" };
  return { allowed: false, reason: "missing-attribute", attribute: expected };
}

describe("the interpreter", () => {
  test.each(titled)("$title", ({ when, principal, resource, expected }) => {
    const decision = interpret(fragmentsWith(when)).check(principal, "doc:view", resource);
    expect(decision).toMatchObject(decisionOf(expected));
    if (typeof expected === "boolean") expect(decision.attribute).toBeUndefined();
  });
});

describe("the generated predicates", () => {
  test.each(titled)("$title", ({ when, principal, resource, expected }) => {
    const { check } = createAuthorizer(tableFrom(fragmentsWith(when)) as Policy) as unknown as {
      check: (...all: unknown[]) => Record<string, unknown>;
    };
    const decision = check(principal, "doc:view", resource);
    expect(decision).toMatchObject(decisionOf(expected));
    if (typeof expected === "boolean") expect(decision["attribute"]).toBeUndefined();
  });
});

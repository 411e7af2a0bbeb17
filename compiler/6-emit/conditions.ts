/** The conditions of a policy in generated code: as functions for checks, and as data for filters. */
import type { Condition } from "../ir.js";
import { dataLiteral, objectLiteral } from "./declare.js";
import { predicate, predicateHelpers } from "./predicate/index.js";
import { quote, withoutTexts } from "./text.js";

/** The object literal of all conditions. */
export function conditionsLiteral(conditions: readonly Condition[]): string {
  return objectLiteral(
    conditions.map((condition) => ({ name: quote(condition.key), value: literal(condition) })),
  );
}

/** The functions of the runtime that the conditions call. */
export function helpersIn(code: string): readonly string[] {
  const bare = withoutTexts(code);
  return predicateHelpers.filter((name) => bare.includes(`${name}(`));
}

function literal(condition: Condition): string {
  const members = [
    { name: "on", value: quote(condition.on) },
    { name: "test", value: predicate(condition) },
    { name: "tree", value: dataLiteral(condition.expression) },
  ];
  return objectLiteral(members);
}

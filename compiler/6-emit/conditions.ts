/** The conditions of a policy in generated code: as functions for checks, and as data for filters. */
import type { Condition } from "../ir.js";
import { dataLiteral } from "./declare.js";
import { predicate, predicateHelpers } from "./predicate/index.js";
import { comment, oneLine, withoutTexts } from "./text.js";

/** More of a condition's text is not shown. */
const longestText = 200;

/** The list of all conditions as functions, each below its text. */
export function conditionsLiteral(conditions: readonly Condition[]): string {
  return tallList(
    conditions.map((condition, index) => {
      const text = oneLine(condition.key);
      const shown = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
      return `${comment([`${index}: \`${shown}\``])}${predicate(condition)}`;
    }),
  );
}

/** The same as data. */
export function treesLiteral(conditions: readonly Condition[]): string {
  return tallList(conditions.map(({ expression }) => dataLiteral(expression)));
}

function tallList(items: readonly string[]): string {
  return items.length === 0 ? "[]" : `[\n${items.map((item) => `${item},\n`).join("")}]`;
}

/** The functions of the runtime that the conditions call. */
export function helpersIn(conditions: readonly Condition[]): readonly string[] {
  const code = conditions.map((condition) => withoutTexts(predicate(condition)));
  return predicateHelpers.filter((name) => code.some((one) => one.includes(`${name}(`)));
}

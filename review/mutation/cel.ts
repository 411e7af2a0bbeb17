/** Expressions as CEL that compiles again. */
import { textOf } from "../../compiler/expression/text.js";
import type { Expression } from "../../compiler/ir.js";

/** An expression as a condition may be written. */
export function celOf(expression: Expression): string {
  return textOf(withDoubles(expression, false));
}

const arithmetic: ReadonlySet<string> = new Set(["+", "-", "*", "/", "negate", "?:"]);

/** With the whole numbers of a division written as doubles: two integers are not divided. */
function withDoubles(expression: Expression, isDivided: boolean): Expression {
  if (expression.op === "value") {
    const text = String(expression.value);
    const isWhole = isDivided && expression.type === "number" && /^-?\d+$/.test(text);
    // What a variable is called is written as it is.
    return isWhole ? { op: "element", name: `${text}.0`, type: "number" } : expression;
  }
  const isDivision = expression.op === "/" || (isDivided && arithmetic.has(expression.op));
  const part = (one: unknown): unknown => (isExpression(one) ? withDoubles(one, isDivision) : one);
  const parts = Object.entries(expression).map(([key, one]: [string, unknown]) => [
    key,
    Array.isArray(one) ? one.map(part) : part(one),
  ]);
  return Object.fromEntries(parts) as Expression;
}

function isExpression(value: unknown): value is Expression {
  return typeof value === "object" && value !== null && "op" in value;
}

import type { Expression } from "../ir.js";

/**
 * How many parts an expression has when it is spelled out, as a filter has to: for each item of a list that is written out,
 * and for both answers of what a choice or a comparison of truths depends on.
 */
export function sizeOf(expression: Expression): number {
  switch (expression.op) {
    case "!":
    case "negate":
    case "size":
      return sizeOf(expression.of);
    case "&&":
    case "||":
      return sum(expression.of);
    case "list":
      return Math.max(1, sum(expression.of));
    case "?:":
      return 2 * sizeOf(expression.if) + sizeOf(expression.then) + sizeOf(expression.else);
    case "==":
    case "!=": {
      const [left, right] = [sizeOf(expression.left), sizeOf(expression.right)];
      return isTruth(expression.left) || isTruth(expression.right) ? 2 * (left + right) : left * right;
    }
    case "in":
      return isLiteral(expression.right)
        ? sizeOf(expression.left) + sizeOf(expression.right)
        : sizeOf(expression.left) * sizeOf(expression.right);
    case "exists":
    case "all":
      return sizeOf(expression.over) * sizeOf(expression.where);
    default:
      return "left" in expression ? sizeOf(expression.left) * sizeOf(expression.right) : 1;
  }
}

function sum(all: readonly Expression[]): number {
  return all.reduce((size, one) => size + sizeOf(one), 0);
}

/** A truth that is no value yet. */
function isTruth(expression: Expression): boolean {
  const { op } = expression;
  if (op === "?:") return expression.type === "boolean";
  return (
    ["!", "&&", "||", "has", "in", "exists", "all", "startsWith", "endsWith", "contains"].includes(op) ||
    ["==", "!=", "<", "<=", ">", ">="].includes(op)
  );
}

function isLiteral(expression: Expression): boolean {
  return expression.op === "list" && expression.of.every(({ op }) => op === "value");
}

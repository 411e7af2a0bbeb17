import type { AttributeRead, Expression } from "../ir.js";

/** The readings of an expression in the order of writing, elements of lists too. `has` needs no value. */
export function readingsOf(
  expression: Expression,
): readonly (AttributeRead | Extract<Expression, { op: "element" }>)[] {
  const readings: (AttributeRead | Extract<Expression, { op: "element" }>)[] = [];
  visit(expression, (one) => {
    if (one.op === "principal" || one.op === "resource" || one.op === "element") readings.push(one);
    return one.op !== "has";
  });
  return readings;
}

/** All attributes that an expression names, in `has` too. */
export function namesIn(expression: Expression): readonly AttributeRead[] {
  const names: AttributeRead[] = [];
  visit(expression, (one) => {
    if (one.op === "principal" || one.op === "resource") names.push(one);
    return true;
  });
  return names;
}

/** The attributes that `has` asks about. */
export function presencesIn(expression: Expression): readonly AttributeRead[] {
  const asked: AttributeRead[] = [];
  visit(expression, (one) => {
    if (one.op === "has") asked.push(one.of);
    return true;
  });
  return asked;
}

/** Visits an expression and, where the visitor says so, its parts, in the order of writing. */
function visit(expression: Expression, see: (one: Expression) => boolean): void {
  if (see(expression)) for (const part of partsOf(expression)) visit(part, see);
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.op) {
    case "value":
    case "principal":
    case "resource":
    case "element":
      return [];
    case "list":
    case "&&":
    case "||":
      return expression.of;
    case "has":
    case "!":
    case "negate":
    case "size":
      return [expression.of];
    case "?:":
      return [expression.if, expression.then, expression.else];
    case "exists":
    case "all":
      return [expression.over, expression.where];
    default:
      return [expression.left, expression.right];
  }
}

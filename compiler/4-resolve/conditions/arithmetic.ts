import type { Expression } from "../../ir.js";
import type { Check, Context, NodeOf, Surroundings } from "./context.js";
import { integerOf } from "./literals.js";
import { operands } from "./operands.js";
import { integer, inWords, mayBeInteger, number, type Type, type Typed } from "./types.js";

/** Types `+`, `-`, `*` and `/`. */
export function checkArithmetic(
  context: Context,
  node: NodeOf<"+" | "-" | "*" | "/">,
  around: Surroundings,
  check: Check,
): Typed | undefined {
  const both = operands(context, node, around, check);
  if (both === undefined) return undefined;
  const [left, right] = both;
  for (const { type, node: operand } of both) {
    if (isNumber(type)) continue;
    const message = `\`${node.op}\` is for numbers, and \`${context.written(operand)}\` is ${inWords(type)}`;
    const help = type.isList
      ? "write `x in a || x in b`"
      : type.of === "string"
        ? "declare an attribute with the whole text"
        : undefined;
    return context.fail("condition-unsupported", operand, message, help);
  }
  const isInteger = mayBeInteger(left) && mayBeInteger(right);
  if (isInteger && node.op === "/") {
    const message = "CEL drops the remainder where it divides integers";
    return context.fail("condition-type", node, message, "write one of them as `2.0`");
  }
  if (node.op === "/" && right.expression.op === "value" && right.expression.value === 0) {
    return context.fail("constant-condition", right.node, "nothing can be divided by zero", "leave it out");
  }
  const literals = [left, right].flatMap(({ expression }) =>
    expression.op === "value" ? expression.value : [],
  );
  if (isInteger && literals.length === 2) return calculated(context, node, literals as [number, number]);
  const expression: Expression = { op: node.op, left: left.expression, right: right.expression };
  return { node, expression, type: isInteger ? integer : number };
}

/** `60 * 60`. CEL calculates it exactly. */
function calculated(
  context: Context,
  node: NodeOf<"+" | "-" | "*" | "/">,
  [left, right]: readonly [number, number],
): Typed | undefined {
  const value = node.op === "+" ? left + right : node.op === "-" ? left - right : left * right;
  if (Number.isSafeInteger(value)) return integerOf(node, value + 0);
  const message = `\`${context.written(node)}\` cannot be told from its neighbours: a number is a double`;
  return context.fail("condition-unsupported", node, message);
}

/** Types `-x`. */
export function checkNegative(
  context: Context,
  node: NodeOf<"-_">,
  around: Surroundings,
  check: Check,
): Typed | undefined {
  const of = check(node.args, around);
  if (of === undefined) return undefined;
  if (!isNumber(of.type)) {
    return context.fail("condition-type", node, `\`-\` is for numbers, and this is ${inWords(of.type)}`);
  }
  const { expression } = of;
  if (expression.op !== "value") return { ...of, node, expression: { op: "negate", of: expression } };
  // There is no negative zero: it would be written as zero.
  return { ...of, node, expression: { ...expression, value: 0 - Number(expression.value) } };
}

function isNumber({ of, isList }: Type): boolean {
  return of === "number" && !isList;
}

import type { ASTNode } from "@marcbachmann/cel-js";
import type { Expression } from "../../ir.js";
import { always, constantAnswer, unknownValue } from "./constant.js";
import type { Check, Context, NodeOf, Surroundings } from "./context.js";
import { operands, type Both } from "./operands.js";
import { boolean, inWords, type Type, type Typed } from "./types.js";

type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";

/** Types `==`, `<` and the like. */
export function checkComparison(
  context: Context,
  node: NodeOf<Comparison>,
  around: Surroundings,
  check: Check,
): Typed | undefined {
  const both = operands(context, node, around, check);
  if (both === undefined) return undefined;
  const [left, right] = both;
  if (left.type.isList || right.type.isList) {
    const list = left.type.isList ? left : right;
    const help = "use `in`, `exists` or `all`";
    return context.fail("condition-unsupported", list.node, "lists are not compared as a whole", help);
  }
  if (left.type.of !== right.type.of) return differ(context, node, both);
  const isOrdered = left.type.of === "number" || left.type.of === "timestamp";
  if (node.op !== "==" && node.op !== "!=" && !isOrdered) {
    const message = `\`${node.op}\` is for numbers and timestamps, and this is ${inWords(left.type)}`;
    const help =
      left.type.of === "string"
        ? "texts have no order that all languages share"
        : "compare with `==` or `!=`";
    return context.fail("condition-unsupported", node, message, help);
  }
  if (unknownValue(context, left, [right]) || unknownValue(context, right, [left])) return undefined;
  const answer = constantAnswer(node.op, left, right);
  if (answer !== undefined) return always(context, node, answer);
  const expression: Expression = { op: node.op, left: left.expression, right: right.expression };
  return { node, expression, type: boolean };
}

/** Types `x in list`. */
export function checkIn(
  context: Context,
  node: NodeOf<"in">,
  around: Surroundings,
  check: Check,
): Typed | undefined {
  const both = operands(context, node, around, check);
  if (both === undefined) return undefined;
  const [left, right] = both;
  if (!right.type.isList) {
    const message = `\`${context.written(right.node)}\` is ${inWords(right.type)}, and \`in\` needs a list`;
    const otherwise = right.type.of === "string" ? "write `a.contains(b)` for texts" : "compare with `==`";
    return context.fail(
      "condition-type",
      right.node,
      message,
      `write the values in \`[ ]\`, or ${otherwise}`,
    );
  }
  if (left.type.isList) {
    const message = `\`in\` is for one value, and \`${context.written(left.node)}\` is ${inWords(left.type)}`;
    const help = "write `a.exists(x, x in b)` or `a.all(x, x in b)`";
    return context.fail("condition-type", left.node, message, help);
  }
  if (left.type.of !== right.type.of) return differ(context, node, both);
  const items = right.expression.op === "list" && right.node.op === "list" ? right.expression.of : [];
  const typed = items.map((expression, index) => ({
    node: (right.node.args as readonly ASTNode[])[index] ?? node,
    expression,
    type: { ...right.type, isList: false },
  }));
  if (unknownValue(context, left, typed)) return undefined;
  const answer = constantAnswer("in", left, right);
  if (answer !== undefined) return always(context, node, answer);
  const expression: Expression = { op: "in", left: left.expression, right: right.expression };
  return { node, expression, type: boolean };
}

function differ(
  context: Context,
  node: ASTNode & { readonly op: string },
  [left, right]: Both,
): Typed | undefined {
  const message = `\`${node.op}\` compares ${inWords(left.type)} with ${inWords(right.type)}`;
  const help = otherType(left, right.type) ?? otherType(right, left.type);
  return context.fail("condition-type", node, message, help);
}

/** How a literal is written as another type, if it can be. */
function otherType({ expression, type }: Typed, { of }: Type): string | undefined {
  if (type.of === "string" && of === "timestamp")
    return 'write a moment as `timestamp("2026-01-31T12:00:00Z")`';
  if (expression.op !== "value") return undefined;
  const value = String(expression.value);
  if (of === "string" && type.of !== "timestamp") return `write \`"${value}"\``;
  const isOther =
    (of === "number" && /^-?\d+(?:\.\d+)?$/.test(value)) ||
    (of === "boolean" && /^(?:true|false)$/.test(value));
  return isOther ? `write \`${value}\`, without quotes` : undefined;
}

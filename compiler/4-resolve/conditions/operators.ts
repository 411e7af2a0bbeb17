import type { ASTNode } from "@marcbachmann/cel-js";
import type { Expression } from "../../ir.js";
import { always, constantAnswer, unknownValue } from "./constant.js";
import type { Check, Context, Surroundings } from "./context.js";
import { boolean, inWords, integer, mayBeInteger, number, type Type, type Typed } from "./types.js";
import { integerOf } from "./literals.js";

type NodeOf<Op extends ASTNode["op"]> = Extract<ASTNode, { op: Op }>;
type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";
type Both = readonly [left: Typed, right: Typed];

const comparisons: readonly string[] = ["==", "!=", "<", "<=", ">", ">=", "in"];

/** Both operands. A comparison beside a comparison is read in one way by some parsers and in another by others. */
function operands(
  context: Context,
  node: { readonly args: [ASTNode, ASTNode]; readonly op: string },
  around: Surroundings,
  check: Check,
): Both | undefined {
  const [first, second] = node.args;
  const areBoth = comparisons.includes(node.op) && comparisons.includes(second.op);
  if (areBoth && !context.isInParentheses(second, first)) {
    context.fail(
      "condition-syntax",
      second,
      "a comparison beside a comparison is read in several ways",
      "put it into parentheses",
    );
    return undefined;
  }
  const left = check(first, around);
  const right = check(second, around);
  return left && right && [left, right];
}

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

/** Types a list that is written out. */
export function checkList(
  context: Context,
  node: NodeOf<"list">,
  around: Surroundings,
  check: Check,
): Typed | undefined {
  const items = node.args.map((item) => check(item, around));
  const typed = items.filter((item) => item !== undefined);
  if (typed.length < items.length) return undefined;
  const [first] = typed;
  if (first === undefined) {
    return context.fail(
      "constant-condition",
      node,
      "an empty list holds nothing",
      "write its values, or leave it out",
    );
  }
  const other = typed.find(({ type }) => type.of !== first.type.of);
  if (other !== undefined) {
    const message = `this list holds ${inWords(first.type)} and ${inWords(other.type)}`;
    return context.fail("condition-type", other.node, message, "all its items must have one type");
  }
  const inner = typed.find(({ type }) => type.isList);
  if (inner !== undefined) {
    return context.fail(
      "condition-unsupported",
      inner.node,
      "a list in a list is not supported in conditions",
    );
  }
  const { of } = first.type;
  const isInteger = mayBeInteger(...typed);
  const expression: Expression = {
    op: "list",
    type: `list<${of}>` as const,
    of: typed.map((item) => item.expression),
  };
  return { node, expression, type: { of, isList: true, isInteger } };
}

function isNumber({ of, isList }: Type): boolean {
  return of === "number" && !isList;
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

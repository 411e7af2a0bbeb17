import type { ASTNode } from "@marcbachmann/cel-js";
import { didYouMean } from "../../nearest.js";
import { always, constantAnswer } from "./constant.js";
import type { Check, Context, NodeOf, Surroundings } from "./context.js";
import { checkTimestamp } from "./literals.js";
import { functions as foreign } from "./slips.js";
import { boolean, inWords, integer, type Typed } from "./types.js";

const functions = ["has", "size", "timestamp"];
const methods = ["startsWith", "endsWith", "contains", "size", "exists", "all"];

/** Types `size(list)` and `timestamp("...")`. */
export function checkCall(
  context: Context,
  node: NodeOf<"call">,
  around: Surroundings,
  check: Check,
): Typed | undefined {
  const [name, all] = node.args;
  if (name === "timestamp") return checkTimestamp(context, node);
  const [list, ...others] = all;
  if (name !== "size") return unsupported(context, node.start, name, functions, methods);
  if (list === undefined || others.length > 0) {
    return context.fail("condition-type", node, "`size` takes one list");
  }
  return sizeOf(context, node, list, around, check);
}

/** Types what is written after a dot. */
export function checkMethod(
  context: Context,
  node: NodeOf<"rcall">,
  around: Surroundings,
  check: Check,
): Typed | undefined {
  const [name, receiver, all] = node.args;
  switch (name) {
    case "startsWith":
    case "endsWith":
    case "contains":
      return checkText(context, node, name, around, check);
    case "exists":
    case "all":
      return checkQuantifier(context, node, name, around, check);
    case "size":
      if (all.length === 0) return sizeOf(context, node, receiver, around, check);
      return context.fail("condition-type", node, "`size` takes nothing in its parentheses here");
    default:
      return unsupported(context, context.text.indexOf(name, receiver.end), name, methods, functions);
  }
}

function sizeOf(
  context: Context,
  node: ASTNode,
  of: ASTNode,
  around: Surroundings,
  check: Check,
): Typed | undefined {
  const list = check(of, around);
  if (list === undefined) return undefined;
  if (list.type.isList) {
    return { node, expression: { op: "size", of: list.expression }, type: integer };
  }
  const message = `\`size\` is for lists, and \`${context.written(of)}\` is ${inWords(list.type)}`;
  const help = list.type.of === "string" ? 'compare with `""` to know whether a text is empty' : undefined;
  return context.fail("condition-unsupported", of, message, help);
}

function checkText(
  context: Context,
  node: NodeOf<"rcall">,
  op: "startsWith" | "endsWith" | "contains",
  around: Surroundings,
  check: Check,
): Typed | undefined {
  const [, receiver, [part, ...others]] = node.args;
  if (part === undefined || others.length > 0) {
    return context.fail("condition-type", node, `\`${op}\` takes one text`);
  }
  const both = [receiver, part].map((one) => check(one, around));
  const [left, right] = both;
  if (left === undefined || right === undefined) return undefined;
  for (const { type, node: at } of [left, right]) {
    if (type.of === "string" && !type.isList) continue;
    const help = type.isList && op === "contains" ? "write `x in list` for a list" : undefined;
    return context.fail("condition-type", at, `\`${op}\` is for texts, and this is ${inWords(type)}`, help);
  }
  const answer = constantAnswer(op, left, right);
  if (answer !== undefined) return always(context, node, answer);
  return { node, expression: { op, left: left.expression, right: right.expression }, type: boolean };
}

function checkQuantifier(
  context: Context,
  node: NodeOf<"rcall">,
  op: "exists" | "all",
  around: Surroundings,
  check: Check,
): Typed | undefined {
  const [, receiver, [variable, body, ...others]] = node.args;
  if (variable?.op !== "id" || body === undefined || others.length > 0) {
    return context.fail(
      "condition-type",
      node,
      `\`${op}\` takes a name and a condition`,
      `write \`list.${op}(x, x == "a")\``,
    );
  }
  const name = variable.args;
  if (name === "principal" || name === "resource" || around.variables.has(name)) {
    return context.fail(
      "condition-unsupported",
      variable,
      `\`${name}\` has a meaning here already`,
      "take another name",
    );
  }
  const list = check(receiver, around);
  if (list === undefined) return undefined;
  if (!list.type.isList) {
    const message = `\`${op}\` is for lists, and \`${context.written(receiver)}\` is ${inWords(list.type)}`;
    return context.fail("condition-type", receiver, message);
  }
  const variables = new Map(around.variables).set(name, { ...list.type, isList: false });
  const where = check(body, { ...around, variables });
  if (where === undefined) return undefined;
  if (where.type.of !== "boolean" || where.type.isList) {
    return context.fail(
      "condition-type",
      body,
      `\`${op}\` needs a condition, and this is ${inWords(where.type)}`,
    );
  }
  if (where.expression.op === "value") {
    return always(context, body, `is always \`${String(where.expression.value)}\``);
  }
  const expression = { op, over: list.expression, as: name, where: where.expression } as const;
  return { node, expression, type: boolean };
}

function unsupported(
  context: Context,
  start: number,
  name: string,
  known: readonly string[],
  elsewhere: readonly string[],
): Typed | undefined {
  const all = [...new Set([...functions, ...methods])].map((one) => `\`${one}\``).join(", ");
  const receiver = name === "exists" || name === "all" ? "list" : "a";
  const otherwise =
    known === functions
      ? `write it after a dot, as \`${receiver}.${name}(...)\``
      : `write it as \`${name}(...)\``;
  const help = elsewhere.includes(name)
    ? otherwise
    : (foreign.get(name) ?? didYouMean(name, known) ?? `the functions are ${all}`);
  const at = { start, end: start + name.length };
  return context.fail("condition-unsupported", at, `\`${name}\` is not supported in conditions`, help);
}

/** The type checker: an expression of CEL's syntax becomes a typed one of the subset, or a list of problems. */
import type { ASTNode } from "@marcbachmann/cel-js";
import type { Expression } from "../../ir.js";
import { sizeOf } from "../../expression/size.js";
import { attributeOf, checkHas, checkRead } from "./attributes.js";
import { checkCall, checkMethod } from "./calls.js";
import { Context, type Check, type NodeOf, type Surroundings } from "./context.js";
import { checkArithmetic, checkNegative } from "./arithmetic.js";
import { checkComparison, checkIn } from "./comparisons.js";
import { checkList } from "./lists.js";
import type { Setting } from "./reading.js";
import { chainOf } from "./syntax.js";
import { checkLiteral } from "./literals.js";
import { boolean, inWords, mayBeInteger, type Typed } from "./types.js";

/** A filter spells a condition out at every question, and a reader has to. */
const mostParts = 4_000;

/** Checks a parsed condition. Without an expression there is a problem. */
export function checkCondition(
  ast: ASTNode,
  text: string,
  setting: Setting,
): { readonly expression: Expression | undefined; readonly context: Context } {
  const context = new Context(setting, text);
  const typed = checkerFor(context)(ast, { variables: new Map(), present: new Set() });
  if (typed !== undefined && !isBoolean(typed)) {
    const message = `a condition is true or false, and this is ${inWords(typed.type)}`;
    const isQuoted = typed.expression.op === "value" && typed.type.of === "string";
    const help = isQuoted ? "write it without the inner quotes" : undefined;
    context.fail("condition-type", { start: 0, end: text.length }, message, help);
  }
  if (typed !== undefined && context.problems.length === 0 && sizeOf(typed.expression) > mostParts) {
    const message = `spelled out, this condition has more than ${mostParts} parts`;
    const help = "use fewer choices inside choices, and fewer lists that are written out";
    context.fail("too-large", { start: 0, end: text.length }, message, help);
  }
  return { expression: context.problems.length > 0 ? undefined : typed?.expression, context };
}

function checkerFor(context: Context): Check {
  const check: Check = (node, around) => {
    if (context.isFull) return undefined;
    switch (node.op) {
      case "value":
        return checkLiteral(context, node);
      case "id":
      case ".":
        return checkRead(context, node, around, check);
      case "list":
        return checkList(context, node, around, check);
      case "&&":
      case "||":
        return checkChain(context, node, around, check);
      case "!_":
        return checkNot(context, node, around, check);
      case "-_":
        return checkNegative(context, node, around, check);
      case "?:":
        return checkChoice(context, node, around, check);
      case "==":
      case "!=":
      case "<":
      case "<=":
      case ">":
      case ">=":
        return checkComparison(context, node, around, check);
      case "in":
        return checkIn(context, node, around, check);
      case "+":
      case "-":
      case "*":
      case "/":
        return checkArithmetic(context, node, around, check);
      case "call":
        return node.args[0] === "has"
          ? checkHas(context, node, around)
          : checkCall(context, node, around, check);
      case "rcall":
        return checkMethod(context, node, around, check);
      case "%":
        return unsupported(context, node, "`%` is");
      case "map":
        return unsupported(context, node, "maps and messages are");
      case "[]":
        return unsupported(context, node, "`[ ]` after a value is", insteadOfIndex(node));
      default:
        return unsupported(context, node, `\`${node.op}\` is`);
    }
  };
  return check;
}

function unsupported(context: Context, node: ASTNode, what: string, help?: string): Typed | undefined {
  return context.fail("condition-unsupported", node, `${what} not supported in conditions`, help);
}

/** `resource["team"]` is an attribute, `resource.tags[0]` an element of a list. */
function insteadOfIndex({ args: [, key] }: NodeOf<"[]">): string {
  const name =
    key.op === "value" && typeof key.args === "string" && /^\w+$/.test(key.args) ? key.args : undefined;
  return name === undefined ? "use `in`, `exists` or `all` on a list" : `write \`.${name}\``;
}

function isBoolean({ type }: Typed): boolean {
  return type.of === "boolean" && !type.isList;
}

/** An operand that must be true or false, and not always the same. */
function truth(context: Context, node: ASTNode, around: Surroundings, check: Check): Typed | undefined {
  const typed = check(node, around);
  if (typed === undefined) return undefined;
  if (!isBoolean(typed)) {
    const message = `\`${context.written(node)}\` is ${inWords(typed.type)}, and true or false is needed here`;
    return context.fail("condition-type", node, message);
  }
  if (typed.expression.op !== "value") return typed;
  return context.fail(
    "constant-condition",
    node,
    `this is always \`${String(typed.expression.value)}\``,
    "leave it out",
  );
}

/** What `has` says of one operand holds wherever all of them matter: for `&&` if it is true, for `||` if it is false. */
function checkChain(
  context: Context,
  node: NodeOf<"&&" | "||">,
  around: Surroundings,
  check: Check,
): Typed | undefined {
  const operands = chainOf(node, node.op);
  const inside = withPresent(around, presentIf(node, node.op === "&&"));
  const typed = operands.map((operand) => truth(context, operand, inside, check));
  const all = typed.filter((one) => one !== undefined);
  if (all.length < operands.length) return undefined;
  const of = all.flatMap(({ expression }) =>
    expression.op === node.op ? (expression as { readonly of: readonly Expression[] }).of : [expression],
  );
  return { node, expression: { op: node.op, of }, type: boolean };
}

function checkNot(
  context: Context,
  node: NodeOf<"!_">,
  around: Surroundings,
  check: Check,
): Typed | undefined {
  const of = truth(context, node.args, around, check);
  return of && { node, expression: { op: "!", of: of.expression }, type: boolean };
}

function checkChoice(
  context: Context,
  node: NodeOf<"?:">,
  around: Surroundings,
  check: Check,
): Typed | undefined {
  const [first, second, third] = node.args;
  if (second.op === "?:" && !context.isInParentheses(second, first)) {
    return context.fail(
      "condition-syntax",
      second,
      "a choice inside a choice is read in several ways",
      "put it into parentheses",
    );
  }
  const condition = truth(context, first, around, check);
  const yes = check(second, withPresent(around, presentIf(first, true)));
  const no = check(third, withPresent(around, presentIf(first, false)));
  if (condition === undefined || yes === undefined || no === undefined) return undefined;
  if (yes.type.isList || no.type.isList) {
    return unsupported(context, node, "a choice between lists is");
  }
  if (yes.type.of !== no.type.of) {
    const message = `this is ${inWords(yes.type)} or ${inWords(no.type)}`;
    return context.fail("condition-type", node, message, "both must have one type");
  }
  const { of } = yes.type;
  const isInteger = mayBeInteger(yes, no);
  const parts = { if: condition.expression, then: yes.expression, else: no.expression };
  return { node, expression: { op: "?:", type: of, ...parts }, type: { of, isList: false, isInteger } };
}

function withPresent(around: Surroundings, more: readonly string[]): Surroundings {
  return more.length === 0 ? around : { ...around, present: new Set([...around.present, ...more]) };
}

/** The attributes that are certainly there if an expression is true, or if it is false. */
function presentIf(node: ASTNode, is: boolean): readonly string[] {
  if (node.op === "call" && node.args[0] === "has" && is) return node.args[1].map(attributeOf);
  if (node.op === "!_") return presentIf(node.args, !is);
  if (node.op !== (is ? "&&" : "||")) return [];
  return chainOf(node, node.op).flatMap((one) => presentIf(one, is));
}

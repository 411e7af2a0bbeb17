/** Comparisons that cannot be meant: their answer is always the same, or an enumeration does not have the value. */
import type { ASTNode } from "@marcbachmann/cel-js";
import { presencesIn, readingsOf } from "../../expression/reads.js";
import { textOf } from "../../expression/text.js";
import type { Expression } from "../../ir.js";
import { cureFor } from "../../nearest.js";
import type { Context } from "./context.js";
import { shown } from "./problem.js";
import type { Typed } from "./types.js";

/** Reports values that an enumeration does not have. True if there are any. */
export function unknownValue(context: Context, { type, node }: Typed, others: readonly Typed[]): boolean {
  const { values } = type;
  if (values === undefined) return false;
  const missing = others.flatMap(({ expression, node: at }) => {
    const value = expression.op === "value" ? String(expression.value) : undefined;
    return value === undefined || values.includes(value) ? [] : [{ value, at }];
  });
  for (const { value, at } of missing) {
    if (context.isFull) break;
    const message = `\`${context.written(node)}\` is never \`${shown(value)}\``;
    context.fail("unknown-value", at, message, cureFor(value, values, "value"));
  }
  return missing.length > 0;
}

/** Values of an enumeration that is compared with another one. */
const mostCompared = 1_000;

/** What is said of literals that are compared. */
const noQuestion = "has always the same answer";

/** What a comparison always is, in an author's words; undefined if it may be true or false. */
export function constantAnswer(op: string, left: Typed, right: Typed): string | undefined {
  if (!isAsking(left.expression) && !isAsking(right.expression)) return noQuestion;
  const answer = alwaysOf(op, left, right);
  return answer === undefined ? undefined : `is always \`${String(answer)}\``;
}

/** Reports a part that always has the same answer. */
export function always(context: Context, node: ASTNode, answer: string): Typed | undefined {
  const help =
    answer === noQuestion
      ? "leave it out, or compare with something else"
      : "compare with something else; ask `has(...)` if it is meant to be there";
  return context.fail("constant-condition", node, `this ${answer}`, help);
}

function alwaysOf(op: string, left: Typed, right: Typed): boolean | undefined {
  if (textOf(left.expression) === textOf(right.expression)) return !["!=", "<", ">"].includes(op);
  if (op in partly) return ofTexts(partly[op as keyof typeof partly], left, right);
  return ofEnumerations(op, left, right) ?? ofSizes(op, left, right);
}

const partly = {
  startsWith: (text: string, part: string): boolean => text.startsWith(part),
  endsWith: (text: string, part: string): boolean => text.endsWith(part),
  contains: (text: string, part: string): boolean => text.includes(part),
};

/** Every text has the empty one in it. The values of an enumeration are tried out. */
function ofTexts(
  has: (text: string, part: string) => boolean,
  left: Typed,
  { expression }: Typed,
): boolean | undefined {
  if (expression.op !== "value") return undefined;
  const part = String(expression.value);
  if (part === "") return true;
  const [first, ...others] = (valuesOf(left) ?? []).map((text) => has(text, part));
  return others.every((one) => one === first) ? first : undefined;
}

function isAsking(expression: Expression): boolean {
  return readingsOf(expression).length > 0 || presencesIn(expression).length > 0;
}

function ofEnumerations(op: string, left: Typed, right: Typed): boolean | undefined {
  const all = left.type.values ?? right.type.values;
  const possible = valuesOf(left);
  const others = valuesOf(right);
  if (all === undefined || possible === undefined || others === undefined) return undefined;
  // Nobody declares more, and it is not worth the time.
  if (Math.max(possible.length, others.length) > mostCompared) return undefined;
  const known = new Set(others);
  if (!possible.some((value) => known.has(value))) return op === "!=";
  if (op === "in") return possible.every((value) => known.has(value)) ? true : undefined;
  return possible.length === 1 && others.length === 1 ? op === "==" : undefined;
}

/** The texts that something can be, if they are known. */
function valuesOf({ type, expression }: Typed): readonly string[] | undefined {
  if (expression.op === "value" && type.of === "string") return [String(expression.value)];
  if (expression.op !== "list") return type.values;
  const items = expression.of.map((item) =>
    item.op === "value" && item.type === "string" ? String(item.value) : undefined,
  );
  return items.includes(undefined) ? undefined : items.filter((item) => item !== undefined);
}

/** A size is 0, 1, 2 and so on. */
function ofSizes(op: string, left: Typed, right: Typed): boolean | undefined {
  const [size, other] = left.expression.op === "size" ? [left, right] : [right, left];
  if (size.expression.op !== "size" || other.expression.op !== "value") return undefined;
  const than = Number(other.expression.value);
  const direction = size === left ? op : ({ "<": ">", "<=": ">=", ">": "<", ">=": "<=" }[op] ?? op);
  if (direction === "==" || direction === "!=") {
    return Number.isInteger(than) && than >= 0 ? undefined : direction === "!=";
  }
  const least = direction === ">=" || direction === "<" ? than <= 0 : than < 0;
  return least ? direction.startsWith(">") : undefined;
}

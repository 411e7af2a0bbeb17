/** One form for conditions that are written differently and cannot answer differently. Nothing is proved. */
import type { AttributeRead, Expression } from "../ir.js";
import { byCodePoint } from "../order.js";

/**
 * The same text for expressions that differ only in the order of operands of `&& || == != + *`, in parentheses, in operands or
 * list items that stand twice, in double negation, in the direction of a comparison, in the order of a literal list behind `in`,
 * or in the names of variables. Types count: the same words about a text and about a number are two conditions.
 */
export function normalKeyOf(expression: Expression, owners: Owners = asRead): string {
  return keyOf(normal(expression, { variables: new Map(), owners }));
}

/** The normal texts of what an expression says with `&&`, or with `||`: each once. */
export function partsOf(expression: Expression, op: "&&" | "||", owners: Owners = asRead): readonly string[] {
  const whole = normal(expression, { variables: new Map(), owners });
  return whole.op === op ? whole.of.map(keyOf) : [keyOf(whole)];
}

/** Who declares an attribute that is read: it is missing on the others. */
export type Owners = (read: AttributeRead) => readonly string[] | undefined;

const asRead: Owners = ({ of }) => of;

interface Context {
  /** By its name the name of a variable in the normal form. */
  readonly variables: ReadonlyMap<string, string>;
  readonly owners: Owners;
}

/** What comes to the same when the operands change places. Sums are not regrouped: that would round differently. */
const commutative = new Set(["==", "!=", "+", "*"]);

const flipped: Readonly<Record<string, "<" | "<=">> = { ">": "<", ">=": "<=" };

function normal(expression: Expression, context: Context): Expression {
  const { variables, owners } = context;
  const inside = (one: Expression): Expression => normal(one, context);
  switch (expression.op) {
    case "value":
      return { op: "value", type: expression.type, value: expression.value };
    case "principal":
    case "resource": {
      const { op, path, type } = expression;
      const of = owners(expression);
      return { op, path, type, ...(of && { of }) };
    }
    case "element":
      return { ...expression, name: variables.get(expression.name) ?? expression.name };
    case "list":
      return { ...expression, of: expression.of.map(inside) };
    case "has":
      return { op: "has", of: inside(expression.of) as typeof expression.of };
    case "!": {
      const of = inside(expression.of);
      return of.op === "!" ? of.of : { op: "!", of };
    }
    case "negate":
    case "size":
      return { op: expression.op, of: inside(expression.of) };
    case "&&":
    case "||":
      return joined(expression.op, expression.of.map(inside));
    case "?:": {
      const { if: test, then, else: otherwise } = expression;
      return { ...expression, if: inside(test), then: inside(then), else: inside(otherwise) };
    }
    case "exists":
    case "all": {
      const { op, over, as, where } = expression;
      const name = `v${variables.size}`;
      const within = { owners, variables: new Map([...variables, [as, name]]) };
      return { op, over: inside(over), as: name, where: normal(where, within) };
    }
    default:
      return ordered(expression.op, inside(expression.left), inside(expression.right));
  }
}

type Binary = Extract<Expression, { left: Expression }>;

/** Of an operator and its operands the one of several forms that is taken. */
function ordered(op: Binary["op"], left: Expression, right: Expression): Expression {
  const other = flipped[op];
  if (other !== undefined) return { op: other, left: right, right: left };
  if (commutative.has(op) && byCodePoint(keyOf(left), keyOf(right)) > 0)
    return { op, left: right, right: left };
  // Not one that reads attributes: what is missing there could matter.
  const isWritten = right.op === "list" && right.of.every((item) => item.op === "value");
  return op === "in" && isWritten
    ? { op, left, right: { ...right, of: unique(right.of) } }
    : { op, left, right };
}

function joined(op: "&&" | "||", operands: readonly Expression[]): Expression {
  const of = unique(operands.flatMap((one) => (one.op === op ? one.of : [one])));
  const [only, second] = of;
  return only !== undefined && second === undefined ? only : { op, of };
}

/** Each once, sorted. */
function unique(all: readonly Expression[]): readonly Expression[] {
  const byKey = new Map(all.map((one) => [keyOf(one), one]));
  return [...byKey].sort(([a], [b]) => byCodePoint(a, b)).map(([, one]) => one);
}

/** All maps here are made with their keys in one order. */
function keyOf(expression: Expression): string {
  return JSON.stringify(expression, sortedKeys);
}

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

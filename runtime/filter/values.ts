/** The values in a condition, with the principal's side filled in. */
import type { Expression, ScalarType } from "../expression.js";
import { constant } from "./atoms.js";
import { declaredWhere } from "./attributes.js";
import { readPrincipal, typeOf, type Context } from "./context.js";
import { always, paired, type Cases } from "./cases.js";
import { and } from "./join.js";
import { calculated, elementType, negated, readList, readScalar } from "./read.js";
import type { FilterList, FilterValue } from "./types.js";

type Arithmetic = "+" | "-" | "*" | "/";
type Ternary = Extract<Expression, { op: "?:" }>;

/** What a value is, and where. */
export function casesOf(expression: Expression, context: Context): Cases {
  switch (expression.op) {
    case "value":
      return known(expression.type, expression.value);
    case "principal":
      return known(expression.type as ScalarType, readPrincipal(context, expression));
    case "resource": {
      const { path, of, type } = expression;
      return always({ op: "attribute", name: path, type: type as ScalarType }, declaredWhere(path, of));
    }
    case "element":
      return context.elements.get(expression.name) ?? [];
    case "?:":
      return branches(expression, context, casesOf);
    case "negate":
      return casesOf(expression.of, context).flatMap(({ when, value }) => always(minus(value), when));
    case "+":
    case "-":
    case "*":
    case "/":
      return arithmetic(expression.op, expression, context);
    case "size":
      return listsOf(expression.of, context).flatMap(({ when, value }) => always(sizeOf(value), when));
    default:
      return [true, false].flatMap((is) =>
        always(constant("boolean", is), context.truth(expression, is, context)),
      );
  }
}

/** A list whose items are known one by one, or one of the resource. */
export type ListValue =
  | { readonly op: "items"; readonly type: ScalarType; readonly of: readonly Cases[] }
  | Extract<FilterList, { op: "attribute" }>;

/** What a list is, and where. */
export function listsOf(expression: Expression, context: Context): Cases<ListValue> {
  const type = elementType(typeOf(expression));
  switch (expression.op) {
    case "list":
      return always({ op: "items", type, of: expression.of.map((item) => casesOf(item, context)) });
    case "principal": {
      const items = readList(type, readPrincipal(context, expression));
      return items === undefined
        ? []
        : always({ op: "items", type, of: items.map((item) => known(type, item)) });
    }
    case "resource": {
      const { path, of } = expression;
      return always({ op: "attribute", name: path, type: `list<${type}>` }, declaredWhere(path, of));
    }
    case "?:":
      return branches(expression, context, listsOf);
    default:
      return [];
  }
}

function known(type: ScalarType, value: unknown): Cases {
  const read = readScalar(type, value);
  return read === undefined ? [] : always(constant(type, read));
}

function branches<V>(
  { if: condition, then, else: other }: Ternary,
  context: Context,
  read: (branch: Expression, context: Context) => Cases<V>,
): Cases<V> {
  const branch = (positive: boolean, taken: Expression): Cases<V> => {
    const chosen = context.truth(condition, positive, context);
    if (chosen === false) return [];
    return read(taken, context).flatMap(({ when, value }) => always(value, and([chosen, when])));
  };
  return [...branch(true, then), ...branch(false, other)];
}

function minus(value: FilterValue): FilterValue | undefined {
  if (value.op !== "value") return { op: "negate", of: value };
  return number(negated(value.value));
}

function arithmetic(
  op: Arithmetic,
  { left, right }: { readonly left: Expression; readonly right: Expression },
  context: Context,
): Cases {
  return paired(casesOf(left, context), casesOf(right, context), "number").flatMap(({ when, value }) => {
    const [first, second] = value;
    if (first.op === "value" && second.op === "value") {
      return always(number(calculated(op, first.value, second.value)), when);
    }
    if (isImpossible(op, first, second)) return [];
    return always({ op, left: first, right: second }, when);
  });
}

/** A known operand that arithmetic is not for. */
function isImpossible(op: Arithmetic, left: FilterValue, right: FilterValue): boolean {
  if (left.op === "value") return calculated("+", left.value, 0) === undefined;
  return right.op === "value" && calculated(op, 0, right.value) === undefined;
}

function sizeOf(list: ListValue): FilterValue {
  return list.op === "items" ? constant("number", list.of.length) : { op: "size", of: list };
}

function number(value: number | undefined): FilterValue | undefined {
  return value === undefined ? undefined : constant("number", value);
}

/** Partial evaluation: what a condition asks of the resource, once it is known who asks. */
import { isAbsent } from "../bag.js";
import type { Expression, ScalarType } from "../expression.js";
import { comparison, membership, sized, textTest } from "./atoms.js";
import { presence } from "./attributes.js";
import { always, paired, type Cases } from "./cases.js";
import { opposite, type Comparison, type TextTest } from "./compute.js";
import { readPrincipal, typeOf, type Context, type Principal } from "./context.js";
import { and, or, type Outcome } from "./join.js";
import { elementType, type Scalar } from "./read.js";
import type { FilterValue } from "./types.js";
import { casesOf, listsOf, type ListValue } from "./values.js";

/** The resources on which a condition is true for this principal. */
export function conditionFor(condition: Expression, principal: Principal): Outcome {
  return truth(condition, true, { principal, elements: new Map(), truth });
}

/** Where an expression is true, or where it is false; unknown is neither. So no negation is left but in single comparisons. */
function truth(expression: Expression, positive: boolean, context: Context): Outcome {
  const same = (one: Expression): Outcome => truth(one, positive, context);
  switch (expression.op) {
    case "!":
      return truth(expression.of, !positive, context);
    case "&&":
    case "||":
      return ((expression.op === "&&") === positive ? and : or)(expression.of.map(same));
    case "?:":
      return or([
        and([truth(expression.if, true, context), same(expression.then)]),
        and([truth(expression.if, false, context), same(expression.else)]),
      ]);
    case "has":
      return has(expression.of, positive, context);
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compared(positive ? expression.op : opposite[expression.op], expression, context);
    case "startsWith":
    case "endsWith":
    case "contains":
      return textTested(expression.op, expression, positive, context);
    case "in":
      return contained(expression, positive, context);
    case "exists":
    case "all":
      return quantified(expression, positive, context);
    default:
      return where(casesOf(expression, context), (value) => equals(value, positive));
  }
}

interface Operands {
  readonly left: Expression;
  readonly right: Expression;
}

function where<V>(cases: Cases<V>, test: (value: V) => Outcome): Outcome {
  return or(cases.map(({ when, value }) => and([when, test(value)])));
}

function equals(value: FilterValue, is: boolean): Outcome {
  return comparison("==", value, { op: "value", type: "boolean", value: is });
}

function has(of: Extract<Expression, { op: "has" }>["of"], positive: boolean, context: Context): Outcome {
  if (of.op === "resource") return presence(of.path, of.of, positive);
  return isAbsent(readPrincipal(context, of)) !== positive;
}

function compared(op: Comparison, { left, right }: Operands, context: Context): Outcome {
  const type = typeOf(left);
  if (type === "boolean" && !(isRead(left) && isRead(right))) {
    const equal = op === "==";
    return or([
      and([truth(left, true, context), truth(right, equal, context)]),
      and([truth(left, false, context), truth(right, !equal, context)]),
    ]);
  }
  const pairs = paired(casesOf(left, context), casesOf(right, context), type as ScalarType);
  return where(pairs, ([one, other]) => comparison(op, one, other));
}

/** A boolean that is a value already. */
function isRead({ op }: Expression): boolean {
  return op === "principal" || op === "resource" || op === "element" || op === "value";
}

function textTested(op: TextTest, { left, right }: Operands, positive: boolean, context: Context): Outcome {
  const pairs = paired(casesOf(left, context), casesOf(right, context), "string");
  return where(pairs, ([one, other]) => textTest(op, one, other, !positive));
}

function contained({ left, right }: Operands, positive: boolean, context: Context): Outcome {
  const values = casesOf(left, context);
  return where(listsOf(right, context), (list) => where(values, (value) => isIn(value, list, positive)));
}

function isIn(left: FilterValue, list: ListValue, positive: boolean): Outcome {
  if (list.op === "attribute") return { op: "in", left, right: list, negated: !positive };
  const known: Scalar[] = [];
  const others: Outcome[] = [];
  for (const item of list.of) {
    const [only] = item;
    if (only?.when === true && only.value.op === "value") known.push(only.value.value);
    else others.push(where(item, (value) => comparison(positive ? "==" : "!=", left, value)));
  }
  // Where it is not in a list, it is there; to differ from an item says so too.
  if (known.length > 0 || others.length === 0) others.unshift(membership(left, list.type, known, !positive));
  return (positive ? or : and)(others);
}

/** What is compared with each element: `list.exists(x, x == y)` is true where `y in list` is, which is one comparison. */
function soughtIn(inner: Expression, as: string, isEqual: boolean): Expression | undefined {
  if (inner.op !== (isEqual ? "==" : "!=") || !("left" in inner)) return undefined;
  const { left, right } = inner;
  const isElement = (one: Expression): boolean => one.op === "element" && one.name === as;
  const other = isElement(left) ? right : isElement(right) ? left : undefined;
  return other?.op === "principal" || other?.op === "resource" || other?.op === "value" ? other : undefined;
}

function quantified(
  { op, over, as, where: inner }: Extract<Expression, { op: "exists" | "all" }>,
  positive: boolean,
  context: Context,
): Outcome {
  const isAny = (op === "exists") === positive;
  const sought = isAny ? soughtIn(inner, as, op === "exists") : undefined;
  if (sought !== undefined) return contained({ left: sought, right: over }, true, context);
  const test = (element: Cases): Outcome => {
    const elements = new Map(context.elements).set(as, element);
    return truth(inner, positive, { ...context, elements });
  };
  return where(listsOf(over, context), (list) => {
    if (list.op === "items") return (isAny ? or : and)(list.of.map(test));
    const found = test(always({ op: "element", name: as, type: elementType(list.type) }));
    if (found === isAny) return sized(isAny ? ">" : "==", list);
    if (typeof found === "boolean") return isAny ? false : sized(">=", list);
    return { op: isAny ? "exists" : "all", over: list, as, where: found };
  });
}

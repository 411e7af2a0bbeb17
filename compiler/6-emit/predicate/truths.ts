/** Expressions that are true, false or unknown. */
import type { AttributeRead, Expression } from "../../ir.js";
import { quote } from "../text.js";
import type { Code } from "./code.js";
import { known, nameOf, scalarOf, unless, widened, type Value } from "./value.js";
import { elementValue, valueOf } from "./values.js";

type Binary = Extract<Expression, { left: Expression }>;
type Choice = Extract<Expression, { op: "?:" }>;
type Quantified = Extract<Expression, { over: Expression }>;

/** More literals than this are looked up in an array. */
const mostCompared = 16;

/** Writes an expression that is true or false. The result is code that may be evaluated again. */
export function truthOf(writing: Code, expression: Expression): string {
  switch (expression.op) {
    case "!": {
      const of = writing.truth(truthOf(writing, expression.of));
      return `typeof ${of} === "string" ? ${of} : !${of}`;
    }
    case "&&":
    case "||":
      return chain(writing, expression.of, expression.op === "&&");
    case "?:":
      return choice(writing, expression);
    case "has":
      return has(writing, expression.of);
    case "exists":
    case "all":
      return quantified(writing, expression);
    case "in":
      return membership(writing, expression);
    default:
      return "left" in expression && isComparing(expression)
        ? comparison(writing, expression)
        : plain(writing, expression);
  }
}

function value(writing: Code, expression: Expression): Value {
  return valueOf(writing, expression, (one) => truthOf(writing, one));
}

/** An attribute, an element or a literal that is true or false. */
function plain(writing: Code, expression: Expression): string {
  const found = value(writing, expression);
  return unless(found, found.code);
}

function chain(writing: Code, operands: readonly Expression[], isAnd: boolean): string {
  return joined(
    writing,
    operands.map((operand) => () => truthOf(writing, operand)),
    isAnd,
  );
}

/** Kleene's `&&` and `||`: what stops them, else the first that is unknown. */
function joined(writing: Code, [first, ...others]: readonly (() => string)[], isAnd: boolean): string {
  if (first === undefined) return String(isAnd);
  const stop = String(!isAnd);
  const result = writing.variable(first());
  for (const write of others) {
    const block = writing.block(() => {
      const next = writing.truth(write());
      writing.add(`if (${next} === ${stop} || ${result} === ${String(isAnd)}) ${result} = ${next};`);
    });
    writing.add(`if (${result} !== ${stop}) {`, ...block, "}");
  }
  return result;
}

function choice(writing: Code, { if: condition, then, else: otherwise }: Choice): string {
  const chosen = writing.truth(truthOf(writing, condition));
  const result = writing.variable(chosen);
  const branch = (one: Expression): readonly string[] =>
    writing.block(() => {
      writing.add(`${result} = ${truthOf(writing, one)};`);
    });
  const [yes, no] = [branch(then), branch(otherwise)];
  writing.add(`if (${chosen} === true) {`, ...yes, `} else if (${chosen} === false) {`, ...no, "}");
  return result;
}

/** Only a container on the way can make it unknown. */
function has(writing: Code, read: AttributeRead): string {
  const path = read.path.split(".");
  const isContainer = path.at(-1) === "container";
  // A timestamp that is no moment is there all the same.
  const own = isContainer ? writing.container(path.length) : writing.attribute({ ...read, type: "string" });
  const present = isContainer ? `${own} !== undefined` : `${own} !== undefined && ${own} !== null`;
  if (path.length === 1) return present;
  return `${writing.container(path.length - 1)} === undefined ? ${nameOf(read)} : ${present}`;
}

function comparison(writing: Code, expression: Binary): string {
  const left = value(writing, expression.left);
  const right = value(writing, expression.right);
  const isWrittenOut = isWritten([expression.left, expression.right]);
  const { code } = isWrittenOut ? widened(left, expression.left) : left;
  return unless(left, unless(right, compared(expression.op, code, right.code)));
}

function membership(writing: Code, { left, right }: Binary): string {
  if (right.op !== "list") {
    const [item, list] = [value(writing, left), value(writing, right)];
    const found = `isIn(${item.code}, ${list.code}, ${quote(scalarOf(right))}, ${list.missing})`;
    return unless(item, unless(list, found));
  }
  if (!isWritten(right.of)) {
    const each = right.of.map((item) => ({ op: "==", left, right: item }) as const);
    return chain(writing, each, false);
  }
  const item = value(writing, left);
  const codes = right.of.map((one) => value(writing, one).code);
  // Of a boolean that is not `true` the type checker knows that it is `false`.
  const isOne =
    codes.length > mostCompared || scalarOf(right) === "boolean"
      ? `[${codes.join(", ")}].includes(${item.code})`
      : codes.map((code) => `${item.code} === ${code}`).join(" || ");
  return unless(item, isOne);
}

function quantified(writing: Code, expression: Quantified): string {
  const { over, as, where, op } = expression;
  if (over.op !== "list" || isWritten(over.of)) return loop(writing, expression);
  const each = over.of.map((item) => () => {
    const found = widened(value(writing, item), item);
    return writing.withElement(as, found, () => truthOf(writing, where));
  });
  return joined(writing, each, op === "all");
}

function loop(writing: Code, { over, as, where, op }: Quantified): string {
  const [isAll, stop] = [String(op === "all"), String(op !== "all")];
  const list = over.op === "list" ? literals(writing, over.of) : value(writing, over);
  const result = writing.variable(isAll);
  const element = writing.next("_e");
  const block = writing.block(() => {
    const item =
      over.op === "list" ? known(element) : elementValue(writing, element, scalarOf(over), list.missing);
    const next = writing.truth(writing.withElement(as, item, () => truthOf(writing, where)));
    writing.add(`if (${next} === ${stop}) {`, `${result} = ${next};`, "break;", "}");
    writing.add(`if (typeof ${next} === "string" && ${result} === ${isAll}) ${result} = ${next};`);
  });
  const otherwise =
    list.unknown === undefined ? "" : `if (${list.unknown}) ${result} = ${list.missing};\nelse `;
  writing.add(`${otherwise}for (const ${element} of ${list.code}) {`, ...block, "}");
  return result;
}

function literals(writing: Code, items: readonly Expression[]): Value {
  return known(`[${items.map((item) => value(writing, item).code).join(", ")}]`);
}

function isWritten(items: readonly Expression[]): boolean {
  return items.every(({ op }) => op === "value");
}

function isComparing({ op }: Binary): boolean {
  return !["+", "-", "*", "/"].includes(op);
}

function compared(op: Binary["op"], left: string, right: string): string {
  if (op === "startsWith" || op === "endsWith") return `${left}.${op}(${right})`;
  if (op === "contains") return `${left}.includes(${right})`;
  return `${left} ${op === "==" ? "===" : op === "!=" ? "!==" : op} ${right}`;
}

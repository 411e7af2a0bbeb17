/** Expressions that are values: texts, numbers, moments, lists. */
import { readingsOf } from "../../expression/reads.js";
import type { AttributeRead, Expression, ScalarType } from "../../ir.js";
import type { Code } from "./code.js";
import { known, literal, nameless, nameOf, unknownAs, unless, type Value } from "./value.js";

/** Writes an expression that is true, false or unknown. */
export type WriteTruth = (expression: Expression) => string;

type Binary = Extract<Expression, { left: Expression }>;
type Choice = Extract<Expression, { op: "?:" }>;

/** Writes an expression that is a value. */
export function valueOf(writing: Code, expression: Expression, truth: WriteTruth): Value {
  switch (expression.op) {
    case "value":
      return literal(expression);
    case "principal":
    case "resource":
      return read(writing, expression);
    case "element":
      return writing.element(expression.name) ?? known("undefined");
    case "size":
      return size(writing, expression.of, truth);
    case "negate": {
      const of = valueOf(writing, expression.of, truth);
      return { ...of, code: `-(${of.code})` };
    }
    case "+":
    case "-":
    case "*":
    case "/":
      return calculation(writing, expression, truth);
    case "?:":
      return expression.type === "boolean"
        ? asValue(writing, expression, truth)
        : chosen(writing, expression, truth);
    default:
      return asValue(writing, expression, truth);
  }
}

/** An element of a list that may be of another type than it should. */
export function elementValue(writing: Code, code: string, type: ScalarType, missing: string): Value {
  const value = type === "timestamp" ? writing.value(`instantOf(${code})`) : code;
  return { code: value, unknown: unknownAs(type, value), missing };
}

function read(writing: Code, attribute: AttributeRead): Value {
  const code = writing.attribute(attribute);
  const missing = nameOf(attribute);
  if (attribute.type.startsWith("list<")) return { code, unknown: `!Array.isArray(${code})`, missing };
  return { code, unknown: unknownAs(attribute.type as ScalarType, code), missing };
}

function size(writing: Code, of: Expression, truth: WriteTruth): Value {
  if (of.op === "list") return known(`Number(${of.of.length})`);
  const list = valueOf(writing, of, truth);
  return { ...list, code: `${list.code}.length` };
}

function calculation(writing: Code, expression: Binary, truth: WriteTruth): Value {
  const { op, left, right } = expression;
  const [a, b] = [valueOf(writing, left, truth), valueOf(writing, right, truth)];
  const either = [a.unknown, b.unknown].filter((one) => one !== undefined).join(" || ");
  const answer = `calculate("${op}", ${a.code}, ${b.code})`;
  const result = writing.value(either === "" ? answer : `${either} ? undefined : ${answer}`);
  const missing = unless(a, unless(b, firstReading(writing, expression)));
  return { code: result, unknown: `${result} === undefined`, missing: `(${missing})` };
}

/** What is named where all is there and there is no result: a division by zero. */
function firstReading(writing: Code, expression: Expression): string {
  const names = readingsOf(expression).map((one) =>
    one.op === "element" ? writing.element(one.name)?.missing : nameOf(one),
  );
  return names.find((name) => name !== undefined && name !== nameless) ?? nameless;
}

/** The variable has a type, or the type checker would know too much of what it is compared with. */
function chosen(
  writing: Code,
  { if: condition, then, else: otherwise, type }: Choice,
  truth: WriteTruth,
): Value {
  const which = writing.truth(truth(condition));
  const [yes, no] = [valueOf(writing, then, truth), valueOf(writing, otherwise, truth)];
  const or = (value: Value): string => unless({ ...value, missing: "undefined" }, value.code);
  const result = writing.next("v");
  const code = `${which} === true ? (${or(yes)}) : ${which} === false ? (${or(no)}) : undefined`;
  writing.add(`const ${result}: ${type === "timestamp" ? "number" : type} | undefined = ${code};`);
  const missing = `(typeof ${which} === "string" ? ${which} : ${which} ? ${yes.missing} : ${no.missing})`;
  return { code: result, unknown: `${result} === undefined`, missing };
}

/** What is true, false or unknown as a value. */
function asValue(writing: Code, expression: Expression, truth: WriteTruth): Value {
  const code = writing.truth(truth(expression));
  return { code, unknown: `typeof ${code} === "string"`, missing: code };
}

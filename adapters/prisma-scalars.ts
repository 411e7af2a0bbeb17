/** Comparisons of one field with what is known. */
import { mirrored, type Comparison } from "../runtime/filter/compute.js";
import { matches, type FilterCondition, type FilterValue } from "../runtime/filter/index.js";
import { readList, readScalar, type Scalar } from "../runtime/filter/read.js";
import { all, both, either, isSendable, refuse, type Fields, type Where } from "./prisma-fields.js";
import { isStorable } from "./text.js";

type Condition<Op> = Extract<FilterCondition, { readonly op: Op }>;
type Attribute = Extract<FilterValue, { op: "attribute" }>;

/** A value and one that is known, however they stand. */
export function comparison(condition: Condition<Comparison>, fields: Fields): Where {
  const { op, left, right } = condition;
  if (isKnown(left, right)) return answer(condition, fields);
  if (left.op === "value") return comparison({ op: mirrored[op], left: right, right: left }, fields);
  const attribute = attributeOf(left);
  if (right.op !== "value") return refuse(`\`${attribute.name}\` beside ${nameOf(right)}`);
  const value = readScalar(right.type, right.value);
  return value === undefined ? fields.none : compared(op, attribute, value, fields);
}

export function textTest(
  condition: Condition<"startsWith" | "endsWith" | "contains">,
  fields: Fields,
): Where {
  const { op, left, right, negated } = condition;
  if (isKnown(left, right)) return answer(condition, fields);
  const { name } = attributeOf(left);
  if (right.op !== "value") return refuse(`\`${op}\` of \`${name}\` and ${nameOf(right)}`);
  const text = readScalar("string", right.value);
  if (text === undefined) return fields.none;
  if (!isStorable(String(text))) {
    // No column has it, but half a character at an end may be a part of one: then nothing is safer than to guess.
    const isCut = /^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/.test(String(text));
    return negated && !isCut ? fields.present(name) : fields.none;
  }
  // Prisma makes a pattern of it, and escapes nothing.
  const test = { [op]: String(text).replace(/[\\%_]/g, "\\$&") };
  return fields.is(name, negated ? { not: test } : test);
}

/** Whether a value is one of those that are known. */
export function oneOf(condition: Condition<"in">, fields: Fields): Where {
  const { left, right, negated } = condition;
  if (right.op !== "values") return refuse(nameOf(left));
  if (left.op === "value") return answer(condition, fields);
  const attribute = attributeOf(left);
  const items = readList(right.type, right.values) ?? [];
  if (negated && items.includes(undefined)) return fields.none;
  const known = items.filter((item) => item !== undefined);
  const values = known.filter((value) => right.type !== "string" || isStorable(String(value)));
  if (values.length === 0) return negated ? there(attribute, fields) : fields.none;
  if (right.type === "string") return fields.is(attribute.name, { [negated ? "notIn" : "in"]: values });
  const tests = values.map((value) => compared(negated ? "!=" : "==", attribute, value, fields));
  return negated ? both(tests) : either(tests);
}

const signs = { "==": "equals", "!=": "not", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte" } as const;

function compared(op: Comparison, { name, type }: Attribute, value: Scalar, fields: Fields): Where {
  if (type === "timestamp") return moment(op, name, Date.parse(String(value)), fields);
  // No field has it, and numbers lie below what is infinite.
  if (!isSendable(value)) {
    const isTrue =
      op === "!=" || (value === Infinity ? op.startsWith("<") : value === -Infinity && op.startsWith(">"));
    return isTrue ? fields.present(name) : fields.none;
  }
  return fields.is(name, { [signs[op]]: value });
}

const [first, end] = [new Date("0001-01-01T00:00:00.000Z"), new Date(Date.UTC(10_000, 0))];

function there({ name, type }: Attribute, fields: Fields): Where {
  return type === "timestamp" ? fields.is(name, { gte: first, lt: end }) : fields.present(name);
}

/** A moment fills its millisecond: a column may be finer. What is not within the years 1 to 9999 is none. */
function moment(op: Comparison, name: string, time: number, fields: Fields): Where {
  const [at, next] = [new Date(time), new Date(time + 1)];
  const before = fields.is(name, { gte: first, lt: op === "<=" ? next : at });
  const after = fields.is(name, { gte: op === ">=" ? at : next, lt: end });
  if (op === "==") return fields.is(name, { gte: at, lt: next });
  if (op === "!=") return either([before, after]);
  return op.startsWith("<") ? before : after;
}

function isKnown(left: FilterValue, right: FilterValue): boolean {
  return left.op === "value" && right.op === "value";
}

/** What does not depend on the row. */
function answer(condition: FilterCondition, fields: Fields): Where {
  return matches({ kind: "when", when: condition }, {}) ? all : fields.none;
}

function attributeOf(value: FilterValue): Attribute {
  return value.op === "attribute" ? value : refuse(nameOf(value));
}

function nameOf(value: FilterValue): string {
  switch (value.op) {
    case "attribute":
      return `the other field \`${value.name}\``;
    case "element":
      return `the element \`${value.name}\``;
    case "size":
      return "the size of a list";
    case "value":
      return `a test of a known ${value.type}`;
    case "case":
      return "a value that a condition chooses";
    default:
      return "arithmetic";
  }
}

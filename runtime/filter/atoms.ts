/** Single comparisons over values; those of known values are answered. */
import type { ScalarType } from "../expression.js";
import { compare, mirrored, testText, type Comparison, type TextTest } from "./compute.js";
import type { Outcome } from "./join.js";
import type { Scalar } from "./read.js";
import type { FilterList, FilterValue } from "./types.js";

type Constant = Extract<FilterValue, { op: "value" }>;

export function constant(type: ScalarType, value: Scalar): Constant {
  return { op: "value", type, value };
}

/** A known value stands on the right, so that equal comparisons look the same. */
export function comparison(op: Comparison, left: FilterValue, right: FilterValue): Outcome {
  if (left.op === "value" && right.op === "value") return compare(op, left.value, right.value);
  if (left.op === "value") return comparison(mirrored[op], right, left);
  if (op === "!=" && right.op === "value" && typeof right.value === "boolean") {
    return { op: "==", left, right: constant("boolean", !right.value) };
  }
  return { op, left, right };
}

export function textTest(op: TextTest, left: FilterValue, right: FilterValue, negated: boolean): Outcome {
  if (left.op === "value" && right.op === "value") return testText(op, left.value, right.value) !== negated;
  return { op, left, right, negated };
}

/** Whether a value is one of those that are known, or with `negated` is there and none of them. */
export function membership(
  left: FilterValue,
  type: ScalarType,
  values: readonly Scalar[],
  negated: boolean,
): Outcome {
  if (left.op === "value") return values.includes(left.value) !== negated;
  const [first, ...rest] = new Set(values);
  if (first === undefined && !negated) return false;
  if (first !== undefined && rest.length === 0) {
    return comparison(negated ? "!=" : "==", left, constant(type, first));
  }
  const right = { op: "values", type, values: [...new Set(values)] } as const;
  return { op: "in", left, right, negated };
}

/** A list of the resource: whether it is empty, or whether it is there at all. */
export function sized(op: ">" | ">=" | "==", over: FilterList): Outcome {
  return comparison(op, { op: "size", of: over }, constant("number", 0));
}

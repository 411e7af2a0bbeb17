/** Values as their declared types have them. What is of another type is missing: undefined. */
import { calculate, instantOf } from "../condition.js";
import type { ScalarType } from "../expression.js";

export type Scalar = string | number | boolean;

/** A value of a type; a timestamp as an ISO text in UTC with milliseconds, so that earlier ones sort first. */
export function readScalar(type: ScalarType, value: unknown): Scalar | undefined {
  if (type === "timestamp") return momentOf(value);
  return typeof value === type && !Number.isNaN(value) ? (value as Scalar) : undefined;
}

/** The elements of a list, each as the type has it; undefined if there is no list. */
export function readList(type: ScalarType, value: unknown): readonly (Scalar | undefined)[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return Array.from(value as readonly unknown[], (item) => readScalar(type, item));
}

/** What a list of this type consists of. */
export function elementType(type: string): ScalarType {
  return type.slice("list<".length, -1) as ScalarType;
}

function momentOf(value: unknown): string | undefined {
  const instant = instantOf(value);
  return instant === undefined ? undefined : new Date(instant).toISOString();
}

/** Arithmetic on ordinary numbers; undefined for others and for a division by zero. */
export function calculated(op: "+" | "-" | "*" | "/", left: Scalar, right: Scalar): number | undefined {
  return typeof left === "number" && typeof right === "number" ? calculate(op, left, right) : undefined;
}

/** The other sign, of any number: no database raises an error there. */
export function negated(value: Scalar): number | undefined {
  return typeof value === "number" ? -value : undefined;
}

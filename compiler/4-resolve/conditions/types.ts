/** The types of expressions in the checker. */
import type { ASTNode } from "@marcbachmann/cel-js";
import type { Attribute, Expression, ScalarType, ValueType } from "../../ir.js";

export interface Type {
  readonly of: ScalarType;
  readonly isList: boolean;
  /** The texts of an enumeration. */
  readonly values?: readonly string[] | undefined;
  /** Some of its values are integers to CEL, where dividing them drops the remainder. */
  readonly isInteger?: boolean;
}

/** An expression with what is known of it. */
export interface Typed {
  readonly node: ASTNode;
  readonly expression: Expression;
  readonly type: Type;
}

export const boolean: Type = { of: "boolean", isList: false };
export const number: Type = { of: "number", isList: false };
export const integer: Type = { of: "number", isList: false, isInteger: true };
export const string: Type = { of: "string", isList: false };
export const timestamp: Type = { of: "timestamp", isList: false };

/** True if one of some values is an integer to CEL. */
export function mayBeInteger(...all: readonly Typed[]): boolean {
  return all.some(({ type }) => type.isInteger === true);
}

/** The type of a declared attribute. */
export function typeOf({ type }: Attribute): Type {
  return type.tag === "enumeration"
    ? { of: "string", isList: false, values: type.values }
    : { of: type.of, isList: type.tag === "list" };
}

/** As the expression carries it: an enumeration is a string. */
export function valueType({ of, isList }: Type): ValueType {
  return isList ? (`list<${of}>` as const) : of;
}

/** In an author's words. */
export function inWords({ of, isList, values }: Type): string {
  if (isList) return `a \`list<${of}>\``;
  if (values !== undefined) return "an enumeration";
  return `a \`${of}\``;
}

/** One type for what several declare, or undefined if they differ. Enumerations unite; with a string they are one. */
export function united(types: readonly Type[]): Type | undefined {
  const [first, ...others] = types;
  if (first === undefined || others.some(({ of, isList }) => of !== first.of || isList !== first.isList))
    return undefined;
  if (others.length === 0) return first;
  const isEnumeration = types.every(({ values }) => values !== undefined);
  const values = isEnumeration ? [...new Set(types.flatMap((type) => type.values ?? []))].sort() : undefined;
  return { of: first.of, isList: first.isList, values };
}

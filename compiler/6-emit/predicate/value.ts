/** Values in the code of a predicate. */
import { textOf } from "../../expression/text.js";
import type { AttributeRead, Expression, ScalarType } from "../../ir.js";
import { quote } from "../text.js";

/** A value in the code: where it is unknown (undefined: nowhere), and which attribute is missing then. */
export interface Value {
  readonly code: string;
  readonly unknown: string | undefined;
  readonly missing: string;
}

/** What a value that is never unknown misses. */
export const nameless = '""';

/** A value that is never unknown. */
export function known(code: string): Value {
  return { code, unknown: undefined, missing: nameless };
}

/** A literal. */
export function literal({ type, value }: Extract<Expression, { op: "value" }>): Value {
  const plain = type === "timestamp" ? Date.parse(String(value)) : value;
  return known(type === "string" ? quote(String(value)) : String(plain));
}

/** A literal beside another one would be compared by the type checker already. */
export function widened(value: Value, { op }: Expression): Value {
  if (op !== "value") return value;
  const type = value.code.startsWith('"') ? "String" : /^[tf]/.test(value.code) ? "Boolean" : "Number";
  return { ...value, code: `${type}(${value.code})` };
}

/** The code of something that needs a value: the name of what is missing where it is unknown. */
export function unless({ unknown, missing }: Value, otherwise: string): string {
  return unknown === undefined ? otherwise : `${unknown} ? ${missing} : ${otherwise}`;
}

/** When something that should be of a type is unknown. */
export function unknownAs(type: ScalarType, code: string): string {
  if (type === "timestamp") return `${code} === undefined`;
  const differs = `typeof ${code} !== "${type}"`;
  return type === "number" ? `${differs} || Number.isNaN(${code})` : differs;
}

/** The type of a list's elements. */
export function scalarOf(list: Expression): ScalarType {
  const type = "type" in list ? list.type : "";
  return type.replace(/^list<(.*)>$/, "$1") as ScalarType;
}

/** The attribute as it is written, as a literal. */
export function nameOf(read: AttributeRead): string {
  return quote(textOf(read));
}

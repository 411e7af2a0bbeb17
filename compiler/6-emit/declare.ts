/** Statements as plain data. */
import {
  importStatement,
  interfaceStatement,
  typeAliasStatement,
  variableStatement,
  type Statement,
} from "../structure.js";
import { quote } from "./text.js";

/** A member of an object literal, an interface or a union, with the comment above it. */
export interface Member {
  readonly comment?: string;
  readonly name: string;
  readonly value: string;
}

/** More of a union or a list is not put on one line. Modules that are small enough get their layout afterwards. */
const longestLine = 80;

/** `export const name: type = initializer;` */
export function constant(name: string, initializer: string, about: string, type?: string): Statement {
  return {
    kind: variableStatement,
    declarationKind: "const",
    isExported: true,
    leadingTrivia: `\n${about}`,
    declarations: [{ name, initializer, ...(type !== undefined && { type }) }],
  };
}

/** `export type name<parameters> = type;` */
export function typeAlias(
  name: string,
  type: string,
  about: string,
  parameters: readonly string[] = [],
): Statement {
  return {
    kind: typeAliasStatement,
    name,
    isExported: true,
    leadingTrivia: `\n${about}`,
    typeParameters: parameters,
    type,
  };
}

/** `export interface name extends base { readonly … }` */
export function interfaceOf(
  name: string,
  members: readonly Member[],
  about: string,
  base?: string,
): Statement {
  return {
    kind: interfaceStatement,
    name,
    isExported: true,
    leadingTrivia: `\n${about}`,
    extends: base === undefined ? [] : [base],
    properties: members.map((member) => ({
      name: member.name,
      type: member.value,
      isReadonly: true,
      leadingTrivia: member.comment ?? "",
    })),
  };
}

/** An object literal with a line or more for each member. */
export function objectLiteral(members: readonly Member[]): string {
  return `{\n${members.map(({ comment, name, value }) => `${comment ?? ""}${name}: ${value},\n`).join("")}}`;
}

/** Data as a literal whose texts can be no code; with `isTall`, every map has a line for each entry. */
export function dataLiteral(data: unknown, isTall = false): string {
  if (typeof data === "string") return quote(data);
  if (Array.isArray(data)) return `[${data.map((item) => dataLiteral(item, isTall)).join(", ")}]`;
  if (typeof data !== "object" || data === null) return String(data);
  const gap = isTall ? "\n" : " ";
  const entries = Object.entries(data).map(([key, value]) => `${quote(key)}: ${dataLiteral(value, isTall)},`);
  return `{${gap}${entries.join(gap)}${gap}}`;
}

/** A union of string literals; `never` where there are none. */
export function unionOf(values: readonly string[]): string {
  return unionOfTypes(values.map(quote));
}

/** A union of types; `never` where there are none. A long one has a line for each. */
export function unionOfTypes(types: readonly string[]): string {
  if (types.length === 0) return "never";
  const line = types.join(" | ");
  return line.length <= longestLine ? line : types.map((type) => `\n| ${type}`).join("");
}

/** A list of string literals. A long one has a line for each. */
export function listOf(values: readonly string[]): string {
  const line = values.map(quote).join(", ");
  return line.length <= longestLine
    ? `[${line}]`
    : `[\n${values.map((value) => `${quote(value)},\n`).join("")}]`;
}

/** `import { … } from "…";`, of types alone or of values. */
export function importOf(from: string, names: readonly string[], isTypeOnly: boolean): Statement[] {
  if (names.length === 0) return [];
  return [{ kind: importStatement, moduleSpecifier: from, namedImports: names, isTypeOnly }];
}

/** Statements as text: each and each entry as it was emitted, indented. It writes what ts-morph would write of them. */
import type {
  FunctionDeclarationStructure,
  ImportDeclarationStructure,
  InterfaceDeclarationStructure,
  ParameterDeclarationStructure,
  StatementStructures,
  TypeAliasDeclarationStructure,
  VariableStatementStructure,
} from "ts-morph";
import {
  functionStatement,
  importStatement,
  interfaceStatement,
  typeAliasStatement,
  variableStatement,
} from "../structure.js";
import { indented } from "./indent.js";

/** The code of some statements. */
export function written(statements: readonly (StatementStructures | string)[]): string {
  return `${indented(statements.map(statement).join("\n"))}\n`;
}

function statement(one: StatementStructures | string): string {
  if (typeof one === "string") return one;
  const { kind } = one;
  if (kind === variableStatement) return variable(one);
  if (kind === typeAliasStatement) return alias(one);
  if (kind === interfaceStatement) return interfaceText(one);
  if (kind === importStatement) return importText(one);
  if (kind === functionStatement) return functionText(one);
  throw new Error(`no layout for a statement of the kind ${kind}`);
}

function variable(one: VariableStatementStructure): string {
  const declared = one.declarations.map(
    ({ name, type, initializer }) => `${name}${typed(type)} = ${code(initializer)}`,
  );
  return `${start(one)}${one.declarationKind ?? "let"} ${declared.join(", ")};`;
}

function alias(one: TypeAliasDeclarationStructure): string {
  return `${start(one)}type ${one.name}${parameters(one.typeParameters)} = ${code(one.type)};`;
}

function interfaceText(one: InterfaceDeclarationStructure): string {
  const members = (one.properties ?? []).map(
    ({ leadingTrivia, isReadonly, name, type }) =>
      `${code(leadingTrivia)}${isReadonly === true ? "readonly " : ""}${name}${typed(type)};\n`,
  );
  const bases = Array.isArray(one.extends) ? ` extends ${one.extends.map(code).join(", ")}` : "";
  return `${start(one)}interface ${one.name}${parameters(one.typeParameters)}${bases} {\n${members.join("")}}`;
}

function importText({ isTypeOnly, namedImports, moduleSpecifier }: ImportDeclarationStructure): string {
  const names = Array.isArray(namedImports) ? namedImports.map(code).join(", ") : code(namedImports);
  return `import ${isTypeOnly === true ? "type " : ""}{ ${names} } from ${JSON.stringify(moduleSpecifier)};`;
}

function functionText(one: FunctionDeclarationStructure): string {
  const head = ({ typeParameters, parameters: taken = [], returnType }: Signature): string =>
    `${exported(one)}function ${one.name ?? ""}${parameters(typeParameters)}(${taken.map(parameter).join(", ")})${typed(returnType)}`;
  const overloads = (one.overloads ?? []).map((overload) => `${head(overload)};\n`);
  const body = Array.isArray(one.statements) ? one.statements.map(code).join("\n") : code(one.statements);
  return `${code(one.leadingTrivia)}${overloads.join("")}${head(one)} {\n${body}\n}`;
}

type Signature = Pick<FunctionDeclarationStructure, "typeParameters" | "parameters" | "returnType">;

function parameter({ name, hasQuestionToken, type }: Omit<ParameterDeclarationStructure, "kind">): string {
  return `${name}${hasQuestionToken === true ? "?" : ""}${typed(type)}`;
}

function start(one: { leadingTrivia?: unknown; isExported?: boolean }): string {
  return `${code(one.leadingTrivia)}${exported(one)}`;
}

function exported({ isExported }: { isExported?: boolean }): string {
  return isExported === true ? "export " : "";
}

function parameters(all: unknown): string {
  return Array.isArray(all) && all.length > 0 ? `<${all.map(code).join(", ")}>` : "";
}

function typed(type: unknown): string {
  return type === undefined ? "" : `: ${code(type)}`;
}

/** Room 6 gives all code as text. */
function code(part: unknown): string {
  if (part === undefined) return "";
  if (typeof part !== "string") throw new Error("a part of a statement is not text");
  return part;
}

/** Statements as text: each and each entry as it was emitted, indented. It writes what ts-morph would write of them. */
import {
  functionStatement,
  importStatement,
  interfaceStatement,
  typeAliasStatement,
  variableStatement,
  type FunctionStatement,
  type Import,
  type Interface,
  type Parameter,
  type Signature,
  type Statement,
  type TypeAlias,
  type Variable,
} from "../structure.js";
import { indented } from "./indent.js";

/** The code of some statements. */
export function written(statements: readonly Statement[]): string {
  return `${indented(statements.map(statement).join("\n"))}\n`;
}

function statement(one: Statement): string {
  if (typeof one === "string") return one;
  switch (one.kind) {
    case variableStatement:
      return variable(one);
    case typeAliasStatement:
      return alias(one);
    case interfaceStatement:
      return interfaceText(one);
    case importStatement:
      return importText(one);
    case functionStatement:
      return functionText(one);
  }
}

function variable(one: Variable): string {
  const [{ name, type, initializer }] = one.declarations;
  const typed = type === undefined ? "" : `: ${type}`;
  return `${one.leadingTrivia}${exported(one)}${one.declarationKind} ${name}${typed} = ${initializer};`;
}

function alias(one: TypeAlias): string {
  return `${one.leadingTrivia}${exported(one)}type ${one.name}${parameters(one.typeParameters)} = ${one.type};`;
}

function interfaceText(one: Interface): string {
  const members = one.properties.map(
    ({ leadingTrivia, name, type }) => `${leadingTrivia}readonly ${name}: ${type};\n`,
  );
  const bases = one.extends.length === 0 ? "" : ` extends ${one.extends.join(", ")}`;
  return `${one.leadingTrivia}${exported(one)}interface ${one.name}${bases} {\n${members.join("")}}`;
}

function importText({ isTypeOnly, namedImports, moduleSpecifier }: Import): string {
  return `import ${isTypeOnly ? "type " : ""}{ ${namedImports.join(", ")} } from ${JSON.stringify(moduleSpecifier)};`;
}

function functionText(one: FunctionStatement): string {
  const head = ({ typeParameters, parameters: taken, returnType }: Signature): string =>
    `${exported(one)}function ${one.name}${parameters(typeParameters)}(${taken.map(parameter).join(", ")}): ${returnType}`;
  const overloads = (one.overloads ?? []).map((overload) => `${head(overload)};\n`);
  return `${one.leadingTrivia}${overloads.join("")}${head(one)} {\n${one.statements.join("\n")}\n}`;
}

function parameter({ name, hasQuestionToken = false, type }: Parameter): string {
  return `${name}${hasQuestionToken ? "?" : ""}: ${type}`;
}

function exported({ isExported }: { readonly isExported: boolean }): string {
  return isExported ? "export " : "";
}

function parameters(all: readonly string[] = []): string {
  return all.length === 0 ? "" : `<${all.join(", ")}>`;
}

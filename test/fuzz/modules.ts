/** What a generated module may hold: the declarations that a policy's names ask for, and nothing else. */
import ts from "typescript";
import { identifier, typeIdentifier } from "../../compiler/identifier.js";
import type { PolicyModel } from "../../compiler/ir.js";

/** Names that stand in the modules of every policy. */
const always = [
  ...[
    "Permission",
    "known",
    "isPermission",
    "PrincipalsByKind",
    "PrincipalOf",
    "ResourcesByType",
    "ResourceOf",
  ],
  ...[
    "RoleTarget",
    "ResourcelessPermission",
    "ResourcesByPermission",
    "ResourceFor",
    "Reads",
    "Assignable",
    "Checks",
    "PrincipalChecks",
    "Types",
    "policy",
    "Role",
    "RolesByKind",
    "holdable",
    "isRole",
  ],
  ...["rolesFromStorage", "routes", "permissionFor", "provenance"],
];

const modules = new Set([
  "rolebook",
  "rolebook/condition",
  "rolebook/explain",
  "./roles.js",
  "./permissions.js",
  "./policy.js",
]);

/** The names that the modules of a policy may declare. */
export function intendedIn({ kinds, resources }: PolicyModel): ReadonlySet<string> {
  const types = resources.flatMap(({ name }) => {
    const type = typeIdentifier(name);
    // With what some of its permissions need.
    const needs = Array.from({ length: 100 }, (_, index) => `${type}Needs${String(index + 1)}`);
    return [`${type}Permission`, `${type}Role`, `${type}Attributes`, `${type}Resource`, ...needs];
  });
  const principals = kinds.map(({ name }) => `${typeIdentifier(name)}Principal`);
  return new Set([...always, ...types, ...principals, ...kinds.map(({ name }) => identifier(name))]);
}

/** What should not be there. */
export function declarationsOf(
  source: ts.SourceFile,
  intended: ReadonlySet<string>,
): readonly { readonly problem: string }[] {
  const { parseDiagnostics, commentDirectives } = source as ts.SourceFile & {
    readonly parseDiagnostics: readonly unknown[];
    readonly commentDirectives?: readonly unknown[];
  };
  const problems: string[] = [];
  if (parseDiagnostics.length > 0) problems.push("it is not TypeScript");
  if ((commentDirectives ?? []).length > 0) problems.push("a comment instructs the compiler");
  for (const statement of source.statements) {
    const names = namesOf(statement);
    if (names === undefined) problems.push(statement.getText().slice(0, 80));
    else problems.push(...names.filter((name) => !intended.has(name)));
  }
  return problems.map((problem) => ({ problem }));
}

/** What a statement declares; undefined if it should not stand in a generated module at all. */
function namesOf(statement: ts.Statement): readonly string[] | undefined {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  if (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement))
    return [statement.name.text];
  if (ts.isFunctionDeclaration(statement)) return [statement.name?.text ?? ""];
  if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
    return modules.has(statement.moduleSpecifier.text) ? [] : undefined;
  }
  return undefined;
}

import { identifier, typeIdentifier } from "../identifier.js";
import type { AnalyzedPolicy, Permission, Resource } from "../ir.js";
import { functionStatement, type Statement } from "../structure.js";
import { constant, objectLiteral, typeAlias, unionOf, unionOfTypes } from "./declare.js";
import { holdersOf } from "./holders.js";
import { comment, quote } from "./text.js";

/** `permissions.ts`: a constant object and a type per resource, and all permissions together. */
export function permissionsModule(policy: AnalyzedPolicy): readonly Statement[] {
  const { resources } = policy.model;
  const holders = holdersOf(policy);
  const names = resources.map(permissionType);
  return [
    ...resources.flatMap((resource) => resourceStatements(resource, holders)),
    typeAlias("Permission", unionOfTypes(names), comment(["Every permission of this policy."])),
    ...isPermission(names),
  ];
}

/** The name of the constants and the type of a resource's permissions. */
function permissionType({ name }: Resource): string {
  return `${typeIdentifier(name)}Permission`;
}

function resourceStatements(
  resource: Resource,
  holders: (permission: Permission) => string,
): readonly Statement[] {
  const name = permissionType(resource);
  const members = resource.permissions.map((permission) => ({
    comment: comment(
      [permission.description, levelWords(permission), requiresWords(permission), holders(permission)],
      permission.deprecated,
    ),
    name: identifier(permission.action),
    value: quote(permission.id),
  }));
  const about = comment([
    `Permissions on \`${resource.name}\`: ${resource.title ?? resource.name}.`,
    resource.description,
  ]);
  return [
    constant(name, `${objectLiteral(members)} as const`, about),
    typeAlias(name, unionOf(resource.permissions.map(({ id }) => id).sort()), ""),
  ];
}

function levelWords({ level, resource }: Permission): string | undefined {
  return level === "type" ? `On the type: a check takes no \`${resource.name}\`.` : undefined;
}

function requiresWords({ level, requires, resource }: Permission): string | undefined {
  const all = [requires, level === "instance" ? resource.requires : undefined];
  const keys = all.filter((one) => one !== undefined).map(({ to }) => `\`${to.key}\``);
  return keys.length === 0 ? undefined : `Requires ${keys.join(" and ")}.`;
}

/** The set is made at the first question, so that importing one constant brings no other. */
function isPermission(names: readonly string[]): readonly Statement[] {
  const values = `[\n${names.map((name) => `...Object.values<string>(${name}),\n`).join("")}]`;
  return [
    `let known: ReadonlySet<unknown> | undefined;`,
    {
      kind: functionStatement,
      name: "isPermission",
      isExported: true,
      leadingTrivia: `\n${comment(["True if `x` is a permission of this policy."])}`,
      parameters: [{ name: "x", type: "unknown" }],
      returnType: "x is Permission",
      statements: [
        `known ??= new Set<unknown>(${names.length === 0 ? "" : values});`,
        "return known.has(x);",
      ],
    },
  ];
}

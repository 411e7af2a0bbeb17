import { identifier, typeIdentifier } from "../identifier.js";
import type { AnalyzedPolicy, PrincipalKind, Resource, Role } from "../ir.js";
import { functionStatement, variableStatement, type Statement } from "../structure.js";
import { constant, interfaceOf, listOf, objectLiteral, typeAlias, unionOf } from "./declare.js";
import { comment, quote } from "./text.js";

/** `roles.ts`: roles and resource roles as constants and types, and the guards for names that come from storage. */
export function rolesModule({ model }: AnalyzedPolicy): readonly Statement[] {
  const withRoles = model.resources.filter(({ roles }) => roles.length > 0);
  return [
    ...constantsOf("Role", model.roles, comment(["The roles, which are held everywhere."])),
    interfaceOf(
      "RolesByKind",
      model.kinds.map((kind) => ({ name: quote(kind.name), value: unionOf(holdableIds(model.roles, kind)) })),
      comment(["The roles that each principal kind may hold."]),
    ),
    ...withRoles.flatMap((resource) =>
      constantsOf(
        resourceRoleType(resource),
        resource.roles,
        comment([`The resource roles of \`${resource.name}\`.`]),
      ),
    ),
    ...isRole(model.roles, model.kinds),
    rolesFromStorage(withRoles),
  ];
}

/** The name of the constants and the type of a resource's roles. */
export function resourceRoleType({ name }: Resource): string {
  return `${typeIdentifier(name)}Role`;
}

/** The ids of the roles that a kind may hold, sorted. */
function holdableIds(roles: readonly Role[], kind: PrincipalKind): readonly string[] {
  return roles
    .filter(({ heldBy }) => heldBy?.includes(kind) ?? true)
    .map(({ id }) => id)
    .sort();
}

function constantsOf(name: string, roles: readonly Role[], about: string): readonly Statement[] {
  const members = roles.map((role) => ({
    comment: comment([role.title, role.description], role.deprecated),
    name: identifier(role.name),
    value: quote(role.id),
  }));
  return [
    constant(name, `${objectLiteral(members)} as const`, about),
    typeAlias(name, unionOf(roles.map(({ id }) => id).sort()), ""),
  ];
}

/** The guard, and the roles that each kind may hold. */
function isRole(roles: readonly Role[], kinds: readonly PrincipalKind[]): readonly Statement[] {
  const holdable = objectLiteral(
    kinds.map((kind) => ({
      name: quote(kind.name),
      value: listOf(holdableIds(roles, kind)),
    })),
  );
  return [
    {
      kind: variableStatement,
      declarationKind: "const",
      isExported: false,
      leadingTrivia: "\n",
      declarations: [
        {
          name: "holdable",
          type: "{ readonly [K in keyof RolesByKind]: readonly unknown[] }",
          initializer: holdable,
        },
      ],
    },
    {
      kind: functionStatement,
      name: "isRole",
      isExported: true,
      leadingTrivia: `\n${comment(["True if `x` is a role of this policy and, with a kind, one that this kind may hold."])}`,
      overloads: [
        { parameters: [{ name: "x", type: "unknown" }], returnType: "x is Role" },
        {
          typeParameters: ["K extends keyof RolesByKind"],
          parameters: [
            { name: "x", type: "unknown" },
            { name: "kind", type: "K" },
          ],
          returnType: "x is RolesByKind[K]",
        },
      ],
      parameters: [
        { name: "x", type: "unknown" },
        { name: "kind", type: "keyof RolesByKind", hasQuestionToken: true },
      ],
      returnType: "boolean",
      statements: [
        `if (kind === undefined) return Object.values<unknown>(Role).includes(x);`,
        `return Object.hasOwn(holdable, kind) && holdable[kind].includes(x);`,
      ],
    },
  ];
}

/** Resource roles come from storage too, so that the place may ask for any type of roles. */
function rolesFromStorage(withRoles: readonly Resource[]): Statement {
  return {
    kind: functionStatement,
    name: "rolesFromStorage",
    isExported: true,
    leadingTrivia: `\n${comment([
      "Lets role names from a database in: the same names, typed as the roles that the place asks for.",
      "A name that the policy does not know, or that the principal's kind may not hold, gives nothing, and a\ndecision reports it in `unknownRoles`.",
    ])}`,
    typeParameters: [`R extends ${["Role", ...withRoles.map(resourceRoleType)].join(" | ")} = Role`],
    parameters: [{ name: "names", type: "readonly string[]" }],
    returnType: "readonly R[]",
    statements: ["return names as readonly R[];"],
  };
}

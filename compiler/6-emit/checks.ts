/**
 * The types of checks. Every signature is written out for the policy: a type checker instantiates the parameters of a generic one
 * again for every permission that is asked for.
 */
import type { Permission, PolicyModel } from "../ir.js";
import type { Statement } from "../structure.js";
import { interfaceOf, typeAlias, unionOf } from "./declare.js";
import type { Needs, NeededTypes } from "./needs.js";
import { comment, quote } from "./text.js";

/** What each check returns. */
const results = { can: "boolean", check: "Decision<Types>", assert: "void" };

/** Which permissions a check takes, and with which resource. The needs that it comes to are added to `types`. */
export function permissionTypes(
  { resources }: PolicyModel,
  needs: Needs,
  types: NeededTypes,
): readonly Statement[] {
  const permissions = resources.flatMap((resource) => resource.permissions).sort(byId);
  const onTypes = permissions.filter(({ level }) => level === "type");
  const onInstances = permissions.filter(({ level }) => level === "instance");
  return [
    typeAlias(
      "ResourcelessPermission",
      unionOf(onTypes.map(({ id }) => id)),
      comment(["A permission on a type: a check of it takes no resource."]),
    ),
    interfaceOf(
      "ResourcesByPermission",
      onInstances.map((permission) => ({
        name: quote(permission.id),
        value: `Takes<${types.of(permission.resource, needs(permission))}>`,
      })),
      comment([
        "From each permission on instances to the resource that a check of it takes, with what its conditions read.",
      ]),
    ),
    typeAlias(
      "ResourceFor",
      "ResourcesByPermission[P] extends Takes<infer R> ? R : never",
      comment([
        "The resource that a check of a permission takes. For a union of permissions it is one that each of them takes.",
      ]),
      ["P extends keyof ResourcesByPermission"],
    ),
  ];
}

/** The checks, with the principal and without it. */
export function checkTypes(): readonly Statement[] {
  return [
    interfaceOf("Checks", checks("principal: Asker<Types>, "), comment(["The checks of a principal."])),
    interfaceOf("PrincipalChecks", checks(""), comment(["The checks that have their principal."])),
  ];
}

function checks(principal: string) {
  return Object.entries(results).map(([name, result]) => ({
    name,
    value: [
      "{",
      `(${principal}permission: ResourcelessPermission): ${result};`,
      `<P extends keyof ResourcesByPermission>(${principal}permission: P, resource: ResourceFor<P>): ${result};`,
      "}",
    ].join("\n"),
  }));
}

function byId({ id: a }: Permission, { id: b }: Permission): number {
  return a < b ? -1 : 1;
}

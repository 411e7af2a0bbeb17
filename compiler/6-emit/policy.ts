import type { AnalyzedPolicy, Condition, PolicyModel, PrincipalKind, Resource, Table } from "../ir.js";
import { assignable, rolesOf } from "../roles.js";
import type { Statement } from "../structure.js";
import { attributeMember } from "./attributes.js";
import { checkTypes, permissionTypes } from "./checks.js";
import { conditionsLiteral, helpersIn, treesLiteral } from "./conditions.js";
import {
  constant,
  dataLiteral,
  importOf,
  interfaceOf,
  objectLiteral,
  typeAlias,
  unionOf,
  unionOfTypes,
  type Member,
} from "./declare.js";
import { attributesType, principalType, resourceType } from "./names.js";
import { filterNames, needsOf, NeededTypes, type Needs } from "./needs.js";
import { resourceRoleType } from "./roles.js";
import { conditionsOf } from "./table.js";
import { comment, quote } from "./text.js";

/** `policy.ts`: the table, and what its types say: written out, so that a type checker infers nothing. */
export function policyModule(policy: AnalyzedPolicy, table: Table): readonly Statement[] {
  const { model } = policy;
  const withRoles = model.resources.filter(({ roles }) => roles.length > 0);
  const conditions = conditionsOf(policy);
  const needs = needsOf(policy);
  const types = new NeededTypes();
  const ofPermissions = permissionTypes(model, needs, types);
  return [
    ...importOf("rolebook", ["Asker", "Decision", "Policy", "Takes"], true),
    ...importOf("rolebook/condition", helpersIn(conditions), false),
    ...importOf("./permissions.js", ["Permission"], true),
    ...importOf("./roles.js", [...withRoles.map(resourceRoleType).sort(), "RolesByKind"], true),
    ...model.kinds.map((kind) => principalInterface(kind, model.kinds.length === 1)),
    ...byName(
      "PrincipalsByKind",
      "PrincipalOf",
      "K",
      "A principal of a kind, or of any.",
      model.kinds,
      principalType,
    ),
    ...model.resources.flatMap(resourceInterfaces),
    ...byName(
      "ResourcesByType",
      "ResourceOf",
      "T",
      "A resource of a type with all its attributes.",
      model.resources,
      whole,
    ),
    roleTarget(model),
    ...types.declared,
    ...ofPermissions,
    readsInterface(model, needs),
    assignableInterface(model),
    ...checkTypes(),
    typesInterface(model),
    constant(
      "policy",
      policyLiteral(table, conditions),
      comment(["The compiled policy: give it to `createAuthorizer`."]),
      "Policy<Types>",
    ),
  ];
}

/** The table, and behind it the conditions that it names. */
function policyLiteral(table: Table, conditions: readonly Condition[]): string {
  const members = [
    ...Object.entries(table).map(([name, value]) => ({ name, value: dataLiteral(value, true) })),
    { name: "conditions", value: conditionsLiteral(conditions) },
    { name: "trees", value: treesLiteral(conditions) },
  ];
  return objectLiteral(members);
}

function principalInterface(kind: PrincipalKind, isOnlyKind: boolean): Statement {
  const members = [
    isOnlyKind
      ? { name: "kind?", value: `${quote(kind.name)} | undefined` }
      : { name: "kind", value: quote(kind.name) },
    { name: "id", value: "string" },
    ...kind.attributes.map((attribute) => attributeMember(attribute, false)),
    { name: "roles", value: `readonly RolesByKind[${quote(kind.name)}][]` },
  ];
  return interfaceOf(principalType(kind), members, comment([`A principal of the kind \`${kind.name}\`.`]));
}

function resourceInterfaces(resource: Resource): readonly Statement[] {
  const { name, title, containers, attributes, roles } = resource;
  const members: readonly Member[] = [
    { name: "type", value: quote(name) },
    { name: "id?", value: "string | undefined" },
    ...attributes.map((attribute) => attributeMember(attribute, true)),
    ...(roles.length === 0
      ? []
      : [
          {
            comment: comment(["The resource roles that the principal holds on it."]),
            name: "roles?",
            value: `readonly ${resourceRoleType(resource)}[] | undefined`,
          },
        ]),
    ...(containers.length === 0
      ? []
      : [
          {
            comment: comment(["What it is in."]),
            name: "container?",
            value: `${unionOfTypes(containers.map(resourceType))} | null | undefined`,
          },
        ]),
  ];
  const about = comment([`\`${name}\` as a check takes it${title === undefined ? "" : `: ${title}`}.`]);
  const declared = interfaceOf(resourceType(resource), members, about);
  if (attributes.length === 0) return [declared];
  const all = attributes.map((attribute) => attributeMember(attribute, false));
  return [interfaceOf(attributesType(resource), all, comment([`The attributes of \`${name}\`.`])), declared];
}

function whole(resource: Resource): string {
  return resource.attributes.length === 0
    ? resourceType(resource)
    : `${resourceType(resource)} & ${attributesType(resource)}`;
}

/** An interface from names to types, and the alias that looks one up. */
function byName<N extends { readonly name: string }>(
  map: string,
  alias: string,
  parameter: string,
  about: string,
  named: readonly N[],
  typeOf: (one: N) => string,
): readonly Statement[] {
  const members = named.map((one) => ({ name: quote(one.name), value: typeOf(one) }));
  return [
    interfaceOf(map, members, ""),
    typeAlias(alias, `${map}[${parameter}]`, comment([about]), [
      `${parameter} extends keyof ${map} = keyof ${map}`,
    ]),
  ];
}

function roleTarget({ kinds }: PolicyModel): Statement {
  const ownKind = unionOf(kinds.map(({ name }) => name));
  return interfaceOf(
    "RoleTarget",
    [
      {
        name: kinds.length === 1 ? "kind?" : "kind",
        value: kinds.length === 1 ? `${ownKind} | undefined` : ownKind,
      },
      { name: "id?", value: "string | undefined" },
      { name: "roles", value: "readonly (keyof Assignable)[]" },
    ],
    comment(["Who is given a role, with the roles it has, resource roles as `type#role`."]),
  );
}

function readsInterface({ resources }: PolicyModel, needs: Needs): Statement {
  const members = resources
    .flatMap(({ permissions }) => permissions)
    .map((permission) => ({ name: quote(permission.id), names: filterNames(needs(permission)) }))
    .filter(({ names }) => names.length > 0)
    .map(({ name, names }) => ({ name, value: unionOf(names) }));
  return interfaceOf(
    "Reads",
    sortedMembers(members),
    comment(["From each permission whose conditions read attributes of the resource to these attributes."]),
  );
}

function assignableInterface(model: PolicyModel): Statement {
  const members = rolesOf(model).map((role) => ({
    name: quote(assignable(role)),
    value: role.resource === undefined ? "null" : resourceType(role.resource),
  }));
  return interfaceOf(
    "Assignable",
    sortedMembers(members),
    comment(["From each role to the resource that it is given on; null: a role that is held everywhere."]),
  );
}

function typesInterface({ scopes, resources }: PolicyModel): Statement {
  return interfaceOf(
    "Types",
    [
      { name: "principal", value: "PrincipalOf" },
      { name: "target", value: "RoleTarget | PrincipalOf" },
      { name: "resource", value: unionOfTypes(resources.map(resourceType)) },
      { name: "permission", value: "Permission" },
      { name: "reads", value: "Reads" },
      { name: "assignable", value: "Assignable" },
      { name: "scope", value: unionOf(scopes) },
      { name: "checks", value: "Checks" },
      { name: "principalChecks", value: "PrincipalChecks" },
    ],
    comment(["What the type checker knows of this policy."]),
  );
}

function sortedMembers(members: readonly Member[]): readonly Member[] {
  return [...members].sort((a, b) => (a.name < b.name ? -1 : 1));
}

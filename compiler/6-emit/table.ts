/** The table that the runtime reads. Everything in it is sorted, scopes by their ladder. */
import { byCodePoint } from "../order.js";
import { hashOf } from "./hash.js";
import type {
  AnalyzedPolicy,
  Authorized,
  Condition,
  KindTable,
  Permission,
  Powers,
  PowersTable,
  PrincipalKind,
  Reach,
  Resource,
  ResourceTable,
  Role,
  RoleTable,
  Table,
} from "../ir.js";

/** The table of a policy, with its hash. */
export function tableOf(policy: AnalyzedPolicy): Table {
  const { format, name, ...rest } = bareTable(policy);
  const hash = hashOf(policy.model, { format, name, ...rest }, conditionsOf(policy));
  return { format, name, hash, ...rest };
}

function bareTable({ model, authorized }: AnalyzedPolicy): Omit<Table, "hash"> {
  const { scopes } = model;
  const widest = scopes.length - 1;

  const byScope = (reached: Reach): Readonly<Record<string, readonly string[]>> => {
    const ids = scopes.map((): string[] => []);
    for (const [permission, scope] of reached) ids[reachOf(permission, scope, widest)]?.push(permission.id);
    return Object.fromEntries(
      scopes.flatMap((scope, index) => (ids[index]?.length ? [[scope, ids[index].sort()] as const] : [])),
    );
  };

  const powersTable = ({ permissions, conditional, assigns }: Powers): PowersTable => {
    const when = [...conditional].map(([{ key }, reached]) => [key, byScope(reached)] as const);
    return {
      ...(permissions.size > 0 && { allow: byScope(permissions) }),
      ...(when.length > 0 && { when: sorted(when) }),
      ...(assigns.size > 0 && { assigns: [...assigns].map(assignable).sort() }),
    };
  };

  const roleTable = (role: Role): RoleTable => {
    const { everywhere, inside } = authorizedOf(authorized, role);
    return {
      ...(role.heldBy !== undefined && { heldBy: role.heldBy.map(({ name }) => name).sort() }),
      ...powersTable(everywhere),
      ...(inside.size > 0 && {
        inside: sorted([...inside].map(([resource, powers]) => [resource.name, powersTable(powers)])),
      }),
    };
  };

  const resourceTable = (resource: Resource): ResourceTable => {
    const { containers, permissions, roles, requires } = resource;
    const actions = permissions.flatMap((one) => (one.requires ? [[one.id, one.requires.key] as const] : []));
    const reached = scopes.flatMap((scope, index) => {
      const condition = resource.scopes[index];
      return condition === undefined ? [] : [[scope, condition.key] as const];
    });
    const onType = idsAt(permissions, "type");
    const onInstance = idsAt(permissions, "instance");
    return {
      ...(containers.length > 0 && { in: containers.map(({ name }) => name).sort() }),
      ...(onType.length > 0 && { type: onType }),
      ...(onInstance.length > 0 && { instance: onInstance }),
      ...(requires !== undefined && { requires: requires.key }),
      ...(actions.length > 0 && { actions: sorted(actions) }),
      ...(reached.length > 0 && { scopes: Object.fromEntries(reached) }),
      ...(roles.length > 0 && { roles: sorted(roles.map((role) => [role.id, roleTable(role)])) }),
    };
  };

  return {
    format: 1,
    name: model.name,
    scopes,
    kinds: sorted(model.kinds.map((kind) => [kind.name, kindTable(kind)])),
    resources: sorted(model.resources.map((resource) => [resource.name, resourceTable(resource)])),
    roles: sorted(model.roles.map((role) => [role.id, roleTable(role)])),
  };
}

/** A role's id, or `type#id` for a resource role. */
export function assignable(role: Role): string {
  return role.resource === undefined ? role.id : `${role.resource.name}#${role.id}`;
}

/** What a role has after inheritance. Every role of an analyzed policy has an entry. */
export function authorizedOf(authorized: AnalyzedPolicy["authorized"], role: Role): Authorized {
  const found = authorized.get(role);
  if (found === undefined) throw new Error(`${role.name} was not analyzed`);
  return found;
}

/** A type-level permission has no scope: it stands with the widest. */
function reachOf({ level }: Permission, reach: number, widest: number): number {
  return level === "type" ? widest : reach;
}

function kindTable({ defaultRoles, requires }: PrincipalKind): KindTable {
  const roles = [...new Set(defaultRoles.map(({ to }) => to.id))].sort();
  return {
    ...(roles.length > 0 && { defaultRoles: roles }),
    ...(requires !== undefined && { requires: requires.key }),
  };
}

/** The conditions that a table names, sorted by key. */
export function conditionsOf({ model, authorized }: AnalyzedPolicy): readonly Condition[] {
  const powers = [...authorized.values()].flatMap(({ everywhere, inside }) => [
    everywhere,
    ...inside.values(),
  ]);
  const all = [
    ...model.kinds.map(({ requires }) => requires),
    ...model.resources.flatMap(({ requires, scopes, permissions }) => [
      requires,
      ...scopes,
      ...permissions.map((permission) => permission.requires),
    ]),
    ...powers.flatMap(({ conditional }) => [...conditional.keys()]),
  ];
  const found = new Set(all.filter((condition) => condition !== undefined));
  return [...found].sort((a, b) => byCodePoint(a.key, b.key));
}

function idsAt(permissions: readonly Permission[], level: Permission["level"]): readonly string[] {
  return permissions
    .filter((permission) => permission.level === level)
    .map(({ id }) => id)
    .sort();
}

function sorted<V>(entries: readonly (readonly [string, V])[]): Readonly<Record<string, V>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The table that the runtime reads. Everything in it is sorted, scopes by their ladder. */
import { hashOf } from "./hash.js";
import type {
  AnalyzedPolicy,
  Authorized,
  Permission,
  Powers,
  PowersTable,
  PrincipalKind,
  Resource,
  ResourceTable,
  Role,
  RoleTable,
  Table,
} from "../ir.js";

/** The table of a policy, with its hash. */
export function tableOf(policy: AnalyzedPolicy): Table {
  const { format, name, ...rest } = bareTable(policy);
  return { format, name, hash: hashOf(policy.model, { format, name, ...rest }), ...rest };
}

function bareTable({ model, authorized }: AnalyzedPolicy): Omit<Table, "hash"> {
  const { scopes } = model;
  const widest = scopes.length - 1;

  const powersTable = ({ permissions, assigns }: Powers): PowersTable => {
    const allow: Record<string, readonly string[]> = {};
    for (const [index, scope] of scopes.entries()) {
      const ids = [...permissions]
        .filter(([permission, reach]) => reachOf(permission, reach, widest) === index)
        .map(([permission]) => permission.id);
      if (ids.length > 0) allow[scope] = ids.sort();
    }
    return {
      ...(Object.keys(allow).length > 0 && { allow }),
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

  const resourceTable = ({ containers, permissions, roles }: Resource): ResourceTable => {
    const onType = idsAt(permissions, "type");
    const onInstance = idsAt(permissions, "instance");
    return {
      ...(containers.length > 0 && { in: containers.map(({ name }) => name).sort() }),
      ...(onType.length > 0 && { type: onType }),
      ...(onInstance.length > 0 && { instance: onInstance }),
      ...(roles.length > 0 && { roles: sorted(roles.map((role) => [role.id, roleTable(role)])) }),
    };
  };

  return {
    format: 1,
    name: model.name,
    scopes,
    kinds: sorted(model.kinds.map((kind) => [kind.name, defaultRoles(kind)])),
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

function defaultRoles({ defaultRoles: roles }: PrincipalKind): readonly string[] {
  return [...new Set(roles.map(({ to }) => to.id))].sort();
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

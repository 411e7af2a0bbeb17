/** Authorized permissions: what a role has after implication and inheritance. */
import type { Authorized, Permission, PolicyModel, Powers, Resource, Role } from "../ir.js";
import { sortGraph } from "./graph.js";
import { withImplied } from "./implied.js";
import { rolesOf } from "./roles.js";

/** Powers that grow: a permission is kept at the widest scope it was added with. */
class Growing implements Powers {
  readonly permissions: Map<Permission, number> = new Map<Permission, number>();
  readonly assigns: Set<Role> = new Set<Role>();

  allow(permission: Permission, scope: number): void {
    const known = this.permissions.get(permission);
    if (known === undefined || known < scope) this.permissions.set(permission, scope);
  }

  /** Adds the part of some powers that is about certain resource types. */
  add(powers: Powers, about: (resource: Resource | undefined) => boolean = () => true): void {
    for (const [permission, scope] of powers.permissions) {
      if (about(permission.resource)) this.allow(permission, scope);
    }
    for (const role of powers.assigns) if (about(role.resource)) this.assigns.add(role);
  }

  /** Drops what other powers give already. */
  drop(powers: Powers): void {
    for (const [permission, scope] of this.permissions) {
      const known = powers.permissions.get(permission);
      if (known !== undefined && known >= scope) this.permissions.delete(permission);
    }
    for (const role of powers.assigns) this.assigns.delete(role);
  }

  get isEmpty(): boolean {
    return this.permissions.size === 0 && this.assigns.size === 0;
  }
}

/** What every role and resource role has. The roles inherit in no circle. */
export function authorize(model: PolicyModel): ReadonlyMap<Role, Authorized> {
  const authorized = new Map<Role, Authorized>();
  const implied = new Map<Permission, ReadonlySet<Permission>>();
  const { sorted } = sortGraph(rolesOf(model), (role) => role.inherits.map(({ to }) => to));
  for (const role of sorted) authorized.set(role, authorizeRole(role, authorized, implied));
  return authorized;
}

function authorizeRole(
  role: Role,
  juniors: ReadonlyMap<Role, Authorized>,
  implied: Map<Permission, ReadonlySet<Permission>>,
): Authorized {
  const everywhere = new Growing();
  const inside = new Map<Resource, Growing>();
  const insideOf = (resource: Resource): Growing => {
    const known = inside.get(resource) ?? new Growing();
    inside.set(resource, known);
    return known;
  };

  for (const { permissions, scope } of role.grants) {
    for (const { to } of permissions) {
      const all = implied.get(to) ?? withImplied(to);
      implied.set(to, all);
      for (const permission of all) everywhere.allow(permission, scope);
    }
  }
  for (const assigned of role.assigns) everywhere.assigns.add(assigned);

  for (const { to: junior } of role.inherits) {
    const has = juniors.get(junior);
    if (has === undefined) continue;
    const type = junior.resource;
    if (role.resource !== undefined || type === undefined) {
      everywhere.add(has.everywhere);
      for (const [resource, powers] of has.inside) insideOf(resource).add(powers);
    } else {
      // A role that inherits `type#junior` holds it on every `type`: on each of them, and on what they contain.
      everywhere.add(has.everywhere, (resource) => resource === type);
      insideOf(type).add(has.everywhere, (resource) => resource !== type);
    }
  }
  for (const [resource, powers] of inside) {
    powers.drop(everywhere);
    if (powers.isEmpty) inside.delete(resource);
  }
  return { everywhere, inside };
}

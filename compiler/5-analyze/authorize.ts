/** Authorized permissions: what a role has after implication and inheritance. */
import type { Findings } from "../findings.js";
import type { Authorized, Permission, PolicyModel, Powers, Resource, Role } from "../ir.js";
import { sortGraph } from "./graph.js";
import { rolesOf } from "./roles.js";

/** Powers that grow: a permission is kept at the widest scope it was added with. */
class Growing implements Powers {
  readonly permissions: Map<Permission, number> = new Map<Permission, number>();
  readonly assigns: Set<Role> = new Set<Role>();

  /** True if that is more than before. */
  allow(permission: Permission, scope: number): boolean {
    const known = this.permissions.get(permission);
    if (known !== undefined && known >= scope) return false;
    this.permissions.set(permission, scope);
    return true;
  }

  /** Allows a permission with all that it implies; what was allowed so before has brought what it implies. */
  allowImplied(permission: Permission, scope: number): void {
    const waiting = [permission];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (this.allow(next, scope)) for (const { to } of next.implies) waiting.push(to);
    }
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

/**
 * Permissions and assignable roles of all roles together, after inheritance: 12 times the grants of the largest real policy. To generate
 * from so many takes 3 GB.
 */
const mostAuthorized = 2_000_000;

/** What every role and resource role has. The roles inherit in no circle. Undefined, and reported, if it is too much. */
export function authorize(model: PolicyModel, findings: Findings): ReadonlyMap<Role, Authorized> | undefined {
  let left = mostAuthorized;
  const authorized = new Map<Role, Authorized>();
  const { sorted } = sortGraph(rolesOf(model), (role) => role.inherits.map(({ to }) => to));
  for (const role of sorted) {
    const has = authorizeRole(role, authorized);
    authorized.set(role, has);
    for (const powers of [has.everywhere, ...has.inside.values()]) {
      // A role that has nothing of its own costs something too.
      left -= powers.permissions.size + powers.assigns.size + 1;
    }
    if (left >= 0) continue;
    const message = `up to here roles have too many permissions, inherited ones included: more than ${mostAuthorized}`;
    const help = "split the policy, or name and inherit less at once";
    findings.add("too-large", role.place, message, { help });
    return undefined;
  }
  return authorized;
}

function authorizeRole(role: Role, juniors: ReadonlyMap<Role, Authorized>): Authorized {
  const everywhere = new Growing();
  const inside = new Map<Resource, Growing>();
  const insideOf = (resource: Resource): Growing => {
    const known = inside.get(resource) ?? new Growing();
    inside.set(resource, known);
    return known;
  };

  for (const { permissions, scope } of role.grants) {
    for (const { to } of permissions) everywhere.allowImplied(to, scope);
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

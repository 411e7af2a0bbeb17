/** Authorized permissions: what a role has after implication and inheritance. */
import type { Findings } from "../findings.js";
import type { Authorized, Condition, Permission, PolicyModel, Powers, Reach, Resource, Role } from "../ir.js";
import { sortGraph } from "./graph.js";
import { rolesOf } from "../roles.js";

/** Powers that grow: a permission is kept, under each condition, at the widest scope it was added with. */
class Growing implements Powers {
  readonly permissions: Map<Permission, number> = new Map<Permission, number>();
  readonly conditional: Map<Condition, Map<Permission, number>> = new Map<
    Condition,
    Map<Permission, number>
  >();
  readonly assigns: Set<Role> = new Set<Role>();

  /** Allows a permission with all that it implies; what was allowed so before has brought what it implies. */
  allowImplied(permission: Permission, scope: number, condition: Condition | undefined): void {
    const reach = this.under(condition);
    const waiting = [permission];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (widen(reach, next, scope)) for (const { to } of next.implies) waiting.push(to);
    }
  }

  /** Adds the part of some powers that is about certain resource types. */
  add(powers: Powers, about: (resource: Resource | undefined) => boolean = () => true): void {
    for (const [condition, reach] of [[undefined, powers.permissions] as const, ...powers.conditional]) {
      for (const [permission, scope] of reach) {
        if (about(permission.resource)) widen(this.under(condition), permission, scope);
      }
    }
    for (const role of powers.assigns) if (about(role.resource)) this.assigns.add(role);
  }

  /** Drops what other powers give already under the same condition. */
  drop(powers: Powers): void {
    narrow(this.permissions, powers.permissions);
    for (const [condition, reach] of this.conditional) {
      const known = powers.conditional.get(condition);
      if (known !== undefined) narrow(reach, known);
      if (reach.size === 0) this.conditional.delete(condition);
    }
    for (const role of powers.assigns) this.assigns.delete(role);
  }

  get isEmpty(): boolean {
    return this.size === 0;
  }

  get size(): number {
    const conditional = [...this.conditional.values()].reduce((sum, reach) => sum + reach.size, 0);
    return this.permissions.size + conditional + this.assigns.size;
  }

  private under(condition: Condition | undefined): Map<Permission, number> {
    if (condition === undefined) return this.permissions;
    const known = this.conditional.get(condition) ?? new Map<Permission, number>();
    this.conditional.set(condition, known);
    return known;
  }
}

/** Adds a permission. True if that is more than before. */
function widen(reach: Map<Permission, number>, permission: Permission, scope: number): boolean {
  const known = reach.get(permission);
  if (known !== undefined && known >= scope) return false;
  reach.set(permission, scope);
  return true;
}

/** Removes what another one reaches as widely. */
function narrow(reach: Map<Permission, number>, other: Reach): void {
  for (const [permission, scope] of reach) {
    const known = other.get(permission);
    if (known !== undefined && known >= scope) reach.delete(permission);
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
  const authorized = new Map<Role, GrowingAuthorized>();
  const { sorted } = sortGraph(rolesOf(model), (role) => role.inherits.map(({ to }) => to));
  for (const role of sorted) {
    const has = authorizeRole(role, authorized);
    authorized.set(role, has);
    for (const powers of [has.everywhere, ...has.inside.values()]) {
      // A role that has nothing of its own costs something too.
      left -= powers.size + 1;
    }
    if (left >= 0) continue;
    const message = `up to here roles have too many permissions, inherited ones included: more than ${mostAuthorized}`;
    const help = "split the policy, or name and inherit less at once";
    findings.add("too-large", role.place, message, { help });
    return undefined;
  }
  return authorized;
}

interface GrowingAuthorized extends Authorized {
  readonly everywhere: Growing;
  readonly inside: ReadonlyMap<Resource, Growing>;
}

function authorizeRole(role: Role, juniors: ReadonlyMap<Role, Authorized>): GrowingAuthorized {
  const everywhere = new Growing();
  const inside = new Map<Resource, Growing>();
  const insideOf = (resource: Resource): Growing => {
    const known = inside.get(resource) ?? new Growing();
    inside.set(resource, known);
    return known;
  };

  for (const { permissions, scope, when } of role.grants) {
    for (const { to } of permissions) everywhere.allowImplied(to, scope, when?.get(to.resource)?.to);
  }
  for (const { to: assigned } of role.assigns) everywhere.assigns.add(assigned);

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

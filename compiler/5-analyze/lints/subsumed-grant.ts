import type { AnalyzedPolicy, Permission, Place, Role } from "../../ir.js";
import { rolesOf, shown } from "../roles.js";
import type { Lint } from "./lint.js";

/** One entry of `allow`, or of the `permissions` of a grant. */
interface Entry {
  readonly place: Place;
  readonly scope: number;
  readonly permissions: readonly Permission[];
}

/**
 * An entry is superfluous if the role has each of its permissions as widely from elsewhere. Wider entries are looked at
 * first, then larger ones, then earlier ones; what one gives with all that it implies, the others after it need not give.
 */
export const subsumedGrant: Lint = (policy, findings) => {
  for (const role of rolesOf(policy.model)) {
    const inherited = inheritedScopes(role, policy);
    const given = new Map<Permission, Entry>();
    for (const entry of entriesOf(role).sort(byReach)) {
      const { permissions, place, scope } = entry;
      const isInherited = (permission: Permission): boolean => (inherited.get(permission) ?? -1) >= scope;
      const isCovered = permissions.every((permission) => isInherited(permission) || given.has(permission));
      if (!isCovered || permissions.length === 0) {
        give(entry, given);
        continue;
      }
      const other = permissions.map((permission) => given.get(permission)).find((one) => one !== undefined);
      const message = `\`${shown(role)}\` ${other === undefined ? "inherits this" : "has this from another entry"} already`;
      findings.add("subsumed-grant", place, message, {
        help: "remove it",
        ...(other !== undefined && { other: other.place }),
      });
    }
  }
};

function byReach(a: Entry, b: Entry): number {
  const implications = ({ permissions }: Entry): number => (permissions[0]?.implies.length === 0 ? 0 : 1);
  return (
    b.scope - a.scope || b.permissions.length - a.permissions.length || implications(b) - implications(a)
  );
}

/** Enters the permissions of an entry and what they imply; what is given already has its implications with it. */
function give(entry: Entry, given: Map<Permission, Entry>): void {
  const waiting = [...entry.permissions];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (given.has(next)) continue;
    given.set(next, entry);
    for (const { to } of next.implies) waiting.push(to);
  }
}

function entriesOf({ grants }: Role): Entry[] {
  return grants.flatMap(({ permissions, scope }) => {
    const byPlace = new Map<string | number | undefined, { place: Place; permissions: Permission[] }>();
    for (const { to, place } of permissions) {
      const known = byPlace.get(place.key);
      if (known === undefined) byPlace.set(place.key, { place, permissions: [to] });
      else known.permissions.push(to);
    }
    return [...byPlace.values()].map((entry) => ({ ...entry, scope }));
  });
}

function inheritedScopes(role: Role, { authorized }: AnalyzedPolicy): ReadonlyMap<Permission, number> {
  const scopes = new Map<Permission, number>();
  for (const { to: junior } of role.inherits) {
    for (const [permission, scope] of authorized.get(junior)?.everywhere.permissions ?? []) {
      // A role that inherits a resource role has the permissions on contained types only inside that type.
      if (
        role.resource === undefined &&
        junior.resource !== undefined &&
        permission.resource !== junior.resource
      )
        continue;
      scopes.set(permission, Math.max(scope, scopes.get(permission) ?? -1));
    }
  }
  return scopes;
}

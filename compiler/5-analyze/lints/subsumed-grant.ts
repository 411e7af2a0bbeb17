import type { AnalyzedPolicy, Condition, Grant, Permission, Place, Role } from "../../ir.js";
import { roleName, rolesOf } from "../../roles.js";
import type { Lint } from "./lint.js";

/** One entry of `allow`, or of the `permissions` of a grant. */
interface Entry {
  readonly place: Place;
  readonly scope: number;
  readonly permissions: readonly Permission[];
  /** Its condition by resource type. */
  readonly when: Grant["when"];
}

/** What is had by a condition, or without one. */
type ByCondition<T> = Map<Condition | undefined, Map<Permission, T>>;

/**
 * An entry is superfluous if the role has each of its permissions as widely from elsewhere, under the same condition or none. Wider
 * entries are looked at first, then those without a condition, then larger ones, then earlier ones; what one gives with all that it
 * implies, the others after it need not give.
 */
export const subsumedGrant: Lint = (policy, findings) => {
  for (const role of rolesOf(policy.model)) {
    const inherited = inheritedScopes(role, policy);
    const given: ByCondition<Entry> = new Map();
    for (const entry of entriesOf(role).sort(byReach)) {
      const { permissions, place, scope } = entry;
      const isInherited = (permission: Permission): boolean =>
        anyOf(entry, permission, inherited, (widest) => widest >= scope) !== undefined;
      const givenBy = (permission: Permission): Entry | undefined => anyOf(entry, permission, given);
      const isCovered = permissions.every((one) => isInherited(one) || givenBy(one) !== undefined);
      if (!isCovered || permissions.length === 0) {
        give(entry, given);
        continue;
      }
      const other = permissions.map(givenBy).find((one) => one !== undefined);
      const message = `\`${roleName(role)}\` ${other === undefined ? "inherits this" : "has this from another entry"} already`;
      findings.add("subsumed-grant", place, message, {
        help: "remove it",
        ...(other !== undefined && { other: other.place }),
      });
    }
  }
};

/** What is known of a permission without a condition or, if that does not fit, under the condition of an entry: as good as the entry. */
function anyOf<T>(
  { when }: Entry,
  permission: Permission,
  all: ByCondition<T>,
  fits: (one: T) => boolean = () => true,
): T | undefined {
  const bare = all.get(undefined)?.get(permission);
  if (bare !== undefined && fits(bare)) return bare;
  const own = when?.get(permission.resource)?.to;
  const conditional = own && all.get(own)?.get(permission);
  return conditional !== undefined && fits(conditional) ? conditional : undefined;
}

function byReach(a: Entry, b: Entry): number {
  const implications = ({ permissions }: Entry): number => (permissions[0]?.implies.length === 0 ? 0 : 1);
  const conditions = ({ when }: Entry): number => (when === undefined ? 0 : 1);
  return (
    b.scope - a.scope ||
    conditions(a) - conditions(b) ||
    b.permissions.length - a.permissions.length ||
    implications(b) - implications(a)
  );
}

/** Enters the permissions of an entry and what they imply; what is given already has its implications with it. */
function give(entry: Entry, given: ByCondition<Entry>): void {
  const waiting = [...entry.permissions];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const own = under(given, entry.when?.get(next.resource)?.to);
    if (own.has(next)) continue;
    own.set(next, entry);
    for (const { to } of next.implies) waiting.push(to);
  }
}

function under<T>(all: ByCondition<T>, condition: Condition | undefined): Map<Permission, T> {
  const known = all.get(condition) ?? new Map<Permission, T>();
  all.set(condition, known);
  return known;
}

function entriesOf({ grants }: Role): Entry[] {
  return grants.flatMap(({ permissions, scope, when }): Entry | Entry[] => {
    const [first] = permissions;
    if (first !== undefined && permissions.length === 1) {
      return { place: first.place, permissions: [first.to], scope, when };
    }
    const byPlace = new Map<string | number | undefined, { place: Place; permissions: Permission[] }>();
    for (const { to, place } of permissions) {
      const known = byPlace.get(place.key);
      if (known === undefined) byPlace.set(place.key, { place, permissions: [to] });
      else known.permissions.push(to);
    }
    return [...byPlace.values()].map((entry) => ({ ...entry, scope, when }));
  });
}

function inheritedScopes(role: Role, { authorized }: AnalyzedPolicy): ByCondition<number> {
  const inherited: ByCondition<number> = new Map();
  for (const { to: junior } of role.inherits) {
    const has = authorized.get(junior)?.everywhere;
    if (has === undefined) continue;
    for (const [condition, reach] of [[undefined, has.permissions] as const, ...has.conditional]) {
      const scopes = under(inherited, condition);
      for (const [permission, scope] of reach) {
        // A role that inherits a resource role has the permissions on contained types only inside that type.
        const isElsewhere = junior.resource !== undefined && permission.resource !== junior.resource;
        if (role.resource === undefined && isElsewhere) continue;
        scopes.set(permission, Math.max(scope, scopes.get(permission) ?? -1));
      }
    }
  }
  return inherited;
}

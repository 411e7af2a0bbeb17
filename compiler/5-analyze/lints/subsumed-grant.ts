import { withImplied } from "../implied.js";
import type { AnalyzedPolicy, Permission, Place, Role } from "../../ir.js";
import { rolesOf, shown } from "../roles.js";
import type { Lint } from "./lint.js";

/** One entry of `allow`, or of the `permissions` of a grant. */
interface Entry {
  readonly place: Place;
  readonly scope: number;
  readonly permissions: readonly Permission[];
}

/** An entry is superfluous if the role has each of its permissions as widely from elsewhere: the first of equals stays. */
export const subsumedGrant: Lint = (policy, findings) => {
  for (const role of rolesOf(policy.model)) {
    const inherited = inheritedScopes(role, policy);
    const entries = entriesOf(role);
    const alive = new Set(entries);
    const givers = new Map<Permission, Set<Entry>>();
    for (const entry of entries) {
      for (const permission of entry.permissions.flatMap((one) => [...withImplied(one)])) {
        const all = givers.get(permission) ?? new Set();
        givers.set(permission, all.add(entry));
      }
    }
    for (const entry of [...entries].reverse()) {
      const permissions = entry.permissions.flatMap((one) => [...withImplied(one)]);
      const coverers = permissions.map((permission) =>
        (inherited.get(permission) ?? -1) >= entry.scope
          ? "inherited"
          : [...(givers.get(permission) ?? [])].find(
              (other) => other !== entry && alive.has(other) && other.scope >= entry.scope,
            ),
      );
      if (coverers.length === 0 || coverers.includes(undefined)) continue;
      alive.delete(entry);
      const other = coverers.find((one): one is Entry => one !== "inherited" && one !== undefined);
      const message = `\`${shown(role)}\` ${other === undefined ? "inherits this" : "has this from another entry"} already`;
      findings.add("subsumed-grant", entry.place, message, {
        help: "remove it",
        ...(other !== undefined && { other: other.place }),
      });
    }
  }
};

function entriesOf({ grants }: Role): readonly Entry[] {
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

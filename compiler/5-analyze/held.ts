import type { AnalyzedPolicy, Permission, Resource } from "../ir.js";

/** Several lints ask for the same policy. */
const known = new WeakMap<AnalyzedPolicy, ReadonlySet<Permission>>();

/** Every permission that some role or resource role has. */
export function heldPermissions(policy: AnalyzedPolicy): ReadonlySet<Permission> {
  const held = known.get(policy) ?? collectHeld(policy);
  known.set(policy, held);
  return held;
}

function collectHeld({ authorized }: AnalyzedPolicy): ReadonlySet<Permission> {
  const held = new Set<Permission>();
  for (const { everywhere, inside } of authorized.values()) {
    for (const powers of [everywhere, ...inside.values()]) {
      for (const reach of [powers.permissions, ...powers.conditional.values()]) {
        for (const permission of reach.keys()) held.add(permission);
      }
    }
  }
  return held;
}

/** The levels at which a resource has actions, and nobody has any of them. */
export function unreachableLevels(
  { permissions }: Resource,
  held: ReadonlySet<Permission>,
): readonly Permission["level"][] {
  return (["instance", "type"] as const).filter((level) => {
    const own = permissions.filter((permission) => permission.level === level);
    return own.length > 0 && !own.some((permission) => held.has(permission));
  });
}

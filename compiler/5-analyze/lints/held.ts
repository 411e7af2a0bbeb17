import type { AnalyzedPolicy, Permission } from "../../ir.js";

/** Every permission that some role or resource role has. */
export function heldPermissions({ authorized }: AnalyzedPolicy): ReadonlySet<Permission> {
  const held = new Set<Permission>();
  for (const { everywhere, inside } of authorized.values()) {
    for (const powers of [everywhere, ...inside.values()]) {
      for (const permission of powers.permissions.keys()) held.add(permission);
    }
  }
  return held;
}

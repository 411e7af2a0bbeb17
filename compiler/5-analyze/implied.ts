import type { Permission } from "../ir.js";

const known = new WeakMap<Permission, ReadonlySet<Permission>>();

/** A permission with all that it implies, at every depth, itself first. A circle ends where it began. */
export function withImplied(permission: Permission): ReadonlySet<Permission> {
  const before = known.get(permission);
  if (before !== undefined) return before;
  const all = new Set([permission]);
  for (const one of all) for (const { to } of one.implies) all.add(to);
  known.set(permission, all);
  return all;
}

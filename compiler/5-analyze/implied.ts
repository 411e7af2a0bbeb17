import type { Permission } from "../ir.js";

/** A permission with all that it implies, at every depth, itself first. A circle ends where it began. */
export function withImplied(permission: Permission): ReadonlySet<Permission> {
  const all = new Set([permission]);
  for (const one of all) for (const { to } of one.implies) all.add(to);
  return all;
}

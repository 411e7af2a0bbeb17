import type { Role } from "../compiler/ir.js";
import { roleName } from "../compiler/roles.js";

/** A role as reports name it: `role:NAME`, or `resourceRole:TYPE#NAME`. */
export function roleHolder(role: Role): string {
  return `${role.resource === undefined ? "role" : "resourceRole"}:${roleName(role)}`;
}

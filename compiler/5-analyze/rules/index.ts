import { defaultRoles } from "./default-roles.js";
import { exceptedPermissionReturns } from "./excepted-permission-returns.js";
import { identifierCollision } from "./identifier-collision.js";
import { impliesCycle } from "./implies-cycle.js";
import { impliesLevel } from "./implies-level.js";
import { inheritsCycle } from "./inherits-cycle.js";
import { reservedName } from "./reserved-name.js";
import { routeConflict } from "./route-conflict.js";
import type { Rule } from "./rule.js";

/** Every rule. A rule knows no other. */
export const rules: readonly Rule[] = [
  defaultRoles,
  exceptedPermissionReturns,
  identifierCollision,
  impliesCycle,
  impliesLevel,
  inheritsCycle,
  reservedName,
  routeConflict,
];

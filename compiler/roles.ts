/** The roles of a policy, who may be given one, and the two names of each: that of the YAML, and the stored one. */
import type { PolicyModel, PrincipalKind, Role } from "./ir.js";

/** All roles, and behind them the resource roles by their type. */
export function rolesOf({ roles, resources }: Pick<PolicyModel, "roles" | "resources">): readonly Role[] {
  return [...roles, ...resources.flatMap((resource) => resource.roles)];
}

/** True if a role can be given to somebody: to a kind that may hold it, and does not hold it always. */
export function isGivable(role: Role, { kinds }: Pick<PolicyModel, "kinds">): boolean {
  const holders = role.heldBy ?? kinds;
  return holders.some((kind) => !isDefault(role, kind));
}

/** True if everyone of a kind holds a role. */
export function isDefault(role: Role, { defaultRoles }: PrincipalKind): boolean {
  return defaultRoles.some(({ to }) => to === role);
}

/** A role as it is written where any role may be named: `NAME`, or `type#NAME`. */
export function roleName({ name, resource }: Role): string {
  return resource === undefined ? name : `${resource.name}#${name}`;
}

/** A role as it is stored and asked for: its id, or `type#id`. */
export function assignable({ id, resource }: Role): string {
  return resource === undefined ? id : `${resource.name}#${id}`;
}

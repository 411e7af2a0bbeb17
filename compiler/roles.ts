/** The roles of a policy, and the two names of each: that of the YAML, and the stored one. */
import type { PolicyModel, Role } from "./ir.js";

/** All roles, and behind them the resource roles by their type. */
export function rolesOf({ roles, resources }: Pick<PolicyModel, "roles" | "resources">): readonly Role[] {
  return [...roles, ...resources.flatMap((resource) => resource.roles)];
}

/** A role as it is written where any role may be named: `NAME`, or `type#NAME`. */
export function roleName({ name, resource }: Role): string {
  return resource === undefined ? name : `${resource.name}#${name}`;
}

/** A role as it is stored and asked for: its id, or `type#id`. */
export function assignable({ id, resource }: Role): string {
  return resource === undefined ? id : `${resource.name}#${id}`;
}

import type { PolicyModel, Role } from "../ir.js";

/** All roles and resource roles of a policy. */
export function rolesOf(model: PolicyModel): readonly Role[] {
  return [...model.roles, ...model.resources.flatMap(({ roles }) => roles)];
}

/** A role as it is written where any role may be named. */
export function shown(role: Role): string {
  return role.resource === undefined ? role.name : `${role.resource.name}#${role.name}`;
}

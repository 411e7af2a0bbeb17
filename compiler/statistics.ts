import type { PolicyModel } from "./ir.js";

/** The size of a policy. */
export interface Statistics {
  readonly policy: string;
  readonly roles: number;
  readonly permissions: number;
  /**
   * Pairs that a decision table has: each role with each permission, and each resource role with each instance-level permission
   * of its type and of what that contains.
   */
  readonly cells: number;
}

/** Counts a policy. */
export function statisticsOf({ name, roles, resources }: PolicyModel): Statistics {
  const permissions = resources.reduce((sum, resource) => sum + resource.permissions.length, 0);
  let cells = roles.length * permissions;
  for (const resource of resources) {
    const reached = new Set([resource, ...resource.contained]);
    const onInstances = [...reached].flatMap((one) =>
      one.permissions.filter(({ level }) => level === "instance"),
    );
    cells += resource.roles.length * onInstances.length;
  }
  return { policy: name, roles: roles.length, permissions, cells };
}

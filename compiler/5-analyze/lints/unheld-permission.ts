import { heldPermissions, unreachableLevels } from "../held.js";
import type { Lint } from "./lint.js";

/** A permission that no role has. Where a route demands it, or the whole resource is unreachable, that is reported. */
export const unheldPermission: Lint = (policy, findings) => {
  const held = heldPermissions(policy);
  const routed = new Set(policy.model.routes.map(({ demands }) => demands));
  for (const resource of policy.model.resources) {
    const unreachable = unreachableLevels(resource, held);
    for (const permission of resource.permissions) {
      if (held.has(permission) || routed.has(permission) || unreachable.includes(permission.level)) continue;
      findings.add("unheld-permission", permission.place, `no role has \`${permission.name}\``, {
        help: "grant it, or remove the action",
      });
    }
  }
};

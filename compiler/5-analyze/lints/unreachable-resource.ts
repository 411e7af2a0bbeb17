import { heldPermissions, unreachableLevels } from "../held.js";
import type { Lint } from "./lint.js";

/** A resource of which nobody holds any permission of a level that it has: it cannot be created, or not be used. */
export const unreachableResource: Lint = (policy, findings) => {
  const held = heldPermissions(policy);
  for (const resource of policy.model.resources) {
    const [level] = unreachableLevels(resource, held);
    if (level === undefined) continue;
    const what = level === "type" ? "on the type" : "on instances of";
    const message = `no role has any permission ${what} \`${resource.name}\``;
    findings.add("unreachable-resource", resource.place, message, {
      help: "grant them, or remove the actions",
    });
  }
};

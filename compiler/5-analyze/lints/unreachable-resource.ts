import type { Permission, Resource } from "../../ir.js";
import { heldPermissions } from "./held.js";
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

/** The levels at which a resource has actions, and nobody has any of them. */
export function unreachableLevels(
  { permissions }: Resource,
  held: ReadonlySet<Permission>,
): readonly Permission["level"][] {
  return (["instance", "type"] as const).filter((level) => {
    const own = permissions.filter((permission) => permission.level === level);
    return own.length > 0 && !own.some((permission) => held.has(permission));
  });
}

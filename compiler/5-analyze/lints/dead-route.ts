import { heldPermissions, unreachableLevels } from "../held.js";
import type { Lint } from "./lint.js";

/** A route that nobody can use. Where nobody can reach the whole resource, that is reported, not its routes. */
export const deadRoute: Lint = (policy, findings) => {
  const held = heldPermissions(policy);
  for (const { demands, place } of policy.model.routes) {
    if (demands === "public" || held.has(demands)) continue;
    if (unreachableLevels(demands.resource, held).includes(demands.level)) continue;
    const message = `nobody can use this route: no role has \`${demands.name}\``;
    findings.add("dead-route", place, message, { help: "grant the permission, or remove the route" });
  }
};

import { reportCircles } from "./circle.js";
import type { Rule } from "./rule.js";

/** Law: no action implies itself, directly or through others. */
export const impliesCycle: Rule = ({ resources }, findings) => {
  for (const { permissions } of resources) {
    reportCircles(
      "implies-cycle",
      "implies",
      permissions,
      (one) => one.implies,
      ({ name }) => name,
      findings,
    );
  }
};

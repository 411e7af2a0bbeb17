import type { Permission } from "../../ir.js";
import { rolesOf } from "../../roles.js";
import type { Rule } from "./rule.js";

/** Law: what a grant excepts, the same grant does not bring back by implication. */
export const exceptedPermissionReturns: Rule = (model, findings) => {
  for (const grant of rolesOf(model).flatMap(({ grants }) => grants)) {
    if (grant.except.size === 0) continue;
    const seen = new Set<Permission>();
    for (const { to, place } of grant.permissions) {
      const waiting = [to];
      for (let implied = waiting.pop(); implied !== undefined; implied = waiting.pop()) {
        if (seen.has(implied)) continue;
        seen.add(implied);
        waiting.push(...implied.implies.map((one) => one.to));
        if (!grant.except.has(implied)) continue;
        findings.add(
          "excepted-permission-returns",
          place,
          `\`${implied.name}\` is excepted, but \`${to.name}\` implies it`,
          {
            help: `except \`${to.name}\` too, or drop the exception`,
          },
        );
      }
    }
  }
};

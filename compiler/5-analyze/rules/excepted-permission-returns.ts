import { withImplied } from "../implied.js";
import { rolesOf } from "../roles.js";
import type { Rule } from "./rule.js";

/** Law: what a grant excepts, the same grant does not bring back by implication. */
export const exceptedPermissionReturns: Rule = (model, findings) => {
  for (const grant of rolesOf(model).flatMap(({ grants }) => grants)) {
    if (grant.except.size === 0) continue;
    const reported = new Set<string>();
    for (const { to, place } of grant.permissions) {
      for (const implied of withImplied(to)) {
        if (!grant.except.has(implied) || reported.has(implied.name)) continue;
        reported.add(implied.name);
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

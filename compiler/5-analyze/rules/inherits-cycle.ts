import { roleName, rolesOf } from "../../roles.js";
import { reportCircles } from "./circle.js";
import type { Rule } from "./rule.js";

/** Law: no role inherits itself, directly or through others. */
export const inheritsCycle: Rule = (model, findings) => {
  reportCircles("inherits-cycle", "inherits", rolesOf(model), (role) => role.inherits, roleName, findings);
};

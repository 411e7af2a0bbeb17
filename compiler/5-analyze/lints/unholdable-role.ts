import { roleName, rolesOf } from "../../roles.js";
import type { Lint } from "./lint.js";

/** A role that no kind may hold serves to be inherited; one that is not inherited either serves nothing. */
export const unholdableRole: Lint = ({ model }, findings) => {
  const roles = rolesOf(model);
  const inherited = new Set(roles.flatMap(({ inherits }) => inherits.map(({ to }) => to)));
  for (const role of roles) {
    if (role.heldBy?.length !== 0 || inherited.has(role)) continue;
    const message = `no kind may hold \`${roleName(role)}\`, and no role inherits it`;
    findings.add("unholdable-role", role.place, message, { help: "name a kind in `heldBy`, or inherit it" });
  }
};

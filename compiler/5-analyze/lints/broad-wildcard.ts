import { roleName, rolesOf } from "../../roles.js";
import { written } from "../written.js";
import type { Lint } from "./lint.js";

/** `*:*` grants what nobody has thought of yet. */
export const broadWildcard: Lint = ({ model }, findings) => {
  for (const role of rolesOf(model)) {
    const reported = new Set<object>();
    for (const { place } of role.grants.flatMap(({ permissions }) => permissions)) {
      if (written(place) !== "*:*" || reported.has(place.container)) continue;
      reported.add(place.container);
      const message = `\`*:*\` gives \`${roleName(role)}\` every permission that there is or will be`;
      findings.add("broad-wildcard", place, message, { help: "name the resources, as in `model:*`" });
    }
  }
};

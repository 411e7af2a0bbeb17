import type { Place } from "../../ir.js";
import { rolesOf, shown } from "../roles.js";
import type { Lint } from "./lint.js";

/** `*:*` grants what nobody has thought of yet. */
export const broadWildcard: Lint = ({ model }, findings) => {
  for (const role of rolesOf(model)) {
    const reported = new Set<object>();
    for (const { place } of role.grants.flatMap(({ permissions }) => permissions)) {
      if (written(place) !== "*:*" || reported.has(place.container)) continue;
      reported.add(place.container);
      const message = `\`*:*\` gives \`${shown(role)}\` every permission that there is or will be`;
      findings.add("broad-wildcard", place, message, { help: "name the resources, as in `model:*`" });
    }
  }
};

/** The text that stands at a place. */
function written({ container, key }: Place): unknown {
  return key === undefined ? undefined : (container as Readonly<Record<string | number, unknown>>)[key];
}

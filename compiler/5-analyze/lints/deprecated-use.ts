import type { Place } from "../../ir.js";
import { roleName, rolesOf } from "../../roles.js";
import { written } from "../written.js";
import type { Lint } from "./lint.js";

/** What is deprecated is still given by name. A wildcard does not name it. */
export const deprecatedUse: Lint = ({ model }, findings) => {
  const report = (name: string, instead: string, place: Place): void => {
    findings.add("deprecated-use", place, `\`${name}\` is deprecated`, { help: instead });
  };
  for (const { grants, inherits } of rolesOf(model)) {
    for (const { to, place } of grants.flatMap(({ permissions }) => permissions)) {
      if (to.deprecated !== undefined && written(place) === to.name) report(to.name, to.deprecated, place);
    }
    for (const { to, place } of inherits)
      if (to.deprecated !== undefined) report(roleName(to), to.deprecated, place);
  }
  for (const { to, place } of model.kinds.flatMap(({ defaultRoles }) => defaultRoles)) {
    if (to.deprecated !== undefined) report(to.name, to.deprecated, place);
  }
};

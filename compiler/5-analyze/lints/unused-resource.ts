import type { Lint } from "./lint.js";

/** A resource without actions, roles and contained types means nothing. */
export const unusedResource: Lint = ({ model }, findings) => {
  for (const { name, permissions, roles, contained, place } of model.resources) {
    if (permissions.length > 0 || roles.length > 0 || contained.size > 0) continue;
    findings.add("unused-resource", place, `\`${name}\` has no actions and contains nothing`, {
      help: "give it `actions`, or remove it",
    });
  }
};

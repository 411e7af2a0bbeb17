import { rolesOf } from "../../roles.js";
import type { Lint } from "./lint.js";

/** A rung that no grant reaches to. The widest is the one of every grant without a scope, so it always counts as used. */
export const unusedScope: Lint = ({ model }, findings) => {
  const used = new Set(rolesOf(model).flatMap(({ grants }) => grants.map(({ scope }) => scope)));
  for (const [index, name] of model.scopes.entries()) {
    const place = model.scopePlaces[index];
    if (used.has(index) || index === model.scopes.length - 1 || place === undefined) continue;
    findings.add("unused-scope", place, `no grant has the scope \`${name}\``, {
      help: "use it in a grant, or take it off the ladder",
    });
  }
};

import { rivals } from "./rivals.js";
import type { Rule } from "./rule.js";

/** Law: no two routes are equal up to the names of their parameters. */
export const routeConflict: Rule = ({ routes }, findings) => {
  const conflicts = rivals(routes, ({ method, path }) => `${method} ${path.replace(/\{[^}]*\}/g, "{}")}`);
  for (const { first, later } of conflicts) {
    const message = `\`${later.method} ${later.path}\` and \`${first.method} ${first.path}\` match the same requests`;
    findings.add("route-conflict", later.place, message, { help: "remove one of them", other: first.place });
  }
};

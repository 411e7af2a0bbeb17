import type { Route } from "../../ir.js";
import type { Rule } from "./rule.js";

/** Law: no two routes are equal up to the names of their parameters. */
export const routeConflict: Rule = ({ routes }, findings) => {
  const first = new Map<string, Route>();
  for (const route of routes) {
    const shape = `${route.method} ${route.path.replace(/\{[^}]*\}/g, "{}")}`;
    const earlier = first.get(shape);
    if (earlier === undefined) {
      first.set(shape, route);
      continue;
    }
    const message = `\`${route.method} ${route.path}\` and \`${earlier.method} ${earlier.path}\` match the same requests`;
    findings.add("route-conflict", route.place, message, {
      help: "remove one of them",
      other: earlier.place,
    });
  }
};

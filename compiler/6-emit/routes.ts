import type { AnalyzedPolicy } from "../ir.js";
import type { Statement } from "../structure.js";
import { constant, importOf, objectLiteral } from "./declare.js";
import { comment, quote } from "./text.js";

/** `routes.ts`: what each route demands, and the matcher. */
export function routesModule({ model }: AnalyzedPolicy): readonly Statement[] {
  const members = model.routes.map(({ method, path, demands }) => ({
    name: quote(`${method} ${path}`),
    value: quote(demands === "public" ? demands : demands.id),
  }));
  return [
    ...importOf("rolebook", ["createRouteMatcher"], false),
    ...importOf("./permissions.js", ["Permission"], true),
    constant(
      "routes",
      `${objectLiteral(members)} as const`,
      comment(["The permission that each route demands, or `public`."]),
    ),
    constant(
      "permissionFor",
      "/* @__PURE__ */ createRouteMatcher(routes)",
      comment([
        "What a request demands: a permission, `public`, or undefined for a route that is not declared, which is denied.",
      ]),
      `(method: string, path: string) => Permission | "public" | undefined`,
    ),
  ];
}

import type { Document, Route } from "../ir.js";
import { byCodePoint } from "../order.js";
import type { Findings } from "../findings.js";
import type { Names } from "./names.js";
import { entriesOf, onlyOnce, written } from "./opened.js";

/** The routes, sorted by path and method. */
export function resolveRoutes(
  documents: readonly Document[],
  names: Names,
  findings: Findings,
): readonly Route[] {
  const entries = written<Readonly<Record<string, string>>>(documents, "routes").flatMap(({ value, place }) =>
    entriesOf(value, place),
  );
  return onlyOnce(entries, (name) => `the route \`${name}\``, findings)
    .flatMap(({ name, value, place }) => {
      const [method = "", path = ""] = name.split(" ");
      const demands: Route["demands"] | undefined =
        value === "public" ? "public" : names.permission({ value, place: { ...place, part: "value" } });
      return demands === undefined ? [] : [{ method, path, demands, place }];
    })
    .sort((a, b) => byCodePoint(key(a), key(b)));
}

function key({ path, method }: Route): string {
  return `${path} ${method}`;
}

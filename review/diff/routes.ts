/** Routes: which permission opens one. */
import type { Permission, Route } from "../../compiler/ir.js";
import type { Placed } from "./access.js";
import { latest, type Both, type Side } from "./pairs.js";

/** What a route demands now and demanded before, where that differs. The names of parameters do not matter. */
export function routeChanges({ before, after, permissions }: Both): readonly Placed[] {
  const demanded = ({ demands }: Route): string =>
    demands === "public" ? "public" : permissions.of(demands).key;
  const changed = (side: Side, other: Side, change: "gained" | "lost"): readonly Placed[] => {
    const known = new Map((other?.model.routes ?? []).map((route) => [shapeOf(route), demanded(route)]));
    return (side?.model.routes ?? [])
      .filter((route) => known.get(shapeOf(route)) !== demanded(route))
      .map((route) => ({
        finding: {
          category: change === "gained" ? "WIDEN" : "NARROW",
          change,
          holder: `permission:${nameOf(route.demands)}`,
          route: `${route.method} ${route.path}`,
        },
        place: route.place,
      }));
  };
  const nameOf = (demands: Permission | "public"): string =>
    demands === "public" ? demands : latest(permissions.of(demands)).name;
  return [...changed(after, before, "gained"), ...changed(before, after, "lost")];
}

function shapeOf({ method, path }: Route): string {
  return `${method} ${path.replace(/\{[^}]*\}/g, "{}")}`;
}

/** A route table: from `METHOD /path/{parameter}` to a permission or `public`. */
export type Routes = Readonly<Record<string, string>>;

/** One step of the way: literal segments before the parameter. */
interface Step<V> {
  readonly literals: Map<string, Step<V>>;
  parameter?: Step<V>;
  /** By method. */
  readonly ends: Map<string, V>;
}

/**
 * Makes a matcher for a route table. It answers what the route demands, or undefined for an undeclared one: deny.
 * A literal segment beats a parameter, from left to right. The query is dropped; an empty, dotted or badly encoded segment,
 * an encoded slash and a trailing slash are no route, nor is a path with a `#`, a backslash or a control character. HEAD uses
 * GET's.
 */
export function createRouteMatcher<R extends Routes>(
  routes: R,
): (method: string, path: string) => R[keyof R] | undefined {
  const root = newStep<R[keyof R]>();
  for (const route of Object.keys(routes) as (keyof R & string)[]) {
    const [method = "", path = ""] = route.split(" ");
    let step = root;
    for (const segment of path === "/" ? [] : path.split("/").slice(1)) {
      if (segment.startsWith("{")) step = step.parameter ??= newStep();
      else {
        const next: Step<R[keyof R]> = step.literals.get(segment) ?? newStep();
        step.literals.set(segment, next);
        step = next;
      }
    }
    step.ends.set(method, routes[route]);
  }
  return (method, path) => {
    const segments = segmentsOf(path);
    return segments && walk(root, segments, 0, method);
  };
}

function newStep<V>(): Step<V> {
  return { literals: new Map(), ends: new Map() };
}

/** Depth first, literals first: the first end found is the one that ranks highest. */
function walk<V>(step: Step<V>, segments: readonly string[], at: number, method: string): V | undefined {
  const segment = segments[at];
  if (segment === undefined)
    return step.ends.get(method) ?? (method === "HEAD" ? step.ends.get("GET") : undefined);
  const literal = step.literals.get(segment);
  const found = literal && walk(literal, segments, at + 1, method);
  return found ?? (step.parameter && walk(step.parameter, segments, at + 1, method));
}

/** What a URL parser cuts off, drops or turns into a slash: a guard and a handler could read such a path differently. */
const ambiguous = /[#\\\p{Cc}]/u;

/** The decoded segments of a path, or undefined if it can be no route. */
function segmentsOf(path: unknown): readonly string[] | undefined {
  if (typeof path !== "string") return undefined;
  const [bare = ""] = path.split("?", 1);
  if (bare === "/") return [];
  if (!bare.startsWith("/") || ambiguous.test(bare)) return undefined;
  try {
    const segments = bare.slice(1).split("/").map(decodeURIComponent);
    return segments.some((segment) => /^\.{0,2}$|[/\\\p{Cc}]/u.test(segment)) ? undefined : segments;
  } catch {
    return undefined;
  }
}

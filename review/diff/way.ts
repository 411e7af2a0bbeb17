/** The way from a holder to the line that gives it something. */
import type { Grant, Permission, Reference, Resource, Role } from "../../compiler/ir.js";
import { byCodePoint } from "../../compiler/order.js";
import { roleName } from "../../compiler/roles.js";
import type { Held, Subject } from "./held.js";

/** The way of a grant: roles from the root, and the line at its end. */
export interface Way {
  readonly path: readonly Role[];
  /** Between the roles of the path. */
  readonly inherits: readonly Reference<Role>[];
  readonly end: GrantEnd | AssignEnd;
}

export interface GrantEnd {
  readonly grant: Grant;
  readonly listed: Reference<Permission>;
  /** From what is listed to what is held. */
  readonly implies: readonly { readonly from: Permission; readonly to: Reference<Permission> }[];
}

export interface AssignEnd {
  readonly assigned: Reference<Role>;
}

/** The shortest way from the root to what is held; of equally short ones the first by name. */
export function wayTo({ root, subject, inside, scope, condition }: Held): Way {
  const type = subject.resource;
  let ways: readonly {
    readonly path: readonly Role[];
    readonly inherits: readonly Reference<Role>[];
    readonly inside: Resource | undefined;
  }[] = [{ path: [root], inherits: [], inside }];
  const seen = new Set<string>();
  while (ways.length > 0) {
    for (const way of ways) {
      const role = way.path.at(-1);
      if (role === undefined || way.inside !== undefined) continue;
      const end = endIn(role, subject, scope, condition);
      if (end !== undefined) return { path: way.path, inherits: way.inherits, end };
    }
    ways = ways.flatMap((way) => {
      const role = way.path.at(-1);
      const juniors = [...(role?.inherits ?? [])].sort((a, b) => byCodePoint(roleName(a.to), roleName(b.to)));
      return juniors.flatMap((reference) => {
        const junior = reference.to;
        const isHeldOnAll = role?.resource === undefined && junior.resource !== undefined;
        const left = isHeldOnAll ? insideOf(junior.resource, type, way.inside) : { inside: way.inside };
        const key = JSON.stringify([roleName(junior), left?.inside?.name ?? null]);
        if (left === undefined || seen.has(key)) return [];
        seen.add(key);
        return [{ path: [...way.path, junior], inherits: [...way.inherits, reference], inside: left.inside }];
      });
    });
  }
  throw new Error(`no way from ${root.name} to ${subject.name}`);
}

/** What is still to be looked for in a resource role that is held on every instance of its type; undefined: not there. */
function insideOf(
  home: Resource,
  type: Resource | undefined,
  inside: Resource | undefined,
): { readonly inside: undefined } | undefined {
  const isThere = inside === undefined ? type === home : inside === home && type !== home;
  return isThere ? { inside: undefined } : undefined;
}

function endIn(
  role: Role,
  subject: Subject,
  scope: number | undefined,
  condition: Held["condition"],
): Way["end"] | undefined {
  if (!("action" in subject)) {
    const assigned = role.assigns.find(({ to }) => to === subject);
    return assigned && { assigned };
  }
  for (const grant of role.grants) {
    if (scope !== undefined && grant.scope !== scope) continue;
    if (grant.when?.get(subject.resource)?.to !== condition) continue;
    for (const listed of grant.permissions) {
      const implies = impliedBy(listed.to, subject);
      if (implies !== undefined) return { grant, listed, implies };
    }
  }
  return undefined;
}

/** From a permission to one that it implies; undefined if it does not. */
function impliedBy(from: Permission, to: Permission): GrantEnd["implies"] | undefined {
  const waiting: { readonly at: Permission; readonly way: GrantEnd["implies"] }[] = [{ at: from, way: [] }];
  const seen = new Set([from]);
  for (const { at, way } of waiting) {
    if (at === to) return way;
    for (const next of at.implies) {
      if (seen.has(next.to)) continue;
      seen.add(next.to);
      waiting.push({ at: next.to, way: [...way, { from: at, to: next }] });
    }
  }
  return undefined;
}

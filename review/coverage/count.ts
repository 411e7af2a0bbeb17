/** What a collector has noted, counted, and what it has not. */
import type { Span } from "../../compiler/diagnostic.js";
import type { Permission, Place, PolicyModel, Role } from "../../compiler/ir.js";
import { rolesOf } from "../../compiler/roles.js";
import { roleHolder } from "../holder.js";
import type { Collector } from "./collector.js";
import type { Count, Coverage, Line } from "./measures.js";
import { textAt } from "./items.js";

/** Counts what is covered of a policy, and lists the rest in the order of its files. */
export function countedBy(model: PolicyModel, collector: Collector): Coverage {
  const shares = model.resources.flatMap(({ roles }) => roles);
  const roles = rolesOf(model);
  const cells = roles.map((role) => cellsOf(role, model, collector));
  const grants = roles.flatMap((role) =>
    placesOf(role.grants.flatMap(({ permissions }) => permissions)).map((place) => ({ role, place })),
  );
  const assigns = roles.flatMap((role) => placesOf(role.assigns).map((place) => ({ role, place })));
  const conditions = collector.truths.items.all;
  const unmet = conditions.filter(({ hits, misses }) => hits === 0 || misses === 0);
  const isUnasked = (role: Role): boolean => !collector.roles.has(role);
  const idleGrants = grants.filter(({ place }) => collector.grants.at(place).hits === 0);
  const idleAssigns = assigns.filter(({ place }) => collector.assigns.at(place).hits === 0);
  return {
    cells: sumOf(cells.map(({ count }) => count)),
    grants: countOf(grants, idleGrants),
    conditions: countOf(conditions, unmet),
    resourceRoles: countOf(shares, shares.filter(isUnasked)),
    assigns: countOf(assigns, idleAssigns),
    uncovered: {
      cells: inOrder(
        cells.flatMap(({ role, missing }) =>
          missing.length === 0
            ? []
            : [{ ...about(role), permissions: missing.map(({ name }) => name).sort() }],
        ),
      ),
      grants: inOrder(
        idleGrants.map(({ role, place }) => ({ ...about(role), ...lineOf(place), grant: textAt(place) })),
      ),
      conditions: inOrder(
        unmet.map(({ place, text, hits, misses }) => ({
          ...lineOf(place),
          condition: text,
          missing: [...(hits === 0 ? [true] : []), ...(misses === 0 ? [false] : [])],
        })),
      ),
      resourceRoles: inOrder(shares.filter(isUnasked).map(about)),
      assigns: inOrder(
        idleAssigns.map(({ role, place }) => ({ ...about(role), ...lineOf(place), assigns: textAt(place) })),
      ),
    },
  };
}

interface Cells {
  readonly role: Role;
  readonly count: Count;
  readonly missing: readonly Permission[];
}

function cellsOf(role: Role, { resources }: PolicyModel, { cells }: Collector): Cells {
  const asked = cells.get(role);
  const { resource: home } = role;
  const reached = home === undefined ? resources : new Set([home, ...home.contained]);
  const all = isHeldByNone(role)
    ? []
    : [...reached].flatMap(({ permissions }) =>
        home === undefined ? permissions : permissions.filter(({ level }) => level === "instance"),
      );
  const missing = all.filter((permission) => asked?.has(permission) !== true);
  return { role, count: countOf(all, missing), missing };
}

function isHeldByNone({ heldBy }: Role): boolean {
  return heldBy?.length === 0;
}

/** Each place once, in the order of writing. */
function placesOf(references: readonly { readonly place: Place }[]): readonly Place[] {
  const known = new Map<string, Place>();
  for (const { place } of references) {
    const { file, line, column } = place.file.locate(place);
    known.set(`${file}:${line}:${column}`, place);
  }
  const at = (place: Place): Span => place.file.locate(place);
  return [...known.values()].sort((a, b) => at(a).line - at(b).line || at(a).column - at(b).column);
}

function countOf(all: readonly unknown[], missing: readonly unknown[]): Count {
  return { covered: all.length - missing.length, total: all.length };
}

function sumOf(counts: readonly Count[]): Count {
  return counts.reduce(
    (sum, { covered, total }) => ({ covered: sum.covered + covered, total: sum.total + total }),
    { covered: 0, total: 0 },
  );
}

/** A role as it is called in reports, and where it is first written. */
function about(role: Role): Line & { readonly holder: string } {
  return { holder: roleHolder(role), ...lineOf(role.place) };
}

function lineOf(place: Place): Line {
  const { file, line } = place.file.locate(place);
  return { file, line };
}

function inOrder<T extends Line>(all: readonly T[]): readonly T[] {
  return [...all].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

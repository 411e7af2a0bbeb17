/** Principals as they were when they asked: read once, so that one answer is about one principal. */
import { read, type Asker } from "./asker.js";
import { decide, isBag, kindOf, missingAttribute, type Rank } from "./decide.js";
import { holdersOf } from "./describe.js";
import type { Bits, Lookup, OpenTable, Question, Row } from "./table.js";

/** Reads a principal, or several. */
export function readAskers(table: OpenTable, principal: unknown): readonly Asker[] {
  try {
    // Array.from gives the holes of a sparse list too: each is nobody.
    return Array.from(Array.isArray(principal) ? (principal as readonly unknown[]) : [principal], (one) =>
      readAsker(table, one),
    );
  } catch {
    return [unreadable(undefined)];
  }
}

function readAsker(table: OpenTable, principal: unknown): Asker {
  try {
    const kind = kindOf(table, principal);
    const roles = isBag(principal) ? principal["roles"] : undefined;
    return { id: read(principal, "id"), kind, roles };
  } catch {
    return unreadable(read(principal, "id"));
  }
}

function unreadable(id: unknown): Asker {
  return { id, kind: null, roles: undefined, isUnreadable: true };
}

/** How far a question of this principal comes. Law 7: what the app's getters throw is a value that is missing. */
export function rankFor(
  table: OpenTable,
  { kind, roles, merged, isUnreadable }: Asker,
  question: Question | undefined,
  resource: unknown,
): Rank {
  if (isUnreadable === true) return missingAttribute;
  try {
    return merged === undefined
      ? decide(table, kind, roles, question, resource)
      : decide(table, merged, undefined, question, resource);
  } catch {
    return missingAttribute;
  }
}

/** The roles of a principal that count. */
export function rowsOf(table: OpenTable, { kind, roles, merged }: Asker): readonly Row[] {
  if (merged !== undefined) return merged.defaults;
  return kind ? holdersOf(table, kind, roles, []).held.map(({ row }) => row) : [];
}

/** The same principal with its roles merged into one, as they are now. */
export function mergeRoles(table: OpenTable, asker: Asker): Asker {
  if (!asker.kind) return asker;
  const rows = rowsOf(table, asker);
  const inside = Object.create(null) as Lookup<() => Bits>;
  for (const type of new Set(rows.flatMap((row) => Object.keys(row.inside ?? {})))) {
    const bits = union(rows.flatMap((row) => row.inside?.[type]?.() ?? []));
    inside[type] = () => bits;
  }
  const bits = union(rows.map((row) => row.bits()));
  const row: Row = { notation: "", id: "", heldBy: undefined, bits: () => bits, inside };
  const roles: unknown = Array.isArray(asker.roles) ? [...(asker.roles as readonly unknown[])] : undefined;
  return { ...asker, roles, merged: { name: asker.kind.name, defaults: [row] } };
}

function union(all: readonly Bits[]): Bits {
  const bits = new Uint32Array(all[0]?.length ?? 0);
  for (const one of all) for (const [index, word] of one.entries()) bits[index] = (bits[index] ?? 0) | word;
  return bits;
}

/** Principals as they were when they asked: read once, so that one answer is about one principal. */
import { nobody, type Asker } from "./asker.js";
import { isBag, read } from "./bag.js";
import { decide, kindOf, missingAttribute, type Rank } from "./decide.js";
import { holdersOf } from "./describe.js";
import type { Bits, Condition, Lookup, OpenTable, Powers, Question, Row } from "./table.js";

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
  if (!isBag(principal)) return nobody;
  try {
    const kind = kindOf(table, principal);
    const { roles } = principal;
    return { id: read(principal, "id"), kind, roles, principal };
  } catch {
    return unreadable(read(principal, "id"));
  }
}

function unreadable(id: unknown): Asker {
  return { ...nobody, id, isUnreadable: true };
}

/** How far a question of this principal comes. Law 7: what the app's getters throw is a value that is missing. */
export function rankFor(
  table: OpenTable,
  { kind, roles, principal, merged, isUnreadable }: Asker,
  question: Question | undefined,
  resource: unknown,
): Rank {
  if (isUnreadable === true) return missingAttribute;
  try {
    return merged === undefined
      ? decide(table, kind, principal, roles, question, resource)
      : decide(table, merged, principal, undefined, question, resource);
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
  const inside = Object.create(null) as Lookup<() => Powers>;
  for (const type of new Set(rows.flatMap((row) => Object.keys(row.inside ?? {})))) {
    const powers = union(rows.flatMap((row) => row.inside?.[type]?.() ?? []));
    inside[type] = () => powers;
  }
  const powers = union(rows.map((row) => row.powers()));
  const row: Row = { notation: "", id: "", heldBy: undefined, powers: () => powers, inside };
  const roles: unknown = Array.isArray(asker.roles) ? [...(asker.roles as readonly unknown[])] : undefined;
  return { ...asker, roles, merged: { ...asker.kind, defaults: [row] } };
}

function union(all: readonly Powers[]): Powers {
  const conditional = new Map<Condition, Bits[]>();
  for (const { condition, bits } of all.flatMap(({ when }) => when)) {
    const known = conditional.get(condition);
    if (known === undefined) conditional.set(condition, [bits]);
    else known.push(bits);
  }
  return {
    bits: unionOfBits(all.map(({ bits }) => bits)),
    when: [...conditional].map(([condition, bits]) => ({ condition, bits: unionOfBits(bits) })),
  };
}

function unionOfBits(all: readonly Bits[]): Bits {
  const bits = new Uint32Array(all[0]?.length ?? 0);
  for (const one of all) for (const [index, word] of one.entries()) bits[index] = (bits[index] ?? 0) | word;
  return bits;
}

/** Which role, permission and kind of the one policy is which of the other. */
import type { AnalyzedPolicy, Permission, PrincipalKind, Role } from "../../compiler/ir.js";
import { rolesOf } from "../../compiler/roles.js";
import { meaningsOf, type Meanings } from "./meaning.js";

/** A thing on both sides, or on one. */
export interface Pair<T> {
  /** The same text for no other pair of its kind. */
  readonly key: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** The things of two policies, paired, and the way from each to its pair. */
export class Pairs<T> {
  readonly all: readonly Pair<T>[];
  private readonly byThing = new Map<T, Pair<T>>();

  constructor(all: readonly Pair<T>[]) {
    this.all = all;
    for (const pair of all) {
      if (pair.before !== undefined) this.byThing.set(pair.before, pair);
      if (pair.after !== undefined) this.byThing.set(pair.after, pair);
    }
  }

  of(thing: T): Pair<T> {
    const pair = this.byThing.get(thing);
    if (pair === undefined) throw new Error("what is in neither policy has no pair");
    return pair;
  }
}

/** A policy on one side of the comparison, or nothing. */
export type Side = AnalyzedPolicy | undefined;

export interface Both {
  readonly before: Side;
  readonly after: Side;
  readonly permissions: Pairs<Permission>;
  readonly roles: Pairs<Role>;
  readonly kinds: Pairs<PrincipalKind>;
  /** What conditions mean, on each side. */
  readonly meanings: { readonly before: Meanings; readonly after: Meanings };
}

/** Pairs everything of two policies. */
export function pairsOf(before: Side, after: Side): Both {
  return {
    before,
    after,
    permissions: new Pairs(
      pair(permissionsOf(before), permissionsOf(after), {
        id: ({ id, level, resource }) => JSON.stringify([id, level, resource.name]),
        name: ({ name, level }) => JSON.stringify([name, level]),
      }),
    ),
    roles: new Pairs(
      pair(rolesIn(before), rolesIn(after), {
        id: ({ id, resource }) => JSON.stringify([resource?.name ?? null, id]),
        name: ({ name, resource }) => JSON.stringify([resource?.name ?? null, name]),
      }),
    ),
    meanings: {
      before: meaningsOf(before?.model, after?.model),
      after: meaningsOf(after?.model, before?.model),
    },
    kinds: new Pairs(
      pair(before?.model.kinds ?? [], after?.model.kinds ?? [], {
        id: ({ name }) => name,
        name: ({ name }) => name,
      }),
    ),
  };
}

/**
 * What has the same id is the same thing, whatever it is called: that is what is stored and asked for. Of the others, what has the
 * same name is: its constant has another value, and whoever asks with the constant asks for the same.
 */
function pair<T>(
  before: readonly T[],
  after: readonly T[],
  { id, name }: { readonly id: (one: T) => string; readonly name: (one: T) => string },
): readonly Pair<T>[] {
  const found = new Map<T, T>();
  const taken = new Set<T>();
  for (const keyOf of [id, name]) {
    const left = new Map(after.filter((one) => !taken.has(one)).map((one) => [keyOf(one), one]));
    for (const one of before) {
      const other = found.has(one) ? undefined : left.get(keyOf(one));
      if (other === undefined) continue;
      found.set(one, other);
      taken.add(other);
    }
  }
  return [
    ...before.map((one) => ({ key: `- ${id(one)}`, before: one, after: found.get(one) })),
    ...after
      .filter((one) => !taken.has(one))
      .map((one) => ({ key: `+ ${id(one)}`, before: undefined, after: one })),
  ];
}

export function rolesIn(side: Side): readonly Role[] {
  return side === undefined ? [] : rolesOf(side.model);
}

export function permissionsOf(side: Side): readonly Permission[] {
  return side?.model.resources.flatMap(({ permissions }) => permissions) ?? [];
}

/** By the name of now, else by the one it had. */
export function latest<T>({ before, after }: Pair<T>): T {
  const one = after ?? before;
  if (one === undefined) throw new Error("a pair has a side");
  return one;
}

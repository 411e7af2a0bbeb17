import type { Span } from "../../diagnostic.js";
import type { Place } from "../../ir.js";

/** One that came too late, and the one that was there before. */
export interface Rivals<T> {
  readonly first: T;
  readonly later: T;
}

/** Things that claim the same key: each later one, in the order in which a reader meets them, beside the first. */
export function rivals<T extends { readonly place: Place }>(
  things: readonly T[],
  keyOf: (thing: T) => string,
): readonly Rivals<T>[] {
  const claims = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const known = claims.get(key);
    if (known === undefined) claims.set(key, [thing]);
    else known.push(thing);
  }
  return [...claims.values()].flatMap((claim) => {
    if (claim.length === 1) return [];
    const [first, ...others] = claim
      .map((thing) => ({ thing, span: thing.place.file.locate(thing.place) }))
      .sort((a, b) => compare(a.span, b.span));
    return first === undefined ? [] : others.map(({ thing }) => ({ first: first.thing, later: thing }));
  });
}

function compare(a: Span, b: Span): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

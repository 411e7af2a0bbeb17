/** Choices that shrink by themselves, shared by everything random in the laws. */
import * as fc from "fast-check";

/** A choice among candidates that are known only once the policy is built. */
export const pick: fc.Arbitrary<number> = fc.nat({ max: 9999 });

export const picks = (max: number, min = 0): fc.Arbitrary<number[]> =>
  fc.array(pick, { minLength: min, maxLength: max });

export function choose<T>(candidates: readonly T[], picked: number): T | undefined {
  return candidates[picked % candidates.length];
}

export function chooseAll<T>(candidates: readonly T[], picked: readonly number[]): T[] {
  if (candidates.length === 0) return [];
  return [...new Set(picked.flatMap((one) => candidates.slice(one % candidates.length).slice(0, 1)))];
}

/** Mostly the one, once in `often` the other; shrinks to the one. */
export function mostly<A, B>(
  usual: fc.Arbitrary<A>,
  often: number,
  odd: fc.Arbitrary<B>,
): fc.Arbitrary<A | B> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: often - 1, arbitrary: usual },
    { weight: 1, arbitrary: odd },
  );
}

export function rarely<T>(arbitrary: fc.Arbitrary<T>, freq: number): fc.Arbitrary<T | undefined> {
  return mostly(fc.constant(undefined), freq, arbitrary);
}

/** A stream of small numbers, repeated from its start; all zero when shrunk. */
export type Dice = (sides: number) => number;

export const throwsOf = (minLength: number, maxLength: number): fc.Arbitrary<number[]> =>
  fc.array(fc.nat({ max: 5039 }), { minLength, maxLength });

export function diceOf(thrown: readonly number[]): Dice {
  let next = 0;
  return (sides) => (thrown[next++ % thrown.length] ?? 0) % sides;
}

/** One of the candidates by the dice; there must be one. */
export function roll<T>(dice: Dice, candidates: readonly T[]): T {
  const one = choose(candidates, dice(candidates.length));
  if (one === undefined && candidates.length === 0) throw new Error("nothing to choose from");
  return one as T;
}

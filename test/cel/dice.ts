/** Chance that can be repeated: everything random here comes from a number. */
export type Dice = (sides: number) => number;

/** A die with any number of sides, from 0 on. */
export function diceFrom(seed: number): Dice {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * sides);
  };
}

/** One of them. */
export function pick<T>(dice: Dice, all: readonly T[]): T {
  const [first] = all;
  return all[dice(all.length)] ?? (first as T);
}

/** So many of them, made one by one. */
export function several<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

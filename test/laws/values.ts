/** Values of attributes, from pools so small that comparisons often hold; now and then there is none. */
import { roll, type Dice } from "./choices.js";
import type { Attributes, AttributeType } from "./reading.js";

export const TEXTS = ["t1", "t2", "ann"];
export const NUMBERS = [1, 2, 0, 3, 0.5, -1];
export const MOMENTS = [
  "2026-01-31T12:00:00Z",
  "2026-02-01T00:00:00Z",
  "1999-12-31T23:59:59.999Z",
  "2026-01-31T13:00:00.000+01:00",
];

/** What cannot be a literal of a condition, or is on the edge of what counts. */
const ODD_NUMBERS = [-0, 1e150, 1e151, -1e-160, Infinity, 2 ** 53];
const ODD_MOMENTS = ["2026-01-31T12:00:00.0009Z", "2026-01-31T23:59:59.9999Z", "0001-01-01T00:00:00Z"];
const ODD_TEXTS = ["", "50% off_now", "T1", "\u{1F600}", "t1\u0000"];

function scalar(type: AttributeType, dice: Dice): unknown {
  const odd = dice(10) === 9;
  if (typeof type !== "string") return odd ? "UNHEARD OF" : roll(dice, type);
  if (type === "string") return roll(dice, odd ? ODD_TEXTS : TEXTS);
  if (type === "number") return roll(dice, odd ? ODD_NUMBERS : NUMBERS);
  if (type === "boolean") return dice(2) === 0;
  const text = roll(dice, odd ? ODD_MOMENTS : MOMENTS);
  return dice(2) === 0 ? text : new Date(text);
}

/** Of another type than any that is declared, or of no moment, or nothing. */
function nothing(dice: Dice): unknown {
  const wrong = [null, undefined, 7, "7", true, NaN, "yesterday", "2026-02-30T00:00:00Z"];
  return roll(dice, [...wrong, new Date(NaN), {}, [], [null], 7n]);
}

function listOf(type: string, dice: Dice): unknown[] {
  return Array.from({ length: dice(4) }, () => (dice(8) === 7 ? nothing(dice) : scalar(type, dice)));
}

function valueOf(type: AttributeType, dice: Dice): unknown {
  if (dice(12) === 11) return nothing(dice);
  const element = typeof type === "string" ? /^list<(.*)>$/.exec(type)?.[1] : undefined;
  return element === undefined ? scalar(type, dice) : listOf(element, dice);
}

/** What is declared, mostly; and now and then what only others declare. */
export function valuesOf(declared: Attributes, elsewhere: Attributes, dice: Dice): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, type] of new Map([...elsewhere, ...declared])) {
    if (dice(12) === (declared.has(name) ? 11 : 0)) continue;
    if (!declared.has(name) && dice(3) > 0) continue;
    values[name] = valueOf(type, dice);
  }
  return values;
}

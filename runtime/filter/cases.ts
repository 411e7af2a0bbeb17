/** Values of the resource: which one it is where. */
import type { ScalarType } from "../expression.js";
import { and, type Outcome } from "./join.js";
import type { FilterValue } from "./types.js";

/** No two are at once; where none is, the value is missing. */
export type Cases<V = FilterValue> = readonly Case<V>[];

interface Case<V> {
  readonly when: Outcome;
  readonly value: V;
}

/** A value that is there wherever a condition holds; undefined is nowhere. */
export function always<V>(value: V | undefined, when: Outcome = true): Cases<V> {
  return value === undefined || when === false ? [] : [{ when, value }];
}

/** Every pair of a left and a right value. Where both have several they become one value each, lest they multiply. */
export function paired(
  left: Cases,
  right: Cases,
  type: ScalarType,
): Cases<readonly [left: FilterValue, right: FilterValue]> {
  const pack = left.length > 1 && right.length > 1;
  const [lefts, rights] = pack ? [packed(left, type), packed(right, type)] : [left, right];
  return lefts.flatMap((one) =>
    rights.flatMap((other) => always([one.value, other.value] as const, and([one.when, other.when]))),
  );
}

function packed(cases: Cases, type: ScalarType): Cases {
  const of: { when: Exclude<Outcome, boolean>; value: FilterValue }[] = [];
  for (const one of cases) {
    const { when, value } = one;
    if (when === true) return [one];
    if (when !== false) of.push({ when, value });
  }
  return always({ op: "case", type, of });
}

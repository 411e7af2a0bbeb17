/**
 * How far the grants of a question reach, in one number, so that nothing is allocated: the widest scope of those whose `when` is
 * true (or that have none), of those whose `when` is unknown, and of those whose `when` is false. 0: no grant.
 */
import { ask, type Condition, type Powers, type Question } from "./table.js";
import type { Bag } from "./bag.js";
import type { OpenTable } from "./table.js";

export type Reached = number;

/** At most 32 scopes: six bits each. */
const mask = 63;
const [whenTrue, whenUnknown] = [12, 6];

/** The widest scope of the grants whose `when` is true, counted from 1. */
export function ofTrue(reached: Reached): number {
  return reached >> whenTrue;
}

/** The same of those whose `when` is unknown. */
export function ofUnknown(reached: Reached): number {
  return (reached >> whenUnknown) & mask;
}

/** The same of those whose `when` is false. */
export function ofFalse(reached: Reached): number {
  return reached & mask;
}

/** The wider one of each. */
export function join(a: Reached, b: Reached): Reached {
  if (a === 0 || b === 0) return a + b;
  return (
    (Math.max(ofTrue(a), ofTrue(b)) << whenTrue) |
    (Math.max(ofUnknown(a), ofUnknown(b)) << whenUnknown) |
    Math.max(ofFalse(a), ofFalse(b))
  );
}

/** How far some powers reach. */
export function reachOf(
  table: OpenTable,
  { bits, when }: Powers,
  question: Question,
  principal: Bag,
  resource: Bag,
): Reached {
  let reached = table.reach(bits, question) << whenTrue;
  for (const one of when) {
    const scope = table.reach(one.bits, question);
    if (scope > 0) reached = join(reached, scope << placeOf(one.condition, principal, resource));
  }
  return reached;
}

function placeOf(condition: Condition, principal: Bag, resource: Bag): number {
  const truth = ask(condition, principal, resource);
  if (truth === true) return whenTrue;
  return truth === false ? 0 : whenUnknown;
}

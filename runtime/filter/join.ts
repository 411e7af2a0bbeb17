/** `and` and `or`, kept short: flat, without repetition and without what another part says already. */
import type { FilterCondition } from "./types.js";

/** A condition on the resource, or true or false where it does not depend on the resource. */
export type Outcome = FilterCondition | boolean;

export function and(parts: readonly Outcome[]): Outcome {
  return join("and", parts);
}

export function or(parts: readonly Outcome[]): Outcome {
  return join("or", parts);
}

/** A text that equal conditions share. */
export function keyOf(condition: Outcome): string {
  // JSON has no infinite numbers. A text cannot be taken for one: its type stands beside it.
  return JSON.stringify(condition, (_, value: unknown) => (isInfinite(value) ? String(value) : value));
}

function isInfinite(value: unknown): boolean {
  return typeof value === "number" && !Number.isFinite(value);
}

function join(op: "and" | "or", parts: readonly Outcome[]): Outcome {
  const decisive = op === "or";
  const found = new Map<string, FilterCondition>();
  for (const part of parts) {
    if (part === decisive) return decisive;
    if (typeof part === "boolean") continue;
    for (const one of part.op === op ? part.of : [part]) found.set(keyOf(one), one);
  }
  const of = withoutAbsorbed(op, found);
  const [first] = of;
  if (first === undefined) return !decisive;
  return of.length === 1 ? first : { op, of };
}

/** More parts than this come of a long list, and are not compared with each other. */
const mostCompared = 100;

/** `a || a && b` is `a`, and `a || b || (a || b) && c` is `a || b`; so with the operators exchanged. */
function withoutAbsorbed(
  op: "and" | "or",
  found: ReadonlyMap<string, FilterCondition>,
): readonly FilterCondition[] {
  if (found.size > mostCompared) return [...found.values()];
  const inner = op === "or" ? "and" : "or";
  const members = [...found].map(([key, condition]) => {
    const parts = condition.op === inner ? condition.of : [];
    return { condition, parts, keys: new Set(parts.length > 0 ? parts.map(keyOf) : [key]) };
  });
  const isAbsorbed = ({ parts, keys }: (typeof members)[number]): boolean =>
    members.some((other) => other.keys.size < keys.size && [...other.keys].every((key) => keys.has(key))) ||
    parts.some((part) => part.op === op && part.of.every((one) => found.has(keyOf(one))));
  return members.filter((member) => !isAbsorbed(member)).map(({ condition }) => condition);
}

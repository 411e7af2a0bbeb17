/** What a principal's roles permit without a resource at hand: what reads the principal alone is answered. */
import type { Asker } from "./asker.js";
import { fold, nothing, outcomeOf, required } from "./decide.js";
import { granted, requiresFailed } from "./ranks.js";
import { questionOf, type Kind, type Table } from "./table.js";

/** A permission that is held. */
export interface Held {
  /** The widest scope, as an index into the ladder. */
  readonly scope: number;
  /** True if no resource can make a difference. */
  readonly isSure: boolean;
  /** The resource type; empty: it is on the type. */
  readonly type: string;
}

/** What several principals hold of a permission, or undefined. Law 13: each for itself. */
export function heldBy(table: Table, askers: readonly Asker[], permission: unknown): Held | undefined {
  let held: Held | undefined;
  for (const { kind, principal, roles } of askers) {
    const question = typeof kind === "number" ? undefined : questionOf(table, kind, permission);
    if (!question || fold((kind as Kind).requires, true, principal, nothing) !== true) continue;
    const bound = required(question, principal, undefined);
    for (const holders of [question.roles, ...Object.values(question.inside)]) {
      for (const grant of roles.flatMap((name) => holders.by.get(name) ?? [])) {
        const outcome = outcomeOf(grant, principal, undefined);
        if (bound === requiresFailed || (outcome !== granted && typeof outcome === "number")) continue;
        const isSure = outcome === bound && outcome === granted && holders === question.roles;
        held = {
          type: question.type,
          scope: Math.max(grant.scope, held?.scope ?? 0),
          isSure: held?.isSure === true || isSure,
        };
      }
    }
  }
  return held;
}

/** What a principal's roles permit without a resource at hand: what reads the principal alone is answered. */
import type { Asker } from "./asker.js";
import { fold, nothing, outcomeOf, required } from "./decide.js";
import { granted, requiresFailed } from "./ranks.js";
import { questionOf, type Table } from "./table.js";
import type { HeldPermission } from "./types.js";

/** What several principals hold of a permission, or undefined. Law 13: each for itself. */
export function heldBy(
  table: Table,
  askers: readonly Asker[],
  permission: string,
): HeldPermission | undefined {
  let widest = -1;
  let conditional = true;
  let isScoped = false;
  for (const { kind, principal, roles } of askers) {
    if (typeof kind === "number" || fold(kind.requires, true, principal, nothing) !== true) continue;
    const question = questionOf(table, kind, permission);
    const bound = question && required(question, principal, undefined);
    if (!question || bound === requiresFailed) continue;
    isScoped = question.type !== "";
    for (const holders of [question.roles, ...Object.values(question.inside)]) {
      for (const grant of roles.flatMap((name) => holders.by.get(name) ?? [])) {
        const outcome = outcomeOf(grant, principal, undefined);
        if (outcome !== granted && typeof outcome === "number") continue;
        widest = Math.max(widest, grant.scope);
        // No resource can make a difference.
        if (outcome === granted && bound === granted && holders === question.roles) conditional = false;
      }
    }
  }
  const scope = table.policy.scopes[widest];
  return scope === undefined ? undefined : { permission, ...(isScoped && { scope }), conditional };
}

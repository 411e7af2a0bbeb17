/** `can`, `check` and `assert`: all that a program needs that only asks. */
export { createCan } from "./can.js";
import { readAskers, type Asker } from "./asker.js";
import { canOf, type Can } from "./can.js";
import { decisionFor } from "./check.js";
import { ForbiddenError } from "./forbidden.js";
import { openTable, type Table } from "./table.js";
import type { Authorizer, AuthorizerOptions, Decision, Policy, PolicyTypes } from "./types.js";

/** What is called with each decision, whatever it gives. */
export type Hook = ((decision: Decision) => unknown) | undefined;

/** As apps call them: what the types of a policy say is not relied on. */
export interface Checks {
  readonly check: (permission: unknown, resource?: unknown) => Decision;
  readonly assert: (permission: unknown, resource?: unknown) => void;
}

/** The checks of principals that have been read. The hook's failure, now or later, is not theirs. */
export function checksOf(table: Table, hook: Hook, askers: readonly Asker[]): Checks {
  const check: Checks["check"] = (permission, resource) => {
    const decision = Object.freeze(decisionFor(table, askers, permission, resource));
    const told = async (): Promise<void> => {
      await hook?.(decision);
    };
    if (hook) told().catch(() => undefined);
    return decision;
  };
  const assert: Checks["assert"] = (permission, resource) => {
    const decision = check(permission, resource);
    if (!decision.allowed) throw new ForbiddenError(decision);
  };
  return { check, assert };
}

/** `can` for a principal, or several. Only a hook needs a decision. */
export function canTold(
  table: Table,
  hook: Hook,
): (principal: unknown, ...asked: Parameters<Can>) => boolean {
  if (!hook) return canOf(table);
  return (principal, ...asked) => checksOf(table, hook, readAskers(table, principal)).check(...asked).allowed;
}

/**
 * Makes the functions that check a policy, and no others: what a browser needs.
 * @param policy a generated table
 * @throws TypeError for a table of a format that this runtime does not know
 */
export function createChecker<T extends PolicyTypes>(
  policy: Policy<T>,
  { onDecision }: AuthorizerOptions<NoInfer<T>> = {},
): Pick<Authorizer<T>, "can" | "check" | "assert"> {
  const table = openTable(policy);
  const hook = onDecision as Hook;
  const checks = (principal: unknown): Checks => checksOf(table, hook, readAskers(table, principal));
  return {
    can: canTold(table, hook),
    check: (principal: unknown, ...asked: Parameters<Can>) => checks(principal).check(...asked),
    assert: (principal: unknown, ...asked: Parameters<Can>) => {
      checks(principal).assert(...asked);
    },
  };
}

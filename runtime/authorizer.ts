import { readAskers, type Asker } from "./asker.js";
import { mayAssign } from "./assign.js";
import type { Can } from "./can.js";
import { canTold, checksOf, type Hook } from "./checker.js";
import { heldBy } from "./held.js";
import { mergedCan } from "./merge.js";
import { openTable, questionsAbout } from "./table.js";
import type { Authorizer, AuthorizerOptions, Policy, PolicyTypes, PrincipalAuthorizer } from "./types.js";

/**
 * Makes the functions that answer for one policy.
 * @param policy a generated table
 * @throws TypeError for a table of a format that this runtime does not know
 */
export function createAuthorizer<T extends PolicyTypes>(
  policy: Policy<T>,
  { onDecision }: AuthorizerOptions<NoInfer<T>> = {},
): Authorizer<T> {
  const table = openTable(policy);
  const hook = onDecision as Hook;

  const permissions = () =>
    Object.keys(policy.permissions)
      .flatMap((type) => Object.keys(questionsAbout(table, type)))
      .sort();

  const answers = (askers: readonly Asker[]) => ({
    ...checksOf(table, hook, askers),
    scopeOf: (permission: unknown) => heldBy(table, askers, permission as string)?.scope,
    canAssign: (role: string, target: unknown, resource?: unknown) =>
      mayAssign(table, askers, role, target, resource),
    permissionsOf: () => permissions().flatMap((permission) => heldBy(table, askers, permission) ?? []),
  });
  const read = (principal: unknown) => answers(readAskers(table, principal));

  const authorizer = {
    can: canTold(table, hook),
    check: (principal: unknown, ...asked: Parameters<Can>) => read(principal).check(...asked),
    assert: (principal: unknown, ...asked: Parameters<Can>) => {
      read(principal).assert(...asked);
    },
    scopeOf: (principal: unknown, permission: unknown) => read(principal).scopeOf(permission),
    canAssign: (principal: unknown, role: string, target: unknown, resource?: unknown) =>
      read(principal).canAssign(role, target, resource),
    permissionsOf: (principal: unknown) => read(principal).permissionsOf(),
    forPrincipal: (principal: unknown) => {
      const askers = readAskers(table, principal);
      const bound = answers(askers);
      const cans = askers.map((asker) => mergedCan(table, asker));
      const [first] = cans;
      let can: Can = first && !cans[1] ? first : (...asked) => cans.some((one) => one(...asked));
      if (hook) can = (...asked) => bound.check(...asked).allowed;
      return { ...bound, can } as unknown as PrincipalAuthorizer<T>;
    },
  };
  return authorizer as unknown as Authorizer<T>;
}

import { nobody, type Asker } from "./asker.js";
import { mergeRoles, rankFor, readAskers } from "./askers.js";
import { deepest, isAbsent, isBag } from "./bag.js";
import { decide, granted, kindOf, reasons } from "./decide.js";
import { chainOf, describe } from "./describe.js";
import { ForbiddenError } from "./forbidden.js";
import { heldBy, type Held } from "./held.js";
import { find, mayHold, openTable, type Question, type Row } from "./table.js";
import type {
  Authorizer,
  AuthorizerOptions,
  Decision,
  HeldPermission,
  Policy,
  PolicyTypes,
  PrincipalAuthorizer,
} from "./types.js";

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
  const version = `${policy.name}@${policy.hash}`;
  const permissionIds = Object.keys(table.permissions).sort();

  const decisionFor = (askers: readonly Asker[], permission: unknown, resource: unknown): Decision => {
    const question = find(table.permissions, permission);
    let rank = -1;
    let furthest = nobody;
    for (const asker of askers) {
      const reached = rankFor(table, asker, question, resource);
      if (reached > rank) [rank, furthest] = [reached, asker];
    }
    rank = Math.max(rank, 0);
    try {
      return describe(table, version, furthest, permission, question, resource, rank);
    } catch {
      // To describe an answer reads more than to give it; what a getter throws there does not change the answer.
      const reason = reasons[rank] ?? "not-granted";
      const told = { permission: permission as string, principalId: furthest.id as string | undefined };
      return { allowed: rank === granted, reason, ...told, wouldGrant: [], policy: version };
    }
  };

  const checkFor = (askers: readonly Asker[], permission: unknown, resource: unknown): Decision<T> => {
    const decision = Object.freeze(decisionFor(askers, permission, resource)) as Decision<T>;
    if (onDecision !== undefined) {
      // The hook's failure, now or later, is not the check's.
      try {
        const later: unknown = (onDecision as (decision: Decision<T>) => unknown)(decision);
        if (isBag(later)) Promise.resolve(later).catch(() => undefined);
      } catch {
        // Nothing to do: the answer stands.
      }
    }
    return decision;
  };

  const assertFor = (askers: readonly Asker[], permission: unknown, resource: unknown): void => {
    const decision = checkFor(askers, permission, resource);
    if (!decision.allowed) throw new ForbiddenError(decision);
  };

  /** What several principals hold of a permission. Law 13: each for itself. */
  const heldFor = (askers: readonly Asker[], question: Question): readonly Held[] =>
    askers.flatMap((asker) => heldBy(table, asker, question) ?? []);

  const widestOf = (held: readonly Held[]): T["scope"] | undefined =>
    table.scopes[Math.max(...held.map(({ scope }) => scope)) - 1];

  const scopeFor = (askers: readonly Asker[], permission: unknown): T["scope"] | undefined => {
    const question = find(table.permissions, permission);
    return question?.type === undefined ? undefined : widestOf(heldFor(askers, question));
  };

  const permissionsFor = (askers: readonly Asker[]): readonly HeldPermission<T>[] =>
    permissionIds.flatMap((id): readonly HeldPermission<T>[] => {
      const permission = id as HeldPermission<T>["permission"];
      const question = table.permissions[id];
      const held = question === undefined ? [] : heldFor(askers, question);
      if (held.length === 0) return [];
      const conditional = !held.some(({ isSure }) => isSure);
      const scope = question?.type === undefined ? undefined : widestOf(held);
      return [{ permission, ...(scope !== undefined && { scope }), conditional }];
    });

  const assignFor = (
    askers: readonly Asker[],
    role: unknown,
    target: unknown,
    resource: unknown,
  ): boolean => {
    const question = find(table.assignable, role);
    const kind = kindOf(table, target);
    if (question === undefined || !kind) return false;
    const row = rowNamed(role as string);
    if (row === undefined || !mayHold(kind, row) || kind.defaults.includes(row)) return false;
    // With a role, the resource only supplies the asker's resource roles, and those assign no roles.
    const isRole = question.type === undefined;
    if (isRole && !isAbsent(resource) && !isWellFormed(resource)) return false;
    const on = isRole ? undefined : resource;
    return askers.some((asker) => rankFor(table, asker, question, on) === granted);
  };

  const rowNamed = (name: string): Row | undefined => {
    const hash = name.indexOf("#");
    return hash === -1 ? table.roles[name] : table.resourceRoles[name.slice(0, hash)]?.[name.slice(hash + 1)];
  };

  const isWellFormed = (resource: unknown): boolean => {
    if (!isBag(resource) || find(table.containers, resource["type"]) === undefined) return false;
    const chain = chainOf(table, resource);
    return chain.length > deepest || isAbsent(chain.at(-1)?.["container"]);
  };

  /** What a getter of the app throws means no. */
  const safely = <V>(answer: () => V, otherwise: V): V => {
    try {
      return answer();
    } catch {
      return otherwise;
    }
  };

  const canOne = (principal: unknown, question: Question | undefined, resource: unknown): boolean => {
    try {
      if (!isBag(principal)) return false;
      return (
        decide(table, kindOf(table, principal), principal, principal["roles"], question, resource) === granted
      );
    } catch {
      return false;
    }
  };

  const can = (principal: unknown, permission: unknown, resource?: unknown): boolean => {
    if (onDecision !== undefined) return check(principal, permission, resource).allowed;
    const question = find(table.permissions, permission);
    try {
      if (!Array.isArray(principal)) return canOne(principal, question, resource);
      for (const one of principal as readonly unknown[]) if (canOne(one, question, resource)) return true;
    } catch {
      // A list that cannot be read holds nobody.
    }
    return false;
  };

  const check = (principal: unknown, permission: unknown, resource?: unknown): Decision<T> =>
    checkFor(readAskers(table, principal), permission, resource);

  const forPrincipal = (principal: unknown): PrincipalAuthorizer<T> => {
    const askers = readAskers(table, principal).map((asker) => safely(() => mergeRoles(table, asker), asker));
    const canSame = (permission: unknown, resource?: unknown): boolean => {
      if (onDecision !== undefined) return checkFor(askers, permission, resource).allowed;
      const question = find(table.permissions, permission);
      for (const asker of askers) if (rankFor(table, asker, question, resource) === granted) return true;
      return false;
    };
    return {
      can: canSame,
      check: (permission: unknown, resource?: unknown) => checkFor(askers, permission, resource),
      assert: (permission: unknown, resource?: unknown) => {
        assertFor(askers, permission, resource);
      },
      scopeOf: (permission) => scopeFor(askers, permission),
      canAssign: (role: unknown, target: unknown, resource?: unknown) =>
        safely(() => assignFor(askers, role, target, resource), false),
      permissionsOf: () => permissionsFor(askers),
    };
  };

  return {
    can,
    check,
    assert: (principal: unknown, permission: unknown, resource?: unknown) => {
      assertFor(readAskers(table, principal), permission, resource);
    },
    scopeOf: (principal, permission) => scopeFor(readAskers(table, principal), permission),
    canAssign: (principal: unknown, role: unknown, target: unknown, resource?: unknown) =>
      safely(() => assignFor(readAskers(table, principal), role, target, resource), false),
    permissionsOf: (principal) => permissionsFor(readAskers(table, principal)),
    forPrincipal,
  };
}

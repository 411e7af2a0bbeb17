import { decide, deepest, granted, isAbsent, isBag, kindOf, missingAttribute, type Rank } from "./decide.js";
import { chainOf, describe, holdersOf, type AskerRecord } from "./describe.js";
import { ForbiddenError } from "./forbidden.js";
import { find, mayHold, openTable, type Bits, type Kind, type Lookup, type Row } from "./table.js";
import type {
  Authorizer,
  AuthorizerOptions,
  Decision,
  HeldPermission,
  Policy,
  PolicyTypes,
  PrincipalAuthorizer,
} from "./types.js";

/** A principal, or one whose roles are merged into `merged`. */
interface PreparedAsker extends AskerRecord {
  readonly merged?: Kind | undefined;
}

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

  const prepared = (principal: unknown): readonly PreparedAsker[] =>
    (Array.isArray(principal) ? (principal as readonly unknown[]) : [principal]).map((one) => ({
      id: isBag(one) ? one["id"] : undefined,
      kind: kindOf(table, one),
      roles: isBag(one) ? one["roles"] : undefined,
    }));

  const rankFor = ({ kind, merged, roles }: PreparedAsker, permission: unknown, resource: unknown): Rank =>
    merged === undefined
      ? decide(table, kind, roles, find(table.permissions, permission), resource)
      : decide(table, merged, undefined, find(table.permissions, permission), resource);

  const nobody: AskerRecord = { id: undefined, kind: null, roles: undefined };

  const decisionFor = (
    askers: () => readonly PreparedAsker[],
    permission: unknown,
    resource: unknown,
  ): Decision => {
    try {
      const question = find(table.permissions, permission);
      let rank = -1;
      let furthest = nobody;
      for (const asker of askers()) {
        const reached = rankFor(asker, permission, resource);
        if (reached > rank) [rank, furthest] = [reached, asker];
      }
      return describe(table, version, furthest, permission, question, resource, Math.max(rank, 0));
    } catch {
      // Law 7: a decision never throws. What the app's own getters throw is a value that is missing.
      return describe(table, version, nobody, permission, undefined, undefined, missingAttribute);
    }
  };

  const checkFor = (
    askers: () => readonly PreparedAsker[],
    permission: unknown,
    resource: unknown,
  ): Decision<T> => {
    const decision = decisionFor(askers, permission, resource) as Decision<T>;
    if (onDecision !== undefined) {
      try {
        onDecision(decision);
      } catch {
        // The hook's failure is not the check's.
      }
    }
    return decision;
  };

  const assertFor = (
    askers: () => readonly PreparedAsker[],
    permission: unknown,
    resource: unknown,
  ): void => {
    const decision = checkFor(askers, permission, resource);
    if (!decision.allowed) throw new ForbiddenError(decision);
  };

  const rowsOf = ({ kind, merged, roles }: PreparedAsker): readonly Row[] =>
    merged?.defaults ?? (kind ? holdersOf(table, kind, roles, []).held.map(({ row }) => row) : []);

  /** The widest reach of a permission, everywhere and anywhere. */
  const reachFor = (
    rows: readonly Row[],
    permission: unknown,
  ): readonly [everywhere: number, anywhere: number] => {
    const question = find(table.permissions, permission);
    let [everywhere, inside] = [0, 0];
    if (question === undefined) return [0, 0];
    for (const row of rows) {
      everywhere = Math.max(everywhere, table.reach(row.bits(), question));
      for (const bits of Object.values(row.inside ?? {}))
        inside = Math.max(inside, table.reach(bits(), question));
    }
    return [everywhere, Math.max(everywhere, inside)];
  };

  const scopeFor = (askers: readonly PreparedAsker[], permission: unknown): T["scope"] | undefined => {
    if (find(table.permissions, permission)?.type === undefined) return undefined;
    return table.scopes[reachFor(askers.flatMap(rowsOf), permission)[1] - 1];
  };

  const permissionsFor = (askers: readonly PreparedAsker[]): readonly HeldPermission<T>[] => {
    const rows = askers.flatMap(rowsOf);
    return permissionIds.flatMap((id): readonly HeldPermission<T>[] => {
      const [everywhere, anywhere] = reachFor(rows, id);
      const permission = id as HeldPermission<T>["permission"];
      if (anywhere === 0) return [];
      if (table.permissions[id]?.type === undefined) return [{ permission, conditional: false }];
      const scope = table.scopes[anywhere - 1] as T["scope"];
      return [{ permission, scope, conditional: everywhere < table.scopes.length }];
    });
  };

  const assignFor = (
    askers: readonly PreparedAsker[],
    role: unknown,
    target: unknown,
    resource: unknown,
  ): boolean => {
    const question = find(table.assignable, role);
    const kind = kindOf(table, target);
    if (question === undefined || !kind) return false;
    const row = rowNamed(role as string);
    if (row === undefined || !mayHold(kind, row) || kind.defaults.includes(row)) return false;
    if (question.type === undefined && !isAbsent(resource)) {
      // With a role, the resource only supplies the asker's resource roles, and those assign no roles.
      if (!isWellFormed(resource)) return false;
      return assignFor(askers, role, target, undefined);
    }
    return askers.some(
      ({ kind: own, merged, roles }) =>
        decide(table, merged ?? own, merged ? undefined : roles, question, resource) === granted,
    );
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

  const merge = (asker: PreparedAsker): PreparedAsker => {
    if (!asker.kind) return asker;
    const rows = rowsOf(asker);
    const inside = Object.create(null) as Lookup<() => Bits>;
    for (const type of rows.flatMap((row) => Object.keys(row.inside ?? {}))) {
      const bits = union(rows.flatMap((row) => row.inside?.[type]?.() ?? []));
      inside[type] = () => bits;
    }
    const bits = union(rows.map((row) => row.bits()));
    const row: Row = { notation: "", id: "", heldBy: undefined, bits: () => bits, inside };
    const roles: unknown = Array.isArray(asker.roles) ? [...(asker.roles as readonly unknown[])] : undefined;
    return { ...asker, roles, merged: { name: asker.kind.name, defaults: [row] } };
  };

  const safely = <V>(answer: () => V, otherwise: V): V => {
    try {
      return answer();
    } catch {
      return otherwise;
    }
  };

  const can = (principal: unknown, permission: unknown, resource?: unknown): boolean => {
    if (onDecision !== undefined) return checkFor(() => prepared(principal), permission, resource).allowed;
    try {
      const question = find(table.permissions, permission);
      if (!Array.isArray(principal)) return canOne(principal, question, resource);
      for (const one of principal as readonly unknown[]) if (canOne(one, question, resource)) return true;
      return false;
    } catch {
      return false;
    }
  };

  const canOne = (principal: unknown, question: Parameters<typeof decide>[3], resource: unknown): boolean =>
    isBag(principal) &&
    decide(table, kindOf(table, principal), principal["roles"], question, resource) === granted;

  const forPrincipal = (principal: unknown): PrincipalAuthorizer<T> => {
    const askers = safely(() => prepared(principal).map(merge), []);
    const same = (): readonly PreparedAsker[] => askers;
    const canSame = (permission: unknown, resource?: unknown): boolean => {
      if (onDecision !== undefined) return checkFor(same, permission, resource).allowed;
      try {
        for (const asker of askers) if (rankFor(asker, permission, resource) === granted) return true;
        return false;
      } catch {
        return false;
      }
    };
    return {
      can: canSame,
      check: (permission: unknown, resource?: unknown) => checkFor(same, permission, resource),
      assert: (permission: unknown, resource?: unknown) => {
        assertFor(same, permission, resource);
      },
      scopeOf: (permission) => scopeFor(askers, permission),
      canAssign: (role: unknown, target: unknown, resource?: unknown) =>
        safely(() => assignFor(askers, role, target, resource), false),
      permissionsOf: () => permissionsFor(askers),
    };
  };

  return {
    can,
    check: (principal: unknown, permission: unknown, resource?: unknown) =>
      checkFor(() => prepared(principal), permission, resource),
    assert: (principal: unknown, permission: unknown, resource?: unknown) => {
      assertFor(() => prepared(principal), permission, resource);
    },
    scopeOf: (principal, permission) => safely(() => scopeFor(prepared(principal), permission), undefined),
    canAssign: (principal: unknown, role: unknown, target: unknown, resource?: unknown) =>
      safely(() => assignFor(prepared(principal), role, target, resource), false),
    permissionsOf: (principal) => safely(() => permissionsFor(prepared(principal)), []),
    forPrincipal,
  };
}

function union(all: readonly Bits[]): Bits {
  const bits = new Uint32Array(all[0]?.length ?? 0);
  for (const one of all) for (const [index, word] of one.entries()) bits[index] = (bits[index] ?? 0) | word;
  return bits;
}

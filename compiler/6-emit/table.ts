/** The table that the runtime reads. Everything in it is sorted, scopes by their ladder. */
import { byCodePoint } from "../order.js";
import { assignable } from "../roles.js";
import { hashOf } from "./hash.js";
import type {
  AnalyzedPolicy,
  Authorized,
  Condition,
  Kinds,
  KindTable,
  Permission,
  PolicyModel,
  Powers,
  PrincipalKind,
  Resource,
  ResourceTable,
  Role,
  Table,
} from "../ir.js";

/**
 * The table of a policy, with its hash.
 * @param mostNames more grants than this make a large table: it names each role once, and an app reads a type's permissions when it
 *   asks for one of them
 */
export function tableOf(policy: AnalyzedPolicy, mostNames = 5_000): Table {
  const conditions = conditionsOf(policy);
  const { format, name, ...rest } = bareTable(policy, conditions, mostNames);
  const hash = hashOf(policy.model, { format, name, ...rest }, conditions);
  return { format, name, hash, ...rest };
}

function bareTable(
  { model, authorized }: AnalyzedPolicy,
  conditions: readonly Condition[],
  mostNames: number,
): Omit<Table, "hash"> {
  const { scopes, kinds, resources } = model;
  const index = indexOf(conditions);
  const roles = sortedBy(model.roles, ({ id }) => id);
  const shares = resources.flatMap((resource) => resource.roles);
  const all = [...roles, ...sortedBy(shares, assignable)];
  const isLarge = size(all.map((role) => authorizedOf(authorized, role))) > mostNames;
  const names = new Map(roles.map((role, at) => [role, isLarge ? String(at) : role.id]));

  const holders = new Map<Permission | Role, string[]>();
  const add = (of: Permission | Role, holder: string): void => {
    const known = holders.get(of);
    if (known === undefined) holders.set(of, [holder]);
    else known.push(holder);
  };
  const addPowers = ({ permissions, conditional, assigns }: Powers, holder: string): void => {
    const addAt = (permission: Permission, scope: number, when: string): void => {
      const isWidest = permission.level === "type" || scope === scopes.length - 1;
      add(permission, `${holder}${isWidest ? "" : `@${scopes[scope] ?? ""}`}${when}`);
    };
    for (const [permission, scope] of permissions) addAt(permission, scope, "");
    for (const [condition, reached] of conditional) {
      for (const [permission, scope] of reached) addAt(permission, scope, `?${index(condition)}`);
    }
    for (const role of assigns) add(role, holder);
  };
  for (const role of all) {
    const { everywhere, inside } = authorizedOf(authorized, role);
    const name = names.get(role) ?? assignable(role);
    addPowers(everywhere, name);
    for (const [resource, powers] of inside) addPowers(powers, `${resource.name}>${name}`);
  }

  const question = (
    of: Permission | Role,
    type: string,
    requires: readonly (Condition | undefined)[],
  ): string => {
    const bound = requires.flatMap((condition) => (condition === undefined ? [] : [index(condition)]));
    const fields = [sortedHolders(holders.get(of) ?? []).join(" "), type, bound.join(" ")];
    return fields.join("|").replace(/\|+$/, "");
  };
  const questionsAbout = ({ name, permissions, requires }: Resource): Readonly<Record<string, string>> =>
    sorted(
      permissions.map((permission) => [
        permission.id,
        permission.level === "type"
          ? question(permission, "", [permission.requires?.to])
          : question(permission, name, [permission.requires?.to, requires?.to]),
      ]),
    );
  const others = resources.flatMap(({ name, permissions }) =>
    permissions.flatMap(({ id }) => (id.split(":", 1)[0] === name ? [] : [[id, name] as const])),
  );
  return {
    format: 1,
    name: model.name,
    scopes,
    kinds: sorted(kinds.map((kind) => [kind.name, kindTable(kind, index)])),
    roles: Object.fromEntries(roles.map((role) => [role.id, kindsOf(role, model)])),
    resources: sorted(resources.map((resource) => [resource.name, resourceTable(resource, model, index)])),
    permissions: sorted(
      resources.map((resource) => {
        const questions = questionsAbout(resource);
        return [resource.name, isLarge ? JSON.stringify(questions) : questions];
      }),
    ),
    ...(others.length > 0 && { typeOf: sorted(others) }),
    assigns: sorted(
      all.flatMap((role) =>
        holders.has(role) ? [[assignable(role), question(role, role.resource?.name ?? "", [])]] : [],
      ),
    ),
  };
}

/** By code point, of each role what has no condition first. */
function sortedHolders(holders: readonly string[]): readonly string[] {
  const key = (holder: string): string => holder.replace("?", "~");
  return [...holders].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function size(all: readonly Authorized[]): number {
  const sizes = all.map(({ everywhere, inside }) =>
    [everywhere, ...inside.values()]
      .flatMap(({ permissions, conditional }) => [permissions, ...conditional.values()])
      .reduce((sum, reached) => sum + reached.size, 0),
  );
  return sizes.reduce((sum, one) => sum + one, 0);
}

function indexOf(conditions: readonly Condition[]): (condition: Condition) => number {
  const indexes = new Map(conditions.map((condition, at) => [condition, at]));
  return (condition) => {
    const found = indexes.get(condition);
    if (found === undefined) throw new Error(`${condition.key} is no condition of the table`);
    return found;
  };
}

/** What a role has after inheritance. Every role of an analyzed policy has an entry. */
export function authorizedOf(authorized: AnalyzedPolicy["authorized"], role: Role): Authorized {
  const found = authorized.get(role);
  if (found === undefined) throw new Error(`${role.name} was not analyzed`);
  return found;
}

function kindTable(
  { defaultRoles, requires }: PrincipalKind,
  index: (condition: Condition) => number,
): KindTable {
  const roles = [...new Set(defaultRoles.map(({ to }) => to.id))].sort();
  return {
    ...(roles.length > 0 && { defaultRoles: roles }),
    ...(requires !== undefined && { requires: String(index(requires.to)) }),
  };
}

/** No kind is called so: it stands for none. */
const noKind = "-";

/** Who may hold a role. All kinds are the same as none named; an empty list is a role that is there to be inherited. */
function kindsOf({ heldBy }: Role, { kinds }: PolicyModel): Kinds {
  if (heldBy === undefined) return "";
  const names = [...new Set(heldBy.map(({ name }) => name))].sort();
  if (names.length === 0) return noKind;
  return names.length === kinds.length ? "" : names.join(" ");
}

function resourceTable(
  { containers, scopes, roles }: Resource,
  model: PolicyModel,
  index: (condition: Condition) => number,
): ResourceTable {
  const reached = model.scopes.flatMap((scope, at) => {
    if (at === model.scopes.length - 1 && scopes[at] === undefined) return [];
    // A scope reaches what the scopes below it reach.
    const conditions = scopes
      .slice(0, at + 1)
      .flatMap((condition) => (condition ? [index(condition.to)] : []));
    return [[scope, conditions.join(" ")] as const];
  });
  const hasScopes = scopes.some((condition) => condition !== undefined);
  return {
    ...(containers.length > 0 && { in: containers.map(({ name }) => name).sort() }),
    ...(hasScopes && { scopes: Object.fromEntries(reached) }),
    ...(roles.length > 0 && { roles: sorted(roles.map((role) => [role.id, kindsOf(role, model)])) }),
  };
}

/** The conditions that a table names, sorted by key. */
export function conditionsOf({ model, authorized }: AnalyzedPolicy): readonly Condition[] {
  const powers = [...authorized.values()].flatMap(({ everywhere, inside }) => [
    everywhere,
    ...inside.values(),
  ]);
  const written = [
    ...model.kinds.map(({ requires }) => requires),
    ...model.resources.flatMap(({ requires, scopes, permissions }) => [
      requires,
      ...scopes,
      ...permissions.map((permission) => permission.requires),
    ]),
  ];
  const all = [
    ...written.map((one) => one?.to),
    ...powers.flatMap(({ conditional }) => [...conditional.keys()]),
  ];
  const found = new Set(all.filter((condition) => condition !== undefined));
  return [...found].sort((a, b) => byCodePoint(a.key, b.key));
}

function sorted<V>(entries: readonly (readonly [string, V])[]): Readonly<Record<string, V>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sortedBy<V>(all: readonly V[], key: (one: V) => string): readonly V[] {
  return [...all].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

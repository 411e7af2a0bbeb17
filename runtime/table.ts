/** The table, opened: names become numbers once, and a role's row of bits is decoded when it is first asked about. */
import { own, type Bag } from "./bag.js";
import type { ConditionTable, PolicyTable, PowersTable, ResourceTable, RoleTable, Truth } from "./types.js";

/** What a check asks: a permission, or that a role may be assigned. */
export interface Question {
  readonly number: number;
  /** The resource type of an instance-level question; undefined: type-level. */
  readonly type: string | undefined;
  /** What each scope reaches: all, nothing, or what its condition says. Undefined: the question has no scope. */
  readonly scopes: readonly (Condition | boolean)[] | undefined;
  /** What binds everyone, of the action and of the resource type. */
  readonly requires: readonly Condition[];
}

export type Condition = ConditionTable;

/** One plane of bits for each scope, narrowest first. A plane has what is granted at its scope or a wider one. */
export type Bits = Uint32Array;

/** What is granted without a condition, and what under each. */
export interface Powers {
  readonly bits: Bits;
  readonly when: readonly { readonly condition: Condition; readonly bits: Bits }[];
}

/** A role or resource role. */
export interface Row {
  /** `role:X` or `resourceRole:T#X`. */
  readonly notation: string;
  readonly id: string;
  readonly heldBy: readonly string[] | undefined;
  readonly powers: () => Powers;
  /** What it has only inside a resource of a type. */
  readonly inside: Lookup<() => Powers> | undefined;
}

export interface Kind {
  readonly name: string;
  readonly defaults: readonly Row[];
  readonly requires: Condition | undefined;
}

/** A map without a prototype, so that `constructor` and `__proto__` are names like others. */
export type Lookup<V> = Record<string, V>;

export interface OpenTable {
  readonly scopes: readonly string[];
  readonly permissions: Lookup<Question>;
  /** Roles by id, and resource roles as `type#id`. */
  readonly assignable: Lookup<Question>;
  readonly kinds: Lookup<Kind>;
  /** The kind that may be left out, where there is just one. */
  readonly onlyKind: Kind | undefined;
  readonly containers: Lookup<readonly string[]>;
  readonly roles: Lookup<Row>;
  readonly resourceRoles: Lookup<Lookup<Row>>;
  /** How many scopes, from the narrowest on, a question is granted at. 0: not at all. */
  readonly reach: (bits: Bits, question: Question) => number;
}

/** Looks up a name that may be anything. */
export function find<V>(lookup: Lookup<V>, name: unknown): V | undefined {
  return typeof name === "string" ? lookup[name] : undefined;
}

/** True if a principal kind may hold a role. */
export function mayHold(kind: Kind, { heldBy }: Row): boolean {
  return heldBy === undefined || heldBy.includes(kind.name);
}

/** Asks a condition. What a getter of the app throws is a value that is missing, and has no name. */
export function ask({ test }: Condition, principal: Bag, resource: Bag): Truth {
  try {
    return test(principal, resource);
  } catch {
    return "";
  }
}

/** Opens a table. @throws TypeError for a format that this runtime does not know */
export function openTable(table: PolicyTable): OpenTable {
  if ((table.format as number) !== 1) {
    throw new TypeError(`rolebook: unknown table format ${String(table.format)}: build the policy again`);
  }
  const { scopes } = table;
  const permissions = lookup<Question>();
  const assignable = lookup<Question>();
  const containers = lookup<readonly string[]>();
  const roles = lookup<Row>();
  const resourceRoles = lookup<Lookup<Row>>();
  const kinds = lookup<Kind>();
  let count = 0;
  const question = (
    type?: string,
    reaches?: Question["scopes"],
    requires: readonly Condition[] = [],
  ): Question => ({ number: count++, type, scopes: reaches, requires });

  const condition = (key: string): Condition => {
    const found = own(table.conditions, key);
    if (found === undefined) throw new TypeError(`rolebook: the table has no condition ${key}`);
    return found;
  };
  const conditionsAt = (...keys: readonly (string | undefined)[]): readonly Condition[] =>
    keys.flatMap((key) => (key === undefined ? [] : condition(key)));

  const bitsOf = (allow: NonNullable<PowersTable["allow"]>, assigns: readonly string[] = []): Bits => {
    const words = (count + 31) >>> 5;
    const bits = new Uint32Array(words * scopes.length);
    const set = (asked: Question | undefined, widest: number): void => {
      if (asked === undefined) return;
      for (let plane = 0; plane <= widest; plane++) {
        const word = plane * words + (asked.number >>> 5);
        bits[word] = (bits[word] ?? 0) | (1 << (asked.number & 31));
      }
    };
    for (const scope of Object.keys(allow)) {
      for (const id of allow[scope] ?? []) set(permissions[id], scopes.indexOf(scope));
    }
    for (const role of assigns) set(assignable[role], scopes.length - 1);
    return bits;
  };
  const powersOf = ({ allow = {}, when = {}, assigns }: PowersTable): (() => Powers) => {
    const conditional = Object.keys(when).map((key) => ({
      condition: condition(key),
      allow: when[key] ?? {},
    }));
    return once(() => ({
      bits: bitsOf(allow, assigns),
      when: conditional.map((one) => ({ condition: one.condition, bits: bitsOf(one.allow) })),
    }));
  };

  const rowOf = (id: string, role: RoleTable, type?: string): Row => {
    const inside = role.inside && lookup<() => Powers>();
    for (const [container, powers] of Object.entries(role.inside ?? {})) {
      if (inside) inside[container] = powersOf(powers);
    }
    const notation = type === undefined ? `role:${id}` : `resourceRole:${type}#${id}`;
    return { notation, id, heldBy: role.heldBy, powers: powersOf(role), inside };
  };

  const reachesOf = (resource: ResourceTable): readonly (Condition | boolean)[] =>
    scopes.map((scope, index) => {
      const key = own(resource.scopes, scope);
      return key === undefined ? index === scopes.length - 1 : condition(key);
    });

  for (const type of Object.keys(table.resources)) {
    const resource = table.resources[type] ?? {};
    const { in: within = [], type: onType = [], instance = [], roles: shares = {} } = resource;
    const { requires, actions = {} } = resource;
    containers[type] = within;
    const reaches = reachesOf(resource);
    for (const id of onType) permissions[id] = question(undefined, undefined, conditionsAt(own(actions, id)));
    for (const id of instance) {
      permissions[id] = question(type, reaches, conditionsAt(own(actions, id), requires));
    }
    const rows = (resourceRoles[type] = lookup<Row>());
    for (const id of Object.keys(shares)) {
      assignable[`${type}#${id}`] = question(type);
      rows[id] = rowOf(id, shares[id] ?? {}, type);
    }
  }
  for (const id of Object.keys(table.roles)) {
    assignable[id] = question();
    roles[id] = rowOf(id, table.roles[id] ?? {});
  }
  const names = Object.keys(table.kinds);
  for (const name of names) {
    const { defaultRoles = [], requires } = table.kinds[name] ?? {};
    const [refusing] = conditionsAt(requires);
    kinds[name] = { name, defaults: defaultRoles.flatMap((id) => roles[id] ?? []), requires: refusing };
  }

  const words = (count + 31) >>> 5;
  const reach = (bits: Bits, { number }: Question): number => {
    for (let plane = scopes.length; plane > 0; plane--) {
      if (((bits[(plane - 1) * words + (number >>> 5)] ?? 0) >>> (number & 31)) & 1) return plane;
    }
    return 0;
  };
  const onlyKind = names.length === 1 ? kinds[names[0] ?? ""] : undefined;
  return { scopes, permissions, assignable, kinds, onlyKind, containers, roles, resourceRoles, reach };
}

function lookup<V>(): Lookup<V> {
  return Object.create(null) as Lookup<V>;
}

function once<V>(make: () => V): () => V {
  let made: V | undefined;
  return () => (made ??= make());
}

/**
 * Random policies and random questions for the laws.
 *
 * A policy is built from seeds: free choices that shrink by themselves. Where a choice depends on the policy
 * (which roles there are to inherit), the seed holds a number that picks among the candidates, so that every
 * combination of seeds is a valid policy.
 */
import * as fc from "fast-check";
import { choose, chooseAll, diceOf, mostly, pick, picks, rarely, throwsOf, type Dice } from "./choices.js";
import { conditionFor, type Place, type Vocabulary } from "./condition-arbitrary.js";
import type { Fragment } from "./interpreter.js";
import type { Attributes, AttributeType } from "./reading.js";
import { valuesOf } from "./values.js";

export interface PermissionQuestion {
  readonly about: "permission";
  readonly asker: unknown;
  readonly permission: unknown;
  readonly resource: unknown;
}

export interface AssignmentQuestion {
  readonly about: "assignment";
  readonly asker: unknown;
  readonly role: unknown;
  readonly target: unknown;
  readonly resource: unknown;
}

export type Question = PermissionQuestion | AssignmentQuestion;

// ---- Names. Two names that differ only in `-`, `.`, `:`, `/` or case never meet: they would clash as identifiers.

const KINDS = ["user", "team-key", "project.key", "constructor", "toString"];
const SCOPES = ["OWN", "TEAM", "a.b", "constructor", "ALL"];
const TYPES = [
  "job",
  "project",
  "folder",
  "model",
  "a.b",
  "a-b",
  "constructor",
  "toString",
  "hasOwnProperty",
  "delete",
  "guard_1.rail-x",
];
const ACTIONS = [
  "view",
  "edit",
  "create",
  "delete",
  "a.b",
  "a-b",
  "sub:view",
  "constructor",
  "toString",
  "hasOwnProperty",
];
const ROLES = [
  "viewer",
  "admin",
  "DEVELOPER",
  "system:node",
  "roles/storage.admin",
  "a.b",
  "a-b",
  "constructor",
  "toString",
  "hasOwnProperty",
  "delete",
];
const PERMISSION_IDS = [
  "CAN_VIEW",
  "CAN_EDIT",
  "old:view",
  "legacy/view.all",
  "constructor",
  "delete",
  "valueOf",
];
const ROLE_IDS = ["ROLE_1", "r:2", "legacy/role.3", "valueOf", "isPrototypeOf", "constructor"];
/** Attributes that every resource type of a policy declares, and most kinds. */
const COMMON: Readonly<Record<string, AttributeType>> = {
  team: "string",
  owner: "string",
  level: "number",
  status: ["OPEN", "closed", "", "a b"],
  open: "boolean",
  at: "timestamp",
  tags: "list<string>",
  limit: "number",
  marks: "list<number>",
  until: "timestamp",
  visibility: ["public", "private"],
  listed: "boolean",
  label: "string",
};
/** Attributes that only some of them declare; of one type within a policy. */
const SPECIAL = ["then", "key_1", "note"];
const ATTRIBUTE_TYPES: readonly AttributeType[] = [
  "string",
  "number",
  "boolean",
  "timestamp",
  "list<string>",
  "list<number>",
  "list<boolean>",
  "list<timestamp>",
  ["OPEN", "closed", "a b"],
  ["only"],
];
const PROSE = ["Plain", "ends */ here", "`${x}` \"and\" 'more'", "two\nlines", "- # :"];

function identifier(name: string): string {
  return name.replace(/[-.:/]/g, "").toLowerCase();
}

/** An id that no name and no other id of its namespace has. */
function freeId(pool: readonly string[], picked: number | undefined, taken: Set<string>): string | undefined {
  if (picked === undefined) return undefined;
  const id = choose(
    pool.filter((one) => !taken.has(one)),
    picked,
  );
  if (id !== undefined) taken.add(id);
  return id;
}

// ---- Seeds.

interface GrantSeed {
  readonly plain: boolean;
  readonly permissions: readonly number[];
  readonly except: readonly number[];
  readonly scope: number | undefined;
  readonly when: ConditionSeed | undefined;
}

interface ConditionSeed {
  readonly ofPrincipal: boolean;
  readonly throws: readonly number[];
}

interface AssignsSeed {
  readonly plain: boolean;
  readonly roles: readonly number[];
  readonly except: readonly number[];
}

interface Prose {
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly deprecated: string | undefined;
}

interface RoleSeed {
  readonly name: string;
  readonly id: number | undefined;
  readonly heldBy: readonly number[];
  /** It is there to be inherited. */
  readonly isHeldByNone: boolean;
  readonly inherits: readonly number[];
  readonly allow: readonly GrantSeed[];
  readonly assigns: readonly AssignsSeed[];
  readonly prose: Prose;
  readonly weight: number | undefined;
  readonly opened: boolean;
}

interface ActionSeed {
  readonly name: string;
  readonly typeLevel: boolean;
  readonly id: number | undefined;
  readonly implies: readonly number[];
  readonly requires: ConditionSeed | undefined;
  readonly prose: Prose;
}

interface AttributeSeed {
  readonly name: string;
  readonly optional: boolean;
}

interface OverrideSeed {
  readonly scope: number;
  readonly never: boolean;
  readonly when: ConditionSeed;
}

interface TypeSeed {
  readonly name: string;
  readonly containsItself: boolean;
  readonly containers: readonly number[];
  readonly attributes: readonly AttributeSeed[];
  readonly actions: readonly ActionSeed[];
  readonly requires: ConditionSeed | undefined;
  readonly overrides: readonly OverrideSeed[];
  readonly resourceRoles: readonly RoleSeed[];
  readonly prose: Prose;
  readonly opened: boolean;
}

interface KindSeed {
  readonly name: string;
  readonly attributes: readonly AttributeSeed[];
  readonly lacks: readonly number[];
  readonly defaultRoles: readonly number[];
  readonly requires: ConditionSeed | undefined;
}

interface PolicySeed {
  readonly kinds: readonly KindSeed[];
  readonly scopes: readonly string[];
  readonly conditions: readonly ConditionSeed[];
  readonly bound: ConditionSeed | undefined;
  readonly common: readonly AttributeSeed[];
  readonly special: readonly AttributeType[];
  readonly types: readonly TypeSeed[];
  readonly roles: readonly RoleSeed[];
  readonly files: number;
  readonly throws: readonly number[];
}

function distinct<T extends { readonly name: string }>(
  arbitrary: fc.Arbitrary<T>,
  min: number,
  max: number,
): fc.Arbitrary<T[]> {
  return fc.uniqueArray(arbitrary, {
    minLength: min,
    maxLength: max,
    selector: ({ name }) => identifier(name),
  });
}

const prose: fc.Arbitrary<Prose> = fc.record({
  title: rarely(fc.constantFrom(...PROSE), 12),
  description: rarely(fc.constantFrom(...PROSE), 12),
  deprecated: rarely(fc.constantFrom(...PROSE), 12),
});

/** Whether a list or map is also opened with nothing in it. */
const opened: fc.Arbitrary<boolean> = mostly(fc.constant(false), 8, fc.constant(true));

const conditionSeed: fc.Arbitrary<ConditionSeed> = fc.record({
  ofPrincipal: mostly(fc.constant(false), 4, fc.constant(true)),
  throws: throwsOf(4, 24),
});

const grantSeed: fc.Arbitrary<GrantSeed> = fc.record({
  plain: mostly(fc.constant(false), 5, fc.constant(true)),
  permissions: picks(3, 1),
  except: picks(2),
  scope: mostly(pick, 5, fc.constant(undefined)),
  when: rarely(conditionSeed, 2),
});

const assignsSeed: fc.Arbitrary<AssignsSeed> = fc.record({
  plain: fc.boolean(),
  roles: picks(3, 1),
  except: picks(2),
});

const roleSeed: fc.Arbitrary<RoleSeed> = fc.record({
  name: fc.constantFrom(...ROLES),
  id: rarely(pick, 4),
  heldBy: mostly(fc.constant([]), 4, picks(2, 1)),
  isHeldByNone: mostly(fc.constant(false), 8, fc.constant(true)),
  inherits: picks(2),
  allow: fc.array(grantSeed, { maxLength: 3 }),
  assigns: fc.array(assignsSeed, { maxLength: 2 }),
  prose,
  weight: rarely(fc.nat(), 12),
  opened,
});

const actionSeed: fc.Arbitrary<ActionSeed> = fc.record({
  name: fc.constantFrom(...ACTIONS),
  typeLevel: mostly(fc.constant(false), 3, fc.constant(true)),
  id: rarely(pick, 4),
  implies: mostly(fc.constant([]), 3, picks(2, 1)),
  requires: rarely(conditionSeed, 6),
  prose,
});

const attributesSeed = (names: readonly string[], minLength: number, maxLength: number) =>
  fc.uniqueArray(fc.record({ name: fc.constantFrom(...names), optional: fc.boolean() }), {
    minLength,
    maxLength,
    selector: ({ name }) => name,
  });

const overrideSeed: fc.Arbitrary<OverrideSeed> = fc.record({
  scope: pick,
  never: mostly(fc.constant(false), 4, fc.constant(true)),
  when: conditionSeed,
});

const typeSeed: fc.Arbitrary<TypeSeed> = fc.record({
  name: fc.constantFrom(...TYPES),
  containsItself: mostly(fc.constant(false), 3, fc.constant(true)),
  containers: picks(2),
  attributes: attributesSeed(SPECIAL, 0, 2),
  actions: distinct(actionSeed, 0, 5),
  requires: rarely(conditionSeed, 8),
  overrides: mostly(fc.constant([]), 4, fc.array(overrideSeed, { minLength: 1, maxLength: 2 })),
  resourceRoles: distinct(roleSeed, 0, 3),
  prose,
  opened,
});

const kindSeed: fc.Arbitrary<KindSeed> = fc.record({
  name: fc.constantFrom(...KINDS),
  attributes: attributesSeed(SPECIAL, 0, 2),
  lacks: mostly(fc.constant([]), 3, picks(2, 1)),
  defaultRoles: mostly(fc.constant([]), 3, picks(2, 1)),
  requires: rarely(conditionSeed, 10),
});

const policySeed: fc.Arbitrary<PolicySeed> = fc.record({
  kinds: distinct(kindSeed, 0, 3),
  scopes: fc.uniqueArray(fc.constantFrom(...SCOPES), { maxLength: 4, selector: identifier }),
  conditions: fc.array(conditionSeed, { minLength: 4, maxLength: 4 }),
  bound: rarely(conditionSeed, 3),
  common: attributesSeed(Object.keys(COMMON), 1, 6),
  special: fc.array(fc.constantFrom(...ATTRIBUTE_TYPES), { minLength: 3, maxLength: 3 }),
  types: distinct(typeSeed, 1, 4),
  roles: distinct(roleSeed, 0, 6),
  files: fc.integer({ min: 1, max: 3 }),
  throws: throwsOf(1, 80),
});

// ---- Building: a policy is a list of pieces, each of which can stand in any file.

/** Something written at a path: an entry that is only opened, a value written once, or one item of a list. */
type Piece =
  | { readonly form: "open"; readonly path: readonly string[] }
  | { readonly form: "value" | "item"; readonly path: readonly string[]; readonly value: unknown };

interface Permission {
  readonly type: string;
  readonly action: string;
  readonly typeLevel: boolean;
  readonly implies: readonly string[];
}

const open = (...path: string[]): Piece => ({ form: "open", path });

const value = (written: unknown, ...path: string[]): Piece[] =>
  written === undefined ? [] : [{ form: "value", path, value: written }];

const items = (list: readonly unknown[], ...path: string[]): Piece[] =>
  list.map((item) => ({ form: "item", path, value: item }));

/** A map without the keys that have no value. */
function compact(map: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([, held]) => held !== undefined));
}

function nameOf(permission: Permission): string {
  return `${permission.type}:${permission.action}`;
}

/** The names and the wildcards that match something among these permissions; names first. */
function patternsOver(permissions: readonly Permission[]): string[] {
  const wildcards = permissions.flatMap(({ type, action }) => ["*:*", `${type}:*`, `*:${action}`]);
  return [...permissions.map(nameOf), ...new Set(wildcards)];
}

function isWildcard(pattern: string): boolean {
  return pattern.startsWith("*") || pattern.endsWith("*");
}

function covers(pattern: string, permission: Permission): boolean {
  const { type, action } = permission;
  return ["*:*", `${type}:*`, `*:${action}`, `${type}:${action}`].includes(pattern);
}

function closed(granted: readonly Permission[], permissions: readonly Permission[]): Permission[] {
  const found = [...granted];
  for (const one of found) {
    const implied = permissions.filter(
      ({ type, action }) => type === one.type && one.implies.includes(action),
    );
    found.push(...implied.filter((other) => !found.includes(other)));
  }
  return found;
}

/**
 * The exceptions that are fit for a list of patterns: each leaves out something that only wildcards bring, every
 * wildcard keeps something, and nothing excepted comes back (which `comesBack` decides for what is left).
 */
function fitting<T>(
  patterns: readonly string[],
  candidates: readonly string[],
  all: readonly T[],
  matches: (pattern: string, one: T) => boolean,
  comesBack: (kept: readonly T[], excepted: readonly T[]) => boolean,
): string[] {
  const chosen: string[] = [];
  for (const candidate of candidates) {
    const excepts = [...chosen, candidate];
    const isExcepted = (one: T): boolean => excepts.some((except) => matches(except, one));
    const left = (pattern: string): T[] => all.filter((one) => matches(pattern, one) && !isExcepted(one));
    const brought = all.filter((one) => patterns.some((pattern) => matches(pattern, one)));
    const useful = brought.some((one) => matches(candidate, one));
    const whole = patterns.every((pattern) => left(pattern).length > 0);
    if (useful && whole && !comesBack(patterns.flatMap(left), all.filter(isExcepted))) chosen.push(candidate);
  }
  return chosen;
}

/** What a grant needs to know of its policy. */
interface Surroundings {
  readonly scopes: readonly string[];
  /** A scope that does not exist on a type. */
  readonly isNever: (scope: string, type: string) => boolean;
  readonly condition: (seed: ConditionSeed, types: readonly string[]) => string;
}

/**
 * One grant over the permissions a role can reach; with a scope, or a condition that reads the resource, it is
 * about instances only.
 */
function grantOf(seed: GrantSeed, reachable: readonly Permission[], around: Surroundings): unknown[] {
  const scope = seed.scope === undefined ? undefined : choose(around.scopes, seed.scope);
  const readsResource = seed.when !== undefined && !seed.when.ofPrincipal;
  const onInstances = !seed.plain && (scope !== undefined || readsResource);
  const within = onInstances ? reachable.filter((one) => !one.typeLevel) : reachable;
  const out = (one: Permission): boolean =>
    !seed.plain && scope !== undefined && around.isNever(scope, one.type);
  const candidates = patternsOver(within).filter(
    (pattern) => !within.some((one) => out(one) && covers(pattern, one)),
  );
  const patterns = chooseAll(candidates, seed.permissions);
  if (seed.plain) return patterns;
  if (patterns.length === 0) return [];
  const except = fitting(
    patterns,
    patterns.some(isWildcard) ? chooseAll(patternsOver(within), seed.except) : [],
    within,
    covers,
    (kept, excepted) => closed(kept, within).some((one) => excepted.includes(one)),
  );
  const named = within.filter((one) => patterns.some((pattern) => covers(pattern, one)));
  const types = readsResource ? [...new Set(named.map(({ type }) => type))] : [];
  const when = seed.when === undefined ? undefined : around.condition(seed.when, types);
  return [compact({ permissions: patterns, except: except.length > 0 ? except : undefined, scope, when })];
}

/** Roles are referred to in full here, `type#role`; this is the wildcard over a role and its siblings. */
function siblings(reference: string): string {
  return reference.replace(/[^#]*$/, "*");
}

/** One clause of `assigns`, a list or a map, over all roles that can be named. */
function assignsOf(seed: AssignsSeed, home: string | undefined, references: readonly string[]): Piece[] {
  const full = [...references, ...new Set(references.map(siblings))];
  const bare = full.flatMap((one) =>
    home !== undefined && one.startsWith(`${home}#`) ? one.split("#")[1] : [],
  );
  const candidates = [...bare, ...full].filter((one) => one !== undefined);
  const matches = (pattern: string, reference: string): boolean => {
    const meant = home === undefined || pattern.includes("#") ? pattern : `${home}#${pattern}`;
    return meant === reference || meant === siblings(reference);
  };
  const roles = chooseAll(candidates, seed.roles);
  if (seed.plain || roles.length === 0) return items(roles, "assigns");
  const excepts = roles.some(isWildcard) ? chooseAll(candidates, seed.except) : [];
  const except = fitting(roles, excepts, references, matches, () => false);
  return value(compact({ roles, except: except.length > 0 ? except : undefined }), "assigns");
}

function proseAt(seed: Prose, ...path: string[]): Piece[] {
  return [
    ...value(seed.title, ...path, "title"),
    ...value(seed.description, ...path, "description"),
    ...value(seed.deprecated, ...path, "deprecated"),
  ];
}

function attributesAt(
  seeds: readonly AttributeSeed[],
  types: ReadonlyMap<string, AttributeType>,
  ...path: string[]
): Piece[] {
  return seeds.flatMap(({ name, optional }) =>
    value(types.get(name), ...path, "attributes", optional ? `${name}?` : name),
  );
}

function build(seed: PolicySeed): Piece[] {
  const scopes = seed.scopes.length > 0 ? seed.scopes : ["ALL"];
  const kinds = seed.kinds.length > 0 ? seed.kinds.map(({ name }) => name) : ["user"];

  // Containers come before what they contain, so that only a type that contains itself is a cycle.
  const typeNames = seed.types.map(({ name }) => name);
  const containers = new Map(
    seed.types.map(({ name, containsItself, containers: chosen }, index) => [
      name,
      [...(containsItself ? [name] : []), ...chooseAll(typeNames.slice(0, index).reverse(), chosen)],
    ]),
  );
  const isContainedIn = (type: string, container: string): boolean =>
    (containers.get(type) ?? []).some(
      (one) => one === container || (one !== type && isContainedIn(one, container)),
    );
  const reachedTypes = (type: string): string[] =>
    typeNames.filter((other) => other === type || isContainedIn(other, type));

  // Every type declares the common attributes, a kind those it does not lack.
  const attributeTypes = new Map([
    ...Object.entries(COMMON),
    ...SPECIAL.flatMap((name, index) =>
      seed.special.slice(index, index + 1).map((type) => [name, type] as const),
    ),
  ]);
  const ofType = ({ attributes }: TypeSeed): readonly AttributeSeed[] => [...seed.common, ...attributes];
  const ofKind = ({ attributes, lacks }: KindSeed): readonly AttributeSeed[] => {
    const lacked = chooseAll(seed.common, lacks);
    return [...seed.common.filter((one) => !lacked.includes(one)), ...attributes];
  };
  const declared = (seeds: readonly AttributeSeed[]): Attributes =>
    new Map([...attributeTypes].filter(([name]) => seeds.some((one) => one.name === name)));
  const vocabulary: Vocabulary = {
    kinds: new Map(seed.kinds.map((kind) => [kind.name, declared(ofKind(kind))])),
    types: new Map(seed.types.map((type) => [type.name, declared(ofType(type))])),
    containers,
  };
  const conditionAt = ({ ofPrincipal, throws }: ConditionSeed, place: Place): string =>
    conditionFor(vocabulary, ofPrincipal ? { ...place, types: [] } : place, diceOf(throws), true);
  const requiresAt = (condition: ConditionSeed | undefined, place: Place, ...path: string[]): Piece[] =>
    value(condition === undefined ? undefined : conditionAt(condition, place), ...path, "requires");

  // Of the scopes only the widest is there on every type.
  const never = new Map(
    seed.types.map(({ name, overrides }) => [
      name,
      overrides
        .filter((one) => one.never)
        .map((one) => choose(scopes, one.scope))
        .filter((one) => one !== scopes.at(-1)),
    ]),
  );
  const isNever = (scope: string, type: string): boolean => never.get(type)?.includes(scope) ?? false;
  const overridesAt = (type: TypeSeed): Piece[] => {
    const written = new Map<string, string>();
    for (const { scope: picked, when } of type.overrides) {
      const scope = choose(seed.scopes, picked);
      if (scope === undefined) continue;
      const condition = conditionAt(when, { kinds, types: [type.name] });
      written.set(scope, isNever(scope, type.name) ? "false" : condition);
    }
    const path = ["resources", type.name, "scopes"];
    return [...written].flatMap(([scope, condition]) => value(condition, ...path, scope));
  };

  // An action implies later ones of its type and level.
  const permissions: Permission[] = seed.types.flatMap(({ name: type, actions }) =>
    actions.map((action, index) => ({
      type,
      action: action.name,
      typeLevel: action.typeLevel,
      implies: chooseAll(
        actions
          .slice(index + 1)
          .filter((later) => later.typeLevel === action.typeLevel)
          .map(({ name }) => name),
        action.implies,
      ),
    })),
  );
  const permissionIds = new Set(permissions.map(nameOf));
  const resources = seed.types.flatMap((type): Piece[] => {
    const path = ["resources", type.name];
    const actions = type.actions.flatMap((action) => {
      const implies =
        permissions.find((one) => one.type === type.name && one.action === action.name)?.implies ?? [];
      const { description, deprecated } = action.prose;
      const body = compact({
        on: action.typeLevel ? "type" : undefined,
        id: freeId(PERMISSION_IDS, action.id, permissionIds),
        implies: implies.length > 0 ? implies : undefined,
        requires:
          action.requires === undefined
            ? undefined
            : conditionAt(action.requires, { kinds, types: action.typeLevel ? [] : [type.name] }),
        description,
        deprecated,
      });
      return value(Object.keys(body).length > 0 ? body : null, ...path, "actions", action.name);
    });
    return [
      open(...path),
      ...(type.opened ? [open(...path, "actions"), open(...path, "attributes")] : []),
      ...items(containers.get(type.name) ?? [], ...path, "in"),
      ...attributesAt(ofType(type), attributeTypes, ...path),
      ...requiresAt(type.requires, { kinds, types: [type.name] }, ...path),
      ...overridesAt(type),
      ...proseAt({ ...type.prose, deprecated: undefined }, ...path),
      ...actions,
    ];
  });

  const roleAt = (
    role: RoleSeed,
    home: string | undefined,
    ids: Set<string>,
    reachable: readonly Permission[],
    juniors: readonly string[],
    references: readonly string[],
  ): Piece[] => {
    const path = home === undefined ? ["roles", role.name] : ["resourceRoles", home, role.name];
    const heldBy = role.isHeldByNone ? [] : chooseAll(kinds, role.heldBy);
    const holders = heldBy.length === 0 ? kinds : heldBy;
    // A condition reads what a kind has that may hold the role.
    const allow = role.isHeldByNone ? role.allow.map((grant) => ({ ...grant, when: undefined })) : role.allow;
    const condition = (when: ConditionSeed, types: readonly string[]): string =>
      conditionAt(when, { kinds: holders, types });
    const around: Surroundings = { scopes, isNever, condition };
    const pieces = [
      ...(role.opened ? [open("inherits"), open("allow"), open("assigns")] : []),
      ...value(freeId(ROLE_IDS, role.id, ids), "id"),
      ...(role.isHeldByNone ? value([], "heldBy") : items(heldBy, "heldBy")),
      ...items(chooseAll(juniors, role.inherits), "inherits"),
      ...allow.flatMap((grant) => items(grantOf(grant, reachable, around), "allow")),
      ...role.assigns.flatMap((clause) => assignsOf(clause, home, references)),
      ...value(role.weight === undefined ? undefined : { weight: role.weight }, "annotations"),
      ...proseAt(role.prose),
    ];
    return [open(...path), ...pieces.map((piece) => ({ ...piece, path: [...path, ...piece.path] }))];
  };

  // A resource role inherits earlier ones of its type and any of the types inside; bare names are its type's.
  const rolesOf = new Map(
    seed.types.map(({ name, resourceRoles }) => [name, resourceRoles.map((role) => role.name)]),
  );
  const qualified = (type: string): string[] => (rolesOf.get(type) ?? []).map((role) => `${type}#${role}`);
  const resourceRoles = seed.types.flatMap(({ name: type, resourceRoles: roles }) => {
    const reached = reachedTypes(type);
    const inside = reached.filter((other) => other !== type).flatMap(qualified);
    const own = roles.map(({ name }) => name);
    const ids = new Set(own);
    const reachable = permissions.filter((one) => reached.includes(one.type) && !one.typeLevel);
    return roles.flatMap((role, index) => {
      const earlier = index % 2 === 1 ? own.slice(0, index) : qualified(type).slice(0, index);
      return roleAt(role, type, ids, reachable, [...earlier, ...inside], reached.flatMap(qualified));
    });
  });

  // A role inherits earlier roles and any resource role.
  const roleNames = seed.roles.map(({ name }) => name);
  const shares = typeNames.flatMap(qualified);
  const roleIds = new Set(roleNames);
  const roles = seed.roles.flatMap((role, index) => {
    const juniors = [...roleNames.slice(0, index), ...shares];
    return roleAt(role, undefined, roleIds, permissions, juniors, [...roleNames, ...shares]);
  });

  // A default role is one that its kind may hold.
  const principals = seed.kinds.flatMap((kind): Piece[] => {
    const holdable = seed.roles.filter(({ heldBy, isHeldByNone }) => {
      const holders = chooseAll(kinds, heldBy);
      if (isHeldByNone) return false;
      return holders.length === 0 || holders.includes(kind.name);
    });
    const defaults = chooseAll(
      holdable.map(({ name }) => name),
      kind.defaultRoles,
    );
    const path = ["principals", kind.name];
    return [
      open(...path),
      ...attributesAt(ofKind(kind), attributeTypes, ...path),
      ...requiresAt(kind.requires, { kinds: [kind.name], types: [] }, ...path),
      ...items(defaults, ...path, "defaultRoles"),
    ];
  });

  // Every scope but the widest has a condition, and the widest sometimes.
  const rung = (name: string, index: number): Record<string, unknown> => {
    const condition = index === scopes.length - 1 ? seed.bound : seed.conditions[index];
    const when = condition === undefined ? undefined : conditionAt(condition, { kinds, types: typeNames });
    return compact({ name, when });
  };
  const ladder = seed.scopes.length > 0 ? seed.scopes.map(rung) : undefined;
  return [
    ...resources,
    ...roles,
    ...resourceRoles,
    ...principals,
    ...value(ladder, "scopes"),
    ...(seed.files > 1 ? [open("principals"), open("roles")] : []),
  ];
}

// ---- Files: the pieces are dealt to fragments.

type Document = Record<string, unknown>;

function isMap(written: unknown): written is Document {
  return typeof written === "object" && written !== null && !Array.isArray(written);
}

/** Own keys only: `constructor` may be a name. */
function own(map: unknown, key: string): unknown {
  return isMap(map) && Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Writes a piece into a document, as a copy; false if its place is taken. */
function write(document: Document, piece: Piece): boolean {
  let map = document;
  for (const key of piece.path.slice(0, -1)) {
    const inner = own(map, key);
    const next = isMap(inner) ? inner : {};
    map[key] = next;
    map = next;
  }
  const key = piece.path.at(-1) ?? "";
  const before = own(map, key) ?? null;
  if (piece.form === "open") {
    map[key] = before;
  } else if (piece.form === "value") {
    if (before !== null) return false;
    map[key] = structuredClone(piece.value);
  } else {
    if (before !== null && !Array.isArray(before)) return false;
    const list: unknown[] = before ?? [];
    const isNew = list.every((item) => JSON.stringify(item) !== JSON.stringify(piece.value));
    map[key] = isNew ? [...list, structuredClone(piece.value)] : list;
  }
  return true;
}

/**
 * An entry is mostly written in one file, some of its pieces in others, some list items in two. The clauses of
 * `assigns` that do not fit into one file go to the next; one too many is left out.
 */
function deal(pieces: readonly Piece[], files: number, dice: Dice): Fragment[] {
  const documents = Array.from({ length: files }, (): Document => ({}));
  const homes = new Map<string, number>();
  for (const piece of pieces) {
    const entry = JSON.stringify(piece.path.slice(0, piece.path[0] === "resourceRoles" ? 3 : 2));
    const home = homes.get(entry) ?? dice(files);
    homes.set(entry, home);
    const file = dice(4) === 1 ? dice(files) : home;
    const isWritten = [...documents.slice(file), ...documents.slice(0, file)].some((one) =>
      write(one, piece),
    );
    const again = documents[dice(files)];
    if (isWritten && piece.form === "item" && dice(20) === 1 && again !== undefined) write(again, piece);
  }
  const types: unknown[] = documents
    .map((document) => own(document, "resources"))
    .flatMap((resources): unknown[] => (isMap(resources) ? Object.values(resources) : []));
  for (const type of types) {
    const containers = own(type, "in");
    if (isMap(type) && Array.isArray(containers) && containers.length === 1 && dice(2) === 0) {
      type["in"] = containers[0] as unknown;
    }
  }
  return documents.filter((document) => Object.keys(document).length > 0);
}

/** Valid policies, as 1 to 3 fragments of plain data in which no object stands twice. */
export const policyArbitrary: fc.Arbitrary<Fragment[]> = policySeed.map((seed) =>
  deal(build(seed), seed.files, diceOf(seed.throws)),
);

// ---- The same policy in another order.

function shuffledList<T>(list: readonly T[], dice: Dice): T[] {
  const result = [...list];
  for (let last = result.length - 1; last > 0; last--) {
    const other = last - dice(last + 1);
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}

/** Map keys and lists in another order, at every depth. */
function reordered(written: unknown, dice: Dice): unknown {
  if (Array.isArray(written))
    return shuffledList(written as unknown[], dice).map((item) => reordered(item, dice));
  if (!isMap(written)) return written;
  const entries = shuffledList(Object.entries(written), dice);
  return Object.fromEntries(entries.map(([key, inner]) => [key, reordered(inner, dice)]));
}

/** One file as two: each entry of a top-level map goes to either. */
function split(fragment: Fragment, dice: Dice): Fragment[] {
  const halves: [Document, Document] = [{}, {}];
  for (const [key, written] of Object.entries(fragment)) {
    if (!isMap(written) || Object.keys(written).length === 0) {
      halves[0][key] = written;
      continue;
    }
    for (const [name, entry] of Object.entries(written)) {
      write(halves[dice(4) === 1 ? 1 : 0], { form: "value", path: [key, name], value: entry });
    }
  }
  return halves.filter((half) => Object.keys(half).length > 0);
}

/** Law 2: the same policy with its files, map keys and lists (but the ladder) in another order. */
export function shuffled(fragments: readonly Fragment[]): fc.Arbitrary<Fragment[]> {
  return throwsOf(1, 80).map((thrown) => {
    const dice = diceOf(thrown);
    const files = fragments.flatMap((fragment) => split(fragment, dice));
    return shuffledList(files, dice).map((fragment) => {
      const ladder = own(fragment, "scopes");
      const rest = reordered(fragment, dice) as Document;
      return ladder === undefined ? rest : { ...rest, scopes: structuredClone(ladder) };
    });
  });
}

// ---- Questions.

interface NamedRole {
  readonly name: string;
  readonly id: string;
  readonly heldBy: readonly string[];
}

interface NamedPermission {
  readonly name: string;
  readonly id: string;
  readonly type: string;
  readonly typeLevel: boolean;
}

/** What a question needs to know of a policy: names and ids, not what is granted. */
interface Outline {
  readonly kinds: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly permissions: readonly NamedPermission[];
  readonly roles: readonly NamedRole[];
  readonly types: readonly string[];
  readonly containers: ReadonlyMap<string, readonly string[]>;
  readonly resourceRoles: ReadonlyMap<string, readonly NamedRole[]>;
}

function outlineOf(fragments: readonly Fragment[]): Outline {
  const at = (...path: string[]): unknown[] =>
    fragments.map((fragment) => path.reduce<unknown>(own, fragment)).filter((one) => one !== undefined);
  const keys = (...path: string[]): string[] => [
    ...new Set(at(...path).flatMap((one) => (isMap(one) ? Object.keys(one) : []))),
  ];
  const texts = (...path: string[]): string[] => [
    ...new Set(
      at(...path)
        .flat()
        .filter((one) => typeof one === "string"),
    ),
  ];
  const kinds = keys("principals").length > 0 ? keys("principals") : ["user"];
  const types = keys("resources");
  const rolesAt = (...path: string[]): NamedRole[] =>
    keys(...path).map((name) => {
      const heldBy = texts(...path, name, "heldBy");
      const [id] = texts(...path, name, "id");
      return { name, id: id ?? name, heldBy: heldBy.length > 0 ? heldBy : kinds };
    });
  const attributesOf = (...path: string[]): Attributes =>
    new Map(
      keys(...path, "attributes").map((name) => {
        const [type] = at(...path, "attributes", name) as AttributeType[];
        return [name.replace(/\?$/, ""), type ?? ""];
      }),
    );
  const containers = new Map(types.map((type) => [type, texts("resources", type, "in")]));
  return {
    kinds,
    types,
    vocabulary: {
      kinds: new Map(kinds.map((kind) => [kind, attributesOf("principals", kind)])),
      types: new Map(types.map((type) => [type, attributesOf("resources", type)])),
      containers,
    },
    roles: rolesAt("roles"),
    containers,
    resourceRoles: new Map(types.map((type) => [type, rolesAt("resourceRoles", type)])),
    permissions: types.flatMap((type) =>
      keys("resources", type, "actions").map((action) => {
        const path = ["resources", type, "actions", action];
        const name = `${type}:${action}`;
        const typeLevel = texts(...path, "on").length > 0;
        return { name, id: texts(...path, "id")[0] ?? name, type, typeLevel };
      }),
    ),
  };
}

/** Names that no policy has, or that only look like one. */
const STRANGE_NAMES = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "nobody",
  "",
  "*",
];

const notAString: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(7, true, null, undefined),
  fc.constant({}).map(() => ({})),
  fc.constant([]).map(() => []),
);

/** An array of one name is not that name. */
function misread(names: readonly string[]): fc.Arbitrary<unknown> {
  const strange = fc.constantFrom(...STRANGE_NAMES);
  if (names.length === 0) return fc.oneof(strange, notAString);
  return fc.oneof(
    strange,
    notAString,
    fc.constantFrom(...names).map((name) => [name]),
  );
}

/** One of the names, where there are any; once in `often` something that is none. */
function oneOf(names: readonly string[], often: number, odd: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return names.length === 0 ? odd : mostly(fc.constantFrom(...names), often, odd);
}

/** `roles` of a principal or a resource; mostly those that the kind may hold. */
function rolesArbitrary(roles: readonly NamedRole[], kind: string, max: number): fc.Arbitrary<unknown> {
  const holdable = roles.filter(({ heldBy }) => heldBy.includes(kind)).map(({ id }) => id);
  const odd = fc.oneof(
    oneOf(
      roles.flatMap(({ id, name }) => [id, name, `job#${name}`]),
      2,
      misread(holdable),
    ),
    misread(holdable),
  );
  const minLength = holdable.length > 0 && max > 2 ? 1 : 0;
  const list = fc.array(oneOf(holdable, 12, odd), { minLength, maxLength: max });
  const notAList = fc.oneof(oneOf(holdable, 2, notAString), fc.constant({ 0: "viewer", length: 1 }));
  return mostly(list, 24, notAList);
}

/** Attributes by the dice: those declared, and now and then those that only others declare. */
function attributesBy(
  all: ReadonlyMap<string, Attributes>,
  one: string,
  thrown: readonly number[],
): Record<string, unknown> {
  const elsewhere: Attributes = new Map([...all.values()].flatMap((attributes) => [...attributes]));
  return valuesOf(all.get(one) ?? new Map(), elsewhere, diceOf(thrown));
}

/** A principal of a kind; the kind may be left out where the policy has only one, and sometimes is elsewhere. */
function principalArbitrary(outline: Outline, maxRoles: number): fc.Arbitrary<Document> {
  const { kinds } = outline;
  return fc.oneof(
    ...kinds.map((kind) =>
      fc
        .record({
          kind: mostly(
            kinds.length === 1 ? fc.constantFrom(kind, undefined) : fc.constant(kind),
            24,
            fc.oneof(misread(kinds), fc.constant(undefined)),
          ),
          id: mostly(fc.constantFrom("ann", "bob"), 8, fc.constantFrom(undefined, 7, null)),
          roles: rolesArbitrary(outline.roles, kind, maxRoles),
          thrown: throwsOf(6, 24),
        })
        .map(({ thrown, ...given }) => ({
          ...attributesBy(outline.vocabulary.kinds, kind, thrown),
          ...compact(given),
        })),
    ),
  );
}

/** One asker or several, each with its own kind and roles. */
function askerArbitrary(outline: Outline): fc.Arbitrary<unknown> {
  const asker = mostly(
    principalArbitrary(outline, 3),
    40,
    fc.oneof(
      notAString,
      fc.constant("ann"),
      principalArbitrary(outline, 3).map((one) => [one]),
    ),
  );
  return fc.oneof(
    { weight: 5, arbitrary: asker },
    { weight: 1, arbitrary: fc.array(asker, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(asker, { maxLength: 3 }) },
  );
}

interface NodeSeed {
  readonly container: number;
  readonly id: unknown;
  readonly roles: readonly number[];
  readonly thrown: readonly number[] | undefined;
  readonly odd: unknown;
}

const nodeSeed: fc.Arbitrary<NodeSeed> = fc.record({
  container: pick,
  id: mostly(fc.constantFrom("r1", "ann"), 6, fc.constantFrom(undefined, 7)),
  roles: fc.oneof(fc.constant([]), picks(2, 1)),
  thrown: throwsOf(6, 24),
  odd: rarely(
    fc.oneof(
      misread([]).map((one) => [one]),
      fc.constantFrom(...ROLES, ...ROLE_IDS).map((one) => [one]),
      notAString,
    ),
    16,
  ),
});

/** A well-formed resource of a type with as many containers as the seeds and the policy give, from inside out. */
function chainOf(outline: Outline, type: string, seeds: readonly NodeSeed[], deep: boolean): Document[] {
  const nodes: Document[] = [];
  let next: string | undefined = type;
  for (const seed of seeds) {
    if (next === undefined) break;
    const ids = (outline.resourceRoles.get(next) ?? []).map(({ id }) => id);
    const roles = chooseAll(ids, seed.roles);
    nodes.push({
      ...(seed.thrown === undefined ? {} : attributesBy(outline.vocabulary.types, next, seed.thrown)),
      ...compact({ type: next, id: seed.id, roles: seed.odd ?? (roles.length > 0 ? roles : undefined) }),
    });
    const containers: readonly string[] = outline.containers.get(next) ?? [];
    const endless = containers.filter((one) => outline.containers.get(one)?.includes(one));
    next = choose(deep && endless.length > 0 ? endless : containers, seed.container);
  }
  nodes.forEach((node, index) => {
    const container = nodes[index + 1];
    if (container !== undefined) node["container"] = container;
  });
  return nodes;
}

function resourceArbitrary(outline: Outline, type: string): fc.Arbitrary<unknown> {
  const { types } = outline;
  const chain = fc
    .array(nodeSeed, { minLength: 1, maxLength: 5 })
    .map((seeds) => chainOf(outline, type, seeds, false));
  const wellFormed = chain.map(([resource]) => resource);

  // Law 4: as deep as is followed, and deeper. The outermost few have roles, where it matters whether they count.
  const bare: NodeSeed = { container: 0, id: "r", roles: [], thrown: undefined, odd: undefined };
  const deep = fc
    .record({
      containers: fc.constantFrom(31, 32, 33, 34),
      outermost: fc.array(nodeSeed, { minLength: 1, maxLength: 3 }),
    })
    .map(({ containers, outermost }) => {
      const inner = Array.from({ length: containers + 1 - outermost.length }, () => bare);
      return chainOf(outline, type, [...inner, ...outermost], true)[0];
    });

  // A container that is, or is inside, what it contains; well-formed if a type contains itself.
  const cyclic = fc.tuple(chain, pick).map(([nodes, picked]) => {
    const last = nodes.at(-1);
    const around = outline.containers.get(String(last?.["type"])) ?? [];
    const fit = nodes.filter((node) => around.includes(String(node["type"])));
    const back = choose(fit.length > 0 ? fit : nodes, picked);
    if (last !== undefined) last["container"] = back;
    return nodes[0];
  });

  const ended = fc
    .tuple(
      chain,
      fc.oneof(
        misread([]),
        fc.constantFrom(...types).map((one) => ({ type: one, id: "c" })),
      ),
    )
    .map(([nodes, container]) => {
      const last = nodes.at(-1);
      if (last !== undefined) last["container"] = container;
      return nodes[0];
    });
  const mistyped = fc
    .tuple(wellFormed, oneOf(types, 2, misread(types)))
    .map(([resource, other]) => ({ ...resource, type: other }));
  const noResource = fc.oneof(notAString, fc.constant(type));

  return fc.oneof(
    { weight: 40, arbitrary: wellFormed },
    { weight: 6, arbitrary: deep },
    { weight: 2, arbitrary: cyclic },
    { weight: 2, arbitrary: ended },
    { weight: 1, arbitrary: mistyped },
    { weight: 2, arbitrary: noResource },
  );
}

function permissionQuestion(outline: Outline): fc.Arbitrary<PermissionQuestion> {
  const asker = askerArbitrary(outline);
  const ids = outline.permissions.map(({ id }) => id);
  const ask = (permission: fc.Arbitrary<unknown>, resource: fc.Arbitrary<unknown>) =>
    fc.record({ about: fc.constant("permission" as const), asker, permission, resource });
  const anything = fc.oneof(
    fc.constant(undefined),
    ...outline.types.map((type) => resourceArbitrary(outline, type)),
  );

  // An app that passes a name which differs from its id passes something unknown.
  const names = outline.permissions.map(({ name }) => name);
  const unknown = ask(oneOf(names, 4, misread(ids)), anything);
  const known = outline.permissions.map(({ id, type, typeLevel }) =>
    ask(
      fc.constant(id),
      typeLevel ? mostly(fc.constantFrom(undefined, null), 8, anything) : resourceArbitrary(outline, type),
    ),
  );
  return known.length === 0 ? unknown : mostly(fc.oneof(...known), 16, unknown);
}

function assignmentQuestion(outline: Outline): fc.Arbitrary<AssignmentQuestion> {
  const asker = askerArbitrary(outline);
  const target = mostly(
    principalArbitrary(outline, 2),
    24,
    fc.oneof(
      notAString,
      principalArbitrary(outline, 2).map((one) => [one]),
    ),
  );
  const ask = (role: fc.Arbitrary<unknown>, resource: fc.Arbitrary<unknown>) =>
    fc.record({ about: fc.constant("assignment" as const), asker, role, target, resource });
  const anything = fc.oneof(...outline.types.map((type) => resourceArbitrary(outline, type)));

  const roles = outline.roles.map(({ id }) => id);
  const shares = outline.types.flatMap((type) =>
    (outline.resourceRoles.get(type) ?? []).map(({ id, name }) => ({ type, id: `${type}#${id}`, name })),
  );
  const names = [
    ...outline.roles.map(({ name }) => name),
    ...shares.map(({ type, name }) => `${type}#${name}`),
  ];
  const strange = outline.types.flatMap((type) => [
    `${type}#`,
    `${type}#*`,
    `${type}#constructor`,
    `#${type}`,
  ]);
  const unknown = fc.oneof(oneOf(names, 2, misread(roles)), fc.constantFrom(...strange));
  return fc.oneof(
    { weight: 1, arbitrary: ask(unknown, anything) },
    ...(roles.length > 0
      ? [
          {
            weight: 6,
            arbitrary: ask(fc.constantFrom(...roles), mostly(fc.constantFrom(undefined, null), 3, anything)),
          },
        ]
      : []),
    ...shares.map(({ type, id }) => ({
      weight: 3,
      arbitrary: ask(fc.constant(id), mostly(resourceArbitrary(outline, type), 12, anything)),
    })),
  );
}

/** Questions against a policy; mostly well-formed, about roles and permissions that exist. */
export function questionArbitrary(fragments: readonly Fragment[]): fc.Arbitrary<Question> {
  const outline = outlineOf(fragments);
  return fc.oneof(
    { weight: 3, arbitrary: permissionQuestion(outline) },
    { weight: 1, arbitrary: assignmentQuestion(outline) },
  );
}

/** True if a role says that no kind may hold it. */
export function isHeldByNone(fragments: readonly Fragment[], role: string): boolean {
  const lists = fragments.flatMap((fragment) => {
    const { heldBy } =
      (fragment["roles"] as Record<string, { heldBy?: unknown[] } | null> | undefined)?.[role] ?? {};
    return heldBy === undefined ? [] : [heldBy];
  });
  return lists.length > 0 && lists.every((list) => list.length === 0);
}

/** A condition that fits a grant of this permission in this role. */
export function grantCondition(
  fragments: readonly Fragment[],
  role: string,
  permission: string,
  thrown: readonly number[],
): string {
  const outline = outlineOf(fragments);
  const heldBy = outline.roles.find(({ name }) => name === role)?.heldBy ?? outline.kinds;
  const granted = outline.permissions.find(({ name }) => name === permission);
  const types = granted === undefined || granted.typeLevel ? [] : [granted.type];
  return conditionFor(outline.vocabulary, { kinds: heldBy, types }, diceOf(thrown));
}

/** Principals of the policy's kinds and well-formed resources of a type, for questions of another form. */
export function principalsOf(fragments: readonly Fragment[]): fc.Arbitrary<Record<string, unknown>> {
  return principalArbitrary(outlineOf(fragments), 3);
}

export function resourcesOf(
  fragments: readonly Fragment[],
  type: string,
): fc.Arbitrary<Record<string, unknown>> {
  const outline = outlineOf(fragments);
  return fc
    .array(nodeSeed, { minLength: 1, maxLength: 5 })
    .map((seeds) => chainOf(outline, type, seeds, false)[0] ?? {});
}

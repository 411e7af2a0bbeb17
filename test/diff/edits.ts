/** Random edits of random policies: what is left is a policy that compiles. */
import * as fc from "fast-check";
import type { AnalyzedPolicy } from "../../compiler/ir.js";
import { policyArbitrary } from "../laws/arbitrary.js";
import { diceOf, roll, throwsOf, type Dice } from "../laws/choices.js";
import type { Fragment } from "../laws/interpreter.js";
import { analyzeSources } from "../support/policy.js";
import { stringify } from "yaml";

type Map = Record<string, unknown>;

/** A policy as data and as the compiler has it; a failing test shows the data. */
export class Written {
  readonly fragments: readonly Fragment[];
  readonly #policy: AnalyzedPolicy;

  constructor(fragments: readonly Fragment[], policy = compiled(fragments)) {
    if (policy === undefined) throw new Error("a random policy does not compile");
    this.fragments = fragments;
    this.#policy = policy;
  }

  get policy(): AnalyzedPolicy {
    return this.#policy;
  }
}

export function isMap(value: unknown): value is Map {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function mapAt(value: unknown, ...path: readonly string[]): Map {
  const found = path.reduce<unknown>(
    (map, key) => (isMap(map) && Object.hasOwn(map, key) ? map[key] : undefined),
    value,
  );
  return isMap(found) ? found : {};
}

export function listAt(map: Map, key: string): unknown[] {
  const list = map[key];
  return Array.isArray(list) ? (list as unknown[]) : [];
}

/** Compiles; undefined if it does not. */
export function compiled(fragments: readonly Fragment[]): AnalyzedPolicy | undefined {
  const files = fragments.map((fragment, index) => ({
    path: `policies/test/${String(index)}.yaml`,
    text: stringify(fragment),
  }));
  return analyzeSources(files).policy;
}

// ---- Conditions that are all independent of each other.

/** The attributes that are true or false, of every resource type. */
export const ATOMS = ["s0", "s1", "s2", "w0", "w1"] as const;

/** The same policy with no `requires`, and conditions that each ask for one attribute of the resource. */
function atomised(fragments: readonly Fragment[]): Fragment[] {
  const copies = structuredClone(fragments) as Map[];
  const typed = new Set<string>();
  for (const fragment of copies) {
    const scopes = listAt(fragment, "scopes");
    for (const [index, scope] of scopes.entries()) {
      if (!isMap(scope)) continue;
      if (index === scopes.length - 1) delete scope["when"];
      else scope["when"] = `resource.s${String(index % 3)}`;
    }
    for (const kind of Object.values(mapAt(fragment, "principals"))) if (isMap(kind)) delete kind["requires"];
    const resources = mapAt(fragment, "resources");
    for (const [name, type] of Object.entries(resources)) {
      const map = isMap(type) ? type : {};
      resources[name] = map;
      delete map["requires"];
      for (const action of Object.values(mapAt(map, "actions"))) if (isMap(action)) delete action["requires"];
      const own = mapAt(map, "scopes");
      for (const [scope, condition] of Object.entries(own)) {
        if (condition !== "false") own[scope] = `resource.s${String(String(condition).length % 3)}`;
      }
      if (typed.has(name)) continue;
      typed.add(name);
      map["attributes"] = {
        ...mapAt(map, "attributes"),
        ...Object.fromEntries(ATOMS.map((atom) => [atom, "boolean"])),
      };
    }
    for (const { role } of rolesIn([fragment])) {
      for (const grant of listAt(role, "allow")) {
        if (!isMap(grant) || typeof grant["when"] !== "string") continue;
        if (grant["when"].includes("resource."))
          grant["when"] = `resource.w${String(grant["when"].length % 2)}`;
        else delete grant["when"];
      }
    }
  }
  return copies;
}

// ---- Edits.

interface WrittenRole {
  readonly section: Map;
  readonly name: string;
  readonly type: string | undefined;
  readonly role: Map;
}

function rolesIn(fragments: readonly Map[]): WrittenRole[] {
  return fragments.flatMap((fragment) => {
    const inSection = (section: Map, type: string | undefined): WrittenRole[] =>
      Object.keys(section).map((name) => {
        const role = isMap(section[name]) ? section[name] : {};
        section[name] = role;
        return { section, name, type, role };
      });
    const shares = mapAt(fragment, "resourceRoles");
    return [
      ...inSection(mapAt(fragment, "roles"), undefined),
      ...Object.keys(shares).flatMap((type) => inSection(mapAt(shares, type), type)),
    ];
  });
}

function without(list: unknown[], dice: Dice): unknown[] {
  const at = dice(Math.max(1, list.length));
  return list.filter((_, index) => index !== at);
}

type Edit = (fragments: Map[], dice: Dice) => void;

const onRole =
  (
    change: (
      role: Map,
      around: { all: WrittenRole[]; fragments: Map[]; one: WrittenRole },
      dice: Dice,
    ) => void,
  ): Edit =>
  (fragments, dice) => {
    const all = rolesIn(fragments);
    if (all.length === 0) return;
    const one = roll(dice, all);
    change(one.role, { all, fragments, one }, dice);
  };

function permissionNames(fragments: readonly Map[]): string[] {
  return fragments.flatMap((fragment) =>
    Object.entries(mapAt(fragment, "resources")).flatMap(([type, resource]) =>
      Object.keys(mapAt(resource, "actions")).map((action) => `${type}:${action}`),
    ),
  );
}

function kindNames(fragments: readonly Map[]): string[] {
  const names = fragments.flatMap((fragment) => Object.keys(mapAt(fragment, "principals")));
  return names.length > 0 ? [...new Set(names)] : ["user"];
}

function scopeNames(fragments: readonly Map[]): string[] {
  return fragments.flatMap((fragment) =>
    listAt(fragment, "scopes").flatMap((scope) => (isMap(scope) ? [String(scope["name"])] : [])),
  );
}

const shown = ({ type, name }: WrittenRole): string => (type === undefined ? name : `${type}#${name}`);

const grantMap = (grant: unknown): Map => (isMap(grant) ? grant : { permissions: [grant] });

/** Sets the scope or the condition of a grant. */
const ofGrant = (change: (grant: Map, fragments: readonly Map[], dice: Dice) => void): Edit =>
  onRole((role, { fragments }, dice) => {
    const allow = [...listAt(role, "allow")];
    if (allow.length === 0) return;
    const at = dice(allow.length);
    const grant = structuredClone(grantMap(allow[at]));
    change(grant, fragments, dice);
    allow[at] = grant;
    role["allow"] = allow;
  });

function conditionsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(conditionsIn);
  if (!isMap(value)) return [];
  const own = [value["when"], value["requires"]].filter((one) => typeof one === "string");
  return [...own, ...Object.values(value).flatMap(conditionsIn)];
}

/** Scopes and grants have atoms of their own: that the one says what the other says is not looked for. */
function scopeConditionsIn(fragments: readonly Map[]): string[] {
  return conditionsIn(fragments).filter((one) => !/\.w\d/.test(one));
}

const edits: readonly Edit[] = [
  onRole((role, _, dice) => {
    role["allow"] = without(listAt(role, "allow"), dice);
  }),
  onRole((role, { fragments }, dice) => {
    const names = permissionNames(fragments);
    if (names.length === 0) return;
    const name = roll(dice, names);
    const scope = roll(dice, [undefined, ...scopeNames(fragments)]);
    role["allow"] = [...listAt(role, "allow"), scope === undefined ? name : { permissions: [name], scope }];
  }),
  onRole((role, { fragments }, dice) => {
    const names = permissionNames(fragments);
    if (names.length === 0) return;
    const [type = "", action = ""] = roll(dice, names).split(/:(.*)/);
    role["allow"] = [...listAt(role, "allow"), roll(dice, [`${type}:*`, `*:${action}`, "*:*"])];
  }),
  ofGrant((grant, fragments, dice) => {
    const scope = roll(dice, [undefined, ...scopeNames(fragments)]);
    if (scope === undefined) delete grant["scope"];
    else grant["scope"] = scope;
  }),
  ofGrant((grant, fragments, dice) => {
    const when = roll(dice, [undefined, ...conditionsIn(fragments).filter((one) => !/\.s\d/.test(one))]);
    if (when === undefined) delete grant["when"];
    else grant["when"] = when;
  }),
  ofGrant((grant, fragments, dice) => {
    const others = conditionsIn(fragments).filter((one) => !/\.[sw]\d/.test(one));
    if (typeof grant["when"] !== "string" || others.length === 0) return;
    grant["when"] = `(${grant["when"]}) ${roll(dice, ["&&", "||"])} (${roll(dice, others)})`;
  }),
  onRole((role, { all }, dice) => {
    role["inherits"] = [...listAt(role, "inherits"), shown(roll(dice, all))];
  }),
  onRole((role, _, dice) => {
    role["inherits"] = without(listAt(role, "inherits"), dice);
  }),
  onRole((role, { fragments }, dice) => {
    const kinds = kindNames(fragments);
    const heldBy = roll(dice, [undefined, [], ...kinds.map((kind) => [kind]), kinds.slice(1)]);
    if (heldBy === undefined) delete role["heldBy"];
    else role["heldBy"] = heldBy;
  }),
  onRole((role, { all }, dice) => {
    if (isMap(role["assigns"])) delete role["assigns"];
    else role["assigns"] = [...listAt(role, "assigns"), dice(4) === 0 ? "*" : shown(roll(dice, all))];
  }),
  onRole((role, _, dice) => {
    if (isMap(role["assigns"])) delete role["assigns"];
    else role["assigns"] = without(listAt(role, "assigns"), dice);
  }),
  onRole((_, { one }) => {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
    delete one.section[one.name];
  }),
  onRole((role, { one }) => {
    one.section["Newcomer"] = { ...structuredClone(role), id: undefined };
  }),
  (fragments, dice) => {
    const [fragment] = fragments;
    if (fragment === undefined) return;
    const kinds = mapAt(fragment, "principals");
    const name = roll(dice, [...Object.keys(kinds), "newcomer"]);
    const kind = mapAt(kinds, name);
    const roles = Object.keys(mapAt(fragment, "roles"));
    const defaultRoles =
      roles.length > 0 && dice(2) === 0
        ? [...listAt(kind, "defaultRoles"), roll(dice, roles)]
        : without(listAt(kind, "defaultRoles"), dice);
    fragment["principals"] = { ...kinds, [name]: { ...kind, defaultRoles } };
  },
  (fragments, dice) => {
    const fragment = roll(dice, fragments);
    const kinds = Object.entries(mapAt(fragment, "principals"));
    const at = dice(Math.max(1, kinds.length));
    fragment["principals"] = Object.fromEntries(kinds.filter((_, index) => index !== at));
  },
  (fragments, dice) => {
    const fragment = roll(dice, fragments);
    const types = Object.values(mapAt(fragment, "resources")).filter(isMap);
    if (types.length === 0) return;
    const type = roll(dice, types);
    const actions = mapAt(type, "actions");
    const names = Object.keys(actions);
    const name = roll(dice, [...names, "newcomer"]);
    switch (dice(4)) {
      case 0:
        type["actions"] = Object.fromEntries(Object.entries(actions).filter(([key]) => key !== name));
        break;
      case 1:
        type["actions"] = { ...actions, newcomer: { implies: names.slice(0, 1) } };
        break;
      case 2:
        type["actions"] = {
          ...actions,
          [name]: { ...mapAt(actions, name), implies: names.slice(0, dice(3)) },
        };
        break;
      default: {
        const { on, ...rest } = mapAt(actions, name);
        type["actions"] = { ...actions, [name]: on === undefined ? { ...rest, on: "type" } : rest };
      }
    }
  },
  (fragments, dice) => {
    const types = fragments.flatMap((fragment) => Object.values(mapAt(fragment, "resources")).filter(isMap));
    const [scope, condition] = [
      roll(dice, [...scopeNames(fragments), "ALL"]),
      roll(dice, [...scopeConditionsIn(fragments), "false"]),
    ];
    const type = roll(dice, [...types, {}]);
    type["scopes"] = dice(3) === 0 ? {} : { ...mapAt(type, "scopes"), [scope]: condition };
  },
  (fragments, dice) => {
    const fragment = fragments.find((one) => listAt(one, "scopes").length > 0);
    const ladder = fragment === undefined ? [] : listAt(fragment, "scopes").filter(isMap);
    const rung = roll(dice, [...ladder, {}]);
    if (dice(3) === 0) delete rung["when"];
    else rung["when"] = roll(dice, [...scopeConditionsIn(fragments), "false"]);
  },
  changeContainers,
  changeContainers,
];

/** Changes in what a type may be: in anything, so long as only a type that contains itself is a cycle. */
function changeContainers(fragments: Map[], dice: Dice): void {
  const opened = fragments.flatMap((fragment) =>
    Object.entries(mapAt(fragment, "resources")).flatMap(([name, type]) =>
      isMap(type) ? [{ name, type }] : [],
    ),
  );
  if (opened.length === 0) return;
  const containersOf = (name: string): unknown[] =>
    opened.filter((one) => one.name === name).flatMap(({ type }) => [type["in"] ?? []].flat());
  const isIn = (name: unknown, container: string): boolean =>
    name === container || containersOf(String(name)).some((one) => one !== name && isIn(one, container));
  const { name, type } = roll(dice, opened);
  const own = [type["in"] ?? []].flat();
  const another = roll(dice, opened).name;
  if (dice(2) === 0) type["in"] = without(own, dice);
  else if (another === name || !isIn(another, name)) type["in"] = [...new Set([...own, another])];
}

/** What adds, changes and removes `requires`: only where conditions may be anything. */
const bindings: readonly Edit[] = [
  (fragments, dice) => {
    const bound = fragments.flatMap((fragment) => [
      ...Object.values(mapAt(fragment, "principals")),
      ...Object.values(mapAt(fragment, "resources")),
      ...Object.values(mapAt(fragment, "resources")).flatMap((type) => Object.values(mapAt(type, "actions"))),
    ]);
    const one = roll(dice, [...bound.filter(isMap), {}]);
    if (dice(3) === 0) delete one["requires"];
    else one["requires"] = roll(dice, [...conditionsIn(fragments), "principal.id == 'u1'"]);
  },
];

/** The policy after some edits, each of which is left out if it does not compile. */
function edited(written: Written, dice: Dice, isAtomic: boolean): Written {
  let { fragments, policy } = written;
  const possible = isAtomic ? edits : [...edits, ...bindings, ...bindings];
  const wanted = 1 + dice(4);
  for (let tried = 0, done = 0; tried < 24 && done < wanted; tried++) {
    const draft = structuredClone(fragments) as Map[];
    roll(dice, possible)(draft, dice);
    const clean = JSON.parse(JSON.stringify(draft)) as Fragment[];
    const filled = clean.filter((fragment) => Object.keys(fragment).length > 0);
    const next = compiled(filled);
    if (next === undefined || JSON.stringify(clean) === JSON.stringify(fragments)) continue;
    [fragments, policy] = [filled, next];
    done++;
  }
  return new Written(fragments, policy);
}

/** A policy and what some edits make of it. `isAtomic`: conditions that are all independent, and no `requires`. */
export function editedPair(isAtomic: boolean): fc.Arbitrary<readonly [Written, Written]> {
  return fc.tuple(policyArbitrary, throwsOf(8, 120)).map(([fragments, thrown]) => {
    const before = new Written(isAtomic ? atomised(fragments) : fragments);
    return [before, edited(before, diceOf(thrown), isAtomic)] as const;
  });
}

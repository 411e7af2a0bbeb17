/** What holders have, in a form in which equal means: no answer differs. */
import { textOf } from "../../compiler/expression/text.js";
import type {
  AnalyzedPolicy,
  Condition,
  Permission,
  Powers,
  PrincipalKind,
  Reference,
  Resource,
  Role,
} from "../../compiler/ir.js";
import { byCodePoint } from "../../compiler/order.js";
import { isGivable } from "../../compiler/roles.js";
import type { Askers, Meanings } from "./meaning.js";
import { rolesIn, type Both, type Side } from "./pairs.js";

/** What is held: a permission, or that a role may be assigned. */
export type Subject = Permission | Role;

/** How far something reaches: everything, or what one of these normalised conditions says. */
export type Reach = "everything" | ReadonlySet<string>;

/** One way in which a holder has something. */
export interface Held {
  readonly subject: Subject;
  /** The role that has it: the holder, or a default role of a kind. */
  readonly root: Role;
  /** That it is a default role. */
  readonly byDefault: Reference<Role> | undefined;
  /** It counts only inside a resource of this type. */
  readonly inside: Resource | undefined;
  /** An index into the ladder. Of what is on the type: undefined. */
  readonly scope: number | undefined;
  readonly scopeName: string | undefined;
  readonly reach: Reach;
  /** What the scope reaches, as it is written; undefined for everything. */
  readonly reachText: string | undefined;
  readonly condition: Condition | undefined;
  /** The normalised condition. */
  readonly when: string | undefined;
  /** What it says with `&&`, and with `||`. */
  readonly parts: Parts | undefined;
  /** The kinds that have it so on both sides: for others, conditions may mean something else. */
  readonly askers: Askers;
  /** Equal for what answers equally. */
  readonly key: string;
}

export interface Parts {
  readonly and: ReadonlySet<string>;
  readonly or: ReadonlySet<string>;
}

/** What a holder has, by the key of the pair that the subject is in. */
export type Holdings = ReadonlyMap<string, readonly Held[]>;

/** What everybody has on one side. */
export class Holders {
  private readonly side: Side;
  private readonly both: Both;
  private readonly meanings: Meanings;
  private readonly known = { permissions: new Map<Role, Holdings>(), assigns: new Map<Role, Holdings>() };

  constructor(name: "before" | "after", both: Both) {
    this.side = both[name];
    this.both = both;
    this.meanings = both.meanings[name];
  }

  /** What a role gives to those who hold it: nothing, if no kind may. */
  permissionsOf(role: Role | undefined): Holdings {
    return this.remembered("permissions", role);
  }

  /** The roles that its holders may assign. */
  assignsOf(role: Role | undefined): Holdings {
    return this.remembered("assigns", role);
  }

  /** The same of what everyone of a kind always holds. */
  permissionsOfKind(kind: PrincipalKind | undefined): Holdings {
    const askers = kind === undefined ? [] : [kind.name];
    return this.ofKind(kind, (role) =>
      this.side === undefined ? new Map() : this.read("permissions", role, this.side, askers),
    );
  }

  assignsOfKind(kind: PrincipalKind | undefined): Holdings {
    return this.ofKind(kind, (role) => this.assignsOf(role));
  }

  /** The kinds that may hold a role. */
  holdersOf({ heldBy }: Role): readonly PrincipalKind[] {
    return heldBy ?? this.side?.model.kinds ?? [];
  }

  /** True if somebody may assign a role to somebody. */
  isAssigned(role: Role | undefined): boolean {
    this.assigned ??= new Set(rolesIn(this.side).flatMap((one) => [...this.assignsOf(one).keys()]));
    return role !== undefined && this.assigned.has(this.both.roles.of(role).key);
  }

  private assigned: ReadonlySet<string> | undefined;

  private remembered(what: "permissions" | "assigns", role: Role | undefined): Holdings {
    if (role === undefined || this.side === undefined) return new Map();
    const known = this.known[what].get(role) ?? this.read(what, role, this.side, this.askersOf(role));
    this.known[what].set(role, known);
    return known;
  }

  /** The kinds that may hold a role on both sides, where it is there on both. */
  private askersOf(role: Role): Askers {
    const { before, after } = this.both.roles.of(role);
    const lists = (["before", "after"] as const).flatMap((side) => {
      const one = side === "before" ? before : after;
      return one === undefined ? [] : [one.heldBy ?? this.both[side]?.model.kinds ?? []];
    });
    const [first = [], ...others] = lists.map((kinds) => kinds.map(({ name }) => name));
    return first.filter((name) => others.every((other) => other.includes(name))).sort();
  }

  private read(what: "permissions" | "assigns", role: Role, side: AnalyzedPolicy, askers: Askers): Holdings {
    const found = new Map<string, Held[]>();
    if (this.holdersOf(role).length === 0) return found;
    const has = side.authorized.get(role);
    if (has === undefined) return found;
    const add = (powers: Powers, inside: Resource | undefined): void => {
      const base = { root: role, byDefault: undefined, inside, askers };
      if (what === "assigns") {
        for (const subject of powers.assigns) {
          if (!isGivable(subject, side.model)) continue;
          push(found, this.both.roles.of(subject).key, heldRole(base, subject));
        }
        return;
      }
      for (const [condition, reached] of [[undefined, powers.permissions] as const, ...powers.conditional]) {
        for (const [subject, scope] of reached) {
          const held = heldPermission(base, subject, side.model.scopes, scope, condition, this.meanings);
          push(found, this.both.permissions.of(subject).key, held);
        }
      }
    };
    add(has.everywhere, undefined);
    for (const [resource, powers] of has.inside) add(powers, resource);
    return leastOfEach(found);
  }

  private ofKind(kind: PrincipalKind | undefined, has: (role: Role) => Holdings): Holdings {
    const found = new Map<string, Held[]>();
    for (const byDefault of kind?.defaultRoles ?? []) {
      for (const [key, all] of has(byDefault.to)) {
        for (const held of all) push(found, key, { ...held, byDefault });
      }
    }
    return leastOfEach(found);
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

type Base = Pick<Held, "root" | "byDefault" | "inside" | "askers">;

function heldRole(base: Base, subject: Role): Held {
  return keyed({
    ...base,
    subject,
    scope: undefined,
    scopeName: undefined,
    reach: "everything",
    reachText: undefined,
    condition: undefined,
    when: undefined,
    parts: undefined,
  });
}

function heldPermission(
  base: Base,
  subject: Permission,
  scopes: readonly string[],
  scope: number,
  condition: Condition | undefined,
  meanings: Meanings,
): Held {
  const onType = subject.level === "type";
  const { resource } = subject;
  const { askers } = base;
  const conditions = onType ? undefined : reachedBy(resource, scope, scopes.length - 1);
  const partsOf = (one: Condition, op: "&&" | "||"): ReadonlySet<string> =>
    new Set(meanings.partsOf(one, op, resource, askers));
  return keyed({
    ...base,
    subject,
    scope: onType ? undefined : scope,
    scopeName: onType ? undefined : scopes[scope],
    reach:
      conditions === undefined ? "everything" : new Set(conditions.flatMap((one) => [...partsOf(one, "||")])),
    reachText: conditions?.map(({ expression }) => textOf(expression)).join(" || "),
    condition,
    when: condition && meanings.keyOf(condition, resource, askers),
    parts: condition && { and: partsOf(condition, "&&"), or: partsOf(condition, "||") },
  });
}

/** The conditions of a scope on a type, or-ed; undefined: it reaches everything. */
function reachedBy({ scopes }: Resource, scope: number, widest: number): readonly Condition[] | undefined {
  if (scope === widest && scopes[scope] === undefined) return undefined;
  return scopes.slice(0, scope + 1).flatMap((condition) => (condition === undefined ? [] : [condition.to]));
}

function keyed(held: Omit<Held, "key">): Held {
  const { inside, reach, when } = held;
  const reached = reach === "everything" ? null : [...reach].sort(byCodePoint);
  return { ...held, key: JSON.stringify([inside?.name ?? null, when ?? null, reached]) };
}

/** Of each list what nothing else in it covers, sorted by key. */
function leastOfEach(found: ReadonlyMap<string, readonly Held[]>): Holdings {
  return new Map([...found].map(([key, all]) => [key, least(all)]));
}

function least(all: readonly Held[]): readonly Held[] {
  if (all.length === 1) return all;
  // Of equal ones the first is kept: it should not matter which.
  const order = (held: Held): string => JSON.stringify([held.key, -(held.scope ?? 0), held.root.name]);
  const sorted = [...all].sort((a, b) => byCodePoint(order(a), order(b)));
  const unique = [...new Map([...sorted].reverse().map((held) => [held.key, held])).values()].reverse();
  return unique.filter((held) => !unique.some((other) => other !== held && covers(other, held)));
}

/** True if the one gives all that the other gives. */
function covers(one: Held, other: Held): boolean {
  return (
    (one.inside === undefined || isAlwaysInside(one.inside, other)) &&
    ["same", "narrower"].includes(compareWhen(one, other)) &&
    ["same", "narrower"].includes(compareReach(one.reach, other.reach))
  );
}

/** True if what counts inside of one type is always inside of another too: every way out leads through it. */
function isAlwaysInside(between: Resource, { subject, inside }: Held): boolean {
  if (inside === undefined || inside === between) return inside === between;
  const seen = new Set<Resource>();
  const waiting = [...(subject.resource?.containers ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === inside) return false;
    if (next === between || seen.has(next)) continue;
    seen.add(next);
    waiting.push(...next.containers);
  }
  return true;
}

export type Comparison = "same" | "wider" | "narrower" | "other";

/** What the second is, seen from the first. */
export function compareReach(before: Reach, after: Reach): Comparison {
  if (before === "everything" || after === "everything") {
    return before === after ? "same" : before === "everything" ? "narrower" : "wider";
  }
  const isWider = isWithin(before, after);
  const isNarrower = isWithin(after, before);
  return isWider ? (isNarrower ? "same" : "wider") : isNarrower ? "narrower" : "other";
}

/** The same of conditions: where one more is asked for with `&&`, never more is let in, whatever is missing. */
export function compareWhen(before: Held, after: Held): Comparison {
  if (before.when === after.when) return "same";
  const [were, are] = [before.parts, after.parts];
  if (were === undefined || are === undefined) return are === undefined ? "wider" : "narrower";
  if (isWithin(were.and, are.and) || isWithin(are.or, were.or)) return "narrower";
  return isWithin(are.and, were.and) || isWithin(were.or, are.or) ? "wider" : "other";
}

function isWithin(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...part].every((one) => whole.has(one));
}

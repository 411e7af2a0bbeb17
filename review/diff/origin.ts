/** Where something that is held comes from, and which line made the difference. */
import type { Condition, Grant, Permission, Place, Reference, Resource, Role } from "../../compiler/ir.js";
import type { Held } from "./held.js";
import type { Askers } from "./meaning.js";
import type { Both, Pair } from "./pairs.js";
import { wayTo, type GrantEnd, type Way } from "./way.js";

/** The line that made a difference, and the way to the role that lists the grant. */
export interface Origin {
  readonly place: Place;
  /** From the root to the role that lists the grant. */
  readonly path: readonly Role[];
  /** False where every line of the way is there on the other side too: the place is only the best guess. */
  readonly isSure: boolean;
}

type SideName = "before" | "after";

function opposite(side: SideName): SideName {
  return side === "after" ? "before" : "after";
}

/** Finds lines; `own` is the side on which something is held. */
export class Origins {
  private readonly both: Both;

  constructor(both: Both) {
    this.both = both;
  }

  /** Where it is held from, as seen from the other side. */
  of(held: Held, own: SideName): Origin {
    const way = wayTo(held);
    const { path, end } = way;
    const other = opposite(own);
    const guess = "grant" in end ? end.listed.place : end.assigned.place;
    const place =
      this.newDefault(held, other) ??
      this.newInheritance(way, other) ??
      this.newEnd(way, held, other) ??
      this.newHolding(path, other);
    return { place: place ?? guess, path, isSure: place !== undefined };
  }

  private role(role: Role, other: SideName): Role | undefined {
    return this.both.roles.of(role)[other];
  }

  /** The default role, where the kind has it only on this side. */
  private newDefault({ byDefault }: Held, other: SideName): Place | undefined {
    if (byDefault === undefined) return undefined;
    const kinds = this.both.kinds.all.filter((pair) =>
      pair[opposite(other)]?.defaultRoles.includes(byDefault),
    );
    const isThere = kinds.some((pair) => this.hasDefault(pair[other]?.defaultRoles, byDefault.to, other));
    return isThere ? undefined : byDefault.place;
  }

  private hasDefault(defaults: readonly Reference<Role>[] | undefined, role: Role, other: SideName): boolean {
    const same = this.role(role, other);
    return same !== undefined && defaults?.some(({ to }) => to === same) === true;
  }

  /** The first `inherits` of the way that the other side does not have. */
  private newInheritance({ path, inherits }: Way, other: SideName): Place | undefined {
    for (const [index, { to, place }] of inherits.entries()) {
      const senior = path[index];
      const same = senior && this.role(senior, other);
      const junior = this.role(to, other);
      if (same?.inherits.some((one) => one.to === junior) !== true) return place;
    }
    return undefined;
  }

  private newEnd(way: Way, held: Held, other: SideName): Place | undefined {
    const last = way.path.at(-1);
    const role = last && this.role(last, other);
    const { end } = way;
    if ("assigned" in end) {
      const target = this.role(end.assigned.to, other);
      if (role?.assigns.some(({ to }) => to === target) === true) return this.unassignable(target, other);
      const isOldPattern = role !== undefined && target === undefined && isWildcard(end.assigned.place);
      return isOldPattern ? end.assigned.to.place : end.assigned.place;
    }
    if (role === undefined) return end.listed.place;
    return (
      this.newGrant(end, role, other, held) ?? this.newImplication(end, other) ?? this.newMeaning(held, other)
    );
  }

  /** Why nobody may be given a role that somebody may assign: every kind that may hold it holds it always. */
  private unassignable(target: Role | undefined, side: SideName): Place | undefined {
    const defaults = this.both.kinds.all.flatMap((pair) => pair[side]?.defaultRoles ?? []);
    return defaults.find(({ to }) => to === target)?.place;
  }

  /** What of a grant another role does not have: the pattern, the scope, the condition, or the action itself. */
  private newGrant(
    { grant, listed }: GrantEnd,
    role: Role,
    other: SideName,
    { askers }: Held,
  ): Place | undefined {
    const pattern = textAt(listed.place);
    const alike = role.grants.flatMap((one) =>
      one.permissions
        .filter(({ place }) => textAt(place) === pattern)
        .map((reference) => ({ one, reference })),
    );
    if (alike.length === 0) return listed.place;
    const same = this.permission(listed.to, other);
    const giving = alike.filter(({ reference }) => reference.to === same);
    if (giving.length === 0) return same === undefined ? listed.to.place : listed.place;
    const own = opposite(other);
    const [ownScope, ownWhen] = [this.scopeOf(grant, own), this.whenOf(grant, listed.to, own, askers)];
    const withScope = giving.filter(({ one }) => this.scopeOf(one, other) === ownScope);
    const withWhen = giving.filter(
      ({ one, reference }) => this.whenOf(one, reference.to, other, askers) === ownWhen,
    );
    if (withScope.some((one) => withWhen.includes(one))) return undefined;
    if (withScope.length === 0) return partOf(grant, "scope") ?? listed.place;
    const [when] = grant.when?.values() ?? [];
    return when?.place ?? listed.place;
  }

  private scopeOf({ scope }: Grant, side: SideName): string | undefined {
    return this.both[side]?.model.scopes[scope];
  }

  private whenOf(
    { when }: Grant,
    { resource }: Permission,
    side: SideName,
    askers: Askers,
  ): string | undefined {
    const condition = when?.get(resource)?.to;
    return condition && this.both.meanings[side].keyOf(condition, resource, askers);
  }

  private newImplication({ implies }: GrantEnd, other: SideName): Place | undefined {
    return implies.find(({ from, to }) => {
      const [senior, junior] = [this.permission(from, other), this.permission(to.to, other)];
      return !senior?.implies.some((one) => one.to === junior);
    })?.to.place;
  }

  /** The condition of the scope, where the other side does not have it. */
  private newMeaning({ subject, scope, askers }: Held, other: SideName): Place | undefined {
    if (!("action" in subject) || scope === undefined) return undefined;
    const same = this.permission(subject, other);
    if (same === undefined) return subject.place;
    const partsAt = (
      one: Reference<Condition> | undefined,
      resource: Resource,
      side: SideName,
    ): readonly string[] =>
      one === undefined ? [] : this.both.meanings[side].partsOf(one.to, "||", resource, askers);
    const known = new Set(same.resource.scopes.flatMap((one) => partsAt(one, same.resource, other)));
    const { resource } = subject;
    return resource.scopes
      .slice(0, scope + 1)
      .find((one) => partsAt(one, resource, opposite(other)).some((part) => !known.has(part)))?.place;
  }

  /** The role itself, where on the other side nobody may hold it. */
  private newHolding([root]: readonly Role[], other: SideName): Place | undefined {
    const same = root && this.role(root, other);
    return same?.heldBy?.length === 0 ? root?.place : undefined;
  }

  private permission(permission: Permission, other: SideName): Permission | undefined {
    const pair: Pair<Permission> = this.both.permissions.of(permission);
    return pair[other];
  }
}

function textAt({ container, key }: Place): unknown {
  return key === undefined ? undefined : (container as Readonly<Record<string | number, unknown>>)[key];
}

function isWildcard(place: Place): boolean {
  const text = textAt(place);
  return typeof text === "string" && text.endsWith("*");
}

/** A key of a grant that is a map, if it is written. */
function partOf({ place }: Grant, key: string): Place | undefined {
  const value = textAt(place);
  if (typeof value !== "object" || value === null || !(key in value)) return undefined;
  return { file: place.file, container: value, key, part: "value" };
}

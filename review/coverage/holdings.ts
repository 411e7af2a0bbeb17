/** What each role has, with the items that give it: along `inherits`, as room 5 authorizes. */
import type { Condition, Permission, Reference, Resource, Role } from "../../compiler/ir.js";
import type { Item, Items } from "./items.js";

/** A grant as a holder has it. */
export interface HeldGrant {
  /** The pattern that lists it, and the entries of `inherits` on the way to it. */
  readonly items: readonly Item[];
  readonly scope: number;
  readonly when: Reference<Condition> | undefined;
  /** It counts only inside a resource of this type. */
  readonly inside: Resource | undefined;
}

/** An entry of `assigns` as a holder has it. */
export type HeldRule = Pick<HeldGrant, "items" | "inside">;

/** A role on the way from a holder along `inherits`. */
interface Way {
  readonly role: Role;
  readonly inside: Resource | undefined;
  readonly through: readonly Item[];
}

/** The items of a policy that holders have. */
export interface HeldItems {
  readonly grants: Items<Item>;
  readonly inherits: Items<Item>;
  readonly assigns: Items<Item>;
}

/** What a role has, made when it is first asked for. */
export class Holdings {
  private readonly items: HeldItems;
  private readonly grants = new Map<Role, ReadonlyMap<Permission, readonly HeldGrant[]>>();
  private readonly rules = new Map<Role, ReadonlyMap<Role, readonly HeldRule[]>>();

  constructor(items: HeldItems) {
    this.items = items;
  }

  /** The grants of a permission that a role has, inherited and implied ones included. */
  grantsOf(role: Role, permission: Permission): readonly HeldGrant[] {
    const known = this.grants.get(role) ?? this.collectGrants(role);
    this.grants.set(role, known);
    return known.get(permission) ?? [];
  }

  /** What lets a role assign another one. */
  rulesOf(role: Role, assigned: Role): readonly HeldRule[] {
    const known = this.rules.get(role) ?? this.collectRules(role);
    this.rules.set(role, known);
    return known.get(assigned) ?? [];
  }

  private collectGrants(holder: Role): ReadonlyMap<Permission, readonly HeldGrant[]> {
    const found = new Map<Permission, HeldGrant[]>();
    for (const { role, inside, through } of this.waysFrom(holder)) {
      for (const { permissions, scope, when } of role.grants) {
        for (const { to, place } of permissions) {
          const items = [this.items.grants.at(place), ...through];
          const condition = when?.get(to.resource);
          const around = inside === to.resource ? undefined : inside;
          for (const one of withImplied(to))
            add(found, one, { items, scope, when: condition, inside: around });
        }
      }
    }
    return found;
  }

  private collectRules(holder: Role): ReadonlyMap<Role, readonly HeldRule[]> {
    const found = new Map<Role, HeldRule[]>();
    for (const { role, inside, through } of this.waysFrom(holder)) {
      for (const { to, place } of role.assigns) {
        const items = [this.items.assigns.at(place), ...through];
        add(found, to, { items, inside: inside === to.resource ? undefined : inside });
      }
    }
    return found;
  }

  /** The role itself and all that it inherits, each on a shortest way. What a role inherits of `T#r` counts on a `T` and inside of one. */
  private waysFrom(holder: Role): readonly Way[] {
    const ways: Way[] = [{ role: holder, inside: undefined, through: [] }];
    const known = new Map<Role, Set<Resource | undefined>>([[holder, new Set([undefined])]]);
    for (const { role, inside, through } of ways) {
      for (const { to, place } of role.inherits) {
        const around = holder.resource === undefined ? (inside ?? to.resource) : undefined;
        const before = known.get(to) ?? new Set();
        known.set(to, before);
        if (before.has(around)) continue;
        before.add(around);
        ways.push({ role: to, inside: around, through: [...through, this.items.inherits.at(place)] });
      }
    }
    return ways;
  }
}

function add<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}

/** A permission and all that it implies. */
function withImplied(permission: Permission): ReadonlySet<Permission> {
  const all = new Set([permission]);
  for (const one of all) for (const { to } of one.implies) all.add(to);
  return all;
}

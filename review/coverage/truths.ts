/** Asks conditions as a check does, and notes what each answers. */
import type { Condition, Permission, Reference } from "../../compiler/ir.js";
import { compiled } from "../live.js";
import type { HeldGrant } from "./holdings.js";
import { Items, textAt, type ConditionItem } from "./items.js";
import type { Bag } from "./reader.js";

/** The resource of a question on the type. */
export const nothing: Bag = {};

export class Truths {
  readonly items: Items<ConditionItem> = new Items<ConditionItem>((place) => ({
    place,
    hits: 0,
    misses: 0,
    text: textAt(place),
  }));
  /** The index of the widest scope. */
  private readonly widest: number;

  constructor(scopes: readonly string[]) {
    this.widest = scopes.length - 1;
  }

  /** True if all conditions hold. What comes after one that does not is not asked. */
  hold(conditions: readonly (Reference<Condition> | undefined)[], principal: Bag, resource: Bag): boolean {
    return conditions.every((one) => one === undefined || this.ask(one, principal, resource) === true);
  }

  /** True if a grant reaches the resource and its own condition holds. */
  allows(
    { scope, when }: HeldGrant,
    { level, resource: type }: Permission,
    principal: Bag,
    resource: Bag,
  ): boolean {
    const reachesAll = level === "type" || (scope === this.widest && type.scopes[scope] === undefined);
    const reaches = reachesAll || this.reach(type.scopes.slice(0, scope + 1), principal, resource);
    // What a grant does not reach for sure is asked for its condition too: that may be false.
    if (reaches === false) return false;
    return this.hold([when], principal, resource) && reaches === true;
  }

  /** True for the first condition that holds; else unknown, if one is. */
  private reach(
    conditions: readonly (Reference<Condition> | undefined)[],
    principal: Bag,
    resource: Bag,
  ): boolean | undefined {
    let found: boolean | undefined = false;
    for (const one of conditions) {
      const answer = one === undefined ? false : this.ask(one, principal, resource);
      if (answer === true) return true;
      if (answer !== false) found = undefined;
    }
    return found;
  }

  private ask({ to, place }: Reference<Condition>, principal: Bag, resource: Bag): boolean | string {
    const answer = compiled(to)(principal, resource);
    const item = this.items.at(place);
    if (answer === true) item.hits++;
    else item.misses++;
    return answer;
  }
}

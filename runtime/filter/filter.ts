/** Which resources a principal may do something to. */
import { isBag } from "../bag.js";
import type { Asker, PermissionOf, Policy, PolicyTypes } from "../types.js";
import { openPolicy, outcomeOf, type OpenPolicy } from "./grants.js";
import { or, type Outcome } from "./join.js";
import type { Filter } from "./types.js";

/** The attributes that the conditions of a permission read; any, where the policy is not known. */
export type AttributesOf<T extends PolicyTypes, P> = P extends keyof T["reads"]
  ? T["reads"][P] & string
  : string extends T["permission"]
    ? string
    : never;

/**
 * The resources on which `can` allows a permission, as a condition over their attributes; the principal's side is filled
 * in. For a permission on a type it is all or nothing. It never throws for what a principal may be.
 * @throws TypeError for a table of a format that this runtime does not know
 */
export function filter<T extends PolicyTypes, P extends PermissionOf<T>>(
  policy: Policy<T>,
  principal: Asker<NoInfer<T>>,
  permission: P,
): Filter<AttributesOf<T, P>> {
  const opened = openPolicy(policy);
  const found = or(askersIn(principal).map((one) => outcomeFor(opened, one, permission)));
  return toFilter(found) as Filter<AttributesOf<T, P>>;
}

function toFilter(found: Outcome): Filter {
  return typeof found === "boolean" ? { kind: found ? "all" : "none" } : { kind: "when", when: found };
}

function askersIn(principal: unknown): readonly unknown[] {
  try {
    return Array.isArray(principal) ? Array.from(principal as readonly unknown[]) : [principal];
  } catch {
    return [];
  }
}

/** Law 13: each principal for itself. What a getter of the app throws means that nothing is known of this one. */
function outcomeFor(policy: OpenPolicy, asker: unknown, permission: unknown): Outcome {
  try {
    return isBag(asker) ? outcomeOf(policy, asker, permission) : false;
  } catch {
    return false;
  }
}

/** Which resources a principal may do something to. */
import { isBag } from "../bag.js";
import type { Asker, PermissionOf, Policy, PolicyTable, PolicyTypes } from "../types.js";
import { outcomeOf } from "./grants.js";
import { or, type Outcome } from "./join.js";
import { questionOf, type Question } from "./table.js";
import type { Filter } from "./types.js";

/** The attributes that the conditions of a permission read. */
export type AttributesOf<T extends PolicyTypes, P> = P extends keyof T["reads"]
  ? T["reads"][P] & string
  : string;

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
  const question = questionOf(policy, permission);
  const found =
    question === undefined ? false : or(askersIn(principal).map((one) => outcomeFor(policy, one, question)));
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
function outcomeFor(table: PolicyTable, asker: unknown, question: Question): Outcome {
  try {
    return isBag(asker) ? outcomeOf(table, asker, question) : false;
  } catch {
    return false;
  }
}

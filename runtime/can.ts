/** `can` alone. */
import type { Bag } from "./bag.js";
import { decide } from "./decide.js";
import { granted } from "./ranks.js";
import { kindOf, openTable, questionOf, type Table } from "./table.js";
import type { Authorizer, Policy, PolicyTypes } from "./types.js";

/** What is asked, as apps do: what the types of a policy say is not relied on. */
export type Can = (permission: unknown, resource?: unknown) => boolean;

/** `can` for a principal, or several. What a getter of the app throws means no. */
export function canOf(table: Table): (principal: unknown, ...asked: Parameters<Can>) => boolean {
  return (principal, permission, resource) => {
    try {
      if (!Array.isArray(principal)) return may(table, principal, permission, resource);
      let found = false;
      for (const one of principal as readonly unknown[]) found ||= may(table, one, permission, resource);
      return found;
    } catch {
      // A list that cannot be read holds nobody.
      return false;
    }
  };
}

function may(table: Table, principal: unknown, permission: unknown, resource: unknown): boolean {
  try {
    const kind = kindOf(table, principal);
    if (typeof kind === "number") return false;
    const { roles } = principal as Bag;
    const question = questionOf(table, kind, permission);
    return decide(table, kind, principal as Bag, roles, question, resource) === granted;
  } catch {
    return false;
  }
}

/**
 * Makes `can` for a policy, and nothing else: the smallest there is.
 * @param policy a generated table
 * @throws TypeError for a table of a format that this runtime does not know
 */
export function createCan<T extends PolicyTypes>(policy: Policy<T>): Authorizer<T>["can"] {
  return canOf(openTable(policy));
}

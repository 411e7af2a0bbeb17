import type { Bag } from "./bag.js";
import type { Kind } from "./table.js";

/** A principal, read. */
export interface Asker {
  readonly id: unknown;
  /** Undefined: the policy does not know it; null: there is no principal. */
  readonly kind: Kind | undefined | null;
  readonly roles: unknown;
  /** Where conditions read its attributes. */
  readonly principal: Bag;
  /** All its roles in one: a kind with one default role that has what any of them has. */
  readonly merged?: Kind;
  /** True if a getter of the app threw. Then nothing is known of it, and it may nothing. */
  readonly isUnreadable?: boolean;
}

/** Nobody. */
export const nobody: Asker = { id: undefined, kind: null, roles: undefined, principal: {} };

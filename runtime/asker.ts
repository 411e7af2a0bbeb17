import { isBag } from "./decide.js";
import type { Kind } from "./table.js";

/** A principal, read. */
export interface Asker {
  readonly id: unknown;
  /** Undefined: the policy does not know it; null: there is no principal. */
  readonly kind: Kind | undefined | null;
  readonly roles: unknown;
  /** All its roles in one: a kind with one default role that has what any of them has. */
  readonly merged?: Kind;
  /** True if a getter of the app threw. Then nothing is known of it, and it may nothing. */
  readonly isUnreadable?: boolean;
}

/** A property that is only reported; if the app's getter throws there is none. */
export function read(value: unknown, key: string): unknown {
  try {
    return isBag(value) ? value[key] : undefined;
  } catch {
    return undefined;
  }
}

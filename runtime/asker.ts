/** Principals as they were when they asked: read once, so that one answer is about one principal. */
import { attempt, isBag, namesIn, type Bag } from "./bag.js";
import { missingAttribute, type Rank } from "./ranks.js";
import { kindOf, type Kind, type Table } from "./table.js";

/** A principal, read. */
export interface Asker {
  readonly id: unknown;
  /** Or how far it comes, whatever it asks. */
  readonly kind: Kind | Rank;
  /** Its default roles and what it has beside them. */
  readonly roles: readonly string[];
  /** Where conditions read its attributes. */
  readonly principal: Bag;
}

/**
 * Reads a principal, or several; an empty list is nobody. If a getter of the app throws, nothing is known of a principal, and it
 * may nothing.
 */
export function readAskers(table: Table, principal: unknown): readonly Asker[] {
  const readAsker = (one: unknown): Asker => {
    const read = (key: string): unknown => (isBag(one) ? one[key] : undefined);
    const id = attempt(() => read("id"));
    const asker = (kind: Kind | Rank, roles: readonly string[]): Asker => ({
      id,
      kind,
      roles,
      principal: one as Bag,
    });
    return (
      attempt(() => {
        const kind = kindOf(table, one);
        return asker(kind, typeof kind === "number" ? [] : [...kind.defaults, ...namesIn(read("roles"))]);
      }) ?? asker(missingAttribute, [])
    );
  };
  // Array.from gives the holes of a sparse list too: each is nobody.
  const all = attempt(() =>
    Array.isArray(principal) && principal.length > 0 ? Array.from(principal, readAsker) : undefined,
  );
  return all ?? [readAsker(principal)];
}

/** Mutants of lists of names: each leaves one entry out. */
import { replaceItem } from "./edit.js";
import { mutantAt, type Mutant, type Operator, type Site } from "./mutant.js";

/**
 * Leaves out each entry of the list at a key, if there is one.
 * @param change says what it is to leave an entry out
 */
export function dropItems(
  site: Site,
  container: object,
  key: string,
  operator: Operator,
  change: (item: string) => string,
): readonly Mutant[] {
  const list: unknown = (container as Readonly<Record<string, unknown>>)[key];
  if (!Array.isArray(list)) return [];
  return (list as readonly string[]).map((item, index) =>
    mutantAt(site, [list, index], operator, {
      change: change(item),
      edit: replaceItem(container, key, index),
    }),
  );
}

/** The lines of a policy that questions can have a part in, and how many have. */
import type { PolicyModel } from "../../compiler/ir.js";
import { rolesOf } from "../../compiler/roles.js";
import type { Collector } from "./collector.js";
import type { Item } from "./items.js";

/** A line with a role, a grant, a condition, or an entry of `inherits` or `assigns`. */
export interface CountedLine {
  /** Relative to the root of the project. */
  readonly file: string;
  readonly line: number;
  /** How many questions had to do with it; of several things on one line, with that which the fewest had to do with. */
  readonly hits: number;
  /** The conditions that stand on it: how often each was true, and how often not. */
  readonly branches: readonly (readonly [held: number, failed: number])[];
}

/** The lines of a policy in the order of its files. */
export function countedLines(model: PolicyModel, collector: Collector): readonly CountedLine[] {
  const lines = new Map<string, CountedLine>();
  const add = (
    { place }: Pick<Item, "place">,
    hits: number,
    branches: CountedLine["branches"] = [],
  ): void => {
    const { file, line } = place.file.locate(place);
    const key = `${file}:${line}`;
    const known = lines.get(key);
    lines.set(key, {
      file,
      line,
      hits: Math.min(hits, known?.hits ?? hits),
      branches: [...(known?.branches ?? []), ...branches],
    });
  };
  for (const items of [collector.grants, collector.inherits, collector.assigns])
    for (const item of items.all) add(item, item.hits);
  for (const item of collector.truths.items.all)
    add(item, item.hits + item.misses, [[item.hits, item.misses]]);
  for (const role of rolesOf(model)) add(role, collector.roles.get(role) ?? 0);
  return [...lines.values()].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

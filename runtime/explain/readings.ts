/** The values that a condition read. */
import { attempt, isBag, type Bag } from "../bag.js";
import type { AttributeRead, Expression } from "../expression.js";

/** By `resource.team` and the like, every attribute that a condition names and its value; undefined where it is missing. */
export function valuesIn(
  tree: Expression | undefined,
  principal: Bag,
  resource: Bag,
): Readonly<Record<string, unknown>> {
  const reads: AttributeRead[] = [];
  collect(tree, reads);
  const entries = reads.map(({ op, path }): readonly [string, unknown] => [
    `${op}.${path}`,
    attempt(() => valueAt(op === "principal" ? principal : resource, path.split("."))),
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function valueAt(from: Bag, [name = "", ...rest]: readonly string[]): unknown {
  const value = from[name];
  if (rest.length === 0) return value;
  return isBag(value) ? valueAt(value, rest) : undefined;
}

function collect(tree: unknown, reads: AttributeRead[]): void {
  if (Array.isArray(tree)) for (const one of tree) collect(one, reads);
  if (!isBag(tree)) return;
  const { op } = tree;
  if (op === "principal" || op === "resource") reads.push(tree as unknown as AttributeRead);
  else for (const part of Object.values(tree)) collect(part, reads);
}

/** Mutants of conditions: the opposite, and none. */
import { set, unset, type Edit } from "./edit.js";
import { mutantAt, type Mutant, type Site } from "./mutant.js";

/**
 * Negates the condition at a key, if there is one, and leaves it out.
 * @param dropped how it is left out; null where something must stand there
 */
export function conditionMutants(
  site: Site,
  container: object,
  key: string,
  dropped: Edit | null = unset(container, key),
): readonly Mutant[] {
  const text: unknown = (container as Readonly<Record<string, unknown>>)[key];
  if (typeof text !== "string") return [];
  const shown = text.replace(/\s+/g, " ").trim();
  const negated = mutantAt(site, [container, key], "negate-condition", {
    change: `negate the condition ${shown}`,
    // On lines of its own: the text may end in a comment.
    edit: set(container, key, `!(${text}\n)`),
  });
  // `false` alone says that there is nothing to reach, and `true` that nothing is asked.
  const isConstant = shown === "false" || shown === "true";
  const change = `drop the condition ${shown}`;
  return [
    ...(isConstant ? [] : [negated]),
    ...(dropped === null
      ? []
      : [mutantAt(site, [container, key], "drop-condition", { change, edit: dropped })]),
  ];
}

/** Mutants of conditions: the opposite, none, and without one operand. */
import { set, unset, type Edit } from "./edit.js";
import { mutantAt, type Mutant, type Site } from "./mutant.js";
import { withoutOperands } from "./operands.js";

/**
 * Negates the condition at a key, if there is one, leaves it out, and leaves each operand of it out.
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
  const expression = site.condition(container, key);
  const shortened = expression === undefined ? [] : withoutOperands(expression);
  return [
    ...(isConstant ? [] : [negated]),
    ...(dropped === null
      ? []
      : [mutantAt(site, [container, key], "drop-condition", { change, edit: dropped })]),
    ...shortened.map(({ operand, rest }) =>
      mutantAt(site, [container, key], "drop-operand", {
        change: `drop the operand ${operand}`,
        edit: set(container, key, rest),
      }),
    ),
  ];
}

/** One holder and one subject: what was held, against what is. */
import { textOf } from "../../compiler/expression/text.js";
import { categoryOf, type ChangeName, type Finding, type Sides } from "./change.js";
import { compareReach, compareWhen, type Comparison, type Held } from "./held.js";

/** What was held and what is; at least one of them. */
export interface Delta {
  readonly change: ChangeName;
  readonly before: Held | undefined;
  readonly after: Held | undefined;
}

/** What makes two ways of holding the same thing belong together, strongest first. */
const likenesses: readonly ((held: Held) => string)[] = [
  ({ inside, when }) => JSON.stringify([inside?.name ?? null, when ?? null]),
  ({ inside, scopeName }) => JSON.stringify([inside?.name ?? null, scopeName ?? null]),
  ({ inside }) => inside?.name ?? "",
  () => "",
];

/** The differences; the mirror image of what the two sides give when they change places. */
export function deltasOf(before: readonly Held[], after: readonly Held[]): readonly Delta[] {
  if (before.length === 0) return after.map((held) => ({ change: "gained", before: undefined, after: held }));
  if (after.length === 0) return before.map((held) => ({ change: "lost", before: held, after: undefined }));
  const left = {
    before: before.filter(({ key }) => !after.some((other) => other.key === key)),
    after: after.filter(({ key }) => !before.some((other) => other.key === key)),
  };
  const deltas: Delta[] = [];
  for (const likeness of likenesses) {
    for (const one of left.before) {
      const other = left.after.find((held) => likeness(held) === likeness(one));
      if (other === undefined) continue;
      left.before = left.before.filter((held) => held !== one);
      left.after = left.after.filter((held) => held !== other);
      deltas.push({ change: changeOf(one, other), before: one, after: other });
    }
  }
  // What is left is one way more, or less, of having what is still had.
  for (const one of left.before) deltas.push({ change: "narrowed", before: one, after: most(after) });
  for (const one of left.after) deltas.push({ change: "widened", before: most(before), after: one });
  return [...deltas, ...renamedScopes(before, after)];
}

/** What reaches the same under another scope's name: answers carry that name. */
function renamedScopes(before: readonly Held[], after: readonly Held[]): readonly Delta[] {
  return before.flatMap((one) => {
    const other = after.find(({ key }) => key === one.key);
    return other === undefined || other.scopeName === one.scopeName
      ? []
      : [{ change: "renamed-id" as const, before: one, after: other }];
  });
}

/** The widest one, those without a condition first. */
function most(all: readonly Held[]): Held | undefined {
  const rank = ({ when, inside, scope = 0 }: Held): number =>
    (when === undefined ? 1000 : 0) + (inside === undefined ? 100 : 0) + scope;
  return [...all].sort((a, b) => rank(b) - rank(a))[0];
}

function changeOf(before: Held, after: Held): ChangeName {
  const directions = [
    compareReach(before.reach, after.reach),
    compareWhen(before, after),
    compareLimit(before.inside?.name, after.inside?.name),
  ];
  const only = (direction: Comparison): boolean =>
    directions.every((one) => one === "same" || one === direction);
  return only("wider") ? "widened" : only("narrower") ? "narrowed" : "condition-changed";
}

/** Something that limits, or nothing. */
function compareLimit(before: string | undefined, after: string | undefined): Comparison {
  if (before === after) return "same";
  return after === undefined ? "wider" : before === undefined ? "narrower" : "other";
}

/** A delta in the words of the report. */
export function described({ change, before, after }: Delta): Omit<Finding, "holder"> {
  const scope = sides(before?.scopeName, after?.scopeName);
  const when = whenOf(before, after);
  const inside = sides(before?.inside?.name, after?.inside?.name);
  return {
    category: change === "renamed-id" ? "API" : categoryOf(change),
    change,
    ...(scope && { scope }),
    ...(when && { when }),
    ...(inside && { inside }),
  };
}

/** The conditions of the grants; where it is the scope that means something else, what it reaches. */
function whenOf(before: Held | undefined, after: Held | undefined): Sides<string> | undefined {
  const grants = sides(text(before), text(after));
  if (before === undefined || after === undefined || before.when !== after.when) return grants;
  const comparison = compareReach(before.reach, after.reach);
  const isSameScope = before.scopeName === after.scopeName;
  const isAnotherMeaning = comparison === "other" || (isSameScope && comparison !== "same");
  return isAnotherMeaning ? sides(before.reachText, after.reachText) : grants;
}

function text(held: Held | undefined): string | undefined {
  return held?.condition && textOf(held.condition.expression);
}

/** Both sides, or nothing if there is neither. */
export function sides<T>(before: T | undefined, after: T | undefined): Sides<T> | undefined {
  return before === undefined && after === undefined
    ? undefined
    : { before: before ?? null, after: after ?? null };
}

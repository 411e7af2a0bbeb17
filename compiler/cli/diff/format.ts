/** What the formats of a difference share. */
import type { Category, Difference } from "../../../review/diff/index.js";
import type { Surroundings } from "../formats/format.js";

/** A difference, and how it is to be taken. */
export interface Judged extends Difference {
  /** The categories that fail the run. */
  readonly failOn: readonly Category[];
}

/** A difference as the text that is written, with its last newline. */
export type DiffFormat = (difference: Judged, surroundings: Surroundings) => string;

/** `3 widenings, 1 narrowing`; what there is none of is not said. */
export function counted({ changes }: Pick<Difference, "changes">): string {
  return Object.entries(nouns)
    .flatMap(([category, [one, several]]) => {
      const number = changes.filter((change) => change.category === category).length;
      return number === 0 ? [] : [`${number} ${number === 1 ? one : several}`];
    })
    .join(", ");
}

const nouns: Readonly<Record<Category, readonly [one: string, several: string]>> = {
  WIDEN: ["widening", "widenings"],
  NARROW: ["narrowing", "narrowings"],
  API: ["change of generated names", "changes of generated names"],
  STORED: ["change of stored names", "changes of stored names"],
};

/** What there is to say where nobody gains or loses anything. */
export function nothingText(difference: Difference): string {
  const nothing = "no change of access";
  return difference.bump === "none"
    ? nothing
    : `${nothing}; suggested version bump: ${difference.bump}${reasonOf(difference)}`;
}

/** Behind a bump: what makes it so large, or what callers have to do, where no change tells it. */
export function reasonOf({ because }: Pick<Difference, "because">): string {
  return because === undefined ? "" : ` (${because})`;
}

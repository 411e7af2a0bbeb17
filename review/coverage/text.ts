/** What is not covered, as people read it. */
import type { Line } from "./measures.js";
import type { Coverage } from "./measures.js";

/** Something that no question covers: where it stands, and what was not asked. */
export interface Gap extends Line {
  readonly text: string;
}

/** A list in a sentence names so many. */
const mostNamed = 4;

/** Everything that is not covered, in the order of the files. */
export function gapsOf({ uncovered }: Coverage): readonly Gap[] {
  const { cells, grants, conditions, resourceRoles, assigns } = uncovered;
  const gaps = [
    ...resourceRoles.map((one) => ({ ...one, text: `nobody asks who has ${one.holder}` })),
    ...cells.map((one) => ({
      ...one,
      text: `nobody with ${one.holder} asks for ${listOf(one.permissions)}`,
    })),
    ...grants.map((one) => ({ ...one, text: `${one.grant} of ${one.holder} allows nothing that is asked` })),
    ...conditions.map((one) => ({ ...one, text: `${missingText(one.missing)}: ${one.condition}` })),
    ...assigns.map((one) => ({ ...one, text: `nobody assigns ${one.assigns} by ${one.holder}` })),
  ];
  return gaps
    .map(({ file, line, text }) => ({ file, line, text }))
    .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

function listOf(names: readonly string[]): string {
  const named = names.slice(0, mostNamed).join(", ");
  return names.length > mostNamed ? `${named} and ${names.length - mostNamed} more` : named;
}

function missingText(missing: readonly boolean[]): string {
  if (missing.length > 1) return "never asked";
  return missing[0] === true ? "never true" : "always true";
}

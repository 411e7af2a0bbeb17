import type { Code } from "../../catalogue.js";

/** Something wrong in a condition's text, from one character to another. */
export interface Problem {
  readonly code: Code;
  readonly range: readonly [start: number, end: number];
  readonly message: string;
  readonly help?: string | undefined;
  /** True if what is wrong is that the text ends here. */
  readonly isAtEnd?: boolean;
}

/** As much of a text as is put into a message, in one line. */
export function shown(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > longest ? `${line.slice(0, longest - 1).trimEnd()}…` : line;
}

const longest = 60;

import type { createColors } from "picocolors";

/** Where text goes. */
export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** One run of the command line. */
export interface Session {
  readonly cwd: string;
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly colors: ReturnType<typeof createColors>;
  /** When it began, in milliseconds of `performance.now()`. */
  readonly started: number;
}

/** The command was called wrongly, or its surroundings do not allow it: exit 2. */
export class UsageError extends Error {}

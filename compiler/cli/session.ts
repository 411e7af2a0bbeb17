import type { createColors } from "picocolors";
import type { Clock } from "./clock.js";
import { visibleLines } from "./visible.js";

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
  /** Knows what the time is spent on. */
  readonly clock: Clock;
}

/** The command was called wrongly, or its surroundings do not allow it: exit 2. */
export class UsageError extends Error {}

/** What is said of a wrong call. */
export function usageReport({ message }: UsageError, { colors }: Pick<Session, "colors">): string {
  return `${colors.red("error")}: ${visibleLines(message)}\n`;
}

/** What is said of a bug. */
export function bugReport(error: unknown): string {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `rolebook: this is a bug in rolebook, not in your policy. Please report it.\n${trace}\n`;
}

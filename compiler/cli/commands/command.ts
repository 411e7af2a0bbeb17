/** What every command is made with, and the options that several share. */
import { InvalidArgumentError, Option, type Command } from "commander";
import { showProgress } from "../progress.js";
import { formatNames, type ReportOptions } from "../report.js";
import type { Session } from "../session.js";

/** Adds a command to the program. What it runs is loaded when it runs. */
export type Register = (program: Command, context: Context) => void;

export interface Context {
  readonly session: Session;
  /** Takes the exit code of the command that ran. */
  readonly done: (exitCode: number) => void;
}

/** Runs a command, shows what it is doing, and says afterwards where the time went, if that is asked. */
export async function observed(
  session: Session,
  { timings }: Pick<ReportOptions, "timings">,
  command: () => Promise<number>,
): Promise<number> {
  const removeProgress = showProgress(session);
  try {
    return await command();
  } finally {
    removeProgress();
    if (timings === true) session.stderr.write(session.clock.table());
  }
}

export function findingsFormatOption(): Option {
  return new Option("--format <format>", "how findings are shown; other than as text, on stdout")
    .choices(formatNames)
    .default("text");
}

export function maxWarningsOption(): Option {
  return new Option("--max-warnings <n>", "exit 1 if there are more warnings than this").argParser((text) => {
    if (/^\d{1,15}$/.test(text)) return Number(text);
    throw new InvalidArgumentError("It is not a whole number.");
  });
}

/** Refuses an option that is given twice, of which the last would silently count. One whose default is a list takes several. */
export function refuseRepeats(command: Command): void {
  for (const option of command.options) {
    if (option.isBoolean() || Array.isArray(option.defaultValue)) continue;
    let isGiven = false;
    command.on(`option:${option.name()}`, () => {
      if (isGiven) command.error(`error: option '${option.flags}' is given twice`);
      isGiven = true;
    });
  }
}

/** Reads a value: what begins with `-` is an option, before which the value was forgotten. */
export function valueOf(text: string): string {
  if (!text.startsWith("-")) return text;
  throw new InvalidArgumentError(`It needs a value, and \`${text}\` looks like an option.`);
}

/** The help's last part. */
export function examples(...lines: readonly string[]): string {
  return `\n${lines.length === 1 ? "Example" : "Examples"}:\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

import type { createColors } from "picocolors";
import { catalogue } from "../catalogue.js";
import { findConfig, findRoot, type Config } from "../config.js";
import { hasErrors, type Diagnostic } from "../diagnostic.js";
import { didYouMean } from "../nearest.js";
import { render } from "./render.js";

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

/** A project and the policies of it that are asked for. */
export interface Project {
  readonly root: string;
  readonly config: Config;
}

/** Finds the project and picks the named policies; all if none is named. Undefined if that failed, which is shown. */
export function openProject(session: Session, names: readonly string[]): Project | Diagnostic[] {
  const root = findRoot(session.cwd);
  const { result, diagnostics } = findConfig(root);
  if (result === undefined) return [...diagnostics];
  const known = Object.keys(result.policies);
  for (const name of names) {
    if (known.includes(name)) continue;
    const help = didYouMean(name, known) ?? `the policies are ${known.map((one) => `\`${one}\``).join(", ")}`;
    throw new UsageError(`\`${name}\` is not a policy of this project; ${help}`);
  }
  const chosen = Object.entries(result.policies).filter(
    ([name]) => names.length === 0 || names.includes(name),
  );
  return { root, config: { policies: Object.fromEntries(chosen) } };
}

/** Shows findings on stderr and gives the exit code that they lead to. */
export function report(session: Session, root: string, diagnostics: readonly Diagnostic[]): number {
  for (const finding of diagnostics) session.stderr.write(`${render(finding, root, session)}\n`);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) session.stderr.write(`${count(errors.length, "error")}\n`);
  if (!hasErrors(diagnostics)) return 0;
  return errors.some(({ code }) => catalogue[code].exit === 2) ? 2 : 1;
}

/** The last line of a run: how long it took. */
export function reportTime({ stdout, started }: Session): void {
  stdout.write(`done in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

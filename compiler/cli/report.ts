import { catalogue } from "../catalogue.js";
import { findRepository } from "../config.js";
import type { Diagnostic } from "../diagnostic.js";
import type { Format } from "./formats/format.js";
import { github } from "./formats/github.js";
import { json } from "./formats/json.js";
import { sarif } from "./formats/sarif.js";
import { text } from "./formats/text.js";
import type { Session, Stream } from "./session.js";

const formats = { text, json, github, sarif } as const satisfies Readonly<Record<string, Format>>;

type FormatName = keyof typeof formats;

/** How findings can be shown; the first is the usual one. */
export const formatNames = Object.keys(formats) as readonly FormatName[];

/** How findings are shown and judged. */
export interface ReportOptions {
  readonly format: FormatName;
  /** More warnings than this are a failure. */
  readonly maxWarnings?: number;
  /** Say where the time went. */
  readonly timings?: boolean;
}

/** Shows findings and gives the exit code that they lead to. Text is for stderr; a document is a result. */
export function report(
  session: Session,
  root: string,
  diagnostics: readonly Diagnostic[],
  { format, maxWarnings = Infinity }: ReportOptions,
): 0 | 1 | 2 {
  const { cwd, colors, stdout, stderr, clock } = session;
  clock.begin({ name: "findings" });
  const surroundings = { root, cwd, colors, repository: findRepository(cwd) ?? cwd };
  const output = formats[format](diagnostics, surroundings);
  if (output !== "") (format === "text" ? stderr : stdout).write(output);

  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const warnings = diagnostics.length - errors.length;
  const tooMany = warnings > maxWarnings;
  if (tooMany) stderr.write(`too many warnings: ${warnings}, and \`--max-warnings\` is ${maxWarnings}\n`);
  if (errors.some(({ code }) => catalogue[code].exit === 2)) return 2;
  return errors.length > 0 || tooMany ? 1 : 0;
}

/**
 * Shows findings of a command that answers something else: to people on stderr, and the errors to a program that waits for JSON, in
 * place of the answer. Gives the exit code that they lead to.
 */
export function reportBeside(
  session: Session,
  root: string,
  diagnostics: readonly Diagnostic[],
  format: string,
): 0 | 1 | 2 {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0 && format === "json") report(session, root, errors, { format });
  return report(session, root, diagnostics, { format: "text" });
}

/** Where the rest of a run's results go: beside a document, stdout holds nothing else. */
export function resultsOf({ stdout, stderr }: Session, { format }: ReportOptions): Stream {
  return format === "text" ? stdout : stderr;
}

/** The last line of a run: how long it took. */
export function reportTime({ started }: Session, results: Stream): void {
  results.write(`done in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
}

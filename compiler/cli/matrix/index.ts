/** `rolebook matrix`: the decision matrix, for people, spreadsheets and programs. */
import { matrixOf, type Matrix } from "../../pipeline.js";
import { diagnosticsOf, openPolicies } from "../policies.js";
import { openProject } from "../project.js";
import { reportBeside } from "../report.js";
import type { Session, Stream } from "../session.js";
import { csv } from "./csv.js";
import { json } from "./json.js";

export interface MatrixOptions {
  readonly format: "markdown" | "csv" | "json";
}

/** So many characters are written at once. */
const longestPiece = 1 << 16;

/** Writes the matrices of some policies on stdout, and what was found in them on stderr. */
export async function matrix(
  session: Session,
  names: readonly string[],
  { format }: MatrixOptions,
): Promise<number> {
  const { root, config, diagnostics: misconfigured, cache } = await openProject(session, names);
  if (config === undefined) return reportBeside(session, root, misconfigured, format);
  const policies = openPolicies(root, config, session, cache);
  const exitCode = reportBeside(session, root, await diagnosticsOf(policies), format);
  if (exitCode !== 0) return exitCode;

  const matrices: Matrix[] = [];
  const pages: string[] = [];
  for (const policy of policies) {
    const analyzed = await policy.analyzed();
    if (analyzed === undefined) continue;
    const shown = await matrixOf(analyzed, session.clock.begin);
    if (format === "markdown") pages.push(shown.page());
    else matrices.push(shown.matrix);
  }
  await cache.save();
  session.clock.begin({ name: "results" });
  if (format === "markdown") session.stdout.write(pages.join("\n"));
  else writeAll(session.stdout, (format === "csv" ? csv : json)(matrices));
  return 0;
}

function writeAll(stream: Stream, pieces: Iterable<string>): void {
  let waiting: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < longestPiece) continue;
    stream.write(waiting.join(""));
    waiting = [];
    length = 0;
  }
  stream.write(waiting.join(""));
}

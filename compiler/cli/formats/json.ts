import type { Diagnostic, Span } from "../../diagnostic.js";
import { jsonText, pathFrom, type Format, type Surroundings } from "./format.js";

/** For programs: one document with every finding, as `schema/diagnostics.schema.json` describes it. */
export const json: Format = (diagnostics, surroundings) =>
  jsonText({ diagnostics: findingsData(diagnostics, surroundings) });

/** Findings as data. */
export function findingsData(
  diagnostics: readonly Diagnostic[],
  { root, cwd }: Pick<Surroundings, "root" | "cwd">,
): readonly object[] {
  const place = ({ file, line, column, endLine, endColumn }: Span) => ({
    file: pathFrom(cwd, root, file),
    line,
    column,
    endLine,
    endColumn,
  });
  return diagnostics.map(({ code, severity, message, span, help, related }) => ({
    code,
    severity,
    message,
    ...place(span),
    ...(help === undefined ? {} : { help }),
    ...(related.length === 0
      ? {}
      : { related: related.map((other) => ({ message: other.message, ...place(other.span) })) }),
  }));
}

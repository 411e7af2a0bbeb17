import type { Span } from "../../diagnostic.js";
import { jsonText, pathFrom, type Format } from "./format.js";

/** For programs: one document with every finding, as `schema/diagnostics.schema.json` describes it. */
export const json: Format = (diagnostics, { root, cwd }) => {
  const place = ({ file, line, column, endLine, endColumn }: Span) => ({
    file: pathFrom(cwd, root, file),
    line,
    column,
    endLine,
    endColumn,
  });
  const findings = diagnostics.map(({ code, severity, message, span, help, related }) => ({
    code,
    severity,
    message,
    ...place(span),
    ...(help === undefined ? {} : { help }),
    ...(related.length === 0
      ? {}
      : { related: related.map((other) => ({ message: other.message, ...place(other.span) })) }),
  }));
  return jsonText({ diagnostics: findings });
};

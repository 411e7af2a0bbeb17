import { catalogue, type Code } from "./catalogue.js";

/** A place in a file. Lines and columns start at 1; a column counts UTF-16 units; the end is exclusive. */
export interface Span {
  /** Relative to the root of the project, with `/` between folders. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The text of the first line, or undefined where the finding is about the whole file. */
  readonly text: string | undefined;
}

/** Another place that belongs to a finding. */
export interface Related {
  readonly message: string;
  readonly span: Span;
}

/** A finding. It is a value: the compiler collects findings and never throws one. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: "error" | "warn";
  /** One sentence in lower case without a full stop, names in backticks. */
  readonly message: string;
  readonly span: Span;
  readonly related: readonly Related[];
  /** The cure, where one is known. */
  readonly help: string | undefined;
}

/** Makes a finding; its severity is the catalogue's, and a lint that is off by default is made as a warning. */
export function diagnostic(
  code: Code,
  span: Span,
  message: string,
  extra: { readonly help?: string | undefined; readonly related?: readonly Related[] } = {},
): Diagnostic {
  const severity = catalogue[code].severity === "error" ? "error" : "warn";
  return { code, severity, message, span, related: extra.related ?? [], help: extra.help };
}

/** The place of a finding about a whole file or folder. */
export function wholeFile(file: string): Span {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1, text: undefined };
}

/** The order in which findings are shown: by file, place, code and message. */
export function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (
    compare(a.span.file, b.span.file) ||
    a.span.line - b.span.line ||
    a.span.column - b.span.column ||
    compare(a.code, b.code) ||
    compare(a.message, b.message)
  );
}

/** True if any of the findings is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((finding) => finding.severity === "error");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

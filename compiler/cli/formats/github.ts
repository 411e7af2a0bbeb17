import type { Diagnostic, Span } from "../../diagnostic.js";
import { visible } from "../visible.js";
import { pathFrom, type Format, type Surroundings } from "./format.js";

/** For GitHub Actions: a workflow command for each finding, which becomes an annotation of the line. */
export const github: Format = (diagnostics, surroundings) =>
  diagnostics.map((finding) => `${command(finding, surroundings)}\n`).join("");

function command(finding: Diagnostic, { root, repository }: Surroundings): string {
  const { code, severity, message, span, related, help } = finding;
  const file = (other: Span): string => pathFrom(repository, root, other.file);
  const properties: Readonly<Record<string, string | number>> = {
    file: file(span),
    ...region(span),
    title: `rolebook ${code}`,
  };
  const head = Object.entries(properties)
    .map(([name, value]) => `${name}=${escapedProperty(String(value))}`)
    .join();
  const body = [
    message,
    ...related.map((other) => `${file(other.span)}${position(other.span)}: ${other.message}`),
    ...(help === undefined ? [] : [help]),
  ];
  return `::${severity === "error" ? "error" : "warning"} ${head}::${escaped(body.join("\n"))}`;
}

/** GitHub takes columns only where the first line is the last. */
function region({ line, column, endLine, endColumn, text }: Span): Readonly<Record<string, number>> {
  if (text === undefined) return {};
  return line === endLine ? { line, endLine, col: column, endColumn } : { line, endLine };
}

function position({ line, column, text }: Span): string {
  return text === undefined ? "" : `:${line}:${column}`;
}

/** Text of a workflow command. */
export function escaped(text: string): string {
  return visible(text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A"));
}

/** The same inside a property. */
export function escapedProperty(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

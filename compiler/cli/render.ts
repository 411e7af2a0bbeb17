import { relative, resolve, sep } from "node:path";
import type { Diagnostic, Span } from "../diagnostic.js";
import type { Session } from "./session.js";
import { visible } from "./visible.js";

/** A longer line is shown around the finding only. */
const widest = 120;

/** A finding as text, with the line it is about and a caret below it. */
export function render(
  finding: Diagnostic,
  root: string,
  { cwd, colors }: Pick<Session, "cwd" | "colors">,
): string {
  const { code, severity, message, span, related, help } = finding;
  const paint = severity === "error" ? colors.red : colors.yellow;
  const lines = [
    `${colors.bold(paint(`${severity}[${code}]`))}: ${visible(message)}`,
    `  ${place(span, root, cwd)}`,
    ...frame(span, paint),
    ...related.map((other) => `  ${place(other.span, root, cwd)}: ${visible(other.message)}`),
  ];
  if (help !== undefined) lines.push(`  ${colors.cyan("help")}: ${visible(help)}`);
  return lines.map((line) => `${line}\n`).join("");
}

function place({ file, line, column, text }: Span, root: string, cwd: string): string {
  const shown = visible(relative(cwd, resolve(root, file)).split(sep).join("/") || ".");
  return text === undefined ? shown : `${shown}:${line}:${column}`;
}

function frame(
  { line, column, endLine, endColumn, text }: Span,
  paint: (text: string) => string,
): readonly string[] {
  if (text === undefined) return [];
  const start = Math.max(0, Math.min(column - 1 - 40, text.length - widest));
  const shown = visible(text.slice(start, start + widest));
  const before = column - 1 - start;
  const end = endLine === line ? endColumn - 1 : text.length;
  const length = Math.max(1, Math.min(end - column + 1, widest - before));
  const gutter = " ".repeat(String(line).length);
  return [`  ${line} | ${shown}`, `  ${gutter} | ${" ".repeat(before)}${paint("^".repeat(length))}`];
}

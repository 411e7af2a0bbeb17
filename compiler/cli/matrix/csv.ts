import type { Matrix, MatrixCell } from "../../pipeline.js";

const columns = ["holder", "resource", "permission", "level", "scope", "when", "inside", "requires"] as const;

/** A record for each cell, below a record with the names of the columns. In the form of RFC 4180, but for line feeds alone. */
export function* csv(matrices: readonly Matrix[]): Generator<string, undefined> {
  yield record(["policy", ...columns]);
  for (const { policy, cells } of matrices) {
    for (const cell of cells) yield record([policy, ...columns.map((column) => fieldOf(cell, column))]);
  }
}

function fieldOf(cell: MatrixCell, column: (typeof columns)[number]): string {
  const text = cell[column] ?? "";
  // A spreadsheet would take it for a formula. Names begin with a letter, and a condition is the same in parentheses.
  return /^[-+=@]/.test(text) ? `(${text})` : text;
}

function record(fields: readonly string[]): string {
  return `${fields.map((field) => (/[",\s]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(",")}\n`;
}

/** Rows as tables: lined up for a terminal, or in Markdown. */
import { groupsBy } from "../support/groups.mjs";
import { figure, limitText, measured, verdict } from "./words.mjs";

const columns = [
  { head: "contestant", cell: ({ name }) => name },
  { head: "with", cell: ({ detail }) => detail },
  { head: "median", cell: measured, isNumber: true },
  { head: "ratio", cell: ({ ratio }) => (ratio === null ? "" : figure(ratio)), isNumber: true },
  { head: "of", cell: ({ against }) => against },
  { head: "target", cell: limitText, isNumber: true },
  { head: "met", cell: verdict },
];

/** The columns that say something about these rows. Sizes are two numbers, and their column says which. */
function usedColumns(rows) {
  const isSize = rows.every(({ medianNs, gzipBytes }) => medianNs === null && gzipBytes !== undefined);
  return columns
    .filter(({ cell }) => rows.some((row) => cell(row) !== ""))
    .map((column) => (isSize && column.cell === measured ? { ...column, head: "bytes min / gzip" } : column));
}

/** @returns one table for a terminal */
export function textTable(rows) {
  const used = usedColumns(rows);
  const lines = [used.map(({ head }) => head), ...rows.map((row) => used.map(({ cell }) => cell(row)))];
  const widths = used.map((_, index) => Math.max(...lines.map((cells) => cells[index].length)));
  const pad = (cell, index) =>
    used[index].isNumber ? cell.padStart(widths[index]) : cell.padEnd(widths[index]);
  return lines.map((cells) => `  ${cells.map(pad).join("  ")}`.trimEnd()).join("\n");
}

/** @returns one table in Markdown */
export function markdownTable(rows) {
  const used = usedColumns(rows);
  return linesOf(
    used.map(({ head }) => head),
    used.map(({ isNumber }) => (isNumber ? "--:" : "---")),
    rows.map((row) => used.map(({ cell }) => cell(row))),
  );
}

/** @returns for each target what was found, in Markdown */
export function targetTable(rows) {
  const aimed = rows.filter(({ limit }) => limit !== null);
  return linesOf(
    ["what", "target", "found", "met"],
    ["---", "---", "---", "---"],
    groupsBy(aimed, "what").map(([what, own]) => [
      what,
      [
        ...new Set(
          own.map(({ target, limit }) => (typeof target === "string" ? target : limitText({ limit }))),
        ),
      ].join("; "),
      foundOf(own),
      own.every(({ met }) => met === true) ? "yes" : own.some(({ met }) => met === true) ? "in part" : "no",
    ]),
  );
}

/** The ratios of each contestant that a target is about, or what was counted where it is about that. */
function foundOf(rows) {
  return groupsBy(rows, "name")
    .map(([name, own]) => {
      const figures = own.map((row) =>
        row.gzipBytes === undefined || row.medianNs !== null
          ? figure(row.ratio ?? row.value)
          : figure(row.gzipBytes),
      );
      return `${name} ${figures.join(" / ")}`;
    })
    .join("; ");
}

const ratioColumns = [
  ["check, principal merged", ({ part, roles, isLong }) => part === "merged" && roles === 3 && !isLong],
  ["check, uncached", ({ part, roles, isLong }) => part === "uncached" && roles === 3 && !isLong],
  [
    "browser program, gzip",
    ({ part, what }) => part === "sizes" && what.startsWith("a whole browser program"),
  ],
];

/** @returns what each contestant takes where Rolebook takes 1, with three roles, in Markdown */
export function ratioTable(rows) {
  const perColumn = ratioColumns.map(([, isMeant]) => rows.filter(isMeant));
  const names = new Set(perColumn.flat().map(({ name }) => name));
  const others = [...names].filter((name) => !name.startsWith("Rolebook") && !name.startsWith("the floor"));
  return linesOf(
    ["Rolebook takes 1", ...ratioColumns.map(([head]) => head)],
    ["---", ...ratioColumns.map(() => "--:")],
    others.map((name) => [
      name,
      ...perColumn.map((own) => {
        const found = own.find((row) => row.name === name);
        return found === undefined ? "" : figure(Number(found.ratio.toPrecision(2)));
      }),
    ]),
  );
}

function linesOf(heads, rules, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`;
  return [line(heads), line(rules), ...rows.map(line)].join("\n");
}

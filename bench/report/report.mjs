/** All rows of a run, for a terminal and for the documents. */
import { parts } from "../arguments.mjs";
import { groupsBy } from "../support/groups.mjs";
import { markdownTable, ratioTable, targetTable, textTable } from "./table.mjs";

/** Between lines of a document that name the command stands what it writes; what is outside was written by people. */
function between(document, mark, text) {
  const [begin, end] = [`<!-- ${mark}: npm run bench -- --write -->`, `<!-- end of ${mark} -->`];
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`the document has no lines ${begin} and ${end}`);
  return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}

/** @returns the run for a terminal */
export function textReport(rows, where) {
  const sections = groupsBy(rows, "part").flatMap(([part, own]) => [
    `${part}: ${parts[part] ?? part}`,
    ...groupsBy(own, "what").map(([what, some]) => `  ${what}\n${textTable(some)}`),
  ]);
  return `${[...sections, placeLine(where)].join("\n\n")}\n`;
}

/** @returns the document with its figures replaced; they are not formatted */
export function documentWith(document, rows, where) {
  const sections = groupsBy(rows, "part").flatMap(([part, own]) => [
    `### ${parts[part].charAt(0).toUpperCase()}${parts[part].slice(1)}`,
    ...groupsBy(own, "what").flatMap(([what, some]) => [sentence(what), markdownTable(some)]),
  ]);
  const figures = [
    placeLine(where),
    versionLine(where),
    "### The targets",
    targetTable(rows),
    ...sections,
  ].join("\n\n");
  return between(document, "figures", figures);
}

/** @returns the README with its ratios replaced */
export function readmeWith(readme, rows) {
  return between(readme, "ratios", ratioTable(rows));
}

function sentence(what) {
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}:`;
}

function placeLine({ date, node, v8, platform, cores }) {
  return `Measured on ${date} with Node ${node} (V8 ${v8}) on ${platform}, ${cores} ${cores === 1 ? "core" : "cores"}.`;
}

function versionLine({ versions }) {
  return `Versions: ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")}.`;
}

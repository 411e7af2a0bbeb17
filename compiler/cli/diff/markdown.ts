import { categories, type Category } from "../../../review/diff/index.js";
import { visible } from "../visible.js";
import { counted, nothingText, reasonOf, type DiffFormat } from "./format.js";
import { rowsOf, shownPath, type Row } from "./rows.js";
import { sentenceOf, type Piece } from "./words.js";

/** A longer table is folded. */
const mostOpen = 10;

/** GitHub refuses a comment of more than 65,536 characters. */
const mostCharacters = 55_000;

/** For the comment on a pull request: a sentence, and a table for each category, the most important first. */
export const markdown: DiffFormat = (difference) => {
  const { bump, changes } = difference;
  if (changes.length === 0) return `${nothingText(difference).replace(/^n/, "N")}.\n`;
  const rows = rowsOf(changes);
  const head = `This change makes **${counted(difference)}**. Suggested version bump: **${bump}**${reasonOf(difference)}.\n`;
  const isOnePolicy = new Set(rows.map(({ policy }) => policy)).size === 1;
  let left = mostCharacters - head.length;
  const tables = categories.flatMap((category) => {
    const own = rows.filter((row) => row.category === category);
    if (own.length === 0) return [];
    const shown = tableOf(category, own, isOnePolicy, Math.max(2000, left));
    left -= shown.length;
    return [shown];
  });
  return [head, ...tables].join("\n");
};

const titles: Readonly<Record<Category, string>> = {
  WIDEN: "Who may do more",
  NARROW: "Who may do less",
  API: "Generated names that are gone or mean something else",
  STORED: "Names that stored data may still hold",
};

function tableOf(category: Category, rows: readonly Row[], isOnePolicy: boolean, most: number): string {
  const columns = [...(isOnePolicy ? [] : ["Policy"]), "Holder", "Change", "Cause"];
  const lines = [line(columns), line(columns.map(() => "---"))];
  let left = most;
  const shown = rows
    .map((row) => rowLine(row, isOnePolicy))
    .filter((one) => {
      left -= one.length + 1;
      return left > 0;
    });
  const rest = rows.length - shown.length;
  const table = [...lines, ...shown, ...(rest > 0 ? ["", `… and ${rest} more.`] : [])].join("\n");
  const title = `### ${category}: ${titles[category]}\n`;
  if (rows.length <= mostOpen) return `${title}\n${table}\n`;
  return `${title}\n<details>\n<summary>${rows.length} rows</summary>\n\n${table}\n\n</details>\n`;
}

function rowLine(row: Row, isOnePolicy: boolean): string {
  const { policy, holder, first } = row;
  const way = first.path === undefined ? "" : `<br>via ${shownPath(first.path).map(code).join(" › ")}`;
  const cells = [
    ...(isOnePolicy ? [] : [code(policy)]),
    code(holder),
    sentenceOf(row).map(pieceText).join(""),
    `${code(`${first.file}:${first.line}`)}${first.side === undefined ? "" : " before"}${way}`,
  ];
  return line(cells);
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function pieceText(piece: Piece): string {
  return typeof piece === "string" ? piece : code(piece.text);
}

/**
 * Text as code, in which GitHub sees no markup, no HTML and no mention. What could end a code span or a cell is spelled out in
 * entities.
 */
function code(text: string): string {
  const shown = visible(text);
  if (shown.trim() !== "" && !/[`\\]/.test(shown)) return `\`${shown.replaceAll("|", "\\|")}\``;
  return `<code>${shown.replace(/[^\w .,:=()-]/g, (character) => `&#${character.codePointAt(0) ?? 0};`)}</code>`;
}

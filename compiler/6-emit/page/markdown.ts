/** Markdown from data. An author's text stays text: it becomes no markup, no tag, no link and no mention. */
import { visibleText } from "../../expression/visible.js";
import { plain } from "../text.js";

/** Longer texts are cut. */
const longestText = 300;

const harmlessName = /^[A-Za-z0-9]+(?:[.:/#_-][A-Za-z0-9]+)*$/;

/** What a renderer makes of names: a link of the first, a picture of what stands between two colons. */
const rendered = /^www\.|:[a-z+-][\w+-]*:/i;

/** One line of an author's text, its beginning if it is long. */
export function shortened(text: string): string {
  const line = plain(text);
  return escaped(line.length > longestText ? `${Array.from(line).slice(0, longestText).join("")}…` : line);
}

/** One line of text. */
export function escaped(text: string): string {
  return plain(text)
    .replace(/[\\`*[\]|~#]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/:(?=\/\/|[a-z+-][\w+-]*:)/gi, "&#58;")
    .replace(/www\./gi, (start) => `${start.slice(0, -1)}&#46;`)
    .replace(/\$/g, "<span>$</span>")
    .replace(/@/g, "@<!-- -->");
}

/** A name of the policy among other words. */
export function named(name: string): string {
  return harmlessName.test(name) && !rendered.test(name) ? name : code(name);
}

/** A name or an expression as code. It may stand in a table. */
export function code(text: string): string {
  const line = visibleText(text);
  // A backslash before a bar is read in two ways: such text is written in another form.
  if (line.includes("\\|")) return `<code>${line.replace(/[^\w ]/g, entity)}</code>`;
  return codeOutside(text).replaceAll("|", "\\|");
}

/** The same outside of tables, where a bar is a bar. */
export function codeOutside(text: string): string {
  const line = visibleText(text);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const padding = /^`|`$|^ .* $/.test(line) ? " " : "";
  return `${fence}${padding}${line}${padding}${fence}`;
}

function entity(character: string): string {
  return character.charCodeAt(0) > 127 ? character : `&#${character.charCodeAt(0)};`;
}

/** What stands where there is nothing. */
export const nothing = "NA";

/** Items in one cell: all, or those at the beginning of so many. */
export function list(items: readonly string[], count = items.length): string {
  if (items.length === 0) return nothing;
  return `${items.join(", ")}${count > items.length ? ` and ${count - items.length} more` : ""}`;
}

/** A column: its title and its cell of each row. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** Left out where no row has anything in it. */
  readonly isOptional?: boolean;
}

/** A table, a line for each row. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cells = columns
    .map(({ title, cell, isOptional }) => ({ title, cells: rows.map(cell), isOptional }))
    .filter(
      (column) => column.isOptional !== true || column.cells.some((text) => text !== "" && text !== nothing),
    );
  const line = (texts: readonly string[]): string => `| ${texts.join(" | ")} |`;
  return [
    line(cells.map(({ title }) => title)),
    line(cells.map(() => "---")),
    ...rows.map((_, at) => line(cells.map((column) => column.cells[at] ?? ""))),
  ].join("\n");
}

/** The parts of a page, one below the other; empty ones are left out. */
export function paragraphs(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join("\n\n");
}

/** A heading with what stands below it; nothing if nothing does. */
export function section(level: 2 | 3, title: string, parts: readonly (string | undefined)[]): string {
  const body = paragraphs(parts);
  return body === "" ? "" : `${"#".repeat(level)} ${title}\n\n${body}`;
}

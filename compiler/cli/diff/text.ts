import type { Category } from "../../../review/diff/index.js";
import { pathFrom, type Surroundings } from "../formats/format.js";
import { visible } from "../visible.js";
import { counted, nothingText, reasonOf, type DiffFormat } from "./format.js";
import { rowsOf, shownPath, type Row } from "./rows.js";
import { plain, sentenceOf } from "./words.js";

/** For people: by policy and holder, each change with the line that caused it. */
export const text: DiffFormat = (difference, surroundings) => {
  const { bump, changes } = difference;
  if (changes.length === 0) return `${nothingText(difference)}\n`;
  const { bold } = surroundings.colors;
  const lines: string[] = [];
  let [policy, holder]: (string | undefined)[] = [];
  for (const row of rowsOf(changes)) {
    if (row.policy !== policy) lines.push(bold(visible(row.policy)));
    if (row.policy !== policy || row.holder !== holder) lines.push(`  ${visible(row.holder)}`);
    ({ policy, holder } = row);
    lines.push(...rowLines(row, surroundings));
  }
  return `${lines.join("\n")}\n\n${counted(difference)}; suggested version bump: ${bump}${visible(reasonOf(difference))}\n`;
};

function rowLines(row: Row, { colors, root, cwd }: Surroundings): readonly string[] {
  const { file, line, side, path = [] } = row.first;
  const paint: Readonly<Record<Category, (text: string) => string>> = {
    WIDEN: colors.red,
    NARROW: colors.green,
    API: colors.yellow,
    STORED: colors.magenta,
  };
  const category = paint[row.category](row.category.padEnd(6));
  const way = path.length > 0 ? ` (${shownPath(path).join(" > ")})` : "";
  return [
    `    ${category}  ${visible(plain(sentenceOf(row)))}`,
    `            ${colors.dim(visible(`${pathFrom(cwd, root, file)}:${line}${side === undefined ? "" : " before"}${way}`))}`,
  ];
}

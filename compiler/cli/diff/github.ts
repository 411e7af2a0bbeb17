import { escaped, escapedProperty } from "../formats/github.js";
import { pathFrom } from "../formats/format.js";
import { type DiffFormat } from "./format.js";
import { rowsOf, shownPath } from "./rows.js";
import { plain, sentenceOf } from "./words.js";

/** For GitHub Actions: a workflow command for each change, which becomes an annotation of the line that caused it. */
export const github: DiffFormat = ({ changes, failOn }, { root, repository }) =>
  rowsOf(changes)
    .map((row) => {
      const { category, policy, holder, first } = row;
      const level = failOn.includes(category) ? "error" : category === "NARROW" ? "notice" : "warning";
      const file = pathFrom(repository, root, first.file);
      // A line that is gone would mark another one.
      const line = first.side === "before" ? {} : { line: String(first.line) };
      const properties = { file, ...line, title: `rolebook ${category}` };
      const head = Object.entries(properties)
        .map(([name, value]) => `${name}=${escapedProperty(value)}`)
        .join();
      const way = first.path === undefined ? "" : ` (${shownPath(first.path).join(" > ")})`;
      return `::${level} ${head}::${escaped(`${policy}: ${holder} ${plain(sentenceOf(row))}${way}`)}\n`;
    })
    .join("");

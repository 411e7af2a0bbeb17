/** Coverage as LCOV writes it, for tools that show lines. */
import type { CountedLine } from "./lines.js";

/**
 * The text of an LCOV file: a record for each file, its lines, and of each condition two branches, of which the first is taken when it
 * holds.
 * @param lines in the order of files
 */
export function lcovText(lines: readonly CountedLine[]): string {
  const files = new Map<string, CountedLine[]>();
  for (const line of lines) {
    const known = files.get(line.file);
    if (known === undefined) files.set(line.file, [line]);
    else known.push(line);
  }
  return [...files].map(([file, own]) => recordOf(file, own)).join("");
}

function recordOf(file: string, lines: readonly CountedLine[]): string {
  const branches = lines.flatMap(({ line, branches: conditions }) =>
    conditions.flatMap(([held, failed], block) => {
      // What was never asked has no branch that was not taken.
      const isAsked = held + failed > 0;
      return [held, failed].map((taken, branch) => ({
        line,
        block,
        branch,
        taken: isAsked ? taken : undefined,
      }));
    }),
  );
  return [
    "TN:",
    // Not left out: that could be the name of another file.
    `SF:${file.replace(/\p{Cc}/gu, "\ufffd")}`,
    ...branches.map(({ line, block, branch, taken }) => `BRDA:${line},${block},${branch},${taken ?? "-"}`),
    `BRF:${branches.length}`,
    `BRH:${branches.filter(({ taken = 0 }) => taken > 0).length}`,
    ...lines.map(({ line, hits }) => `DA:${line},${hits}`),
    `LF:${lines.length}`,
    `LH:${lines.filter(({ hits }) => hits > 0).length}`,
    "end_of_record",
    "",
  ].join("\n");
}

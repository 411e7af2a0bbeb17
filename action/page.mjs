/** The Markdown of a run: for the summary of the job, and for a comment on the pull request. */
import { Buffer } from "node:buffer";

/** GitHub takes no more: a summary has 1 MiB, a comment 65,536 characters. */
const largest = { summary: 1_000_000, comment: 65_000 };

/** @param steps `{ name, failed, result, markdown? }` of each @returns `{ summary, comment }` */
export function page(steps) {
  const rows = steps.map(
    ({ name, failed, result }) => `| \`${name}\` | ${failed ? "❌" : "✅"} | ${cell(result)} |`,
  );
  const table = ["| step | | result |", "| --- | --- | --- |", ...rows].join("\n");
  const body = steps.find(({ markdown }) => markdown !== undefined)?.markdown ?? "";
  const whole = (limit) => {
    const text = `## Policies\n\n${table}\n\n${body}`;
    return Buffer.byteLength(text) <= limit ? text : `## Policies\n\n${table}\n\n${tooLong}\n`;
  };
  // The first line tells a following step which comment is this one.
  return { summary: whole(largest.summary), comment: `<!-- rolebook -->\n${whole(largest.comment)}` };
}

const tooLong =
  "What changes is too long to be shown here. `rolebook diff` shows it, and the log of the job has every annotation.";

function cell(text) {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");
}

/** What was measured, as people read it. */
import type { Count, Coverage, Gap, Measure } from "../../../review/coverage/index.js";
import type { Tried, Verdict } from "../../../review/mutation/index.js";
import { pathFrom } from "../formats/format.js";
import { visible } from "../visible.js";
import type { Surroundings } from "./formats/format.js";
import type { Gauged, Missed } from "./gauges.js";

/** Nobody reads more lines of one list. */
const mostShown = 20;

const labels: Readonly<Record<Measure | "mutation", string>> = {
  cells: "cells",
  grants: "grants",
  conditions: "conditions",
  resourceRoles: "resource roles",
  assigns: "assigns",
  mutation: "mutants",
};

/** A table with a line for each measure, and what is missing. Empty where nothing was measured. */
export async function gaugeText(
  policy: string,
  { coverage, mutants, missed }: Gauged,
  surroundings: Surroundings,
): Promise<string> {
  const parts = [
    ...(coverage ? [await coverageText(policy, coverage.coverage, missed, surroundings)] : []),
    ...(mutants ? [await mutationText(policy, mutants, missed, surroundings)] : []),
  ];
  return parts.join("");
}

async function coverageText(
  policy: string,
  coverage: Coverage,
  missed: readonly Missed[],
  surroundings: Surroundings,
): Promise<string> {
  const { gapsOf, measures, percentOf } = await import("../../../review/coverage/index.js");
  const rows = measures.map((measure) =>
    row(measure, coverage[measure], percentOf(coverage[measure]), missed, surroundings),
  );
  return `${policy}: coverage\n${rows.join("")}${list("not covered", gapsOf(coverage), surroundings)}`;
}

async function mutationText(
  policy: string,
  tried: readonly Tried[],
  missed: readonly Missed[],
  surroundings: Surroundings,
): Promise<string> {
  const { percentOf } = await import("../../../review/coverage/index.js");
  const { countsOf, scoreOf } = await import("../../../review/mutation/index.js");
  const { equivalent, invalid } = countsOf(tried);
  const score = scoreOf(tried);
  const apart = [`${number(equivalent)} equivalent`, `${number(invalid)} that do not compile`].join(" and ");
  const of = (verdict: Verdict): readonly Gap[] =>
    tried
      .filter((one) => one.verdict === verdict)
      .map(({ file, line, change, of: holder }) => ({ file, line, text: `${holder}: ${change}` }));
  return [
    `${policy}: mutation, beside ${apart}\n`,
    row("mutation", score, percentOf(score), missed, surroundings),
    list("survived: no test fails without it", of("survived"), surroundings),
    list("equivalent: it makes no difference", of("equivalent"), surroundings),
  ].join("");
}

function row(
  measure: Measure | "mutation",
  { covered, total }: Count,
  percent: number,
  missed: readonly Missed[],
  { colors }: Surroundings,
): string {
  const threshold = missed.find((one) => one.measure === measure)?.threshold;
  const share = `${percent} %`.padStart(7);
  const text = `${labels[measure].padEnd(14)} ${share}  ${number(covered)} of ${number(total)}`;
  const demanded = threshold === undefined ? "" : `, and \`rolebook.yaml\` demands ${threshold} %`;
  return `  ${threshold === undefined ? text : colors.red(`${text}${demanded}`)}\n`;
}

function list(title: string, gaps: readonly Gap[], { cwd, root, colors }: Surroundings): string {
  if (gaps.length === 0) return "";
  const lines = gaps
    .slice(0, mostShown)
    .map(
      ({ file, line, text }) =>
        `    ${colors.dim(`${visible(pathFrom(cwd, root, file))}:${line}`)}  ${visible(text)}\n`,
    );
  const more = gaps.length - mostShown;
  const rest = more > 0 ? `    and ${number(more)} more: \`--format json\` lists all\n` : "";
  return `  ${title}\n${lines.join("")}${rest}`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}

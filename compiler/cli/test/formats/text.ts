import { pathFrom } from "../../formats/format.js";
import { visible, visibleLines } from "../../visible.js";
import { gaugeText } from "../gauge-text.js";
import type { Tested } from "../tested.js";
import { countsOf, type Format, type Surroundings } from "./format.js";

/** Nobody reads more failures, over all tests together. */
const mostShown = 50;

/** For people: each failure with the lines that decided, and a line for each policy. */
export const text: Format = async ({ diagnostics, tested }, surroundings) => {
  if (diagnostics.length > 0 || tested.every(({ tests }) => tests.length === 0)) return "";
  const { failureText } = await import("../../../../review/tests/index.js");
  const { cwd, root, colors, started } = surroundings;
  const show = ({ file, line }: { readonly file: string; readonly line: number }): string =>
    `${visible(pathFrom(cwd, root, file))}:${String(line)}`;
  const parts: string[] = [];
  let room = mostShown;
  let hidden = 0;
  for (const { name, results } of tested) {
    for (const { test, failed, failures } of results) {
      const shown = failures.slice(0, room);
      room -= shown.length;
      if (shown.length === 0) hidden += failed;
      if (shown.length === 0) continue;
      const counted = `${number(failed)} of ${number(test.size)} ${test.size === 1 ? "question" : "questions"}`;
      parts.push(`${colors.bold(colors.red("failed"))}: ${visible(`${name}: ${test.name}`)} (${counted})\n`);
      for (const failure of shown) parts.push(`${indented(visibleLines(failureText(failure, show)))}\n`);
      if (shown.length < failed) parts.push(`  and ${number(failed - shown.length)} more of this test\n\n`);
    }
  }
  if (hidden > 0) parts.push(`and ${number(hidden)} more failures\n\n`);
  for (const one of tested) {
    parts.push(`${summary(one, surroundings)}\n`, await gaugeText(one.name, one.gauged, surroundings));
  }
  parts.push(`done in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  return parts.join("");
};

function summary(one: Tested, { colors }: Surroundings): string {
  const { name, tests, written } = one;
  if (written === 0) return `${name}: no policy tests`;
  const { questions, failed } = countsOf(one);
  const left = written - tests.length;
  return [
    `${name}: ${number(tests.length)} ${tests.length === 1 ? "test" : "tests"}`,
    `${number(questions)} ${questions === 1 ? "question" : "questions"}`,
    failed > 0 ? colors.red(`${number(failed)} failed`) : "0 failed",
    ...(left > 0 ? [`${number(left)} filtered out`] : []),
  ].join(", ");
}

function indented(lines: string): string {
  return lines.replace(/^(?=.)/gm, "  ");
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}

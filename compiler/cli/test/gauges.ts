/** How good tests are: what is measured of them beside their answers, and what the project demands. */
import type { Measured, Measure } from "../../../review/coverage/index.js";
import type { Tried } from "../../../review/mutation/index.js";
import type { Thresholds } from "../../config.js";
import type { Session } from "../session.js";
import { measure, writeLcov } from "./coverage.js";
import { tryMutants } from "./mutation.js";
import type { Tested } from "./tested.js";

export interface GaugeOptions {
  readonly coverage?: boolean;
  readonly lcov?: string;
  readonly mutate?: boolean;
  readonly filter?: string;
}

/** A policy whose tests have run, and what was measured of them. */
export interface GaugedTests extends Tested {
  readonly gauged: Gauged;
}

/** What was measured of the tests of a policy. */
export interface Gauged {
  readonly coverage?: Measured;
  /** Undefined too where a test fails on the policy as it is. */
  readonly mutants?: readonly Tried[];
  /** What the project demands and the tests do not reach. */
  readonly missed: readonly Missed[];
}

/** A threshold that is not reached. */
export interface Missed {
  readonly measure: Measure | "mutation";
  readonly percent: number;
  readonly threshold: number;
}

/** Measures the tests of policies, as far as that is asked for. Where a filter leaves some out, thresholds are not judged. */
export async function gaugeAll(
  tested: readonly Tested[],
  session: Session,
  thresholds: Thresholds,
  options: GaugeOptions,
): Promise<readonly GaugedTests[]> {
  const all: GaugedTests[] = [];
  for (const one of tested) {
    const found = await gauge(one, session, options);
    const missed = options.filter === undefined ? await missedBy(found, thresholds) : [];
    all.push({ ...one, gauged: { ...found, missed } });
  }
  await writeReports(session, all, options);
  const { coverage, lcov, mutate, filter } = options;
  const isMeasured = coverage === true || lcov !== undefined || mutate === true;
  if (isMeasured && filter !== undefined && Object.keys(thresholds).length > 0) {
    session.stderr.write("thresholds are not judged with `--filter`\n");
  }
  return all;
}

async function gauge(
  tested: Tested,
  session: Session,
  { coverage: isCovered, lcov, mutate }: GaugeOptions,
): Promise<Omit<Gauged, "missed">> {
  const isWanted = isCovered === true || lcov !== undefined;
  const coverage = isWanted ? await measure(tested, session) : undefined;
  const isPassed = tested.results.every(({ failed }) => failed === 0);
  if (mutate === true && !isPassed) {
    session.stderr.write(`${tested.name}: no mutants are made of a policy whose tests fail as it is\n`);
  }
  const mutants = mutate === true && isPassed ? await tryMutants(tested, session) : undefined;
  return { ...(coverage && { coverage }), ...(mutants && { mutants }) };
}

async function missedBy(
  { coverage, mutants }: Omit<Gauged, "missed">,
  thresholds: Thresholds,
): Promise<readonly Missed[]> {
  const { measures, percentOf } = await import("../../../review/coverage/index.js");
  const { scoreOf } = await import("../../../review/mutation/index.js");
  const counts = [
    ...(coverage ? measures.map((measure) => [measure, coverage.coverage[measure]] as const) : []),
    ...(mutants ? [["mutation", scoreOf(mutants)] as const] : []),
  ];
  return counts.flatMap(([measure, count]) => {
    const threshold = thresholds[measure] ?? 0;
    // Of what is counted, not of the percentage that is shown: that is cut.
    const isReached = count.covered * 100 >= threshold * count.total;
    return isReached ? [] : [{ measure, percent: percentOf(count), threshold }];
  });
}

async function writeReports(
  { cwd }: Session,
  all: readonly GaugedTests[],
  { lcov }: GaugeOptions,
): Promise<void> {
  if (lcov === undefined) return;
  await writeLcov(
    cwd,
    lcov,
    all.flatMap(({ gauged }) => gauged.coverage ?? []),
  );
}

/** True, and said, where a threshold is missed. */
export function areMissed({ stderr }: Session, all: readonly GaugedTests[]): boolean {
  const lines = all.flatMap(({ name, gauged }) => gauged.missed.map((one) => missedText(name, one)));
  for (const line of lines) stderr.write(line);
  return lines.length > 0;
}

function missedText(policy: string, { measure, percent, threshold }: Missed): string {
  const what = measure === "mutation" ? "the mutation score" : `the coverage of \`${measure}\``;
  return `${policy}: ${what} is ${percent} %, and \`rolebook.yaml\` demands ${threshold} %\n`;
}

import { resolve } from "node:path";
import type * as Review from "../../../review/tests/index.js";
import type { Diagnostic } from "../../diagnostic.js";
import type { AnalyzedPolicy } from "../../pipeline.js";
import type { Policy } from "../policies.js";
import type { Session } from "../session.js";

/** A policy and the tests of it that are asked for. */
export interface Testable {
  readonly name: string;
  /** Compiled, in memory. */
  readonly analyzed: AnalyzedPolicy;
  /** The policy that they were read of. */
  readonly policy: Policy;
  readonly tests: readonly Review.PolicyTest[];
  /** How many it has, whatever the filter says. */
  readonly written: number;
}

/** A policy whose tests have run. */
export interface Tested extends Testable {
  readonly results: readonly Review.TestResult[];
}

/** Reads the tests of a policy that has no errors. All are checked; those that the filter does not want are left out. */
export async function openTests(
  root: string,
  policy: Policy,
  filter: (name: string) => boolean,
  { readTests, testsOf }: typeof Review,
): Promise<{ readonly testable: Testable | undefined; readonly diagnostics: readonly Diagnostic[] }> {
  const analyzed = await policy.analyzed();
  if (analyzed === undefined) return { testable: undefined, diagnostics: [] };
  const { name, config } = policy.sources;
  const read = readTests(root, resolve(root, config.source));
  let written = 0;
  const counted = (test: string): boolean => ++written > 0 && filter(test);
  const { result: tests, diagnostics } = testsOf(read.result, analyzed.model, counted);
  return {
    testable: { name, analyzed, policy, tests, written },
    diagnostics: [...read.diagnostics, ...diagnostics],
  };
}

/** Runs the tests of a policy. */
export function run(testable: Testable, { clock }: Session, { Runner }: typeof Review): Tested {
  const { name, analyzed, tests } = testable;
  clock.begin({ name: "tests", policy: name });
  const runner = new Runner(analyzed);
  const results = tests.map((test) => {
    clock.begin({ name: "tests", policy: name, file: test.place.file });
    return runner.run(test);
  });
  return { ...testable, results };
}

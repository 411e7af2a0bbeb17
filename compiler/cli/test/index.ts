/** `rolebook test`: asks policies the questions of their tests, through the runtime, as an app would. */
import { resolve } from "node:path";
import type { Diagnostic } from "../../diagnostic.js";
import { merged } from "../../pipeline.js";
import { diagnosticsOf, openPolicies, type Policy } from "../policies.js";
import { openProject } from "../project.js";
import { report } from "../report.js";
import type { Session } from "../session.js";
import { visible } from "../visible.js";
import { refuseSource } from "./coverage.js";
import { filterOf } from "./filter.js";
import { areMissed, gaugeAll, type GaugeOptions } from "./gauges.js";
import type { Format, Results } from "./formats/format.js";
import { json } from "./formats/json.js";
import { junit } from "./formats/junit.js";
import { text } from "./formats/text.js";
import { openTests, run, type Testable } from "./tested.js";

const formats = { text, json, junit } as const satisfies Readonly<Record<string, Format>>;

export interface TestOptions extends GaugeOptions {
  readonly format: keyof typeof formats;
  readonly timings?: boolean;
}

/** Runs the tests of policies. With an error in a policy or in a test, none is run. */
export async function test(
  session: Session,
  names: readonly string[],
  options: TestOptions,
): Promise<number> {
  const filter = filterOf(options.filter);
  const project = await openProject(session, names);
  const { root, config, cache } = project;
  const refuse = async (diagnostics: readonly Diagnostic[]): Promise<number> => {
    const exitCode = report(session, root, diagnostics, { format: "text" });
    if (options.format !== "text") await show(session, root, { diagnostics, tested: [] }, options);
    return exitCode;
  };
  if (config === undefined) return refuse(project.diagnostics);
  if (options.lcov !== undefined) {
    const sources = Object.values(config.policies).map(({ source }) => resolve(root, source));
    refuseSource(session.cwd, options.lcov, sources);
  }
  const policies = openPolicies(root, config, session, cache);
  const found = await diagnosticsOf(policies);
  await cache.save();
  // Warnings are not what was asked.
  const errors = found.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return refuse(errors);

  session.clock.begin({ name: "loading of tests" });
  const review = await import("../../../review/tests/index.js");
  const { testables, diagnostics } = await openAll(root, policies, filter, review);
  if (diagnostics.length > 0) return refuse(diagnostics);
  const results = testables.map((testable) => run(testable, session, review));
  const tested = await gaugeAll(results, session, config.coverage ?? {}, options);
  await show(session, root, { diagnostics, tested }, options);
  const reasons = [
    nothingRan(session, testables, options),
    tested.some(({ results }) => results.some(({ failed }) => failed > 0)),
    areMissed(session, tested),
  ];
  return reasons.includes(true) ? 1 : 0;
}

async function openAll(
  root: string,
  policies: readonly Policy[],
  filter: (name: string) => boolean,
  review: Parameters<typeof openTests>[3],
): Promise<{ readonly testables: readonly Testable[]; readonly diagnostics: readonly Diagnostic[] }> {
  const testables: Testable[] = [];
  const found: Diagnostic[] = [];
  for (const policy of policies) {
    const { testable, diagnostics } = await openTests(root, policy, filter, review);
    if (testable !== undefined) testables.push(testable);
    found.push(...diagnostics);
  }
  return { testables, diagnostics: merged(found) };
}

async function show(
  session: Session,
  root: string,
  results: Results,
  { format }: TestOptions,
): Promise<void> {
  session.clock.begin({ name: "results" });
  session.stdout.write(await formats[format](results, { ...session, root }));
}

/** True, and said, where there was nothing to run: a gate must not pass because its tests were not found. */
function nothingRan(
  { stderr }: Session,
  testables: readonly Testable[],
  { filter = "" }: TestOptions,
): boolean {
  if (testables.some(({ tests }) => tests.length > 0)) return false;
  const written = testables.reduce((sum, one) => sum + one.written, 0);
  stderr.write(
    written === 0
      ? "there are no policy tests: write one as `*.test.yaml` in the folder of the policy\n"
      : `none of the ${String(written)} tests has a name that fits \`--filter ${visible(filter)}\`\n`,
  );
  return true;
}

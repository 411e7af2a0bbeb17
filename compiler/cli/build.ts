import type { OutputFile } from "../index.js";
import { patchOf, plan, planGone, write, type Change } from "./output.js";
import { diagnosticsOf, openPolicies, type Memory, type Policy } from "./policies.js";
import { openProject, type Project } from "./project.js";
import { visibleLines } from "./visible.js";
import { report, reportTime, resultsOf, type ReportOptions } from "./report.js";
import type { Session } from "./session.js";

export interface BuildOptions extends ReportOptions {
  readonly check?: boolean;
  readonly dryRun?: boolean;
  readonly watch?: boolean;
}

/** What one build hands on to the next of the same process. */
export interface Workshop extends Memory {
  project?: Project;
  /** What the last build read, and how many files it wrote or removed. */
  last?: { readonly read: string | undefined; readonly changes: number };
}

/** `rolebook build`: compiles policies and writes what changed. With an error anywhere, nothing is written. */
export async function build(
  session: Session,
  names: readonly string[],
  options: BuildOptions,
  workshop: Workshop = { sources: new Map(), printed: new Map() },
): Promise<number> {
  workshop.last = { read: undefined, changes: 0 };
  const project = await openProject(session, names, workshop.project);
  workshop.project = project;
  const { root, config, cache } = project;
  if (config === undefined) return report(session, root, project.diagnostics, options);
  const policies = openPolicies(root, config, session, cache, workshop);
  const keys = policies.map(({ key }) => key);
  const read = keys.includes(undefined) ? undefined : JSON.stringify([config, keys]);
  workshop.last = { read, changes: 0 };
  const diagnostics = await diagnosticsOf(policies);
  const exitCode = report(session, root, diagnostics, options);
  if (exitCode !== 0) {
    await cache.save();
    return exitCode;
  }
  const plans: { readonly policy: Policy; readonly changes: readonly Change[] }[] = [];
  for (const policy of policies) {
    plans.push({ policy, changes: await changesOf(policy, root, session, workshop) });
  }
  session.clock.begin({ name: "comparison with the disk" });
  const outs = Object.values(config.policies).map(({ out }) => out);
  const gone = names.length === 0 ? planGone(root, outs) : new Map<string, readonly Change[]>();
  const all = [...plans.map(({ changes }) => changes), ...gone.values()].flat();
  const changed = all.filter(({ kind }) => kind !== "unchanged");
  workshop.last = { read, changes: changed.length };

  const results = resultsOf(session, options);
  if (options.check === true) {
    session.clock.begin({ name: "results" });
    for (const change of changed) results.write(visibleLines(await patchOf(change)));
  } else if (options.dryRun !== true) {
    session.clock.begin({ name: "writing" });
    await write(root, changed);
  }
  session.clock.begin({ name: "cache" });
  await cache.save();
  session.clock.begin({ name: "results" });
  for (const { policy, changes } of plans) {
    const size = await policy.statistics();
    if (size === undefined) continue;
    const { policy: name, roles, permissions, cells } = size;
    const line = `${name}: ${roles} roles, ${permissions} permissions, ${cells} cells, ${summary(changes, options)}`;
    results.write(`${line}\n`);
  }
  for (const [folder, changes] of gone) {
    results.write(`${visibleLines(folder)}: of no policy, ${summary(changes, options)}\n`);
  }
  reportTime(session, results);
  if (options.check !== true || changed.length === 0) return 0;
  session.stderr.write("generated files are stale: run `rolebook build` and commit them\n");
  return 1;
}

/** What a build means for the files of a policy. One whose output is known, and stands there, is not compiled. */
async function changesOf(
  policy: Policy,
  root: string,
  { clock }: Session,
  workshop: Workshop,
): Promise<readonly Change[]> {
  const { name, config } = policy.sources;
  const { outputs } = policy;
  if (outputs !== undefined) {
    clock.begin({ name: "comparison with the disk" });
    const changes = plan(root, config.out, outputs);
    if (changes.every(({ kind }) => kind !== "changed")) return changes;
  }
  const printed = workshop.printed.get(name) ?? new Map<string, never>();
  workshop.printed.set(name, printed);
  const files: readonly OutputFile[] = await policy.generate(printed);
  clock.begin({ name: "comparison with the disk" });
  return plan(root, config.out, files);
}

function summary(changes: readonly Change[], { check, dryRun }: BuildOptions): string {
  const number = (kind: Change["kind"]): number => changes.filter((change) => change.kind === kind).length;
  const [written, removed] =
    check === true
      ? ["stale", "left over"]
      : dryRun === true
        ? ["to write", "to remove"]
        : ["written", "removed"];
  const leftOver = number("left-over");
  return [
    ...(leftOver < changes.length
      ? [`${number("changed")} ${written}`, `${number("unchanged")} unchanged`]
      : []),
    ...(leftOver > 0 ? [`${leftOver} ${removed}`] : []),
  ].join(", ");
}

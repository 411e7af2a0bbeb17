import { patchOf, write, type Change } from "./output.js";
import { report, reportTime, resultsOf, type ReportOptions } from "./report.js";
import type { Session } from "./session.js";
import { visibleLines } from "./visible.js";
import { compare, newWorkshop, openWork, type Workshop } from "./workshop.js";

export interface BuildOptions extends ReportOptions {
  readonly check?: boolean;
  readonly dryRun?: boolean;
  readonly watch?: boolean;
}

/** `rolebook build`: compiles policies and writes what changed. With an error anywhere, nothing is written. */
export async function build(
  session: Session,
  names: readonly string[],
  options: BuildOptions,
  workshop: Workshop = newWorkshop(),
): Promise<number> {
  const opened = await openWork(session, names, workshop);
  const { root, cache } = opened.project;
  const exitCode = report(session, root, opened.diagnostics, options);
  if (exitCode !== 0 || opened.policies === undefined) {
    await cache.save();
    return exitCode;
  }
  const { plans, gone, changed } = await compare(opened, names, session, workshop);
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

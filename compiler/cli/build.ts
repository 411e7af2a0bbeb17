import { compile } from "../index.js";
import { patchOf, plan, planGone, write, type Change } from "./output.js";
import { openProject } from "./project.js";
import { visibleLines } from "./render.js";
import { report, reportTime, resultsOf, type ReportOptions } from "./report.js";
import type { Session } from "./session.js";

export interface BuildOptions extends ReportOptions {
  readonly check?: boolean;
  readonly dryRun?: boolean;
}

/** `rolebook build`: compiles policies and writes what changed. With an error anywhere, nothing is written. */
export async function build(
  session: Session,
  names: readonly string[],
  options: BuildOptions,
): Promise<number> {
  const project = openProject(session, names);
  const { root, config } = project;
  if (config === undefined) return report(session, root, project.diagnostics, options);
  const { diagnostics, files, statistics } = await compile({ root, config });
  const exitCode = report(session, root, diagnostics, options);
  if (exitCode !== 0) return exitCode;

  const plans = statistics.map((size) => {
    const own = files.filter(({ policy }) => policy === size.policy);
    return { size, changes: plan(root, config.policies[size.policy]?.out ?? "", own) };
  });
  const outs = Object.values(config.policies).map(({ out }) => out);
  const gone = names.length === 0 ? planGone(root, outs) : new Map<string, readonly Change[]>();
  const all = [...plans.map(({ changes }) => changes), ...gone.values()].flat();
  const changed = all.filter(({ kind }) => kind !== "unchanged");
  const results = resultsOf(session, options);
  if (options.check === true) for (const change of changed) results.write(visibleLines(patchOf(change)));
  else if (options.dryRun !== true) write(root, changed);
  for (const { size, changes } of plans) {
    const { policy, roles, permissions, cells } = size;
    const line = `${policy}: ${roles} roles, ${permissions} permissions, ${cells} cells, ${summary(changes, options)}`;
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

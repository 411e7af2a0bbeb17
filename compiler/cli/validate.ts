import { compile } from "../index.js";
import { openProject } from "./project.js";
import { report, reportTime, resultsOf, type ReportOptions } from "./report.js";
import type { Session } from "./session.js";

/** `rolebook validate`: checks policies and generates nothing. */
export async function validate(
  session: Session,
  names: readonly string[],
  options: ReportOptions,
): Promise<number> {
  const project = openProject(session, names);
  const { root, config } = project;
  if (config === undefined) return report(session, root, project.diagnostics, options);
  const { diagnostics, statistics } = await compile({ root, config, generate: false });
  const exitCode = report(session, root, diagnostics, options);
  if (exitCode !== 0) return exitCode;
  const results = resultsOf(session, options);
  for (const { policy, roles, permissions, cells } of statistics) {
    results.write(`${policy}: ${roles} roles, ${permissions} permissions, ${cells} cells, valid\n`);
  }
  reportTime(session, results);
  return 0;
}

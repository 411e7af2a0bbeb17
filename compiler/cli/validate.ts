import { compile } from "../index.js";
import { openProject } from "./project.js";
import { report, reportTime } from "./report.js";
import type { Session } from "./session.js";

/** `rolebook validate`: checks policies and generates nothing. */
export async function validate(session: Session, names: readonly string[]): Promise<number> {
  const project = openProject(session, names);
  const { root, config } = project;
  if (config === undefined) return report(session, root, project.diagnostics);
  const { diagnostics, statistics } = await compile({ root, config, generate: false });
  const exitCode = report(session, root, diagnostics);
  if (exitCode !== 0) return exitCode;
  for (const { policy, roles, permissions, cells } of statistics) {
    session.stdout.write(`${policy}: ${roles} roles, ${permissions} permissions, ${cells} cells, valid\n`);
  }
  reportTime(session);
  return 0;
}

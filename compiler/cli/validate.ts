import { compile } from "../index.js";
import { openProject, report, reportTime, type Session } from "./session.js";

/** `rolebook validate`: checks policies and generates nothing. */
export async function validate(session: Session, names: readonly string[]): Promise<number> {
  const project = openProject(session, names);
  if (Array.isArray(project)) return report(session, session.cwd, project);
  const { diagnostics, statistics } = await compile({ ...project, generate: false });
  const exitCode = report(session, project.root, diagnostics);
  if (exitCode !== 0) return exitCode;
  for (const { policy, roles, permissions, cells } of statistics) {
    session.stdout.write(`${policy}: ${roles} roles, ${permissions} permissions, ${cells} cells, valid\n`);
  }
  reportTime(session);
  return 0;
}

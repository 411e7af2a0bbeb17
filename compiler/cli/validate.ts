import { diagnosticsOf, openPolicies } from "./policies.js";
import { openProject } from "./project.js";
import { report, reportTime, resultsOf, type ReportOptions } from "./report.js";
import type { Session } from "./session.js";

/** `rolebook validate`: checks policies and generates nothing. */
export async function validate(
  session: Session,
  names: readonly string[],
  options: ReportOptions,
): Promise<number> {
  const { root, config, diagnostics: misconfigured, cache } = await openProject(session, names);
  if (config === undefined) return report(session, root, misconfigured, options);
  const policies = openPolicies(root, config, session, cache);
  const diagnostics = await diagnosticsOf(policies);
  await cache.save();
  const exitCode = report(session, root, diagnostics, options);
  if (exitCode !== 0) return exitCode;
  session.clock.begin({ name: "results" });
  const results = resultsOf(session, options);
  for (const policy of policies) {
    const size = await policy.statistics();
    if (size === undefined) continue;
    const { policy: name, roles, permissions, cells } = size;
    results.write(`${name}: ${roles} roles, ${permissions} permissions, ${cells} cells, valid\n`);
  }
  reportTime(session, results);
  return 0;
}

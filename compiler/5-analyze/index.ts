/** Room 5: the rules are checked, and a policy that keeps them all gets its authorized permissions and is linted. */
import { hasErrors, type Diagnostic } from "../diagnostic.js";
import { Findings } from "../findings.js";
import type { AnalyzedPolicy, Outcome, PolicyModel } from "../ir.js";
import { authorize } from "./authorize.js";
import { lints } from "./lints/index.js";
import { rules } from "./rules/index.js";

/** Analyzes a policy; there is a result only where no rule is broken. */
export function analyze(model: PolicyModel): Outcome<AnalyzedPolicy | undefined> {
  const findings = new Findings();
  for (const rule of rules) rule(model, findings);
  const authorized = hasErrors(findings.all) ? undefined : authorize(model, findings);
  const result = authorized === undefined ? undefined : { model, authorized };
  return { result, diagnostics: findings.all };
}

/**
 * What is probably not meant in a policy that compiles. To be asked only where nothing was wrong before. Of each lint so many
 * findings are kept as of a room; that there are more is no error, as they are none.
 */
export function lint(policy: AnalyzedPolicy): readonly Diagnostic[] {
  return lints.flatMap((look) => {
    const findings = new Findings();
    look(policy, findings);
    return findings.kept;
  });
}

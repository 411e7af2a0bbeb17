/** Room 5: the rules are checked, and a policy that keeps them all gets its authorized permissions. */
import { hasErrors } from "../diagnostic.js";
import { Findings } from "../findings.js";
import type { AnalyzedPolicy, Outcome, PolicyModel } from "../ir.js";
import { authorize } from "./authorize.js";
import { rules } from "./rules/index.js";

/** Analyzes a policy; there is a result only where no rule is broken. */
export function analyze(model: PolicyModel): Outcome<AnalyzedPolicy | undefined> {
  const findings = new Findings();
  for (const rule of rules) rule(model, findings);
  const result = hasErrors(findings.all) ? undefined : { model, authorized: authorize(model) };
  return { result, diagnostics: findings.all };
}

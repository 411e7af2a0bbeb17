import type { Findings } from "../../findings.js";
import type { AnalyzedPolicy } from "../../ir.js";

/** A lint looks at a policy in which every rule holds, and reports what is probably not meant. */
export type Lint = (policy: AnalyzedPolicy, findings: Findings) => void;

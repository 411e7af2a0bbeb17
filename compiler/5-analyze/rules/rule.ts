import type { Findings } from "../../findings.js";
import type { PolicyModel } from "../../ir.js";

/** A rule looks at a whole policy and reports what breaks it. */
export type Rule = (model: PolicyModel, findings: Findings) => void;

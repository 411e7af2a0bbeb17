import type { Diagnostic } from "../../../diagnostic.js";
import type { Session } from "../../session.js";
import type { GaugedTests } from "../gauges.js";
import type { Tested } from "../tested.js";

/** What came of a run. */
export interface Results {
  /** What is wrong with the policies or their tests; with any, nothing was run. */
  readonly diagnostics: readonly Diagnostic[];
  readonly tested: readonly GaugedTests[];
}

/** What a format knows besides. */
export interface Surroundings extends Pick<Session, "cwd" | "colors" | "started"> {
  /** The folder that files are relative to. */
  readonly root: string;
}

/** Results as the text that is written to stdout. */
export type Format = (results: Results, surroundings: Surroundings) => Promise<string>;

/** How many questions a policy was asked, and how many had another answer. */
export function countsOf({ results }: Tested): { readonly questions: number; readonly failed: number } {
  return {
    questions: results.reduce((sum, { test }) => sum + test.size, 0),
    failed: results.reduce((sum, one) => sum + one.failed, 0),
  };
}

/** Measures how much of a policy its tests ask about. */
import type { AnalyzedPolicy } from "../../compiler/ir.js";
import type { Question } from "../tests/case.js";
import { Collector } from "./collector.js";
import { countedBy } from "./count.js";
import { countedLines, type CountedLine } from "./lines.js";
import type { Coverage } from "./measures.js";

/** Coverage, and each line of the policy with how often it was asked. */
export interface Measured {
  readonly coverage: Coverage;
  readonly lines: readonly CountedLine[];
}

/** Measures what questions cover of a policy. */
export function coverageOf(analyzed: AnalyzedPolicy, questions: Iterable<Question>): Measured {
  const collector = new Collector(analyzed);
  for (const question of questions) collector.note(question);
  return { coverage: countedBy(analyzed.model, collector), lines: countedLines(analyzed.model, collector) };
}

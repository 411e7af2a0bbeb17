/** Coverage as data, as `schema/test-report.schema.json` describes it. */
import { measures, percentOf, type Coverage } from "./measures.js";

/** @param pathOf what is shown of a file */
export function coverageData(coverage: Coverage, pathOf: (file: string) => string): object {
  const { uncovered } = coverage;
  const counts = measures.map((measure) => {
    const { covered, total } = coverage[measure];
    return [measure, { covered, total, percent: percentOf(coverage[measure]) }] as const;
  });
  const lists = measures.map((measure) => [
    measure,
    uncovered[measure].map((one) => ({ ...one, file: pathOf(one.file) })),
  ]);
  return { ...Object.fromEntries(counts), uncovered: Object.fromEntries(lists) as object };
}

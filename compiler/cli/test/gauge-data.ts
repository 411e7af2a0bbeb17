import type { Gauged } from "./gauges.js";

/** What was measured, for programs: only what was asked for is there. */
export async function gaugeData(
  { coverage, mutants, missed }: Gauged,
  pathOf: (file: string) => string,
): Promise<object> {
  const { coverageData } = await import("../../../review/coverage/index.js");
  const { mutationData } = await import("../../../review/mutation/index.js");
  return {
    ...(coverage && { coverage: coverageData(coverage.coverage, pathOf) }),
    ...(mutants && { mutation: mutationData(mutants, pathOf) }),
    ...(missed.length > 0 && { missed }),
  };
}

import { jsonText, pathFrom } from "../../formats/format.js";
import { findingsData } from "../../formats/json.js";
import { gaugeData } from "../gauge-data.js";
import type { GaugedTests } from "../gauges.js";
import { countsOf, type Format } from "./format.js";

/** For programs: one document, as `schema/test-report.schema.json` describes it. */
export const json: Format = async ({ diagnostics, tested }, surroundings) => {
  const { resultsData } = await import("../../../../review/tests/index.js");
  const { cwd, root } = surroundings;
  const pathOf = (file: string): string => pathFrom(cwd, root, file);
  const gauges = new Map<GaugedTests, object>();
  for (const one of tested) gauges.set(one, await gaugeData(one.gauged, pathOf));
  return jsonText({
    diagnostics: findingsData(diagnostics, surroundings),
    policies: tested.map((one) => ({
      policy: one.name,
      ...countsOf(one),
      filteredOut: one.written - one.tests.length,
      tests: resultsData(one.results, pathOf),
      ...gauges.get(one),
    })),
  });
};

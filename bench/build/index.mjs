/**
 * What the compiler costs: whole processes, in turns, medians. `node bench/build/index.mjs [--quick]` runs it alone, on the build in
 * `dist` or on the command that ROLEBOOK_CLI names.
 */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { coldRows } from "./cold.mjs";
import { growthRows } from "./growth.mjs";
import { largeRows } from "./large.mjs";
import { noopRows } from "./noop.mjs";
import { watchRows } from "./watch.mjs";
import { textReport } from "../report/report.mjs";
import { machine } from "../support/machine.mjs";
import { row } from "../support/rows.mjs";

export const name = "build";

const full = {
  noop: { rounds: 31 },
  watch: { rounds: 31 },
  cold: { rounds: 15 },
  growth: { rounds: 3, counts: [100, 316, 1_000, 3_162, 10_000], target: 1.1 },
  large: { rounds: 3, about: "a policy of a cloud provider's size", targets: { timesYaml: 4, bytes: 1e9 } },
};
/** Enough to see that everything works. What is about large policies has no target here: these are too small to say something. */
const quick = {
  noop: { rounds: 5 },
  watch: { rounds: 4 },
  cold: { rounds: 3 },
  growth: { rounds: 1, counts: [100, 1_000] },
  large: {
    rounds: 1,
    about: "a tenth of a cloud provider's policy",
    size: { roles: 250, permissions: 1_400, grants: 16_500, seed: 1 },
    targets: {},
  },
};

/** Rows as `support/rows.mjs` describes them. */
export async function rows({ quick: isQuick = false, log } = {}) {
  const settings = isQuick ? quick : full;
  const parts = { noop: noopRows, watch: watchRows, cold: coldRows, growth: growthRows, large: largeRows };
  const found = [];
  for (const [part, measure] of Object.entries(parts)) {
    log?.(`  ${part}`);
    found.push(...(await measure(settings[part])));
  }
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const log = (line) => process.stderr.write(`${line}\n`);
  const found = await rows({ quick: process.argv.includes("--quick"), log });
  process.stdout.write(
    textReport(
      found.map((one) => row({ ...one, part: name })),
      machine(),
    ),
  );
}

/**
 * Whatever a file holds, the compiler ends with findings or with a policy: it throws nothing, hangs at nothing and writes
 * nothing. `FUZZ_RUNS` scales the number of inputs, `FUZZ_SEED` repeats a run, and `npm run fuzz` goes on for `FUZZ_MINUTES`.
 */
import { afterAll, describe, expect, test } from "vitest";
import fc from "fast-check";
import ts from "typescript";
import { emit, tableOf } from "../compiler/6-emit/index.js";
import { print } from "../compiler/7-print/index.js";
import type { AnalyzedPolicy, SourceFile } from "../compiler/ir.js";
import { anyInput, type Input } from "./fuzz/inputs.js";
import { declarationsOf, intendedIn } from "./fuzz/modules.js";
import { Watchdog } from "./fuzz/watchdog.js";
import { analyzeSources } from "./support/policy.js";
import { rolebook, Scratch, snapshot, write } from "./support/project.js";
import { decodeUtf8 } from "../compiler/1-load/decode.js";

const minutes = Number(process.env["FUZZ_MINUTES"] ?? 0);
const runs = Number(process.env["FUZZ_RUNS"] ?? 20_000);
const firstSeed = Number(process.env["FUZZ_SEED"] ?? Date.now() % 1_000_000_000);

/** One in so many compiled policies is printed, until there are enough. */
const printedPolicies = Math.ceil(runs / 90);
const watchdog = new Watchdog();

afterAll(() => watchdog.stop());

/** Rooms 1 (decoding) to 5; the policy if it compiles. */
function compileInput({ files }: Input): AnalyzedPolicy | undefined {
  const sources: SourceFile[] = [];
  for (const { path, bytes } of files) {
    const decoded = decodeUtf8(bytes);
    if (!decoded.ok) return undefined;
    sources.push({ path: `policies/p/${path}`, text: decoded.text });
  }
  const { diagnostics, policy } = analyzeSources(sources);
  for (const { message, help = "" } of diagnostics) {
    expect(`${message} ${help}`).not.toMatch(/\[object|\bNaN\b|\bundefined\b is/);
  }
  return policy;
}

async function expectHarmless(policy: AnalyzedPolicy): Promise<void> {
  const intended = intendedIn(policy.model);
  for (const { path, text } of await print(emit(policy))) {
    if (!path.endsWith(".ts")) continue;
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
    for (const { problem } of declarationsOf(source, intended)) expect(`${path}: ${problem}`).toBe("");
  }
}

/** One round over so many inputs. */
async function round(
  seed: number,
  numRuns: number,
  toPrint: number,
): Promise<{ compiled: number; printed: number }> {
  let [compiled, printed] = [0, 0];
  const compiling: AnalyzedPolicy[] = [];
  const property = fc.property(anyInput, (input) => {
    watchdog.begin(seed, input);
    try {
      const policy = compileInput(input);
      if (policy === undefined) return;
      compiled++;
      tableOf(policy);
      if (compiling.length < toPrint) compiling.push(policy);
    } finally {
      watchdog.end();
    }
  });
  fc.assert(property, { seed, numRuns });
  for (const policy of compiling) {
    await expectHarmless(policy);
    printed++;
  }
  return { compiled, printed };
}

describe("any content of a policy", () => {
  test(
    "ends with findings or with a policy",
    async () => {
      const end = performance.now() + minutes * 60_000;
      let seed = firstSeed;
      let total = { compiled: 0, printed: 0 };
      do {
        const { compiled, printed } = await round(seed, runs, printedPolicies);
        total = { compiled: total.compiled + compiled, printed: total.printed + printed };
        seed++;
      } while (performance.now() < end);
      expect(total.compiled).toBeGreaterThan(runs / 20);
      if (runs >= 20_000) expect(total.printed).toBeGreaterThanOrEqual(200);
    },
    (minutes + 10) * 60_000,
  );

  test("leads to exit code 0, 1 or 2, and validate writes nothing", async () => {
    const scratch = new Scratch("fuzz");
    try {
      await fc.assert(
        fc.asyncProperty(anyInput, async (input) => {
          const root = scratch.project({});
          write(
            root,
            Object.fromEntries(input.files.map(({ path, bytes }) => [`policies/p/${path}`, bytes])),
          );
          const before = snapshot(root);
          watchdog.begin(firstSeed, input);
          const { exitCode } = await rolebook(root, ["validate"]).finally(() => {
            watchdog.end();
          });
          expect([0, 1, 2]).toContain(exitCode);
          expect(snapshot(root)).toEqual(before);
        }),
        { seed: firstSeed, numRuns: Math.ceil(runs / 40) },
      );
    } finally {
      scratch.dispose();
    }
  });
});

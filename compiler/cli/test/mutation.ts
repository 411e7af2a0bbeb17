/** `rolebook test --mutate`: whether the tests of a policy notice when it is changed. */
import type { Tried } from "../../../review/mutation/index.js";
import type { Session } from "../session.js";
import type { Testable } from "./tested.js";

/** Characters of the bar. */
const width = 20;

/** Tries every mutant of a policy whose tests pass. The policy's sources are as they were afterwards. */
export async function tryMutants(
  { name, analyzed, policy, tests }: Testable,
  { clock }: Session,
): Promise<readonly Tried[]> {
  const { mutate } = await import("../../../review/mutation/index.js");
  const { allCases } = await import("../../../review/tests/index.js");
  clock.begin({ name: "mutants", policy: name });
  const { size, tried } = mutate(policy.sources.files, analyzed, allCases(tests));
  const all: Tried[] = [];
  let survived = 0;
  for (const one of tried) {
    all.push(one);
    if (one.verdict === "survived") survived++;
    clock.begin({ name: "mutants", policy: name, progress: progressText(all.length, size, survived) });
  }
  return all;
}

function progressText(done: number, size: number, survived: number): string {
  const full = Math.floor((width * done) / size);
  const bar = `${"█".repeat(full)}${"░".repeat(width - full)}`;
  return `${bar} ${done.toLocaleString("en-US")} of ${size.toLocaleString("en-US")}, ${survived.toLocaleString("en-US")} survived`;
}

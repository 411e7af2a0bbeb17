/** Whole processes, timed from outside. A process that fails, or whose result is not what it must be, has no time. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { median } from "../support/statistics.mjs";

const peakProgram = pathToFileURL(join(import.meta.dirname, "programs/peak.mjs")).href;
const systemTime = "/usr/bin/time";
// Only GNU time on Linux is known to write the format that is asked for.
const hasSystemTime = process.platform === "linux" && existsSync(systemTime);

/**
 * Starts a process and waits for its end.
 * @param command `file`, `args`, `cwd`, and `env` beside the usual
 * @param peak how the largest resident memory is found: "node" asks a Node process itself, "system" asks the system's `time`
 * @returns `ns`, `stdout`, and `peakBytes` where it was asked for and found
 * @throws if it does not end with 0
 */
export function run({ file, args, cwd, env = {} }, peak) {
  const note = join(cwd, "peak.txt");
  const asSystem = peak === "system" && hasSystemTime;
  const [program, ...words] = [
    ...(asSystem ? [systemTime, "-q", "-o", note, "-f", "%M"] : []),
    file,
    ...(peak === "node" ? ["--import", peakProgram] : []),
    ...args,
  ];
  const start = process.hrtime.bigint();
  const { status, signal, stdout, stderr, error } = spawnSync(program, words, {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { ...usual, ...env, PEAK_FILE: note },
  });
  const ns = Number(process.hrtime.bigint() - start);
  if (error !== undefined) throw error;
  if (status !== 0) {
    throw new Error(
      `${[file, ...args].join(" ")} in ${cwd} ended with ${status ?? signal}:\n${stdout}\n${stderr}`,
    );
  }
  return { ns, stdout, peakBytes: noted(note) };
}

/**
 * Runs contestants in turns, each round in another order.
 * @param contestants `name`, a `command`, a `peak`, a `prepare` before each run, and a `check` of the result that throws
 * @returns from each name to `{ medianNs, peakBytes }`
 */
export function interleaved(contestants, rounds) {
  const found = new Map(contestants.map(({ name }) => [name, { times: [], peaks: [] }]));
  for (let round = 0; round < rounds; round++) {
    for (let index = 0; index < contestants.length; index++) {
      const { name, command, peak, prepare, check } = contestants[(index + round) % contestants.length];
      prepare?.();
      const result = run(command, peak);
      check?.(result);
      found.get(name).times.push(result.ns);
      if (result.peakBytes !== undefined) found.get(name).peaks.push(result.peakBytes);
    }
  }
  return new Map(
    [...found].map(([name, { times, peaks }]) => [
      name,
      { medianNs: median(times), peakBytes: peaks.length === 0 ? undefined : median(peaks) },
    ]),
  );
}

/** What a process needs of the surroundings; whatever else stands there would make runs differ. */
const usual = Object.fromEntries(
  ["PATH", "HOME", "TMPDIR", "TEMP", "SystemRoot"].flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  ),
);

function noted(note) {
  if (!existsSync(note)) return undefined;
  const kibibytes = Number(readFileSync(note, "utf8"));
  rmSync(note);
  return kibibytes > 0 ? kibibytes * 1024 : undefined;
}

/** Kills a run that takes too long, and names its input: what hangs cannot stop itself. */
import { Worker } from "node:worker_threads";
import type { Input } from "./inputs.js";

/** A run over this is a hang. */
const hangs = 60_000;

/** A run over this is reported. */
const slow = 2_000;

/** Runs beside the tests; it hears of a run when it begins, and looks at the clock by itself. */
const program = `
const { parentPort, workerData } = require("node:worker_threads");
const clock = new BigInt64Array(workerData.clock);
let input = "";
parentPort.on("message", (text) => { input = text; });
setInterval(() => {
  const begun = Atomics.load(clock, 0);
  if (begun === 0n || BigInt(Date.now()) - begun < ${hangs}n) return;
  require("node:fs").writeSync(2, "a run hangs: " + input + "\\n");
  process.kill(process.pid, "SIGKILL");
}, 1000).unref();
`;

export class Watchdog {
  private readonly clock = new BigInt64Array(new SharedArrayBuffer(8));
  private readonly worker: Worker;
  private begun = 0;
  private current = "";

  constructor() {
    this.worker = new Worker(program, { eval: true, workerData: { clock: this.clock.buffer } });
    this.worker.unref();
  }

  /** A run begins. */
  begin(seed: number, { how, files }: Input): void {
    const shown = files.map(({ path, bytes }) => `${path} ${Buffer.from(bytes).toString("base64")}`);
    this.current = `seed ${seed}, ${how}: ${shown.join("; ")}`;
    this.worker.postMessage(this.current);
    this.begun = performance.now();
    Atomics.store(this.clock, 0, BigInt(Date.now()));
  }

  /** It is over. */
  end(): void {
    Atomics.store(this.clock, 0, 0n);
    const took = performance.now() - this.begun;
    if (took > slow) console.warn(`${(took / 1000).toFixed(1)} s: ${this.current}`);
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}

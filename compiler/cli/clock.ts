/** Where the time of a run goes. */
import type { Step } from "../pipeline.js";

/** Counts the time from each step to the next. */
export class Clock {
  private readonly times = new Map<string, number>();
  private readonly listeners: ((step: Step) => void)[] = [];
  private current = "command line";
  private since = performance.now();

  /** A clock that also knows what passed before it was made: while Node started and loaded this command. */
  static ofProcess(): Clock {
    const clock = new Clock();
    const started = Math.min(performance.nodeTiming.bootstrapComplete, clock.since);
    clock.times.set("start of node", started);
    clock.times.set("loading of the command line", clock.since - started);
    return clock;
  }

  /** Something new begins. */
  readonly begin = (step: Step): void => {
    this.charge();
    this.current = step.name;
    for (const listen of this.listeners) listen(step);
  };

  /** Tells of each step before it. */
  onStep(listen: (step: Step) => void): void {
    this.listeners.push(listen);
  }

  /** The time that each step took, as a table. */
  table(): string {
    this.charge();
    const times = [...this.times].filter(([, time]) => time >= 0.05);
    const total = times.reduce((sum, [, time]) => sum + time, 0);
    const rows = [...times, ["all", total] as const];
    const width = Math.max(...rows.map(([name]) => name.length));
    const lines = rows.map(([name, time]) => {
      const share = `${((100 * time) / total).toFixed(0)} %`;
      return `  ${name.padEnd(width)}  ${time.toFixed(1).padStart(9)} ms  ${share.padStart(5)}\n`;
    });
    return `timings\n${lines.join("")}`;
  }

  private charge(): void {
    const now = performance.now();
    this.times.set(this.current, (this.times.get(this.current) ?? 0) + now - this.since);
    this.since = now;
  }
}

/** A temporary folder that is gone when the work is done, whatever ends it. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export class ScratchFolder {
  readonly path: string;

  constructor() {
    this.path = mkdtempSync(join(tmpdir(), "rolebook-diff-"));
  }

  /** Writes a file. One whose path leads out of the folder is passed over: no tree that git makes has such a path. */
  write(path: string, content: Uint8Array): void {
    const target = this.place(path);
    if (target !== undefined) writeFileSync(target, content);
  }

  /** Writes a link that leads nowhere: links are refused, not followed. */
  writeLink(path: string): void {
    const target = this.place(path);
    if (target !== undefined) symlinkSync("nowhere", target);
  }

  private place(path: string): string | undefined {
    const steps = path.split("/");
    if (steps.some((step) => step === "" || step === "." || step === ".." || /[\\:\0]/.test(step)))
      return undefined;
    const target = join(this.path, ...steps);
    mkdirSync(dirname(target), { recursive: true });
    return target;
  }
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Works in a temporary folder and removes it: after the work, a failure or a signal. */
export async function inScratchFolder<T>(work: (folder: ScratchFolder) => Promise<T>): Promise<T> {
  const folder = new ScratchFolder();
  const remove = (): void => {
    rmSync(folder.path, { recursive: true, force: true });
  };
  const handlers = signals.map((signal) => {
    const handler = (): void => {
      remove();
      process.kill(process.pid, signal);
    };
    process.once(signal, handler);
    return [signal, handler] as const;
  });
  try {
    return await work(folder);
  } finally {
    for (const [signal, handler] of handlers) process.removeListener(signal, handler);
    remove();
  }
}

/** A temporary folder that is gone when the work is done, whatever ends it. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { UsageError } from "../session.js";

export class ScratchFolder {
  readonly path: string;

  constructor() {
    try {
      this.path = mkdtempSync(join(tmpdir(), "rolebook-diff-"));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new UsageError(`a temporary folder is needed, and cannot be made: ${why}`);
    }
  }

  /** Writes a file. @throws UsageError for a path that cannot be one here */
  write(path: string, content: Uint8Array): void {
    writeFileSync(this.place(path), content);
  }

  /** Writes a link that leads nowhere: links are refused, not followed. */
  writeLink(path: string): void {
    symlinkSync("nowhere", this.place(path));
  }

  private place(path: string): string {
    const steps = path.split("/");
    const isForeign = process.platform === "win32" && /[\\:]/.test(path);
    // To pass over one would be to pass over what it grants.
    if (isForeign || steps.some((step) => ["", ".", ".."].includes(step))) {
      throw new UsageError(`\`${path}\` of that commit cannot be read here: it is no path of this system`);
    }
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

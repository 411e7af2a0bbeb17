/** Projects in temporary folders, and the command line run inside this process. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { run } from "../../compiler/cli/run.js";

/** What a run of the command line leaves behind. */
export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder that is removed with `dispose`. */
export class Scratch {
  readonly path: string;

  /** Readable for every user: some tests give up their rights. */
  constructor(name: string) {
    this.path = mkdtempSync(join(tmpdir(), `rolebook-${name}-`));
    chmodSync(this.path, 0o755);
  }

  /** A new folder with these files, given by their paths. */
  project(files: Readonly<Record<string, string | Uint8Array>>): string {
    const root = mkdtempSync(join(this.path, "project-"));
    chmodSync(root, 0o755);
    write(root, files);
    return root;
  }

  dispose(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Writes files below a folder. */
export function write(root: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** Every file below a folder with its bytes and the time of its last change. */
export function snapshot(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [
        relative(folder, path).split(sep).join("/"),
        `${String(statSync(path).mtimeMs)} ${readFileSync(path, "latin1")}`,
      ]),
  );
}

/** Runs the command line in a folder. */
export async function rolebook(cwd: string, args: readonly string[], terminal = false): Promise<Run> {
  const texts = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof texts): { write: (text: string) => void; isTTY: boolean } => ({
    write: (text) => {
      texts[name] += text;
    },
    isTTY: terminal,
  });
  const exitCode = await run(args, cwd, stream("stdout"), stream("stderr"));
  return { exitCode, ...texts };
}

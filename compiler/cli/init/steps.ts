/** What is to be done to files, decided before any is touched. Nothing that stands there is overwritten: a file is made, or gets more lines. */
import { lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { UsageError } from "../session.js";

export interface Step {
  /** The folder that no link may lead out of. */
  readonly base: string;
  /** Relative to the base, with `/` between folders. */
  readonly path: string;
  readonly kind: "made" | "added" | "kept";
  /** What there is to say of it beside the path. */
  readonly note?: string | undefined;
  /** The whole text of the file afterwards; undefined if it is kept. */
  readonly text?: string | undefined;
}

/** Makes a file, unless it stands there. */
export function made(base: string, path: string, text: string): Step {
  if (textOf(base, path) !== undefined) return { base, path, kind: "kept" };
  return { base, path, kind: "made", text };
}

/** The text of a file; undefined where there is none. @throws UsageError where something else than a file stands there or on the way */
export function textOf(base: string, path: string): string | undefined {
  let at = base;
  const steps = path.split("/");
  for (const [index, name] of steps.entries()) {
    at = join(at, name);
    const entry = lstatSync(at, { throwIfNoEntry: false });
    if (entry === undefined) return undefined;
    const shown = relative(base, at).split(sep).join("/");
    if (entry.isSymbolicLink()) throw new UsageError(`\`${shown}\` is a link, which is not followed`);
    const isLast = index === steps.length - 1;
    if (isLast ? !entry.isFile() : !entry.isDirectory()) {
      throw new UsageError(`\`${shown}\` is no ${isLast ? "file" : "folder"}`);
    }
  }
  try {
    return readFileSync(at, "utf8");
  } catch (error) {
    throw new UsageError(`\`${path}\` cannot be read (${codeOf(error)})`);
  }
}

/** Does all of it. @throws UsageError if the disk does not let it; then another run does the rest */
export async function take(steps: readonly Step[]): Promise<void> {
  const { sync: writeFileAtomic } = await import("write-file-atomic");
  for (const { base, path, kind, text } of steps) {
    if (text === undefined) continue;
    const target = join(base, path);
    try {
      mkdirSync(dirname(target), { recursive: true });
      // What somebody else has made meanwhile stays.
      if (kind === "made") writeFileSync(target, text, { flag: "wx" });
      else writeFileAtomic(target, text);
    } catch (error) {
      throw new UsageError(`\`${path}\` cannot be written (${codeOf(error)})`);
    }
  }
}

/** How lines end in a text. */
export function lineEndOf(text: string): "\r\n" | "\n" {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

/** Room 1: a policy folder becomes its source files, sorted by path. The only room that touches the disk. */
import { lstatSync, readdirSync, statSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { diagnostic, wholeFile, type Diagnostic } from "../diagnostic.js";
import type { Outcome, SourceFile } from "../ir.js";
import { decodeUtf8 } from "./decode.js";
import { deepestFolder, largestFile, largestPolicy, mostFiles } from "./limits.js";
import { byCodePoint } from "../order.js";
import { readRegularFile } from "./read.js";

/**
 * Reads every `*.yaml` and `*.yml` below a folder, but for tests (`*.test.yaml`) and names that start with a dot.
 * Symbolic links are refused, not followed.
 * @param root the folder that paths are shown relative to
 * @param folder the policy folder, absolute
 */
export function load(root: string, folder: string): Outcome<readonly SourceFile[]> {
  const outcome = loadEvery(isPolicyFile, root, folder);
  if (outcome.result.length > 0 || outcome.diagnostics.length > 0) return outcome;
  const shown = relative(root, folder).split(sep).join("/") || ".";
  const finding = diagnostic("no-policy-file", wholeFile(shown), "no policy file in this folder", {
    help: "a policy is a folder of `*.yaml` files",
  });
  return { result: [], diagnostics: [finding] };
}

/** Reads every test, `*.test.yaml` and `*.test.yml`, below a policy folder, within the same limits. There need not be any. */
export function loadTests(root: string, folder: string): Outcome<readonly SourceFile[]> {
  return loadEvery(isTestFile, root, folder);
}

function loadEvery(
  isWanted: (name: string) => boolean,
  root: string,
  folder: string,
): Outcome<readonly SourceFile[]> {
  const diagnostics: Diagnostic[] = [];
  const files: SourceFile[] = [];
  let size = 0;
  const isFull = (): boolean => size > largestPolicy || files.length > mostFiles;
  const shown = (path: string): string => relative(root, path).split(sep).join("/") || ".";

  if (!isFolder(folder)) {
    const finding = diagnostic("missing-folder", wholeFile(shown(folder)), "there is no such policy folder");
    return { result: [], diagnostics: [finding] };
  }
  const link = linkOnTheWay(root, folder);
  if (link !== undefined) return { result: [], diagnostics: [notRegular(shown(link))] };

  const visit = (directory: string, depth: number): void => {
    const before = identityOf(directory);
    for (const name of listed(directory)) {
      if (isFull()) return;
      const path = join(directory, name);
      const kind = kindAt(path, name);
      if (kind === "refused") diagnostics.push(notRegular(shown(path)));
      else if (kind === "file" && isWanted(name)) add(path);
      else if (kind === "folder" && depth < deepestFolder) visit(path, depth + 1);
      else if (kind === "folder") {
        const message = `more than ${deepestFolder} folders deep`;
        diagnostics.push(tooLarge(shown(path), message, "move the files up"));
      }
    }
    // Nothing has been followed, unless the folder itself was replaced while it was read.
    if (identityOf(directory) !== before) {
      diagnostics.push(
        diagnostic("unreadable-file", wholeFile(shown(directory)), "replaced while it was read"),
      );
    }
  };

  const add = (path: string): void => {
    const file = loadFile(path, shown(path));
    if (!("text" in file)) {
      diagnostics.push(file);
      return;
    }
    files.push(file);
    size += file.text.length;
    if (!isFull()) return;
    const message =
      size > largestPolicy
        ? `the files of this policy are larger than ${inMebibytes(largestPolicy)} together`
        : `this policy has more than ${mostFiles} files`;
    diagnostics.push(tooLarge(shown(folder), message, "split it into several policies"));
  };

  const kindAt = (path: string, name: string): ReturnType<typeof kindOf> => {
    try {
      return kindOf(path, name);
    } catch (error) {
      diagnostics.push(unreadable(shown(path), error));
      return "ignored";
    }
  };

  const listed = (directory: string): readonly string[] => {
    try {
      return readdirSync(directory).sort();
    } catch (error) {
      diagnostics.push(unreadable(shown(directory), error));
      return [];
    }
  };

  visit(folder, 0);
  files.sort((a, b) => byCodePoint(a.path, b.path));
  return { result: isFull() ? [] : files, diagnostics };
}

/** Reads one file. `shown` is the path that findings and results carry. */
export function loadFile(path: string, shown: string): SourceFile | Diagnostic {
  let bytes: ReturnType<typeof readRegularFile>;
  try {
    bytes = readRegularFile(path);
  } catch (error) {
    return unreadable(shown, error);
  }
  if (bytes === "not a regular file") return notRegular(shown);
  if (bytes === "too large") {
    return diagnostic("file-too-large", wholeFile(shown), `larger than ${inMebibytes(largestFile)}`, {
      help: "split the policy into several files",
    });
  }
  const decoded = decodeUtf8(bytes);
  if (decoded.ok) return { path: shown, text: decoded.text };
  const { line, column, lineText } = decoded;
  const span = { file: shown, line, column, endLine: line, endColumn: column + 1, text: lineText };
  return diagnostic("not-utf8", span, "this byte is not UTF-8", {
    help: "save the file as UTF-8",
  });
}

function isTestFile(name: string): boolean {
  return /\.test\.ya?ml$/i.test(name);
}

function isPolicyFile(name: string): boolean {
  return !isTestFile(name);
}

function kindOf(path: string, name: string): "file" | "folder" | "refused" | "ignored" {
  if (name.startsWith(".")) return "ignored";
  const isYaml = /\.ya?ml$/i.test(name);
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return "ignored";
  if (entry.isSymbolicLink()) return isYaml || isFolder(path) ? "refused" : "ignored";
  if (entry.isDirectory()) return isYaml ? "refused" : "folder";
  if (!isYaml) return "ignored";
  return entry.isFile() ? "file" : "refused";
}

/** The first symbolic link on the way from the root to a folder inside it, or a folder elsewhere that is one. */
function linkOnTheWay(root: string, folder: string): string | undefined {
  let at = isWithin(root, folder) ? root : join(folder, "..");
  for (const step of relative(at, folder).split(sep).filter(Boolean)) {
    at = join(at, step);
    if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() === true) return at;
  }
  return undefined;
}

/** What tells one folder from another that takes its place; a link is never what was there before. */
function identityOf(directory: string): string {
  const entry = lstatSync(directory, { throwIfNoEntry: false });
  return entry === undefined ? "gone" : `${entry.dev} ${entry.ino} ${String(entry.isDirectory())}`;
}

/** True if there is a folder at `path`. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The finding for a file or folder that the disk does not give. */
export function unreadable(shown: string, error: unknown): Diagnostic {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return diagnostic("unreadable-file", wholeFile(shown), `cannot be read (${code})`);
}

function notRegular(shown: string): Diagnostic {
  return diagnostic("unreadable-file", wholeFile(shown), "not a regular file", {
    help: "symbolic links, and folders and devices named like policy files, are not followed",
  });
}

function tooLarge(shown: string, message: string, help: string): Diagnostic {
  return diagnostic("too-large", wholeFile(shown), message, { help });
}

function inMebibytes(bytes: number): string {
  return `${bytes / 1024 / 1024} MiB`;
}

/** True if `path` is `folder` or below it. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

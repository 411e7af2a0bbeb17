/** Room 1: a policy folder becomes its source files, sorted by path. The only room that touches the disk. */
import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { diagnostic, wholeFile, type Diagnostic } from "../diagnostic.js";
import type { Outcome, SourceFile } from "../ir.js";
import { decodeUtf8 } from "./decode.js";

/** A larger file is refused: no policy written by people comes near it. */
const largestFile = 16 * 1024 * 1024;

/**
 * Reads every `*.yaml` and `*.yml` below a folder, but for tests (`*.test.yaml`) and names that start with a dot.
 * Symbolic links are refused, not followed.
 * @param root the folder that paths are shown relative to
 * @param folder the policy folder, absolute
 */
export function load(root: string, folder: string): Outcome<readonly SourceFile[]> {
  const diagnostics: Diagnostic[] = [];
  const files: SourceFile[] = [];
  const shown = (path: string): string => relative(root, path).split(sep).join("/") || ".";

  if (!isFolder(folder)) {
    const finding = diagnostic("missing-folder", wholeFile(shown(folder)), "there is no such policy folder");
    return { result: [], diagnostics: [finding] };
  }

  const visit = (directory: string): void => {
    for (const name of listed(directory)) {
      const path = join(directory, name);
      const kind = kindAt(path, name);
      if (kind === "folder") visit(path);
      if (kind === "refused") {
        diagnostics.push(
          diagnostic("unreadable-file", wholeFile(shown(path)), "not a regular file", {
            help: "symbolic links, and folders and devices named like policy files, are not followed",
          }),
        );
      }
      if (kind === "file") {
        const file = loadFile(path, shown(path));
        if ("text" in file) files.push(file);
        else diagnostics.push(file);
      }
    }
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

  visit(folder);
  if (files.length === 0 && diagnostics.length === 0) {
    diagnostics.push(
      diagnostic("no-policy-file", wholeFile(shown(folder)), "no policy file in this folder", {
        help: "a policy is a folder of `*.yaml` files",
      }),
    );
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { result: files, diagnostics };
}

/** Reads one file. `shown` is the path that findings and results carry. */
export function loadFile(path: string, shown: string): SourceFile | Diagnostic {
  let bytes: Buffer;
  try {
    if (statSync(path).size > largestFile) {
      const message = `larger than ${largestFile / 1024 / 1024} MiB`;
      return diagnostic("file-too-large", wholeFile(shown), message, {
        help: "split the policy into several files",
      });
    }
    bytes = readFileSync(path);
  } catch (error) {
    return unreadable(shown, error);
  }
  const decoded = decodeUtf8(bytes);
  if (decoded.ok) return { path: shown, text: decoded.text };
  const { line, column, lineText } = decoded;
  const span = { file: shown, line, column, endLine: line, endColumn: column + 1, text: lineText };
  return diagnostic("not-utf8", span, "this byte is not UTF-8", {
    help: "save the file as UTF-8",
  });
}

function kindOf(path: string, name: string): "file" | "folder" | "refused" | "ignored" {
  if (name.startsWith(".")) return "ignored";
  const isPolicyFile = /\.ya?ml$/.test(name);
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return "ignored";
  if (entry.isSymbolicLink()) return isPolicyFile || isFolder(path) ? "refused" : "ignored";
  if (entry.isDirectory()) return isPolicyFile ? "refused" : "folder";
  if (!isPolicyFile || /\.test\.ya?ml$/.test(name)) return "ignored";
  return entry.isFile() ? "file" : "refused";
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

/** True if `path` is `folder` or below it. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

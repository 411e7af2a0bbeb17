/** esbuild, which builds again itself when a file or folder that it was told of has changed. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { BuildOptions, OnStartResult, PartialMessage, PluginBuild } from "esbuild";
import type { Builder, Built, Finding } from "../compiler/cli/builder.js";
import { builderFor, type RolebookOptions } from "./options.js";

export function setupEsbuild(build: PluginBuild, options: RolebookOptions): void {
  const builder = builderFor(options, build.initialOptions.absWorkingDir);
  let isTold = false;
  build.onStart(async () => {
    isTold = false;
    return messagesOf(await builder.build());
  });
  // What is to be watched can only be said of a module that is found: here of the first one.
  build.onResolve({ filter: entriesOf(build.initialOptions) }, async (asked) => {
    if (isTold) return undefined;
    isTold = true;
    const { path, importer, namespace, resolveDir, kind, with: attributes } = asked;
    const pluginData = asked.pluginData as unknown;
    const from = { importer, namespace, resolveDir, kind, pluginData, with: attributes };
    return { ...(await build.resolve(path, from)), ...watchedBy(builder) };
  });
}

/** Matches the modules that a build begins with, so that esbuild need not ask about all the others. */
function entriesOf({ entryPoints = [], stdin }: BuildOptions): RegExp {
  const given = Array.isArray(entryPoints) ? entryPoints : Object.values(entryPoints);
  const paths = given.map((entry) => (typeof entry === "string" ? entry : entry.in));
  if (stdin !== undefined || paths.length === 0 || paths.some((path) => path.includes("*"))) return /.*/;
  const words = paths.map((path) => path.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^(?:\\./)?(?:${words.join("|")})$`);
}

function watchedBy(builder: Builder): { readonly watchFiles: string[]; readonly watchDirs: string[] } {
  const { configs, folders } = builder.places;
  const files = [...configs, ...builder.sources].filter((path) => existsSync(path));
  return { watchFiles: files, watchDirs: folders.flatMap(withFoldersIn) };
}

/** A folder and all that are in it: esbuild looks at the names in each, and no deeper. */
function withFoldersIn(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [folder];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const inside = entries.filter((entry) => entry.isDirectory());
  return [folder, ...inside.map((entry) => join(entry.parentPath, entry.name))];
}

function messagesOf({ findings, trouble }: Built): OnStartResult {
  const of = (severity: Finding["severity"]): PartialMessage[] =>
    findings.filter((one) => one.severity === severity).map(messageOf);
  const errors = trouble === undefined ? of("error") : [...of("error"), { text: trouble }];
  return { errors, warnings: of("warn") };
}

function messageOf({ code, message, help, related, ...finding }: Finding): PartialMessage {
  const notes = related.map((other) => ({
    text: `${other.message}: ${other.span.file}:${String(other.span.line)}`,
  }));
  if (help !== undefined) notes.push({ text: `help: ${help}` });
  return { text: `${message} [${code}]`, location: locationOf(finding), notes };
}

/** esbuild counts columns from 0, and in bytes. */
function locationOf({ path, span }: Pick<Finding, "path" | "span">): NonNullable<PartialMessage["location"]> {
  const { line, column, endLine, endColumn, text } = span;
  if (text === undefined) return { file: path };
  const end = endLine === line ? endColumn - 1 : text.length;
  return {
    file: path,
    line,
    column: Buffer.byteLength(text.slice(0, column - 1)),
    length: Buffer.byteLength(text.slice(column - 1, end)),
    lineText: text,
  };
}

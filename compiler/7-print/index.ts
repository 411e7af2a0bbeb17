/** Room 7: modules become text, and prettier lays it out. It cannot fail. */
import type { CodeModule, GeneratedFile, Module } from "../ir.js";
import type { Statement } from "../structure.js";
import { written } from "./written.js";

/** Prettier needs seconds and hundreds of megabytes beyond this many characters: a longer module keeps the layout of its lines. */
const longestFormatted = 100_000;

/** The code of a module as it was written, and as it was laid out. */
export interface PrintedModule {
  readonly code: string;
  readonly text: string;
  /** Of a module that has changed: the same of each statement. */
  readonly statements?: ReadonlyMap<string, string>;
}

/** What a printer may be told, and whom it tells. */
export interface PrintOptions {
  /** By path what was printed before. What is there is not laid out again, and what is printed is added. */
  readonly printed?: Map<string, PrintedModule> | undefined;
  /** Called before what is slow to load is loaded. */
  readonly onLoad?: () => void;
  /** Called before each module. */
  readonly onFile?: (path: string) => void;
}

/** Prints the modules, each with its header, and the documents. The result does not depend on anyone's prettier config. */
export async function print(
  modules: readonly Module[],
  options: PrintOptions = {},
): Promise<readonly GeneratedFile[]> {
  const files: GeneratedFile[] = [];
  for (const module of modules) {
    options.onFile?.(module.path);
    files.push({ path: module.path, text: await textOf(module, options) });
  }
  return files;
}

async function textOf(module: Module, options: PrintOptions): Promise<string> {
  if ("text" in module) return module.text;
  if ("json" in module) return `${JSON.stringify(module.json, undefined, 2)}\n`;
  return `${module.header}\n\n${await laidOut(module, options)}`;
}

async function laidOut({ path, statements }: CodeModule, options: PrintOptions): Promise<string> {
  const { printed, onLoad, onFile } = options;
  const code = written(statements);
  if (code.length > longestFormatted) return code;
  const before = printed?.get(path);
  if (before?.code === code) return before.text;
  onLoad?.();
  const { formatted } = await import("./formatted.js");
  onFile?.(path);
  // One by one takes longer, once. A module that changes will change again, and most statements will not.
  const now = before && (await byStatement(statements, before.statements, formatted));
  const text = now?.text ?? (await formatted(code));
  printed?.set(path, { code, text, ...(now && { statements: now.laidOut }) });
  return text;
}

/** Lays out each statement by itself: together they are what the module is as a whole. */
async function byStatement(
  statements: readonly Statement[],
  before: ReadonlyMap<string, string> | undefined,
  formatted: (code: string) => Promise<string>,
): Promise<{ readonly text: string; readonly laidOut: ReadonlyMap<string, string> }> {
  const laidOut = new Map<string, string>();
  const texts: string[] = [];
  for (const one of statements) {
    const code = written([one]);
    const text = before?.get(code) ?? laidOut.get(code) ?? (await formatted(code));
    laidOut.set(code, text);
    texts.push(texts.length > 0 && isApart(one) ? `\n${text}` : text);
  }
  return { text: texts.join(""), laidOut };
}

/** True if an empty line stands before a statement. */
function isApart(one: Statement): boolean {
  const start = typeof one === "string" ? one : "leadingTrivia" in one ? one.leadingTrivia : "";
  return start.startsWith("\n");
}

/** Room 7: modules become text, and prettier lays it out. It cannot fail. */
import type { CodeModule, GeneratedFile, Module } from "../ir.js";
import { written } from "./written.js";

/** Prettier needs seconds and hundreds of megabytes beyond this many characters: a longer module keeps the layout of its lines. */
const longestFormatted = 100_000;

/** What a printer may be told, and whom it tells. */
export interface PrintOptions {
  /** By path the code of modules as it was written, and as it was laid out. What is there is not printed again, and what is printed is added. */
  readonly printed?: Map<string, { readonly code: string; readonly text: string }> | undefined;
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
  const text = await formatted(code);
  printed?.set(path, { code, text });
  return text;
}

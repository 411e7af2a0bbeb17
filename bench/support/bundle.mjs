/** Programs made of TypeScript modules, as a JavaScript process or a browser loads them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

export const root = resolve(import.meta.dirname, "../..");

/**
 * Bundles a program, its imports of `rolebook` taken from the sources.
 * @param options `text` and the folder it would stand in; anything else that esbuild takes
 * @returns its code
 */
export async function bundle({ text, folder = root, ...options }) {
  const { outputFiles } = await build({
    stdin: { contents: text, resolveDir: folder, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["rolebook-source"],
    logLevel: "silent",
    ...options,
  });
  return outputFiles[0].text;
}

/** Imports code as a module that stands in a folder of its own for a moment. */
export async function importCode(code) {
  const folder = mkdtempSync(join(tmpdir(), "rolebook-bench-"));
  try {
    writeFileSync(join(folder, "module.mjs"), code);
    return await import(pathToFileURL(join(folder, "module.mjs")).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The package as an app's type checker sees it: declarations without the code behind them. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";

const root = resolve(import.meta.dirname, "../..");

/** Writes the declarations of the runtime into a new package in a folder, and gives its place. */
export function writeDeclarations(folder: string): string {
  const place = join(folder, "rolebook");
  const sources = readdirSync(join(root, "runtime"), { recursive: true, encoding: "utf8" });
  for (const source of sources.filter((path) => path.endsWith(".ts"))) {
    const fileName = join(root, "runtime", source);
    const { outputText, diagnostics } = ts.transpileDeclaration(readFileSync(fileName, "utf8"), { fileName });
    if (diagnostics !== undefined && diagnostics.length > 0) {
      throw new Error(`${source}: ${ts.formatDiagnostics(diagnostics, host)}`);
    }
    const path = join(place, "dist/runtime", source.replace(/\.ts$/, ".d.ts"));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, outputText);
  }
  writeFileSync(join(place, "package.json"), readFileSync(join(root, "package.json")));
  return place;
}

const host: ts.FormatDiagnosticsHost = {
  getCurrentDirectory: () => root,
  getCanonicalFileName: (name) => name,
  getNewLine: () => "\n",
};

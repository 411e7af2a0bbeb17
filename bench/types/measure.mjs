/** A type checker run over a program, and what it says of itself. */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";

const modules = resolve(import.meta.dirname, "../../node_modules");

/** By name. TypeScript 7 counts with one checker: of several, each counts its own. */
export const checkers = {
  "TypeScript 5.9": { command: join(modules, "typescript/bin/tsc"), toCount: [] },
  "TypeScript 7": { command: join(modules, "typescript-7/bin/tsc"), toCount: ["--singleThreaded"] },
};

const compilerOptions = {
  target: "es2022",
  lib: ["es2022"],
  module: "nodenext",
  types: [],
  noEmit: true,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  skipLibCheck: true,
};

/**
 * Writes a program into a folder that is emptied for it.
 * @param files their text by their path
 * @param packages from the name of each package that it imports to its folder
 */
export function writeProgram(folder, files, packages = {}) {
  rmSync(folder, { recursive: true, force: true });
  const all = {
    "package.json": '{ "type": "module" }',
    "tsconfig.json": JSON.stringify({ compilerOptions, include: ["**/*.ts"] }),
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const [name, target] of Object.entries(packages)) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link, "junction");
  }
}

/** How many types are instantiated in a program. The same program always gives the same count. */
export function countInstantiations({ command, toCount }, folder) {
  return diagnosticsOf(command, folder, toCount)("Instantiations");
}

/** The seconds that a checker needs for a program, parsing and binding left out. */
export function checkSeconds({ command }, folder) {
  return diagnosticsOf(command, folder, [])("Check time");
}

/** The program must have no error. */
function diagnosticsOf(command, folder, flags) {
  const args = [command, "-p", folder, "--extendedDiagnostics", "--pretty", "false", ...flags];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${folder}: ${stdout.slice(0, 2_000)}`);
  return (name) => Number(new RegExp(`^${name}: *([\\d.]+)`, "m").exec(stdout)?.[1]);
}

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** Builds the package into a new folder, beside the packages that it needs. @returns the program's path */
export function buildProgram(folder: string): string {
  mkdirSync(folder);
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  cpSync(join(root, "schema"), join(folder, "schema"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const options = ["-p", join(root, "tsconfig.build.json"), "--outDir", join(folder, "dist")];
  const { status, stdout } = spawnSync(process.execPath, [tsc, ...options], { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`the package does not build:\n${stdout}`);
  return join(folder, "dist/compiler/cli.js");
}

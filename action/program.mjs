/** The program, and how it is run: never by a shell. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";

/**
 * @param command how to run rolebook; empty for the program that is installed in the directory, else the one that this action came with
 * @returns a function from arguments to `{ status, stdout, stderr }`, or undefined if there is no program
 */
export function programOf(command, directory) {
  const words = command.split(/\s+/).filter((word) => word !== "");
  const [file, ...first] = words.length > 0 ? words : installed(directory);
  if (file === undefined) return undefined;
  return (args) => {
    const { status, stdout, stderr, error } = spawnSync(file, [...first, ...args], {
      cwd: directory,
      env: { ...process.env, NO_COLOR: "1" },
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
    });
    if (error) return { status: 2, stdout: "", stderr: `${file} cannot be run: ${error.message}\n` };
    return { status: status ?? 70, stdout, stderr };
  };
}

function installed(directory) {
  const require = createRequire(join(directory, "package.json"));
  const homes = [
    () => dirname(require.resolve("rolebook/package.json")),
    () => join(import.meta.dirname, ".."),
  ];
  for (const home of homes) {
    try {
      const folder = home();
      const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const program = join(folder, bin.rolebook);
      if (existsSync(program)) return [process.execPath, program];
    } catch {
      // Not there: the next one.
    }
  }
  return [];
}

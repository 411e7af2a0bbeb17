/** The type checkers of this repository: TypeScript 5.9, which is JavaScript, and 7, which is a binary. */
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { repository } from "./project.mjs";

/** Each as a command, and how its memory is found. */
export async function typeCheckers() {
  const modules = join(repository, "node_modules");
  const { default: binary } = await import(
    pathToFileURL(join(modules, "typescript-7/lib/getExePath.js")).href
  );
  return [
    {
      name: "TypeScript 5.9",
      file: process.execPath,
      args: [join(modules, "typescript/lib/tsc.js")],
      peak: "node",
    },
    { name: "TypeScript 7", file: binary(), args: [], peak: "system" },
  ];
}

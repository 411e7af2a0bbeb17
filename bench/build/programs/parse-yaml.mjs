/** Parses every YAML file of a folder with `yaml`, and says how many: the least that a compiler of them has to do. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import process from "node:process";

// The one that the compiler loads, whatever the contestants bring along.
const { parse } = createRequire(resolve(import.meta.dirname, "../../../package.json"))("yaml");
const [folder] = process.argv.slice(2);
let files = 0;
for (const name of readdirSync(folder, { recursive: true })) {
  if (!name.endsWith(".yaml")) continue;
  if (typeof parse(readFileSync(join(folder, name), "utf8")) !== "object") throw new Error(name);
  files++;
}
process.stdout.write(String(files));

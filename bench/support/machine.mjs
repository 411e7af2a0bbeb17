/** Where and with what a run was made. Nothing that tells one machine of a kind from another. */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";

const bench = resolve(import.meta.dirname, "..");

export function machine(now = new Date()) {
  return {
    date: now.toISOString().slice(0, 10),
    node: process.version,
    v8: process.versions.v8,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    versions: versions(),
  };
}

/** From each contestant's package to its version, by name. */
function versions() {
  const { dependencies } = readPackage(join(bench, "package.json"));
  const { version } = readPackage(join(bench, "../package.json"));
  return { rolebook: version, ...dependencies };
}

function readPackage(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

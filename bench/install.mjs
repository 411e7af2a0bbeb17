/** Installs what the benchmarks compare with, unless it stands there as the lock file says. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const folder = import.meta.dirname;
const flags = ["--ignore-scripts", "--no-audit", "--no-fund"];

/** The packages of a lock file with their versions; those of another platform are left out. */
function installed(file) {
  if (!existsSync(file)) return undefined;
  const { packages } = JSON.parse(readFileSync(file, "utf8"));
  const here = Object.entries(packages).filter(
    ([path, { os = [process.platform], cpu = [process.arch] }]) =>
      path !== "" && os.includes(process.platform) && cpu.includes(process.arch),
  );
  return here
    .map(([path, { version }]) => `${path}@${version}`)
    .sort()
    .join("\n");
}

if (
  installed(join(folder, "package-lock.json")) !== installed(join(folder, "node_modules/.package-lock.json"))
) {
  execFileSync("npm", ["ci", "--prefix", folder, ...flags], {
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
}

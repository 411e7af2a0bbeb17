/** A project of its own in a temporary folder, as a user has one. */
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";

/** The root of this repository. */
export const repository = resolve(import.meta.dirname, "../..");

/** The command that is measured: the build in `dist`, or the one that ROLEBOOK_CLI names. */
const cli = resolve(process.env.ROLEBOOK_CLI ?? join(repository, "dist/compiler/cli.js"));

/**
 * Makes a project, gives it to `use` and removes it afterwards.
 * @param write writes `policies/` into the root that it is given
 */
export async function withProject(write, use) {
  if (!existsSync(cli)) throw new Error(`there is no ${cli}: run \`npm run build\` first`);
  // Where the command is installed is where its caches go, so `node_modules` is a folder of the project's own.
  const root = mkdtempSync(join(tmpdir(), "rolebook-bench-"));
  try {
    // A cache stands in the `node_modules` beside a `package.json`, as find-cache-dir has it.
    writeFileSync(join(root, "package.json"), `{ "private": true }\n`);
    mkdirSync(join(root, "node_modules"));
    symlinkSync(resolve(cli, "../../.."), join(root, "node_modules/rolebook"), "junction");
    write(root);
    return await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Writes the two policies of this repository. */
export function writeSeeds(root) {
  cpSync(join(repository, "policies"), join(root, "policies"), { recursive: true });
}

/** The whole command, as a user starts it. */
export function build(root, ...args) {
  return { file: process.execPath, args: [cli, "build", ...args], cwd: root };
}

/** A process that does nothing: what starting Node costs. */
export function emptyNode(root) {
  return { file: process.execPath, args: ["-e", "0"], cwd: root };
}

/** Removes whatever a build has left. */
export function clean(root) {
  rmSync(join(root, "generated"), { recursive: true, force: true });
  rmSync(join(root, "node_modules/.cache"), { recursive: true, force: true });
}

/** What was generated: the paths, sorted, each with its size and when it was written, and one hash of all bytes. */
export function generated(root) {
  const folder = join(root, "generated");
  const paths = readdirSync(folder, { recursive: true })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
  const hash = createHash("sha256");
  const files = paths.map((path) => {
    hash.update(`${path}\0`).update(readFileSync(join(folder, path)));
    const { size, mtimeMs } = statSync(join(folder, path));
    return { path, size, mtimeMs };
  });
  return { files, hash: hash.digest("hex") };
}

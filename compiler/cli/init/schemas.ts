/** Where the schemas of the installed package are found. */
import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { foldersUp } from "../../config.js";
import { hasWorkspaces, packageOf } from "./manifest.js";
import { hasLockFile } from "./tools.js";

const folder = "node_modules/rolebook/schema";

/** Where they stand, or will stand once the package is installed, relative to the project. */
export function schemasFrom(root: string): string {
  const home = foldersUp(root).find((at) => existsSync(join(at, folder))) ?? installFolder(root);
  const way = relative(root, home).split(sep).join("/");
  return way === "" ? folder : `${way}/${folder}`;
}

/** Packages of a workspace's member are put at its top, but by pnpm, which links them into the member. */
function installFolder(root: string): string {
  const home = packageOf(root) ?? root;
  // What has a lock file of its own is installed on its own.
  if (hasLockFile(home)) return home;
  const [, ...above] = foldersUp(home);
  const top = above.find((at) => isPnpmWorkspace(at) || hasWorkspaces(at));
  return top === undefined || isPnpmWorkspace(top) ? home : top;
}

function isPnpmWorkspace(at: string): boolean {
  return existsSync(join(at, "pnpm-workspace.yaml"));
}

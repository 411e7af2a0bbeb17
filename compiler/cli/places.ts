/** Where the sources of a project may stand: what is watched. */
import { join, relative, resolve, sep } from "node:path";
import { configPlaces, isWithin } from "../config.js";
import type { Project } from "./project.js";

/** The config, wherever it may come to stand, and the folders of the policies. */
export interface Places {
  readonly configs: readonly string[];
  readonly folders: readonly string[];
}

/** The places of a project as it was last read; before it is, those of a folder. */
export function placesOf(cwd: string, project?: Pick<Project, "root" | "config">): Places {
  const { root = cwd, config } = project ?? {};
  const sources = Object.values(config?.policies ?? {}).map(({ source }) => resolve(root, source));
  return { configs: configPlaces(cwd), folders: [...new Set([join(root, "policies"), ...sources])] };
}

/** True for a config, and for what room 1 reads below the folders; for nothing that is generated. */
export function mayBeSource(path: string, { configs, folders }: Places): boolean {
  const file = resolve(path);
  if (configs.includes(file)) return true;
  return /\.ya?ml$/i.test(file) && folders.some((folder) => isWithin(folder, file) && isSeen(folder, file));
}

/** False for what is hidden, or in a hidden folder. */
function isSeen(folder: string, file: string): boolean {
  const steps = relative(folder, file).split(sep);
  return !steps.some((step) => step.startsWith("."));
}

import { findConfig, findRoot, type Config } from "../config.js";
import type { Diagnostic } from "../diagnostic.js";
import { didYouMean } from "../nearest.js";
import { UsageError, type Session } from "./session.js";

/** A project, and the policies of it that are asked for; no config where it has findings. */
export interface Project {
  readonly root: string;
  readonly config: Config | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the project and picks the named policies; all if none is named. @throws UsageError for an unknown name */
export function openProject({ cwd }: Session, names: readonly string[]): Project {
  const root = findRoot(cwd);
  const { result, diagnostics } = findConfig(root);
  if (result === undefined) return { root, config: undefined, diagnostics };
  const known = Object.keys(result.policies);
  for (const name of names) {
    if (known.includes(name)) continue;
    const help = didYouMean(name, known) ?? `the policies are ${known.map((one) => `\`${one}\``).join(", ")}`;
    throw new UsageError(`\`${name}\` is not a policy of this project; ${help}`);
  }
  const chosen = Object.entries(result.policies).filter(
    ([name]) => names.length === 0 || names.includes(name),
  );
  return { root, config: { ...result, policies: Object.fromEntries(chosen) }, diagnostics };
}

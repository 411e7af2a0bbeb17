import { findConfig, findRoot, type Config } from "../config.js";
import type { Diagnostic } from "../diagnostic.js";
import { Cache } from "./cache.js";
import { UsageError, type Session } from "./session.js";

/** A project, and the policies of it that are asked for; no config where it has findings. */
export interface Project {
  readonly root: string;
  readonly config: Config | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly cache: Cache;
}

/** Finds the project and picks the named policies; all if none is named. @throws UsageError for an unknown name */
export async function openProject(
  { cwd, clock }: Pick<Session, "cwd" | "clock">,
  names: readonly string[],
  before?: Project,
): Promise<Project> {
  clock.begin({ name: "cache" });
  const root = findRoot(cwd);
  const cache = before?.root === root ? before.cache : new Cache(root);
  clock.begin({ name: "config" });
  const { result, diagnostics } = await findConfig(root, cache);
  if (result === undefined) return { root, config: undefined, diagnostics, cache };
  const known = Object.keys(result.policies);
  for (const name of names) {
    if (known.includes(name)) continue;
    const { didYouMean } = await import("../nearest.js");
    const help = didYouMean(name, known) ?? `the policies are ${known.map((one) => `\`${one}\``).join(", ")}`;
    throw new UsageError(`\`${name}\` is not a policy of this project; ${help}`);
  }
  const chosen = Object.entries(result.policies).filter(
    ([name]) => names.length === 0 || names.includes(name),
  );
  return { root, config: { ...result, policies: Object.fromEntries(chosen) }, diagnostics, cache };
}

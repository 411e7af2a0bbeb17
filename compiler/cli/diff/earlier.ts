/** The project as it is elsewhere: at a git ref, or in another folder. */
import { statSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { findConfig, type Config } from "../../config.js";
import type { Diagnostic } from "../../diagnostic.js";
import { loadPolicy, type PolicySources } from "../../pipeline.js";
import { UsageError } from "../session.js";
import { Git, type GitEntry } from "./git.js";
import { inScratchFolder, type ScratchFolder } from "./scratch.js";

/** What a project held there. */
export interface Earlier {
  readonly policies: ReadonlyMap<string, PolicySources>;
  readonly rules: NonNullable<Config["rules"]>;
  /** What is wrong with the project as a whole. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the project.
 * @param root the project as it is
 * @param against a git ref or a folder, relative to `cwd`
 * @throws UsageError if it is neither
 */
export async function readEarlier(root: string, cwd: string, against: string): Promise<Earlier> {
  if (against === "") throw new UsageError("`--against` needs a git ref or a folder");
  const folder = folderAt(cwd, against);
  if (isPath(against)) {
    if (folder === undefined) throw new UsageError(`\`${against}\` is not a folder`);
    return readFolder(folder, against);
  }
  const git = new Git(root);
  const problem = git.problem();
  const commit = problem === undefined ? git.commitOf(against) : undefined;
  if (commit !== undefined && folder !== undefined) {
    const help = `write \`./${against}\` for the folder, and a full name like \`refs/heads/${against}\` for the ref`;
    throw new UsageError(`\`${against}\` is a git ref, and a folder too; ${help}`);
  }
  if (commit !== undefined) return readCommit(git, commit, root);
  if (folder !== undefined) return readFolder(folder, against);
  throw new UsageError(
    problem === undefined
      ? `\`${against}\` is neither a git ref that is known here nor a folder; in CI, a shallow clone may lack it`
      : `\`${against}\` is no folder, and cannot be a git ref: ${problem}`,
  );
}

/** True for what can only be meant as a path. */
function isPath(text: string): boolean {
  return isAbsolute(text) || /^\.{1,2}([/\\]|$)/.test(text);
}

function folderAt(cwd: string, path: string): string | undefined {
  if (path.includes("\0")) return undefined;
  const folder = resolve(cwd, path);
  try {
    return statSync(folder).isDirectory() ? folder : undefined;
  } catch {
    return undefined;
  }
}

async function readFolder(root: string, against: string): Promise<Earlier> {
  const { result, diagnostics } = await findConfig(root).catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UsageError(`the folder to compare with cannot be read: ${error.message}`);
  });
  if (result === undefined && hasNoPolicy(diagnostics)) {
    const help = "a project has a `rolebook.yaml`, or a folder for each policy in `policies`";
    throw new UsageError(`there is no policy in \`${against}\` to compare with; ${help}`);
  }
  if (result === undefined) return { policies: new Map(), rules: {}, diagnostics };
  return { ...sourcesOf(root, result), diagnostics };
}

function sourcesOf(root: string, { policies, rules }: Config): Omit<Earlier, "diagnostics"> {
  const sources = Object.entries(policies).map(
    ([name, config]) => [name, loadPolicy(root, name, config)] as const,
  );
  return { policies: new Map(sources), rules: rules ?? {} };
}

/** What the config is, or is mistaken for. */
const configs = ["rolebook.yaml", "rolebook.yml"];

/** Where policies stand without a config. */
const usual = "policies";

/** The files that matter are written to a temporary folder, which is read as any project is. */
async function readCommit(git: Git, commit: string, root: string): Promise<Earlier> {
  return inScratchFolder(async (folder) => {
    extract(git, git.entries(commit, configs), folder);
    const standard = git.entries(commit, [usual]);
    if (standard.some(({ path, isLink }) => isLink && path === usual)) {
      throw new UsageError(`\`${usual}\` is a symbolic link in that commit, and links are not followed`);
    }
    extract(git, standard, folder);
    const { result, diagnostics } = await findConfig(folder.path);
    if (result === undefined) {
      // Where there was no policy at all, every policy is new.
      const isNew = hasNoPolicy(diagnostics);
      return { policies: new Map(), rules: {}, diagnostics: isNew ? [] : diagnostics };
    }
    const sources = Object.values(result.policies).map(({ source }) => inGit(root, source));
    const others = sources.filter((source) => source !== usual && !source.startsWith(`${usual}/`));
    if (others.includes("")) extract(git, git.entries(commit, []), folder);
    else if (others.length > 0) extract(git, git.entries(commit, others), folder);
    return { ...sourcesOf(folder.path, result), diagnostics };
  });
}

function hasNoPolicy(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.every(({ code }) => code === "no-policy-file");
}

/** A path of the config as git has it: without `./`, and `""` for the root itself. */
function inGit(root: string, source: string): string {
  return relative(root, resolve(root, source)).split(sep).join("/");
}

function extract(git: Git, entries: readonly GitEntry[], folder: ScratchFolder): void {
  const wanted = entries.filter(
    ({ path, isLink }) => isLink || (/\.ya?ml$/i.test(path) && !/\.test\.ya?ml$/i.test(path)),
  );
  const contents = git.contents(wanted.filter(({ isLink }) => !isLink));
  for (const { path, hash, isLink } of wanted) {
    const content = contents.get(hash);
    if (isLink) folder.writeLink(path);
    else if (content === undefined) throw new UsageError(`git has lost what \`${path}\` was in that commit`);
    else folder.write(path, content);
  }
}

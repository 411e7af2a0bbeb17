/** The project config: `rolebook.yaml`, or without one every folder of `policies/`. */
import { existsSync, lstatSync, readdirSync, type Dirent } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isFolder, isWithin, loadFile, unreadable } from "./1-load/index.js";
import type { Config } from "./config-file.js";
import { diagnostic, wholeFile } from "./diagnostic.js";
import type { Outcome } from "./ir.js";

export type { Config, PolicyConfig, Thresholds } from "./config-file.js";

const configFile = "rolebook.yaml";

/** What is easily taken for the config and is not. */
const mistakenFile = "rolebook.yml";

export { isWithin } from "./1-load/index.js";

/** The folder of the nearest config from `folder` up to the git root; without git, or without one, `folder` itself. */
export function findRoot(folder: string): string {
  return foldersUp(folder).find((at) => stands(join(at, configFile))) ?? resolve(folder);
}

/** Where a config of a folder may stand, or what is mistaken for one. */
export function configPlaces(folder: string): readonly string[] {
  return foldersUp(folder).flatMap((at) => [join(at, configFile), join(at, mistakenFile)]);
}

/** A folder and those that it is in, up to the git root; without git, only itself. */
export function foldersUp(folder: string): readonly string[] {
  const here = resolve(folder);
  const repository = findRepository(here) ?? here;
  const folders = [here];
  for (let at = dirname(here); at !== dirname(at) && isWithin(repository, at); at = dirname(at))
    folders.push(at);
  return folders;
}

/** The top of the git repository that a folder is in. */
export function findRepository(folder: string): string | undefined {
  if (existsSync(join(folder, ".git"))) return folder;
  return folder === dirname(folder) ? undefined : findRepository(dirname(folder));
}

/**
 * True if anything has this path, a link that leads nowhere too, and if nobody may look: what was meant as the config is not passed
 * over, and to read it says what is wrong.
 */
function stands(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

/** What is known of a config by its text. */
export interface ConfigMemory {
  recall(text: string): Config | undefined;
  keep(text: string, config: Config): void;
}

/** Reads the config of a root folder. Nothing that can parse it is loaded where it is known. */
export async function findConfig(root: string, memory?: ConfigMemory): Promise<Outcome<Config | undefined>> {
  if (existsSync(join(root, mistakenFile))) {
    const finding = diagnostic(
      "config-invalid",
      wholeFile(mistakenFile),
      "the config is not read from this file",
      {
        help: `name it \`${configFile}\``,
      },
    );
    return { result: undefined, diagnostics: [finding] };
  }
  if (!stands(join(root, configFile))) return defaultConfig(root);
  const source = loadFile(join(root, configFile), configFile);
  if (!("text" in source)) {
    return { result: undefined, diagnostics: [{ ...source, code: "config-invalid" }] };
  }
  const known = memory?.recall(source.text);
  if (known !== undefined) return { result: known, diagnostics: [] };
  const { readConfig } = await import("./config-file.js");
  const outcome = readConfig(root, source);
  if (outcome.result !== undefined) memory?.keep(source.text, outcome.result);
  return outcome;
}

/** Every folder of `policies/` is a policy, compiled to `generated/<folder>`. */
function defaultConfig(root: string): Outcome<Config | undefined> {
  const folder = join(root, "policies");
  let entries: readonly Dirent[];
  try {
    entries = isFolder(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  } catch (error) {
    return { result: undefined, diagnostics: [unreadable("policies", error)] };
  }
  const seen = entries.filter(({ name }) => !name.startsWith("."));
  const names = seen.filter((entry) => entry.isDirectory());
  if (names.length === 0) {
    const message = "no policy: there is neither a `rolebook.yaml` nor a folder in `policies/`";
    const help = "write a policy as `policies/<name>/*.yaml`";
    return {
      result: undefined,
      diagnostics: [diagnostic("no-policy-file", wholeFile("policies"), message, { help })],
    };
  }
  // What looks like a policy and is none must not be passed over in silence.
  const strays = seen.filter(
    (entry) => !entry.isDirectory() && (entry.isSymbolicLink() || /\.ya?ml$/.test(entry.name)),
  );
  if (strays.length > 0) {
    const help = "a policy is a folder of its own in `policies/`; links are not followed";
    const diagnostics = strays.map(({ name }) =>
      diagnostic("config-invalid", wholeFile(`policies/${name}`), "not a policy folder", { help }),
    );
    return { result: undefined, diagnostics };
  }
  const odd = names.filter(({ name }) => !/^[A-Za-z][A-Za-z0-9_.-]{0,127}$/.test(name));
  if (odd.length > 0) {
    const help = "letters, digits, `_`, `-` and `.`, starting with a letter";
    const diagnostics = odd.map(({ name }) =>
      diagnostic("config-invalid", wholeFile(`policies/${name}`), "not a name for a policy", { help }),
    );
    return { result: undefined, diagnostics };
  }
  const policies = Object.fromEntries(
    names
      .map(({ name }) => name)
      .sort()
      .map((name) => [name, { source: `policies/${name}`, out: `generated/${name}` }]),
  );
  return { result: { policies }, diagnostics: [] };
}

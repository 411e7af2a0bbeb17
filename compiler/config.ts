/** The project config: `rolebook.yaml`, or without one every folder of `policies/`. */
import { existsSync, lstatSync, readdirSync, type Dirent } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { isFolder, isWithin, loadFile, unreadable } from "./1-load/index.js";
import { parseFile } from "./2-parse/index.js";
import { validateAgainst } from "./3-validate/index.js";
import { diagnostic, wholeFile, type Diagnostic } from "./diagnostic.js";
import type { Outcome } from "./ir.js";
import type { Rules } from "./levels.js";

/** Where one policy stands and where its generated modules go, relative to the root. */
export interface PolicyConfig {
  readonly source: string;
  readonly out: string;
}

/** Which policies a project has, by name. */
export interface Config {
  readonly policies: Readonly<Record<string, PolicyConfig>>;
  /** The levels of lints, where they are not the default ones. */
  readonly rules?: Rules | undefined;
}

const configFile = "rolebook.yaml";

/** The folder of the nearest config from `folder` up to the git root; without git, or without one, `folder` itself. */
export function findRoot(folder: string): string {
  const here = resolve(folder);
  const repository = findRepository(here) ?? here;
  for (let at = here; isWithin(repository, at); at = dirname(at)) {
    if (stands(join(at, configFile))) return at;
    if (at === dirname(at)) break;
  }
  return here;
}

/** The top of the git repository that a folder is in. */
export function findRepository(folder: string): string | undefined {
  if (existsSync(join(folder, ".git"))) return folder;
  return folder === dirname(folder) ? undefined : findRepository(dirname(folder));
}

/** True if anything has this path, a link that leads nowhere too: what was meant as the config is not passed over. */
function stands(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Reads the config of a root folder. */
export function findConfig(root: string): Outcome<Config | undefined> {
  if (existsSync(join(root, "rolebook.yml"))) {
    const finding = diagnostic(
      "config-invalid",
      wholeFile("rolebook.yml"),
      "the config is not read from this file",
      {
        help: `name it \`${configFile}\``,
      },
    );
    return { result: undefined, diagnostics: [finding] };
  }
  return stands(join(root, configFile)) ? readConfig(root) : defaultConfig(root);
}

function readConfig(root: string): Outcome<Config | undefined> {
  const fail = (...diagnostics: readonly Diagnostic[]): Outcome<undefined> => ({
    result: undefined,
    diagnostics: diagnostics.map((finding) => ({ ...finding, code: "config-invalid" })),
  });
  const source = loadFile(join(root, configFile), configFile);
  if (!("text" in source)) return fail(source);
  const { result: file, diagnostics } = parseFile(source);
  if (file === undefined || diagnostics.length > 0) return fail(...diagnostics);
  const violations = validateAgainst("config", file);
  if (violations.length > 0) return fail(...violations);

  const { policies, rules } = file.data as Config;
  const findings: Diagnostic[] = [];
  const outs = new Map<string, string>();
  const result: Record<string, PolicyConfig> = {};
  for (const [name, written] of Object.entries(policies)) {
    const at = (key: keyof PolicyConfig): Diagnostic["span"] =>
      file.locate({ container: written, key, part: "value" });
    if (normal(root, written.source) === undefined) {
      findings.push(diagnostic("config-invalid", at("source"), "a policy is a folder inside the project"));
    }
    const out = normal(root, written.out);
    if (out === undefined || out === ".") {
      findings.push(
        diagnostic("config-invalid", at("out"), "generated modules go to a folder inside the project"),
      );
      continue;
    }
    const other = outs.get(out);
    if (other !== undefined) {
      findings.push(
        diagnostic("config-invalid", at("out"), `the policy \`${other}\` is generated there already`),
      );
    }
    outs.set(out, name);
    result[name] = { source: written.source, out };
  }
  return findings.length > 0
    ? fail(...findings)
    : { result: { policies: result, rules: rules ?? {} }, diagnostics: [] };
}

/** The path relative to the root, or undefined if it leaves the root. */
function normal(root: string, path: string): string | undefined {
  const absolute = resolve(root, path);
  return isWithin(root, absolute) ? relative(root, absolute).split(sep).join("/") || "." : undefined;
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

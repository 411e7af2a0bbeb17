/**
 * What earlier builds found out, so that a build that changes nothing need not load the compiler. It holds data only, and nothing
 * that is generated: hashes, findings and numbers. What cannot be read, or was written by another compiler, is as good as none.
 */
import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Config, ConfigMemory } from "../config.js";
import type { Diagnostic } from "../diagnostic.js";
import type { Statistics } from "../index.js";
import type { PolicySources } from "../pipeline.js";
import { identityOfTool } from "./identity.js";

/** What was found out about a policy. */
export interface Remembered {
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined where anything is wrong. */
  readonly statistics?: Statistics | undefined;
  /** What it is compiled to; undefined if it has only been checked. */
  readonly outputs?: readonly Output[] | undefined;
}

/** A generated file by the hash of its text. */
export interface Output {
  readonly path: string;
  readonly hash: string;
}

interface Content {
  readonly identity: string;
  config?: { readonly hash: string; readonly config: Config };
  readonly policies: Record<string, Remembered & { readonly key: string }>;
}

/** A larger file is not read, and not written: a policy with so many findings has other troubles. */
const largest = 16 * 1024 * 1024;

export class Cache implements ConfigMemory {
  private readonly identity: string | undefined;
  private readonly file: string | undefined;
  private readonly content: Content;
  private isChanged = false;

  /** @param root the folder of the project */
  constructor(root: string) {
    this.identity = identityOfTool();
    this.file = this.identity === undefined ? undefined : fileFor(root);
    this.content = readContent(this.file, this.identity) ?? newContent(this.identity);
  }

  /** The config that has this text. */
  recall(text: string): Config | undefined {
    const { config } = this.content;
    return config?.hash === hashOf(text) ? config.config : undefined;
  }

  keep(text: string, config: Config): void {
    this.content.config = { hash: hashOf(text), config };
    this.isChanged = true;
  }

  /** What decides about a policy's findings and output; undefined where a file could not even be read. */
  keyOf({ name, config, files, diagnostics }: PolicySources, rules: Config["rules"]): string | undefined {
    if (this.identity === undefined || diagnostics.length > 0) return undefined;
    const sorted = Object.entries(rules ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    const hash = createHash("sha256");
    hash.update(JSON.stringify([this.identity, name, config.source, config.out, sorted]));
    for (const { path, text } of files) {
      hash.update(`\n${JSON.stringify(path)} ${text.length}\n`).update(text);
    }
    return hash.digest("hex");
  }

  recallPolicy(name: string, key: string | undefined): Remembered | undefined {
    const known = Object.hasOwn(this.content.policies, name) ? this.content.policies[name] : undefined;
    return key !== undefined && known?.key === key ? known : undefined;
  }

  keepPolicy(name: string, key: string | undefined, found: Remembered): void {
    if (key === undefined) return;
    this.content.policies[name] = { key, ...found };
    this.isChanged = true;
  }

  /** Writes what is new, if there is a place for it. */
  async save(): Promise<void> {
    if (this.file === undefined || !this.isChanged) return;
    this.isChanged = false;
    const body = JSON.stringify(this.content);
    if (body.length > largest) return;
    const { sync: writeFileAtomic } = await import("write-file-atomic");
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      if (isOwnFile(this.file)) writeFileAtomic(this.file, `${hashOf(body)}\n${body}`, { fsync: false });
    } catch {
      // The next build takes longer, and that is all.
    }
  }
}

/** The hash of a text. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * The cache file of a project: where the convention of find-cache-dir puts it. A project without `node_modules` has none, as a cache must
 * not be what makes that folder.
 */
function fileFor(root: string): string | undefined {
  const name = join("rolebook", `${hashOf(root).slice(0, 16)}.json`);
  const { CACHE_DIR } = process.env;
  if (CACHE_DIR !== undefined && !["", "true", "false", "1", "0"].includes(CACHE_DIR)) {
    return join(CACHE_DIR, name);
  }
  const home = packageOf(root);
  const modules = home === undefined ? undefined : join(home, "node_modules");
  return modules === undefined || !existsSync(modules) ? undefined : join(modules, ".cache", name);
}

function packageOf(folder: string): string | undefined {
  if (existsSync(join(folder, "package.json"))) return folder;
  return folder === dirname(folder) ? undefined : packageOf(dirname(folder));
}

/** True unless a link stands where the cache would be written. */
function isOwnFile(file: string): boolean {
  if (lstatSync(dirname(file)).isSymbolicLink()) return false;
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() ?? true;
}

function newContent(identity = ""): Content {
  return { identity, policies: {} };
}

/** The first line is the hash of the rest: what another program wrote, or half of what this one did, is not looked at. */
function readContent(file: string | undefined, identity: string | undefined): Content | undefined {
  if (file === undefined || identity === undefined) return undefined;
  try {
    const entry = lstatSync(file);
    if (!entry.isFile() || entry.size > 2 * largest) return undefined;
    const text = readFileSync(file, "utf8");
    const end = text.indexOf("\n");
    const body = text.slice(end + 1);
    if (text.slice(0, end) !== hashOf(body)) return undefined;
    const content = JSON.parse(body) as Content;
    return content.identity === identity ? content : undefined;
  } catch {
    return undefined;
  }
}

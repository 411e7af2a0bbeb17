/** What there is to say of each policy: from the cache where its files are known there, else from the compiler. */
import type { Config } from "../config.js";
import type { Diagnostic } from "../diagnostic.js";
import type { Statistics } from "../index.js";
import {
  checkPolicy,
  generatePolicy,
  loadPolicy,
  merged,
  type CheckedPolicy,
  type OutputFile,
  type AnalyzedPolicy,
  type PolicySources,
  type Printed,
} from "../pipeline.js";
import { hashOf, type Cache, type Output, type Remembered } from "./cache.js";
import type { Session } from "./session.js";

/** What one build hands on to the next of the same process, by policy. */
export interface Memory {
  readonly sources: Map<string, PolicySources>;
  readonly printed: Map<string, Printed>;
}

/** One policy of a run. */
export class Policy {
  readonly sources: PolicySources;
  private readonly rules: Config["rules"];
  private readonly session: Pick<Session, "clock">;
  private readonly cache: Cache;
  /** What decides about everything that is said of it; undefined where a file cannot be read. */
  readonly key: string | undefined;
  private readonly known: Remembered | undefined;
  private checked: CheckedPolicy | undefined;

  constructor(sources: PolicySources, rules: Config["rules"], session: Pick<Session, "clock">, cache: Cache) {
    this.sources = sources;
    this.rules = rules;
    this.session = session;
    this.cache = cache;
    session.clock.begin({ name: "cache" });
    this.key = cache.keyOf(sources, rules);
    this.known = cache.recallPolicy(sources.name, this.key);
  }

  /** Everything that was found. */
  async diagnostics(): Promise<readonly Diagnostic[]> {
    return (this.known ?? (await this.check())).diagnostics;
  }

  /** Its size; undefined where anything is wrong. */
  async statistics(): Promise<Statistics | undefined> {
    return (this.known ?? (await this.check())).statistics;
  }

  /** The policy itself, compiled whatever the cache says; undefined where anything is wrong. */
  async analyzed(): Promise<AnalyzedPolicy | undefined> {
    return (await this.check()).analyzed;
  }

  /** What it is compiled to, if that is known without compiling. */
  get outputs(): readonly Output[] | undefined {
    return this.known?.outputs;
  }

  /** Compiles it. */
  async generate(printed: Printed): Promise<readonly OutputFile[]> {
    const { name, config } = this.sources;
    const checked = await this.check();
    const files = await generatePolicy(checked, config, this.session.clock.begin, printed);
    this.session.clock.begin({ name: "cache" });
    const outputs = files.map(({ path, text }) => ({ path, hash: hashOf(text) }));
    const { diagnostics, statistics } = checked;
    this.cache.keepPolicy(name, this.key, { diagnostics, statistics, outputs });
    return files;
  }

  private async check(): Promise<CheckedPolicy> {
    if (this.checked !== undefined) return this.checked;
    const { name } = this.sources;
    this.checked = await checkPolicy(this.sources, this.rules ?? {}, this.session.clock.begin);
    const { diagnostics, statistics } = this.checked;
    if (this.known === undefined) this.cache.keepPolicy(name, this.key, { diagnostics, statistics });
    return this.checked;
  }
}

/** The policies of a config, read from the disk. */
export function openPolicies(
  root: string,
  { policies, rules }: Config,
  session: Pick<Session, "clock">,
  cache: Cache,
  memory?: Memory,
): readonly Policy[] {
  return Object.entries(policies).map(([name, config]) => {
    session.clock.begin({ name: "1-load", policy: name });
    const sources = loadPolicy(root, name, config, memory?.sources.get(name));
    memory?.sources.set(name, sources);
    return new Policy(sources, rules, session, cache);
  });
}

/** What was found in all of them, in the order in which it is shown. */
export async function diagnosticsOf(policies: readonly Policy[]): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const policy of policies) found.push(...(await policy.diagnostics()));
  return merged(found);
}

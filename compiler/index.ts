/** The compiler's programmatic face. It writes nothing. */
import { findConfig, type Config } from "./config.js";
import { hasErrors, type Diagnostic } from "./diagnostic.js";
import { checkPolicy, generatePolicy, loadPolicy, merged, type OutputFile } from "./pipeline.js";
import type { Statistics } from "./statistics.js";

export type { Code } from "./catalogue.js";
export type { Config, PolicyConfig } from "./config.js";
export type { Diagnostic, Related, Span } from "./diagnostic.js";
export type { OutputFile } from "./pipeline.js";
export type { Statistics } from "./statistics.js";

/** What a compilation gives. */
export interface Compilation {
  /** Everything that was found, sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** The generated files of the policies; none where anything is wrong. */
  readonly files: readonly OutputFile[];
  /** The size of each policy that was compiled. */
  readonly statistics: readonly Statistics[];
}

export interface CompileOptions {
  /** The folder that every path is relative to. */
  readonly root: string;
  /** Which policies to compile. Without it: what `rolebook.yaml` in the root says, or every folder of `policies/`. */
  readonly config?: Config | undefined;
  /** False: everything is checked, but nothing is generated. */
  readonly generate?: boolean | undefined;
}

/** Compiles policies. An author's mistake is a diagnostic; it throws only for a bug of the compiler. */
export async function compile({ root, config, generate = true }: CompileOptions): Promise<Compilation> {
  const found = config === undefined ? await findConfig(root) : { result: config, diagnostics: [] };
  const { policies = {}, rules = {} } = found.result ?? {};
  const checked = [];
  for (const [name, where] of Object.entries(policies)) {
    checked.push({ where, policy: await checkPolicy(loadPolicy(root, name, where), rules) });
  }
  const diagnostics = [...found.diagnostics, ...checked.flatMap(({ policy }) => policy.diagnostics)];
  const files: OutputFile[] = [];
  if (generate && !hasErrors(diagnostics)) {
    for (const { policy, where } of checked) files.push(...(await generatePolicy(policy, where)));
  }
  const statistics = checked.flatMap(({ policy }) => policy.statistics ?? []);
  return { diagnostics: merged(diagnostics), files, statistics };
}

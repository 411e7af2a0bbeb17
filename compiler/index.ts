/** The compiler's programmatic face, and its pipeline as prose. It writes nothing. */
import { resolve as resolvePath } from "node:path";
import { load } from "./1-load/index.js";
import { parse } from "./2-parse/index.js";
import { validate } from "./3-validate/index.js";
import { resolve } from "./4-resolve/index.js";
import { analyze, lint } from "./5-analyze/index.js";
import { byPlace, hasErrors, type Diagnostic } from "./diagnostic.js";
import { findConfig, type Config } from "./config.js";
import type { AnalyzedPolicy, GeneratedFile, Outcome } from "./ir.js";
import { applyLevels, type Rules } from "./levels.js";
import { statisticsOf, type Statistics } from "./statistics.js";

export type { Code } from "./catalogue.js";
export type { Config, PolicyConfig } from "./config.js";
export type { Diagnostic, Related, Span } from "./diagnostic.js";
export type { Statistics } from "./statistics.js";

/** One generated file. */
export interface OutputFile {
  /** The policy that it belongs to. */
  readonly policy: string;
  /** Relative to the root, with `/` between folders. */
  readonly path: string;
  readonly text: string;
}

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
  const found = config === undefined ? findConfig(root) : { result: config, diagnostics: [] };
  let diagnostics = found.diagnostics;
  const analyzed: { readonly policy: AnalyzedPolicy; readonly out: string }[] = [];
  for (const [name, { source, out }] of Object.entries(found.result?.policies ?? {})) {
    const outcome = checkPolicy(name, root, source, found.result?.rules ?? {});
    diagnostics = [...diagnostics, ...outcome.diagnostics];
    if (outcome.result !== undefined) analyzed.push({ policy: outcome.result, out });
  }
  const files: OutputFile[] = [];
  if (generate && !hasErrors(diagnostics)) {
    for (const { policy, out } of analyzed) {
      for (const { path, text } of await generateFiles(policy)) {
        files.push({ policy: policy.model.name, path: `${out}/${path}`, text });
      }
    }
  }
  const statistics = analyzed.map(({ policy }) => statisticsOf(policy.model));
  return { diagnostics: merged(diagnostics), files, statistics };
}

/** Sorted by place, equal ones once: two policies may share a folder. */
function merged(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = [...diagnostics].sort(byPlace);
  return sorted.filter((finding, index) => {
    const before = sorted[index - 1];
    return before === undefined || byPlace(before, finding) !== 0;
  });
}

/**
 * Rooms 1 to 5. A file that cannot be read or parsed stops a policy before names are looked up: half of them would be missing.
 * Only a policy without errors is linted.
 */
function checkPolicy(
  name: string,
  root: string,
  source: string,
  rules: Rules,
): Outcome<AnalyzedPolicy | undefined> {
  const loaded = load(root, resolvePath(root, source));
  const parsed = parse(loaded.result);
  const validated = validate(parsed.result);
  const levelled = (found: readonly Diagnostic[]): readonly Diagnostic[] =>
    applyLevels(found, parsed.result, rules);
  const diagnostics = [...loaded.diagnostics, ...parsed.diagnostics, ...validated.diagnostics];
  if (hasErrors(diagnostics)) return { result: undefined, diagnostics: levelled(diagnostics) };

  const resolved = resolve(name, validated.result);
  const { result: policy, diagnostics: broken } = analyze(resolved.result);
  const wrong = [...resolved.diagnostics, ...broken];
  if (policy === undefined || hasErrors(wrong)) return { result: undefined, diagnostics: levelled(wrong) };
  return { result: policy, diagnostics: levelled([...wrong, ...lint(policy)]) };
}

/** Rooms 6 and 7. ts-morph and prettier are slow to load, so they are loaded only here. */
async function generateFiles(policy: AnalyzedPolicy): Promise<readonly GeneratedFile[]> {
  const { emit } = await import("./6-emit/index.js");
  const { print } = await import("./7-print/index.js");
  return print(emit(policy));
}

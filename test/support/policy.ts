/** Policies in tests, from data or text to a table, without the disk and without printing. */
import { stringify } from "yaml";
import type { PolicyTable } from "rolebook";
import { parse } from "../../compiler/2-parse/index.js";
import { validate } from "../../compiler/3-validate/index.js";
import { resolve } from "../../compiler/4-resolve/index.js";
import { analyze } from "../../compiler/5-analyze/index.js";
import type { Diagnostic } from "../../compiler/diagnostic.js";
import type { AnalyzedPolicy, SourceFile } from "../../compiler/ir.js";
import { liveTable } from "../../review/live.js";

export interface Analyzed {
  readonly diagnostics: readonly Diagnostic[];
  readonly policy: AnalyzedPolicy | undefined;
}

/** Files with a name each, in the order given. */
export function sources(texts: readonly string[]): readonly SourceFile[] {
  return texts.map((text, index) => ({ path: `policies/test/${String(index)}.yaml`, text }));
}

/** Rooms 2 to 5. */
export function analyzeSources(files: readonly SourceFile[]): Analyzed {
  const parsed = parse(files);
  const validated = validate(parsed.result);
  const early = [...parsed.diagnostics, ...validated.diagnostics];
  if (early.length > 0) return { diagnostics: early, policy: undefined };
  const resolved = resolve("test", validated.result);
  const analyzed = analyze(resolved.result);
  const diagnostics = [...resolved.diagnostics, ...analyzed.diagnostics];
  return { diagnostics, policy: diagnostics.length > 0 ? undefined : analyzed.result };
}

/** The table of a policy given as plain data. @throws with the findings, if there are any */
export function tableFrom(fragments: readonly unknown[], mostNames?: number): PolicyTable {
  const { diagnostics, policy } = analyzeSources(sources(fragments.map((fragment) => stringify(fragment))));
  if (policy === undefined) {
    throw new Error(`the policy does not compile:\n${diagnostics.map(({ message }) => message).join("\n")}`);
  }
  return liveTable(policy, mostNames);
}

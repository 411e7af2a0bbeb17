/** Policies in tests, from data or text to a table, without the disk and without printing. */
import { compileFunction } from "node:vm";
import { stringify } from "yaml";
import type { Condition as TableCondition, PolicyTable } from "rolebook";
import { calculate, containerIn, instantOf, isIn } from "rolebook/condition";
import { parse } from "../../compiler/2-parse/index.js";
import { validate } from "../../compiler/3-validate/index.js";
import { resolve } from "../../compiler/4-resolve/index.js";
import { analyze } from "../../compiler/5-analyze/index.js";
import { predicate } from "../../compiler/6-emit/predicate/index.js";
import { conditionsOf, tableOf } from "../../compiler/6-emit/table.js";
import type { Diagnostic } from "../../compiler/diagnostic.js";
import type { AnalyzedPolicy, Condition, SourceFile } from "../../compiler/ir.js";

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
  return runnable(policy, mostNames);
}

/** The table with its conditions, as the generated module has them. */
export function runnable(policy: AnalyzedPolicy, mostNames?: number): PolicyTable {
  const conditions = conditionsOf(policy);
  return {
    ...tableOf(policy, mostNames),
    conditions: conditions.map(compiled),
    trees: conditions.map(({ expression }) => expression),
  };
}

/** The function that is generated for a condition; all its types are those of variables. */
export function compiled(condition: Condition): TableCondition {
  const source = predicate(condition).replace(/^(\s*(?:let|const) \w+): [a-z |]+ = /gm, "$1 = ");
  const make = compileFunction(`return ${source}`, Object.keys(helpers)) as (...all: unknown[]) => unknown;
  return make(...Object.values(helpers)) as TableCondition;
}

const helpers = { calculate, containerIn, instantOf, isIn };

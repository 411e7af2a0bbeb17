/** The way of one policy through the rooms. A room is loaded when it is first needed. */
import { resolve as resolvePath } from "node:path";
import { load } from "./1-load/index.js";
import type { CheckedPolicy, Observer, PolicySources } from "./check.js";
import type { PolicyConfig } from "./config.js";
import { byPlace, type Diagnostic } from "./diagnostic.js";
import type { PrintedModule } from "./7-print/index.js";
import type { AnalyzedPolicy, Matrix } from "./ir.js";
import type { Rules } from "./levels.js";

export type { AnalyzedPolicy, Matrix, MatrixCell } from "./ir.js";
export type { CheckedPolicy, Observer, PolicySources, Step } from "./check.js";

/** One generated file. */
export interface OutputFile {
  /** The policy that it belongs to. */
  readonly policy: string;
  /** Relative to the root, with `/` between folders. */
  readonly path: string;
  readonly text: string;
}

/** By path the modules of a policy as they were printed. */
export type Printed = Map<string, PrintedModule>;

/** Room 1. A file that is as it was is the same object: rooms 2 and 3 know what they made of it. */
export function loadPolicy(
  root: string,
  name: string,
  config: PolicyConfig,
  before?: PolicySources,
): PolicySources {
  const { result, diagnostics } = load(root, resolvePath(root, config.source));
  const known = new Map((before?.files ?? []).map((file) => [file.path, file]));
  const files = result.map((file) => {
    const same = known.get(file.path);
    return same?.text === file.text ? same : file;
  });
  return { name, config, files, diagnostics };
}

/** Rooms 2 to 5. */
export async function checkPolicy(
  sources: PolicySources,
  rules: Rules,
  observe: Observer = () => undefined,
): Promise<CheckedPolicy> {
  observe({ name: "loading of yaml and rooms 2 to 5" });
  const { check } = await import("./check.js");
  return check(sources, rules, observe);
}

/** Rooms 6 and 7. */
export async function generatePolicy(
  { name, analyzed }: CheckedPolicy,
  { out }: PolicyConfig,
  observe: Observer = () => undefined,
  printed?: Printed,
): Promise<readonly OutputFile[]> {
  if (analyzed === undefined) return [];
  observe({ name: "loading of rooms 6 and 7" });
  const { emit } = await import("./6-emit/index.js");
  const { print } = await import("./7-print/index.js");
  observe({ name: "6-emit", policy: name });
  const modules = emit(analyzed);
  const files = await print(modules, {
    printed,
    onLoad: () => {
      observe({ name: "loading of prettier" });
    },
    onFile: (file) => {
      observe({ name: "7-print", policy: name, file });
    },
  });
  return files.map(({ path, text }) => ({ policy: name, path: `${out}/${path}`, text }));
}

/** The decision matrix of a policy as data, and its page for people. */
export async function matrixOf(
  policy: AnalyzedPolicy,
  observe: Observer = () => undefined,
): Promise<{ readonly matrix: Matrix; readonly page: () => string }> {
  observe({ name: "loading of room 6" });
  const { matrixOf: asData, policyPage } = await import("./6-emit/index.js");
  observe({ name: "6-emit", policy: policy.model.name });
  return { matrix: asData(policy), page: () => policyPage(policy) };
}

/** The findings of all policies, sorted by place, equal ones once: two policies may share a folder. */
export function merged(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = [...diagnostics].sort(byPlace);
  return sorted.filter((finding, index) => {
    const before = sorted[index - 1];
    return before === undefined || byPlace(before, finding) !== 0;
  });
}

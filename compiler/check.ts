/** Rooms 2 to 5. */
import { parse } from "./2-parse/index.js";
import { validate } from "./3-validate/index.js";
import { resolve } from "./4-resolve/index.js";
import { analyze, lint } from "./5-analyze/index.js";
import type { PolicyConfig } from "./config.js";
import { hasErrors, type Diagnostic } from "./diagnostic.js";
import type { AnalyzedPolicy, SourceFile } from "./ir.js";
import { applyLevels, type Rules } from "./levels.js";
import { statisticsOf, type Statistics } from "./statistics.js";

/** What the compiler is about to do. */
export interface Step {
  /** A room, or what is loaded for one. */
  readonly name: string;
  readonly policy?: string;
  readonly file?: string;
  /** How far it is. */
  readonly progress?: string;
}

/** Is told of each step before it. */
export type Observer = (step: Step) => void;

/** A policy as room 1 gives it. */
export interface PolicySources {
  readonly name: string;
  readonly config: PolicyConfig;
  readonly files: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A policy as room 5 gives it. */
export interface CheckedPolicy {
  readonly name: string;
  /** Everything that was found, rooms 1 to 5. */
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined where anything is wrong. */
  readonly statistics: Statistics | undefined;
  readonly analyzed: AnalyzedPolicy | undefined;
}

/**
 * Checks a policy. A file that cannot be read or parsed stops it before names are looked up: half of them would be missing.
 * Only a policy without errors is linted.
 */
export function check(
  { name, files, diagnostics: unread }: PolicySources,
  rules: Rules,
  observe: Observer,
): CheckedPolicy {
  const step = (room: string, file?: string): void => {
    observe({ name: room, policy: name, ...(file !== undefined && { file }) });
  };
  const refused = (diagnostics: readonly Diagnostic[]): CheckedPolicy => ({
    name,
    diagnostics: applyLevels(diagnostics, parsed.result, rules),
    statistics: undefined,
    analyzed: undefined,
  });

  const parsed = parse(files, (file) => {
    step("2-parse", file);
  });
  step("3-validate");
  const validated = validate(parsed.result);
  const malformed = [...unread, ...parsed.diagnostics, ...validated.diagnostics];
  if (hasErrors(malformed)) return refused(malformed);

  step("4-resolve");
  const resolved = resolve(name, validated.result);
  step("5-analyze");
  const { result: analyzed, diagnostics: broken } = analyze(resolved.result);
  const wrong = [...resolved.diagnostics, ...broken];
  if (analyzed === undefined || hasErrors(wrong)) return refused(wrong);
  step("5-analyze: lints");
  const diagnostics = applyLevels([...wrong, ...lint(analyzed)], parsed.result, rules);
  return { name, diagnostics, statistics: statisticsOf(analyzed.model), analyzed };
}

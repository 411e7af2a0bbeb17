/** Conditions through the real compiler: their texts as YAML, and the generated TypeScript. */
import { stringify } from "yaml";
import type { Diagnostic } from "../../compiler/diagnostic.js";
import type { AnalyzedPolicy, Condition } from "../../compiler/ir.js";
import { analyzeSources, sources } from "../support/policy.js";
import { declarations } from "./vocabulary.js";

export interface Compiled {
  readonly policy: AnalyzedPolicy;
  /** One for each text. */
  readonly conditions: readonly Condition[];
}

/** A policy in which each text is the `when` of a grant of its own. */
export function fragmentOf(texts: readonly string[]): Record<string, unknown> {
  const actions = texts.map((_, index) => `a${index}`);
  const allow = texts.map((when, index) => ({ permissions: [`doc:a${index}`], when }));
  return { ...declarations(actions), roles: { reader: { allow } } };
}

function yamlOf(texts: readonly string[]): string {
  return asYaml(fragmentOf(texts));
}

/** Data as YAML that a policy may be written in. */
export function asYaml(data: unknown): string {
  return stringify(data, { aliasDuplicateObjects: false });
}

/** What the compiler finds in conditions. */
export function findings(texts: readonly string[]): readonly Diagnostic[] {
  return analyzeSources(sources([yamlOf(texts)])).diagnostics;
}

/** Compiles conditions. @throws with what is wrong */
export function compile(texts: readonly string[]): Compiled {
  const { policy, diagnostics } = analyzeSources(sources([yamlOf(texts)]));
  if (policy === undefined) {
    throw new Error(
      diagnostics.map(({ code, message, span }) => `${code}: ${message}\n${span.text ?? ""}`).join("\n"),
    );
  }
  const byAction = new Map<string, Condition>();
  for (const { everywhere } of policy.authorized.values()) {
    for (const [condition, reach] of everywhere.conditional) {
      for (const { action } of reach.keys()) byAction.set(action, condition);
    }
  }
  const conditions = texts.map((text, index) => {
    const condition = byAction.get(`a${index}`);
    if (condition === undefined) throw new Error(`there is no condition for ${text}`);
    return condition;
  });
  return { policy, conditions };
}

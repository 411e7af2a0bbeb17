/** The conditions of a page: each has a label, and stands once in words and as CEL. */
import { wordsOf } from "../../expression/words.js";
import type { AnalyzedPolicy, Condition, Resource } from "../../ir.js";
import { celOf } from "../matrix/index.js";
import { conditionsOf } from "../table.js";
import { codeOutside, escaped } from "./markdown.js";

/** Longer words stand at the end of the page only. */
const longestInline = 200;

/** The conditions of a page by label. */
export class Conditions {
  private readonly about: ReadonlyMap<Condition, ReadonlySet<Resource>>;
  private readonly labels: ReadonlyMap<Condition, string>;

  constructor(policy: AnalyzedPolicy) {
    this.about = subjectsOf(policy);
    const numbered = conditionsOf(policy).filter((condition) => this.about.has(condition));
    this.labels = new Map(numbered.map((condition, at) => [condition, `C${at + 1}`]));
  }

  /** True if the policy has none but those of scopes. */
  get isEmpty(): boolean {
    return this.labels.size === 0;
  }

  /** `C3` */
  label(condition: Condition): string {
    return this.labels.get(condition) ?? "";
  }

  /** `C1 and C3`, or nothing. */
  labelsOf(conditions: readonly Condition[]): string {
    return conditions.map((condition) => this.label(condition)).join(" and ");
  }

  /** Words and label for a place that has room. */
  inline(condition: Condition): string {
    const words = this.words(condition);
    const label = this.label(condition);
    return words.length > longestInline ? label : `${escaped(words)} (${label})`;
  }

  /** Every labelled condition. */
  list(): string {
    return [...this.labels]
      .map(
        ([condition, label]) =>
          `- **${label}**: ${escaped(this.words(condition))}\n  ${codeOutside(celOf(condition.expression))}`,
      )
      .join("\n");
  }

  private words(condition: Condition): string {
    const [only, ...others] = this.about.get(condition) ?? [];
    return wordsOf(condition.expression, { resource: others.length === 0 ? only?.name : undefined });
  }
}

/** What each condition of a grant, an action, a resource type or a kind is asked about; a scope's has no label. */
function subjectsOf({ model, authorized }: AnalyzedPolicy): ReadonlyMap<Condition, ReadonlySet<Resource>> {
  const about = new Map<Condition, Set<Resource>>();
  const add = (condition: Condition | undefined, resource?: Resource): void => {
    if (condition === undefined) return;
    const known = about.get(condition) ?? new Set<Resource>();
    about.set(condition, known);
    if (resource !== undefined) known.add(resource);
  };
  for (const { requires } of model.kinds) add(requires?.to);
  for (const resource of model.resources) {
    add(resource.requires?.to, resource);
    for (const { requires } of resource.permissions) add(requires?.to, resource);
  }
  for (const { everywhere, inside } of authorized.values()) {
    for (const { conditional } of [everywhere, ...inside.values()]) {
      for (const [condition, reach] of conditional) {
        for (const permission of reach.keys()) add(condition, permission.resource);
      }
    }
  }
  return about;
}

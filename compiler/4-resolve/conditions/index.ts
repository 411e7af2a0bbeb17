/** The conditions of a policy: each text becomes a typed expression, for every resource type that it is asked about. */
import { namesIn } from "../../expression/reads.js";
import { textOf } from "../../expression/text.js";
import type { Findings } from "../../findings.js";
import type { CarelessRead, Condition, Expression, Place, PrincipalKind, Resource } from "../../ir.js";
import type { Item } from "../opened.js";
import { Budget } from "../limits.js";
import { checkCondition } from "./check.js";
import type { Setting } from "./reading.js";
import type { Problem } from "./problem.js";
import { isProblem, mentions, parseCondition } from "./syntax.js";

/** Where a condition stands, beside the kinds of the policy. */
export interface Standing extends Pick<Setting, "resource"> {
  /** The kinds that may be asked about; every kind where it is left out. */
  readonly asking?: readonly PrincipalKind[] | undefined;
  /** What makes it bind there. */
  readonly because?: { readonly message: string; readonly place: Place } | undefined;
}

/** Characters of all conditions together, each counted for every resource type that it stands for. */
const mostCharacters = 20_000_000;

type Growing = { -readonly [K in keyof Condition]: Condition[K] };

export class Conditions {
  /** Where optional attributes are read without care. */
  readonly careless: CarelessRead[] = [];
  private readonly kinds: readonly PrincipalKind[];
  private readonly findings: Findings;
  private readonly budget: Budget;
  /** By what they are made of. */
  private readonly known = new Map<string, Growing>();
  private readonly said = new Set<string>();
  private readonly parsed = new Map<string, ReturnType<typeof parseCondition>>();

  constructor(kinds: readonly PrincipalKind[], findings: Findings) {
    this.kinds = kinds;
    this.findings = findings;
    this.budget = new Budget(
      mostCharacters,
      "conditions, with all their resource types, have too many characters",
      findings,
    );
  }

  /** The condition that is written at a place. What is wrong is reported, and there is none. */
  check(
    { value: text, place }: Item<string>,
    { resource, asking, because }: Standing,
  ): Condition | undefined {
    const ast = this.parse({ value: text, place });
    if (ast === undefined || !this.budget.spend(text.length, place)) return undefined;
    const { kinds } = this;
    const setting = { kinds, asking: asking ?? kinds, resource };
    const { expression, context } = checkCondition(ast, text, setting);
    for (const problem of context.problems) this.report(problem, text, place, because);
    for (const { name, range } of context.careless) {
      const at = { ...place, range };
      if (this.isNew(at, name)) this.careless.push({ name, place: at });
    }
    return expression && this.intern(expression);
  }

  /** A condition on each of several resource types. Of the first type on which it is wrong, that is reported. */
  checkOn(
    item: Item<string>,
    resources: readonly Resource[],
    asking: Standing["asking"],
  ): ReadonlyMap<Resource, Condition> | undefined {
    const conditions = new Map<Resource, Condition>();
    const isOnResource = this.readsResource(item);
    let condition: Condition | undefined;
    for (const resource of resources) {
      if (condition === undefined || isOnResource) condition = this.check(item, { resource, asking });
      if (condition === undefined) return undefined;
      conditions.set(resource, condition);
    }
    return conditions;
  }

  /** True if a condition reads the resource; false too for one that is not well-formed, which is reported. */
  readsResource(item: Item<string>): boolean {
    const ast = this.parse(item);
    return ast !== undefined && mentions(ast, "resource");
  }

  /** Gives every condition its key. To be called once, when all are known. */
  name(): void {
    const byText = new Map<string, Growing[]>();
    for (const condition of this.known.values()) {
      const others = byText.get(condition.key);
      if (others === undefined) byText.set(condition.key, [condition]);
      else others.push(condition);
    }
    // One text on attributes of several types is several conditions.
    for (const alike of byText.values()) {
      if (alike.length > 1) for (const one of alike) one.key = `${one.key} // ${typesOf(one)}`;
    }
  }

  private parse({
    value: text,
    place,
  }: Item<string>): Exclude<ReturnType<typeof parseCondition>, Problem> | undefined {
    const parsed = this.parsed.get(text) ?? parseCondition(text);
    this.parsed.set(text, parsed);
    if (!isProblem(parsed)) return parsed;
    this.report(parsed, text, place);
    return undefined;
  }

  private intern(expression: Expression): Condition {
    const made = JSON.stringify(expression);
    const known = this.known.get(made);
    if (known !== undefined) return known;
    const isOnResource = namesIn(expression).some(({ op }) => op === "resource");
    const on: Condition["on"] = isOnResource ? "resource" : "principal";
    const condition: Growing = { key: textOf(expression), expression, on };
    this.known.set(made, condition);
    return condition;
  }

  private report(
    { code, range, message, help, isAtEnd }: Problem,
    text: string,
    place: Place,
    because?: Standing["because"],
  ): void {
    const isCut = isAtEnd === true && isFollowedByComment(place);
    const cure = isCut ? "quote the whole condition: unquoted, a `#` after a space starts a comment" : help;
    const isWhole = range[0] === 0 && range[1] >= text.length;
    const at = isWhole ? place : { ...place, range };
    if (!this.isNew(at, message)) return;
    this.findings.add(code, at, message, { help: cure, others: because === undefined ? [] : [because] });
  }

  /** False if the same was said of the same place before: a condition may stand for several resource types. */
  private isNew(place: Place, what: string): boolean {
    const { file, line, column } = place.file.locate(place);
    const key = `${file}:${line}:${column} ${what}`;
    const isNew = !this.said.has(key);
    this.said.add(key);
    return isNew;
  }
}

/** True if an unquoted value ends at a comment. */
function isFollowedByComment(place: Place): boolean {
  const { text = "", endColumn, line, endLine } = place.file.locate(place);
  return line === endLine && /^\s+#/.test(text.slice(endColumn - 1));
}

function typesOf({ expression }: Condition): string {
  const named = namesIn(expression).map(
    ({ op, path, type, of }) => `${op}.${path}: ${type}${of === undefined ? "" : ` of ${of.join(", ")}`}`,
  );
  return [...new Set(named)].join("; ");
}

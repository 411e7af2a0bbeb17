/** Runs tests: asks a compiled policy as an app does, and says of what fails why it was answered so. */
import type { AnalyzedPolicy } from "../../compiler/ir.js";
import {
  createExplainer,
  type AssignExplanation,
  type Explainer,
  type Explanation,
} from "../../runtime/explain/index.js";
import { createAuthorizer, type Decision, type Policy } from "../../runtime/index.js";
import { namesOf, type Names } from "../explain/index.js";
import { liveProvenance, liveTable } from "../live.js";
import { asksOf, type Asks, type Case, type Failure, type PolicyTest } from "./case.js";
import { forgottenAttribute } from "./forgotten.js";
import { isFulfilled } from "./run.js";

/** So many failures of one test are kept; the others are counted. */
export const mostFailures = 10;

/** What became of a test. */
export interface TestResult {
  readonly test: PolicyTest;
  /** How many of its questions had another answer. */
  readonly failed: number;
  /** The first of them. */
  readonly failures: readonly ExplainedFailure[];
  readonly milliseconds: number;
}

/** A failure with everything that its answer was made of. */
export interface ExplainedFailure extends Failure {
  /** Where the answer is the expected one: the attribute that was forgotten, and for want of which alone it is. */
  readonly forgotten?: string;
  readonly why: Explanation | AssignExplanation;
  readonly names: Names;
}

/** The runtime gives one question two answers: a mistake of rolebook's own. */
export class DisagreementError extends Error {}

export class Runner {
  private readonly policy: Policy;
  private readonly analyzed: AnalyzedPolicy;
  private readonly asks: Asks;
  private readonly names: Names;
  private explainer: Explainer | undefined;
  /** The last principal, bound. Questions come principal by principal. */
  private bound: { readonly of: unknown; readonly asks: ReturnType<Asks["forPrincipal"]> } | undefined;

  constructor(analyzed: AnalyzedPolicy) {
    this.analyzed = analyzed;
    this.policy = liveTable(analyzed);
    this.names = namesOf(analyzed.model);
    this.asks = asksOf(createAuthorizer(this.policy));
  }

  /** Asks all questions of a test. */
  run(test: PolicyTest): TestResult {
    const started = performance.now();
    const failures: ExplainedFailure[] = [];
    let failed = 0;
    for (const one of test.cases()) {
      const actual = this.answer(one);
      const forgotten = isDecision(actual) ? forgottenAttribute(one, actual, this.analyzed.model) : undefined;
      if (isFulfilled(one.expected, actual) && forgotten === undefined) continue;
      failed++;
      if (failures.length === mostFailures) continue;
      const why = this.explain(one);
      failures.push({
        case: one,
        actual,
        why,
        names: this.names,
        ...(forgotten !== undefined && { forgotten }),
      });
    }
    return { test, failed, failures, milliseconds: performance.now() - started };
  }

  /** The answer in every way that an app can get it. @throws DisagreementError if they differ */
  private answer(one: Case): Failure["actual"] {
    const { question } = one;
    const { principal, resource } = question;
    const { can, check, canAssign } = this.asks;
    const bound = this.boundTo(principal);
    if (question.ask === "assign") {
      const { role, target } = question;
      const allowed = canAssign(principal, role, target, resource);
      agree(one, { canAssign: allowed, bound: bound.canAssign(role, target, resource) }, allowed);
      return { allowed };
    }
    const { permission } = question;
    const decision = check(principal, permission, resource);
    const answers = { can: can(principal, permission, resource), bound: bound.can(permission, resource) };
    agree(one, answers, decision.allowed);
    return decision;
  }

  private boundTo(principal: unknown): ReturnType<Asks["forPrincipal"]> {
    if (this.bound?.of !== principal || this.bound === undefined) {
      this.bound = { of: principal, asks: this.asks.forPrincipal(principal) };
    }
    return this.bound.asks;
  }

  private explain({ question }: Case): ExplainedFailure["why"] {
    this.explainer ??= createExplainer(this.policy, liveProvenance(this.analyzed, this.policy));
    const { explain, explainAssign } = this.explainer as unknown as LooseExplainer;
    const { principal, resource } = question;
    return question.ask === "check"
      ? explain(principal, question.permission, resource)
      : explainAssign(principal, question.role, question.target, resource);
  }
}

/** The same functions for names that come from data. */
interface LooseExplainer {
  readonly explain: (principal: unknown, permission: string, resource?: unknown) => Explanation;
  readonly explainAssign: (
    principal: unknown,
    role: string,
    target: unknown,
    resource?: unknown,
  ) => AssignExplanation;
}

function agree(one: Case, answers: Readonly<Record<string, boolean>>, allowed: boolean): void {
  for (const [name, answer] of Object.entries(answers)) {
    if (answer === allowed) continue;
    const asked = JSON.stringify(one.question);
    throw new DisagreementError(
      `\`${name}\` answers ${String(answer)}, and \`check\` the opposite: ${asked}`,
    );
  }
}

/** True for an answer that is a whole decision. */
export function isDecision(answer: Failure["actual"]): answer is Decision {
  return "reason" in answer;
}

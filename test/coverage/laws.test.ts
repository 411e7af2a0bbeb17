/** What holds of coverage, whatever the policy and whatever its tests ask. */
import * as fc from "fast-check";
import type { Policy, PolicyTypes } from "rolebook";
import { createExplainer } from "rolebook/explain";
import { expect, test } from "vitest";
import { coverageOf, measures, type Coverage } from "../../review/coverage/index.js";
import { liveProvenance, liveTable } from "../../review/live.js";
import type { Question } from "../../review/tests/case.js";
import type { Written } from "../support/review.js";
import { tested } from "../support/random-tests.js";

const numRuns = Math.ceil(Number(process.env["LAWS_RUNS"] ?? 1_000) / 8);

test("with one question more nothing is covered less, and as much is counted", () => {
  fc.assert(
    fc.property(tested(), fc.nat(), ({ written, cases }, at) => {
      const questions = cases.map(({ question }) => question);
      const all = coverageOf(written.policy, questions).coverage;
      const without = questions.filter((_, index) => index !== at % questions.length);
      const fewer = coverageOf(written.policy, without).coverage;
      for (const measure of measures) {
        expect(all[measure].covered).toBeGreaterThanOrEqual(fewer[measure].covered);
        expect(all[measure].covered).toBeLessThanOrEqual(all[measure].total);
        expect(all[measure].total).toBe(fewer[measure].total);
      }
    }),
    { numRuns },
  );
});

test("what is not covered is listed, each thing once", () => {
  fc.assert(
    fc.property(tested(), ({ written, cases }) => {
      const { uncovered, ...counts } = coverageOf(
        written.policy,
        cases.map(({ question }) => question),
      ).coverage;
      const listed: Record<string, number> = {
        ...Object.fromEntries(measures.map((measure) => [measure, uncovered[measure].length])),
        cells: uncovered.cells.reduce((sum, { permissions }) => sum + new Set(permissions).size, 0),
      };
      for (const measure of measures) {
        const { covered, total } = counts[measure];
        expect(listed[measure], measure).toBe(total - covered);
      }
    }),
    { numRuns },
  );
});

test("the grants and rules that are covered are those that `rolebook/explain` names", () => {
  fc.assert(
    fc.property(tested(), ({ written, cases }) => {
      const questions = cases.map(({ question }) => question);
      const { lines } = coverageOf(written.policy, questions);
      const covered = new Set(
        lines.filter(({ hits }) => hits > 0).map(({ file, line }) => `${file}:${line}`),
      );
      const explained = explainedLines(written, questions);
      const giving = linesOf(coverageOf(written.policy, []).coverage);
      const missing = linesOf(coverageOf(written.policy, questions).coverage);
      // YAML of the tests writes each pattern on a line of its own.
      expect([...giving].filter((line) => !missing.has(line)).sort()).toEqual([...explained].sort());
      for (const line of explained) expect(covered).toContain(line);
    }),
    { numRuns },
  );
});

/** The lines of grants and of entries of `assigns` that are not covered. */
function linesOf({ uncovered: { grants, assigns } }: Coverage): ReadonlySet<string> {
  return new Set([...grants, ...assigns].map(({ file, line }) => `${file}:${line}`));
}

interface Line {
  readonly file: string;
  readonly line: number;
}

interface AnyTypes extends PolicyTypes {
  readonly principal: never;
  readonly resource: never;
  readonly permission: never;
  readonly assignable: Record<string, never>;
}

/** The lines that give what is asked, as the explainer says it. */
function explainedLines({ policy }: Written, questions: readonly Question[]): ReadonlySet<string> {
  const table = liveTable(policy);
  const explainer = createExplainer(table as Policy<AnyTypes>, liveProvenance(policy, table));
  const lines = questions.flatMap((question) => {
    const principals: unknown = question.principal;
    return (Array.isArray(principals) ? principals : [principals]).flatMap(
      (one: unknown): readonly Line[] => {
        // In a list of its own: a list inside of a list is nobody.
        const [principal, resource] = [[one as never], question.resource as never];
        if (question.ask === "assign") {
          const { allowed, rules } = explainer.explainAssign(
            principal,
            question.role,
            question.target as never,
            resource,
          );
          return allowed ? rules.filter(({ isHeld }) => isHeld) : [];
        }
        const { decision, grants } = explainer.explain(principal, question.permission as never, resource);
        const giving = grants.filter(({ isHeld, outcome }) => isHeld && outcome === "granted");
        return decision.allowed ? giving : [];
      },
    );
  });
  return new Set(lines.map(({ file, line }) => `${file}:${line}`));
}

/** What explains a decision is what made it. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { Policy, PolicyTable } from "rolebook";
import { createExplainer, grantsOf, type Explanation, type Provenance } from "rolebook/explain";
import { liveProvenance, liveTable } from "../../review/live.js";
import { analyzeSources, sources } from "../support/policy.js";
import { stringify } from "yaml";
import { asked, authorizer, numRuns } from "./authorizer.js";
import type { Fragment } from "./interpreter.js";

vi.setConfig({ testTimeout: Math.max(120_000, numRuns * 120) });

interface Loose {
  readonly check: (...question: readonly unknown[]) => Record<string, unknown>;
  readonly explain: (...question: readonly unknown[]) => Explanation;
  readonly explainAssign: (...question: readonly unknown[]) => {
    readonly allowed: boolean;
    readonly rules: readonly { readonly isHeld: boolean; readonly path: readonly string[] }[];
  };
}

function compiled(
  fragments: readonly Fragment[],
  mostNames?: number,
): { table: PolicyTable; provenance: Provenance } {
  const { policy } = analyzeSources(sources(fragments.map((fragment) => stringify(fragment))));
  if (policy === undefined) throw new Error("the policy does not compile");
  const table = liveTable(policy, mostNames);
  return { table, provenance: liveProvenance(policy, table) };
}

function explainer(fragments: readonly Fragment[], mostNames?: number): Loose {
  const { table, provenance } = compiled(fragments, mostNames);
  return createExplainer(table as Policy, provenance) as unknown as Loose;
}

describe("an explanation", () => {
  test.each([[undefined], [0]])("is of the decision, with a table of %s names", (mostNames) => {
    let [allowed, refused, sourced] = [0, 0, 0];
    fc.assert(
      fc.property(asked, ([policy, questions]) => {
        const rolebook = authorizer(policy, undefined, mostNames);
        const why = explainer(policy, mostNames);
        for (const question of questions) {
          if (question.about === "assignment") {
            const { asker, role, target, resource } = question;
            const told = why.explainAssign(asker, role, target, resource);
            expect(told.allowed).toBe(rolebook.canAssign(asker, role, target, resource));
            if (told.allowed) expect(told.rules.some(({ isHeld }) => isHeld)).toBe(true);
            continue;
          }
          const { asker, permission, resource } = question;
          const expected = rolebook.check(asker, permission, resource);
          const { decision, grants, requires } = why.explain(asker, permission, resource);
          expect(decision).toEqual(why.check(asker, permission, resource));
          const { source, ...checked } = decision;
          expect(checked).toEqual(expected);
          const allowing = grants.filter(({ isHeld, outcome }) => isHeld && outcome === "granted");
          if (decision.allowed) {
            allowed++;
            expect(allowing).not.toEqual([]);
            expect(source).toBeDefined();
            expect(allowing).toContainEqual(expect.objectContaining(source as object));
          } else if (decision.reason === "not-granted") {
            expect(grants.filter(({ isHeld }) => isHeld)).toEqual([]);
          } else if (["outside-scope", "condition"].includes(decision.reason)) {
            refused++;
            expect(allowing).toEqual([]);
            expect(grants.some(({ isHeld, outcome }) => isHeld && outcome === decision.reason)).toBe(true);
          } else if (decision.reason === "requires") {
            sourced++;
            expect(allowing).not.toEqual([]);
            expect(requires.some(({ answer }) => answer !== true)).toBe(true);
            expect(source).toBeDefined();
          }
          // Of several principals the decision tells what one of them lacks.
          if (Array.isArray(asker) || decision.allowed || grants.length === 0) continue;
          const others = grants.filter(({ outcome }) => outcome === "granted").map(({ holder }) => holder);
          const isBound = requires.some(({ answer }) => answer !== true);
          expect(decision.wouldGrant).toEqual(isBound ? [] : [...new Set(others)].sort());
        }
      }),
      { numRuns: Math.ceil(numRuns / 4) },
    );
    expect(Math.min(allowed, refused, sourced)).toBeGreaterThan(numRuns / 250);
  });

  test("knows as many holders as the table", () => {
    fc.assert(
      fc.property(asked, ([policy]) => {
        const { table, provenance } = compiled(policy);
        for (const questions of Object.values(table.permissions)) {
          for (const [permission, text] of Object.entries(questions as Readonly<Record<string, string>>)) {
            const [holders = ""] = text.split("|");
            const expected = new Set(
              holders
                .split(" ")
                .filter(Boolean)
                .map((word) => word.replace(/^[^#>]+>/, "").replace(/[@?].*/, "")),
            );
            const found = Object.keys(provenance.roles).filter(
              (role) => grantsOf(provenance, table, role, permission).length > 0,
            );
            expect(new Set(found)).toEqual(expected);
          }
        }
      }),
      { numRuns: Math.ceil(numRuns / 4) },
    );
  });
});

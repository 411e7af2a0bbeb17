/** The runtime against the oracle, which reads the YAML again at every question. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { asked, authorizer, numRuns } from "./authorizer.js";
import { interpret } from "./interpreter.js";

/** Time for the runs that are asked for. */
vi.setConfig({ testTimeout: Math.max(120_000, numRuns * 120) });

function withoutPolicy(decision: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(decision).filter(([key]) => key !== "policy"));
}

describe("the runtime agrees with the interpreter", () => {
  test("on every question, asked in every way", () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(asked, ([policy, questions]) => {
        const naive = interpret(policy);
        const rolebook = authorizer(policy);
        const large = authorizer(policy, undefined, 0);
        for (const question of questions) {
          if (question.about === "assignment") {
            const { asker, role, target, resource } = question;
            const expected = naive.canAssign(asker, role, target, resource);
            expect(rolebook.canAssign(asker, role, target, resource)).toBe(expected);
            expect(large.canAssign(asker, role, target, resource)).toBe(expected);
            const merged = rolebook.forPrincipal(asker) as unknown as Record<
              string,
              (...all: unknown[]) => unknown
            >;
            expect(merged["canAssign"]?.(role, target, resource)).toBe(expected);
            continue;
          }
          const { asker, permission, resource } = question;
          const expected = naive.check(asker, permission, resource);
          seen.set(expected.reason, (seen.get(expected.reason) ?? 0) + 1);
          const merged = rolebook.forPrincipal(asker) as unknown as Record<
            string,
            (...all: unknown[]) => unknown
          >;
          expect(withoutPolicy(rolebook.check(asker, permission, resource))).toEqual(expected);
          expect(withoutPolicy(large.check(asker, permission, resource))).toEqual(expected);
          expect(rolebook.can(asker, permission, resource)).toBe(expected.allowed);
          expect(withoutPolicy(merged["check"]?.(permission, resource) as Record<string, unknown>)).toEqual(
            expected,
          );
          expect(merged["can"]?.(permission, resource)).toBe(expected.allowed);
          const scope = naive.scopeOf(asker, permission);
          expect(rolebook.scopeOf(asker, permission)).toBe(scope);
          expect(merged["scopeOf"]?.(permission)).toBe(scope);
          const permissions = naive.permissionsOf(asker);
          expect(rolebook.permissionsOf(asker)).toEqual(permissions);
          expect(merged["permissionsOf"]?.()).toEqual(permissions);
        }
      }),
      { numRuns },
    );
    // A property that never reaches a branch proves nothing about it.
    const reached = [
      "granted",
      "not-granted",
      "outside-scope",
      "container-depth",
      "no-principal",
      "unknown-kind",
    ];
    reached.push("unknown-permission", "missing-resource", "unexpected-resource", "wrong-resource-type");
    reached.push("condition", "missing-attribute", "requires", "principal-refused");
    expect([...seen.keys()].sort()).toEqual(reached.sort());
  });
});

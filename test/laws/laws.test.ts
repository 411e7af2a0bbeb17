/** The design's laws, as properties of random policies. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { tableFrom } from "../support/policy.js";
import { grantCondition, isHeldByNone, policyArbitrary, shuffled } from "./arbitrary.js";
import { answer, asked, authorizer, numRuns } from "./authorizer.js";
import { throwsOf } from "./choices.js";
import { planted } from "./hostile.js";
import type { Fragment } from "./interpreter.js";
import { binding, permissionsIn, withRequires } from "./requires.js";

/** Time for the runs that are asked for. */
vi.setConfig({ testTimeout: Math.max(120_000, numRuns * 120) });

/** A table as text, its predicates as well. */
function written(table: unknown): string {
  return JSON.stringify(table, (_, value: unknown) => (typeof value === "function" ? String(value) : value));
}

describe("laws", () => {
  test("2 and 12: the order of files, keys and lists changes nothing", () => {
    const pairs = policyArbitrary.chain((policy) => fc.tuple(fc.constant(policy), shuffled(policy)));
    fc.assert(
      fc.property(pairs, ([policy, other]) => {
        expect(written(tableFrom(other))).toBe(written(tableFrom(policy)));
      }),
      { numRuns: numRuns / 4 },
    );
  });

  test("3: adding a role to a principal never takes a permission away", () => {
    fc.assert(
      fc.property(asked, fc.nat(), ([policy, questions], pick) => {
        const rolebook = authorizer(policy);
        const roles = roleNames(policy);
        for (const question of questions) {
          if (question.about !== "permission" || !isPrincipal(question.asker)) continue;
          const { asker, permission, resource } = question;
          if (!rolebook.can(asker, permission, resource)) continue;
          const added = [
            ...rolesOf(asker),
            roles[pick % Math.max(1, roles.length)] ?? "nothing",
            "no-such-role",
          ];
          expect(rolebook.can({ ...asker, roles: added }, permission, resource)).toBe(true);
        }
      }),
      { numRuns: numRuns / 2 },
    );
  });

  test("3: adding a grant to a policy never takes a permission away", () => {
    const throws = throwsOf(4, 24);
    fc.assert(
      fc.property(
        asked,
        fc.nat(),
        fc.nat(),
        throws,
        ([policy, questions], pickRole, pickPermission, thrown) => {
          const permissions = permissionsIn(policy).map(({ name }) => name);
          const roles = roleNames(policy);
          const role = roles[pickRole % Math.max(1, roles.length)];
          const permission = permissions[pickPermission % Math.max(1, permissions.length)];
          if (role === undefined || permission === undefined) return;
          const before = authorizer(policy);
          const when = grantCondition(policy, role, permission, thrown);
          // A condition reads what a kind has that may hold the role, and some roles are held by none.
          const isPlain = pickRole % 2 === 0 || isHeldByNone(policy, role);
          const grant = isPlain ? permission : { permissions: [permission], when };
          const after = authorizer([...policy, { roles: { [role]: { allow: [grant] } } }]);
          for (const question of questions) {
            if (!answer(before, question)) continue;
            expect(answer(after, question)).toBe(true);
          }
        },
      ),
      { numRuns: numRuns / 4 },
    );
  });

  test("11: titles, descriptions and annotations never affect a decision", () => {
    fc.assert(
      fc.property(policyArbitrary, fc.string(), (policy, text) => {
        const roles = Object.fromEntries(
          roleNames(policy).map((name) => [name, { annotations: { [`note ${text}`]: { weight: text } } }]),
        );
        const { hash: before, ...table } = tableFrom(policy);
        const { hash: after, ...annotated } = tableFrom([...policy, { roles }]);
        expect(written(annotated)).toBe(written(table));
        if (Object.keys(roles).length > 0) expect(after).not.toBe(before);
      }),
      { numRuns: numRuns / 4 },
    );
  });

  test("13: several principals may what any of them may", () => {
    fc.assert(
      fc.property(asked, ([policy, questions]) => {
        const rolebook = authorizer(policy);
        const single = questions.filter((question) => !Array.isArray(question.asker));
        for (const [index, question] of single.entries()) {
          const other = single[(index + 1) % single.length]?.asker;
          const both = { ...question, asker: [question.asker, other] };
          expect(answer(rolebook, both)).toBe(
            answer(rolebook, question) || answer(rolebook, { ...question, asker: other }),
          );
          expect(answer(rolebook, { ...question, asker: [] })).toBe(false);

          // Each key with its own attributes and roles: the roles of one do not count with the attributes of another.
          if (!isPrincipal(question.asker) || !isPrincipal(other)) continue;
          const { kind, roles } = question.asker;
          const mixed = { ...other, kind, roles };
          expect(answer(rolebook, { ...question, asker: [mixed, { ...question.asker, roles: [] }] })).toBe(
            answer(rolebook, { ...question, asker: mixed }) ||
              answer(rolebook, { ...question, asker: { ...question.asker, roles: [] } }),
          );
        }
      }),
      { numRuns: numRuns / 2 },
    );
  });

  test("6: requires binds everyone", () => {
    const cases = asked.chain((one) => fc.tuple(fc.constant(one), fc.nat(), fc.constantFrom(...binding)));
    fc.assert(
      fc.property(cases, ([[policy, questions], pick, binds]) => {
        const bound = withRequires(policy, binds, 'principal.id == "no one"', pick);
        if (bound === undefined) return;
        const before = authorizer(policy);
        const after = authorizer(bound.policy);
        for (const question of questions) {
          const isAllowed = answer(before, question);
          // Several principals are asked one by one: law 13.
          if (Array.isArray(question.asker)) continue;
          if (!bound.binds(question)) {
            expect(answer(after, question)).toBe(isAllowed);
            continue;
          }
          expect(answer(after, question)).toBe(false);
          if (question.about === "assignment") continue;
          const { asker, permission, resource } = question;
          const { reason, wouldGrant } = after.check(asker, permission, resource);
          if (isAllowed) expect(wouldGrant).toEqual([]);
          if (binds !== "kind" && isAllowed) expect(["requires", "missing-attribute"]).toContain(reason);
          if (binds !== "kind") continue;
          expect(reason).toBe("principal-refused");
          expect(after.permissionsOf(asker)).toEqual([]);
          expect(after.scopeOf(asker, permission)).toBeUndefined();
          expect(() => {
            after.assert(asker, permission, resource);
          }).toThrow(expect.objectContaining({ status: 401 }));
        }
      }),
      { numRuns: numRuns / 4 },
    );
  });

  test("no condition can throw, whatever it reads", () => {
    const cases = asked.chain((one) => fc.tuple(fc.constant(one), throwsOf(8, 32)));
    fc.assert(
      fc.property(cases, ([[policy, questions], thrown]) => {
        const rolebook = authorizer(policy);
        for (const question of questions) {
          const asker = planted(question.asker, thrown);
          const resource = planted(question.resource, thrown);
          if (question.about === "assignment") {
            const target = planted(question.target, thrown);
            expect(typeof rolebook.canAssign(asker, question.role, target, resource)).toBe("boolean");
            continue;
          }
          const { permission } = question;
          const allowed = rolebook.can(asker, permission, resource);
          expect(typeof allowed).toBe("boolean");
          expect(rolebook.check(asker, permission, resource)["allowed"]).toBe(allowed);
          const merged = rolebook.forPrincipal(asker);
          expect(merged["can"]?.(permission, resource)).toBe(allowed);
          expect(rolebook.permissionsOf(asker)).toBeInstanceOf(Array);
          rolebook.scopeOf(asker, permission);
        }
      }),
      { numRuns: numRuns / 4 },
    );
  });

  test("7: a decision never throws, whatever it is asked", () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
    });
    const hostile = fc.oneof(
      anything,
      fc.constant(Symbol("name")),
      fc.constant({
        get roles(): never {
          throw new Error("getter");
        },
      }),
      fc.constant(
        new Proxy(
          {},
          {
            get: () => {
              throw new Error("proxy");
            },
          },
        ),
      ),
      fc.constant({
        toString: () => {
          throw new Error("toString");
        },
      }),
    );
    const cases = asked.chain((one) => fc.tuple(fc.constant(one), hostile, hostile, hostile, hostile));
    fc.assert(
      fc.property(cases, ([[policy, questions], asker, permission, resource, target]) => {
        const decisions: unknown[] = [];
        const rolebook = authorizer(policy, (decision) => {
          decisions.push(decision);
          throw new Error("the hook fails");
        });
        const quiet = authorizer(policy);
        for (const question of questions) {
          const real = question.about === "permission" ? question.permission : question.role;
          for (const one of [
            [asker, permission, resource],
            [asker, real, resource],
            [question.asker, permission, question.resource],
            [question.asker, real, resource],
            [[asker, question.asker], real, resource],
          ]) {
            expect(typeof rolebook.can(one[0], one[1], one[2])).toBe("boolean");
            expect(quiet.can(one[0], one[1], one[2])).toBe(rolebook.check(one[0], one[1], one[2])["allowed"]);
            expect(typeof rolebook.canAssign(one[0], one[1], target, one[2])).toBe("boolean");
            rolebook.scopeOf(one[0], one[1]);
            rolebook.permissionsOf(one[0]);
            const merged = rolebook.forPrincipal(one[0]);
            expect(merged["permissionsOf"]?.()).toBeInstanceOf(Array);
          }
        }
        expect(decisions.length).toBe(questions.length * 10);
      }),
      { numRuns: numRuns / 10 },
    );
  });
});

function isPrincipal(asker: unknown): asker is Record<string, unknown> {
  return typeof asker === "object" && asker !== null && !Array.isArray(asker);
}

function rolesOf(asker: Record<string, unknown>): readonly unknown[] {
  return Array.isArray(asker["roles"]) ? (asker["roles"] as readonly unknown[]) : [];
}

function roleNames(policy: readonly Fragment[]): readonly string[] {
  return policy.flatMap((fragment) => Object.keys(fragment["roles"] ?? {}));
}

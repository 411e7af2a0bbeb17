/** The design's laws, as properties of random policies. The oracle reads the YAML again at every question. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { createAuthorizer, type Policy, type PolicyTypes } from "rolebook";
import { tableFrom } from "../support/policy.js";
import { policyArbitrary, questionArbitrary, shuffled, type Question } from "./arbitrary.js";
import { interpret, type Fragment } from "./interpreter.js";

/** Policies whose names are only known when the test runs. */
interface AnyTypes extends PolicyTypes {
  readonly principal: never;
  readonly target: never;
  readonly resource: never;
  readonly permissions: never;
  readonly assignable: never;
  readonly scope: string;
}

/** The authorizer's functions with arguments that may be anything. */
interface Loose {
  readonly can: (asker: unknown, permission: unknown, resource?: unknown) => boolean;
  readonly check: (asker: unknown, permission: unknown, resource?: unknown) => Record<string, unknown>;
  readonly scopeOf: (asker: unknown, permission: unknown) => string | undefined;
  readonly permissionsOf: (asker: unknown) => readonly unknown[];
  readonly canAssign: (asker: unknown, role: unknown, target: unknown, resource?: unknown) => boolean;
  readonly forPrincipal: (asker: unknown) => Readonly<Record<string, (...all: unknown[]) => unknown>>;
}

function authorizer(fragments: readonly Fragment[], onDecision?: (decision: unknown) => void): Loose {
  const policy = tableFrom(fragments) as Policy<AnyTypes>;
  return createAuthorizer(policy, { onDecision }) as unknown as Loose;
}

const asked = policyArbitrary.chain((policy) =>
  fc.tuple(fc.constant(policy), fc.array(questionArbitrary(policy), { minLength: 8, maxLength: 8 })),
);

/** Enough policies for a run; `LAWS_RUNS` asks for more. */
const numRuns = Number(process.env["LAWS_RUNS"] ?? 1_000);

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
        for (const question of questions) {
          if (question.about === "assignment") {
            const { asker, role, target, resource } = question;
            const expected = naive.canAssign(asker, role, target, resource);
            expect(rolebook.canAssign(asker, role, target, resource)).toBe(expected);
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
          expect(rolebook.can(asker, permission, resource)).toBe(expected.allowed);
          expect(withoutPolicy(merged["check"]?.(permission, resource) as Record<string, unknown>)).toEqual(
            expected,
          );
          expect(merged["can"]?.(permission, resource)).toBe(expected.allowed);
          expect(rolebook.scopeOf(asker, permission)).toBe(naive.scopeOf(asker, permission));
          expect(merged["scopeOf"]?.(permission)).toBe(naive.scopeOf(asker, permission));
          expect(rolebook.permissionsOf(asker)).toEqual(naive.permissionsOf(asker));
          expect(merged["permissionsOf"]?.()).toEqual(naive.permissionsOf(asker));
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
    expect([...seen.keys()].sort()).toEqual(reached.sort());
  });
});

describe("laws", () => {
  test("2 and 12: the order of files, keys and lists changes nothing", () => {
    const pairs = policyArbitrary.chain((policy) => fc.tuple(fc.constant(policy), shuffled(policy)));
    fc.assert(
      fc.property(pairs, ([policy, other]) => {
        expect(JSON.stringify(tableFrom(other))).toBe(JSON.stringify(tableFrom(policy)));
      }),
      { numRuns },
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
      { numRuns },
    );
  });

  test("3: adding a grant to a policy never takes a permission away", () => {
    fc.assert(
      fc.property(asked, fc.nat(), fc.nat(), ([policy, questions], pickRole, pickPermission) => {
        const permissions = permissionNames(policy);
        const roles = roleNames(policy);
        const role = roles[pickRole % Math.max(1, roles.length)];
        const permission = permissions[pickPermission % Math.max(1, permissions.length)];
        if (role === undefined || permission === undefined) return;
        const before = authorizer(policy);
        const after = authorizer([...policy, { roles: { [role]: { allow: [permission] } } }]);
        for (const question of questions) {
          if (!answer(before, question)) continue;
          expect(answer(after, question)).toBe(true);
        }
      }),
      { numRuns },
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
        expect(annotated).toEqual(table);
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
        }
      }),
      { numRuns },
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

function answer(rolebook: Loose, question: Question): boolean {
  return question.about === "permission"
    ? rolebook.can(question.asker, question.permission, question.resource)
    : rolebook.canAssign(question.asker, question.role, question.target, question.resource);
}

function isPrincipal(asker: unknown): asker is Record<string, unknown> {
  return typeof asker === "object" && asker !== null && !Array.isArray(asker);
}

function rolesOf(asker: Record<string, unknown>): readonly unknown[] {
  return Array.isArray(asker["roles"]) ? (asker["roles"] as readonly unknown[]) : [];
}

function roleNames(policy: readonly Fragment[]): readonly string[] {
  return policy.flatMap((fragment) => Object.keys(fragment["roles"] ?? {}));
}

function permissionNames(policy: readonly Fragment[]): readonly string[] {
  return policy.flatMap(({ resources }) =>
    Object.entries((resources ?? {}) as Record<string, { actions?: object | null } | null>).flatMap(
      ([type, resource]) => Object.keys(resource?.actions ?? {}).map((action) => `${type}:${action}`),
    ),
  );
}

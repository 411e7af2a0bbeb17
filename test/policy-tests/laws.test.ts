/** Matrices of random policies, written from the oracle's answers: they pass, and they ask about every cell exactly once. */
import fc from "fast-check";
import { stringify } from "yaml";
import { expect, test, vi } from "vitest";
import type { AnalyzedPolicy, PrincipalKind, Resource, Role } from "../../compiler/ir.js";
import { casesOf, documentsOf, runCase, Runner, testsOf } from "../../review/tests/index.js";
import { liveTable } from "../../review/live.js";
import { createAuthorizer, type Policy } from "../../runtime/index.js";
import { policyArbitrary } from "../laws/arbitrary.js";
import { interpret, type Fragment } from "../laws/interpreter.js";
import { analyzeSources, sources } from "../support/policy.js";

vi.setConfig({ testTimeout: 120_000 });

type Data = Readonly<Record<string, unknown>>;

/** A policy, and everyone and everything that is asked about. */
interface World {
  readonly fragments: readonly Fragment[];
  readonly policy: AnalyzedPolicy;
  /** As they are written in a file of tests. */
  readonly principals: Readonly<Record<string, Data>>;
  readonly resources: Readonly<Record<string, Data>>;
}

function worldOf(fragments: readonly Fragment[]): World {
  const { policy } = analyzeSources(sources(fragments.map((fragment) => stringify(fragment))));
  if (policy === undefined) throw new Error("the policy does not compile");
  const { kinds, roles, resources } = policy.model;
  const principals = kinds.flatMap((kind) => {
    const own = { kind: kind.name, ...without(kind) };
    return [own, ...roles.map((role) => ({ ...own, roles: [heldBy(kind, role)] }))];
  });
  const instances = resources.flatMap((type) =>
    [undefined, ...type.roles.map(({ name }) => name)].flatMap((role) => {
      const own = { type: type.name, ...without(type), ...(role !== undefined && { roles: [role] }) };
      const containers = type.containers.map((around) => {
        const container = { type: around.name, ...without(around), container: null };
        return { ...own, container };
      });
      return [{ ...own, container: null }, ...containers];
    }),
  );
  return { fragments, policy, principals: named("p", principals), resources: named("r", instances) };
}

/** All attributes, missing on purpose. */
function without({ attributes }: Pick<Resource, "attributes">): Data {
  return Object.fromEntries(attributes.map(({ name }) => [name, null]));
}

/** A role as it is written of a principal: one that its kind may not hold stands there on purpose. */
function heldBy(kind: PrincipalKind, { name, heldBy: holders }: Role): string | Data {
  return holders === undefined || holders.includes(kind) ? name : { unknown: name };
}

function named(letter: string, all: readonly Data[]): Readonly<Record<string, Data>> {
  return Object.fromEntries(all.map((one, index) => [`${letter}${String(index)}`, one]));
}

/** A file's principal or resource as an app passes it: with its id, and with ids for names of roles. */
function passed(id: string, written: Data, roles: readonly Role[]): Data {
  const held = (written["roles"] ?? []) as readonly (string | { readonly unknown: string })[];
  const names = held.map((one) => (typeof one === "string" ? one : one.unknown));
  const ids = names.map((name) => roles.find((role) => role.name === name)?.id ?? name);
  return { ...written, id, roles: ids };
}

/** What the oracle allows, as a file of tests lists it. */
function documentOf({ fragments, policy, principals, resources }: World): Data {
  const naive = interpret(fragments);
  const { model } = policy;
  const typeOf = (name: unknown): Resource | undefined => model.resources.find((type) => type.name === name);
  const allow = Object.entries(principals).map(([name, written]) => {
    const asker = passed(name, written, model.roles);
    const lines = model.resources
      .flatMap(({ permissions }) => permissions)
      .flatMap(({ name: permission, id, level, resource: type }): readonly unknown[] => {
        if (level === "type") return naive.can(asker, id) ? [permission] : [];
        const on = Object.entries(resources)
          .filter(([, thing]) => thing["type"] === type.name)
          .filter(([key, thing]) =>
            naive.can(asker, id, passed(key, thing, typeOf(thing["type"])?.roles ?? [])),
          )
          .map(([key]) => key);
        return on.length === 0 ? [] : [{ permissions: [permission], on }];
      });
    return [name, lines] as const;
  });
  const asked = Object.entries(resources).filter(([, { type }]) =>
    typeOf(type)?.permissions.some(({ level }) => level === "instance"),
  );
  const test = {
    name: "every cell",
    principals: ["*"],
    permissions: ["*:*"],
    ...(asked.length > 0 && { resources: asked.map(([name]) => name) }),
    allow: Object.fromEntries(allow),
  };
  return { principals, resources, tests: [test] };
}

test("a matrix of the oracle's answers passes, and the opposite of each fails", () => {
  let [questions, allowed] = [0, 0];
  fc.assert(
    fc.property(policyArbitrary, (fragments) => {
      const world = worldOf(fragments);
      const { policy, principals } = world;
      const { model } = policy;
      const permissions = model.resources.flatMap((type) => type.permissions);
      if (permissions.length === 0) return;
      const { result: documents, diagnostics: malformed } = documentsOf([
        { path: "all.test.yaml", text: stringify(documentOf(world), { aliasDuplicateObjects: false }) },
      ]);
      expect(malformed).toEqual([]);
      const { result: tests, diagnostics } = testsOf(documents, model);
      expect(diagnostics.map(({ message }) => message)).toEqual([]);
      const [all] = tests;
      if (all === undefined) throw new Error("there is no test");
      expect(new Runner(policy).run(all)).toMatchObject({ failed: 0, failures: [] });

      const { result: cases } = casesOf(documents, model);
      expect(cases).toHaveLength(all.size);
      expect(new Set(cases.map(({ who, what, on }) => `${who ?? ""} ${what} ${on ?? ""}`)).size).toBe(
        all.size,
      );
      const onTypes = permissions.filter(({ level }) => level === "type").length;
      expect(all.size).toBeGreaterThanOrEqual(Object.keys(principals).length * onTypes);
      const authorizer = createAuthorizer(liveTable(policy) as Policy);
      for (const one of cases) {
        const { allowed: isAllowed } = one.expected;
        expect(runCase(authorizer, one)).toBeUndefined();
        expect(runCase(authorizer, { ...one, expected: { allowed: !isAllowed } })).toBeDefined();
        questions++;
        if (isAllowed) allowed++;
      }
    }),
    { numRuns: 25 },
  );
  // A property that meets only one answer proves little.
  expect(questions).toBeGreaterThan(1_000);
  expect(allowed / questions).toBeGreaterThan(0.02);
});

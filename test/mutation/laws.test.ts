/** What holds of mutants, whatever the policy and whatever its tests ask. */
import * as fc from "fast-check";
import { createAuthorizer, type Policy } from "rolebook";
import { stringify } from "yaml";
import { expect, test } from "vitest";
import { parse } from "../../compiler/2-parse/index.js";
import { validate } from "../../compiler/3-validate/index.js";
import { resolve } from "../../compiler/4-resolve/index.js";
import { analyze } from "../../compiler/5-analyze/index.js";
import { liveTable } from "../../review/live.js";
import { edited } from "../../review/mutation/edit.js";
import { mutate, countsOf } from "../../review/mutation/index.js";
import { mutantsOf } from "../../review/mutation/mutants.js";
import type { Case } from "../../review/tests/case.js";
import { runCase } from "../../review/tests/run.js";
import { tested } from "../support/random-tests.js";
import { dataOf, matrix, writtenPolicy, type Written } from "../support/review.js";

const numRuns = Math.ceil(Number(process.env["LAWS_RUNS"] ?? 1_000) / 40);

test("a mutant is killed if and only if a case fails on it, and none fails on what is equivalent", () => {
  fc.assert(
    fc.property(tested(), ({ written, cases }) => {
      const found = [...mutate(written.files, written.policy, cases).tried];
      const verdicts = found.map(({ verdict }) => (verdict === "equivalent" ? "survived" : verdict));
      expect(verdicts).toEqual(verdictsByForce(written, cases));
    }),
    { numRuns },
  );
});

/** Every case is asked about every mutant. */
function verdictsByForce({ files, policy }: Written, cases: readonly Case[]): readonly string[] {
  const documents = validate(parse(files).result).result;
  return mutantsOf(documents, policy.model).map(({ ways }) => {
    for (const { edit } of ways) {
      const mutated = edited(edit, () => {
        const { result, diagnostics } = resolve("test", documents);
        if (diagnostics.some(({ severity }) => severity === "error")) return undefined;
        return analyze(result).result;
      });
      if (mutated === undefined) continue;
      const authorizer = createAuthorizer(liveTable(mutated) as Policy);
      return cases.some((one) => runCase(authorizer, one) !== undefined) ? "killed" : "survived";
    }
    return "invalid";
  });
}

test("without one of the cases no mutant more is killed", () => {
  fc.assert(
    fc.property(tested(), fc.nat(), ({ written, cases }, at) => {
      const killedBy = (some: readonly Case[]): readonly boolean[] =>
        [...mutate(written.files, written.policy, some).tried].map(({ verdict }) => verdict === "killed");
      const all = killedBy(cases);
      const fewer = killedBy(cases.filter((_, index) => index !== at % cases.length));
      expect(fewer.filter((isKilled, index) => isKilled && all[index] !== true)).toEqual([]);
    }),
    { numRuns },
  );
});

test("the sources are as they were, down to the order of keys", () => {
  fc.assert(
    fc.property(tested(), ({ written, cases }) => {
      const before = JSON.stringify(dataOf(written));
      for (const { change } of mutate(written.files, written.policy, cases).tried) {
        expect(JSON.stringify(dataOf(written)), change).toBe(before);
      }
    }),
    { numRuns: Math.ceil(numRuns / 5) },
  );
});

const actions = { create: { on: "type" }, view: null, edit: null, close: null };
const patterns = ["job:create", "job:view", "job:edit", "job:close", "job:*", "*:view", "*:*"];
const roleNames = ["a", "b", "c", "d"];

/** Roles with grants and juniors, and nothing that depends on a resource. */
const plainPolicy = fc
  .tuple(
    ...roleNames.map((_, index) =>
      fc.record({
        allow: fc.uniqueArray(fc.constantFrom(...patterns), { maxLength: 3 }),
        inherits: fc.subarray(roleNames.slice(0, index)),
      }),
    ),
  )
  .map((roles: readonly object[]) =>
    writtenPolicy(
      stringify({
        resources: { job: { actions } },
        roles: Object.fromEntries(roles.map((role, index) => [roleNames[index] ?? "", role])),
      }),
    ),
  );

test("tests that ask everything kill every mutant that is not equivalent, and score the most there is", () => {
  fc.assert(
    fc.property(plainPolicy, (written) => {
      const principals = roleNames.map((role) => ({ id: "p", roles: [role] }));
      const { survived, invalid } = countsOf([
        ...mutate(written.files, written.policy, matrix(written, principals, [{ type: "job" }])).tried,
      ]);
      expect({ survived, invalid }).toEqual({ survived: 0, invalid: 0 });
    }),
    { numRuns },
  );
});

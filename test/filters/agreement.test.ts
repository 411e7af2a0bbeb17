/** A filter in memory and the check agree, for random policies, principals and resources. */
import * as fc from "fast-check";
import { createAuthorizer, type Policy } from "rolebook";
import { expect, test, vi } from "vitest";
import { filter, matches, type Filter } from "rolebook/filter";
import { policyArbitrary, principalsOf, resourcesOf } from "../laws/arbitrary.js";
import { permissionsIn } from "../laws/requires.js";
import { tableFrom } from "../support/policy.js";

const numRuns = Number(process.env["LAWS_RUNS"] ?? 600);
vi.setConfig({ testTimeout: Math.max(120_000, numRuns * 200) });

/** A policy with, for each permission, resources that it may be asked about. */
const cases = policyArbitrary.chain((policy) => {
  const types = [...new Set(permissionsIn(policy).map(({ type }) => type))];
  const resources = types.map((type) => fc.array(resourcesOf(policy, type), { minLength: 6, maxLength: 6 }));
  const askers = fc.array(principalsOf(policy), { minLength: 1, maxLength: 3 });
  return fc.tuple(fc.constant(policy), askers, fc.tuple(...resources));
});

type Can = (principal: unknown, permission: string, resource?: unknown) => boolean;
type FilterFor = (policy: Policy, principal: unknown, permission: string) => Filter;

test("filter and can", () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(cases, ([policy, askers, resources]) => {
      const table = tableFrom(policy) as Policy;
      const can = createAuthorizer(table).can as unknown as Can;
      for (const { id, type, typeLevel } of permissionsIn(policy)) {
        for (const asker of [...askers, askers, []]) {
          const found = (filter as unknown as FilterFor)(table, asker, id);
          seen.set(found.kind, (seen.get(found.kind) ?? 0) + 1);
          if (typeLevel) {
            expect(found.kind).toBe(can(asker, id) ? "all" : "none");
            continue;
          }
          for (const resource of resources.flat().filter((one) => one["type"] === type)) {
            const expected = can(asker, id, resource);
            seen.set(String(expected), (seen.get(String(expected)) ?? 0) + 1);
            expect([matches(found, resource), found]).toEqual([expected, found]);
          }
        }
      }
    }),
    { numRuns },
  );
  expect([...seen.keys()].sort()).toEqual(["all", "false", "none", "true", "when"]);
});

/** The tests of the two policies ask about everything, and notice every change that makes a difference. */
import { expect, test } from "vitest";
import { rolebook } from "../support/project.js";

interface Count {
  readonly covered: number;
  readonly total: number;
}

interface Report {
  readonly policies: readonly {
    readonly failed: number;
    readonly coverage: Readonly<
      Record<"cells" | "grants" | "conditions" | "resourceRoles" | "assigns", Count>
    >;
    readonly mutation: {
      readonly mutants: readonly { readonly verdict: string; readonly of: string; readonly change: string }[];
    };
  }[];
}

/** Mutants that cannot be noticed, and why. */
type Unnoticed = Readonly<Record<string, string>>;

/** Those that make no difference to who has what. */
const equivalent: Readonly<Record<string, Unnoticed>> = {
  dynamoai: {
    "role:guard-developer: inherit guard-member no more": "the role guard-member holds nothing",
    "role:eval-developer: inherit eval-member no more": "the role eval-member holds nothing",
  },
  modzy: {
    "resource:version: negate the condition resource.container.account == principal.account":
      "no grant on versions is as wide as ACCOUNT",
    "resource:version: drop the condition resource.container.account == principal.account":
      "no grant on versions is as wide as ACCOUNT",
    "role:TEAM_ROLE: let every kind hold it": "it names both kinds",
  },
};

/** Those that make a difference only together with another change. */
const surviving: Readonly<Record<string, Unnoticed>> = {
  dynamoai: {},
  modzy: {
    "permission:key:getBody: drop the operand resource.user == principal.user":
      "every grant of it is at the scope OWN, which says the same; it binds the grants that are still to come",
  },
};

test.each(Object.entries(equivalent))("%s", async (policy, expected) => {
  const args = ["test", policy, "--coverage", "--mutate", "--format", "json"];
  const { stdout, stderr, exitCode } = await rolebook(".", args);
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  const [{ failed, coverage, mutation } = expect.fail("no policy")] = (JSON.parse(stdout) as Report).policies;
  expect(failed).toBe(0);
  const { cells, grants, conditions, resourceRoles, assigns } = coverage;
  for (const { covered, total } of [cells, grants, conditions, resourceRoles, assigns])
    expect(covered).toBe(total);
  const of = (verdict: string): readonly string[] =>
    mutation.mutants.filter((one) => one.verdict === verdict).map((one) => `${one.of}: ${one.change}`);
  expect(of("survived")).toEqual(Object.keys(surviving[policy] ?? {}));
  expect(of("equivalent").toSorted()).toEqual(Object.keys(expected).sort());
  expect(of("invalid").filter((line) => line.includes("operand"))).toEqual([]);
});

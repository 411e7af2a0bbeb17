/** "How they decide" of docs/conditions.md: every combination of true, false and unknown in the five places. */
import { describe, expect, test } from "vitest";
import { authorizer } from "./authorizer.js";
import { interpret, type Fragment } from "./interpreter.js";

const VALUES = [true, false, undefined] as const;
type Value = (typeof VALUES)[number];

/** What the five conditions say; undefined is unknown. */
interface Case {
  readonly kind: Value;
  readonly scope: Value;
  readonly when: Value;
  readonly action: Value;
  readonly type: Value;
}

const POLICY: readonly Fragment[] = [
  {
    principals: { user: { attributes: { kind_: "boolean" }, requires: "principal.kind_" } },
    scopes: [{ name: "ALL", when: "resource.scope" }],
    resources: {
      job: {
        attributes: { scope: "boolean", when: "boolean", action: "boolean", type_: "boolean" },
        requires: "resource.type_",
        actions: { view: { requires: "resource.action" } },
      },
    },
    roles: {
      viewer: { allow: [{ permissions: ["job:view"], when: "resource.when" }] },
      other: { inherits: ["viewer"] },
    },
  },
];

const cases = VALUES.flatMap((kind) =>
  VALUES.flatMap((scope) =>
    VALUES.flatMap((when) =>
      VALUES.flatMap((action) => VALUES.map((type): Case => ({ kind, scope, when, action, type }))),
    ),
  ),
);

const missing = (attribute: string) => ({ reason: "missing-attribute", attribute });

/** The reason, and the attribute that is named. */
function expected({ kind, scope, when, action, type }: Case): { reason: string; attribute?: string } {
  if (kind === undefined) return { reason: "principal-refused", attribute: "principal.kind_" };
  if (!kind) return { reason: "principal-refused" };
  if (scope === false) return { reason: "outside-scope" };
  if (when === false) return { reason: "condition" };
  if (when === undefined) return missing("resource.when");
  if (scope === undefined) return missing("resource.scope");
  if (action === false || type === false) return { reason: "requires" };
  if (action === undefined) return missing("resource.action");
  if (type === undefined) return missing("resource.type_");
  return { reason: "granted" };
}

type Check = (asker: unknown, permission: unknown, resource: unknown) => object;

const deciders: Readonly<Record<string, { readonly check: Check }>> = {
  interpreter: interpret(POLICY),
  runtime: authorizer(POLICY),
};

describe.each(Object.entries(deciders))("the %s", (_, decider) => {
  test.each(cases.map((one) => ({ ...one, ...expected(one) })))(
    "kind $kind, scope $scope, when $when, action $action, type $type: $reason $attribute",
    ({ kind, scope, when, action, type, reason, attribute }) => {
      const asker = { id: "ann", kind_: kind, roles: ["viewer"] };
      const decision = decider.check(asker, "job:view", { type: "job", scope, when, action, type_: type });
      const isAllowed = reason === "granted";
      expect(decision).toMatchObject({ reason, allowed: isAllowed, wouldGrant: [] });
      expect("attribute" in decision ? decision.attribute : undefined).toBe(attribute);
    },
  );

  test("wouldGrant counts every condition", () => {
    const asker = { id: "ann", kind_: true, roles: [] };
    const job = { type: "job", scope: true, when: true, action: true, type_: true };
    const decide = (resource: object): object => decider.check(asker, "job:view", resource);
    expect(decide(job)).toMatchObject({ wouldGrant: ["role:other", "role:viewer"] });
    for (const name of ["scope", "when", "action", "type_"]) {
      expect(decide({ ...job, [name]: false })).toMatchObject({ wouldGrant: [] });
      expect(decide({ ...job, [name]: null })).toMatchObject({ wouldGrant: [] });
    }
  });
});

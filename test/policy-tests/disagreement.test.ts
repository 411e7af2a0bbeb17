/** A runtime that answers one question in two ways is a bug of rolebook's own, whatever a test expects. */
import { afterAll, expect, test, vi } from "vitest";
import type * as Runtime from "../../runtime/index.js";
import { rolebook, Scratch } from "../support/project.js";

vi.mock("../../runtime/index.js", async (original) => {
  const runtime = await original<typeof Runtime>();
  return {
    ...runtime,
    createAuthorizer: (policy: never) => ({
      ...runtime.createAuthorizer(policy),
      can: () => true,
    }),
  };
});

const scratch = new Scratch("disagreement");
afterAll(() => {
  scratch.dispose();
});

test("a disagreement is no failure, and no success", async () => {
  const root = scratch.project({
    "policies/shop/policy.yaml":
      "resources: { job: { actions: { view: } } }\nroles: { ADMIN: { allow: [job:view] } }\n",
    "policies/shop/jobs.test.yaml":
      "tests: [{ name: q, principal: {}, permission: job:view, resource: { type: job }, expect: deny }]\n",
  });
  await expect(rolebook(root, ["test"])).rejects.toThrow("`can` answers true, and `check` the opposite");
});

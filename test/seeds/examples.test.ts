/**
 * What the two policies say about single instances, beyond the rows of the sources: worked examples that follow from
 * the stated conditions, and the decisions of the policies' READMEs. Each has the reason that a reader would give.
 */
import { describe, expect, test } from "vitest";
import { createAuthorizer } from "rolebook";
import { policy as dynamoaiPolicy } from "../../generated/dynamoai/policy.js";
import { policy as modzyPolicy } from "../../generated/modzy/policy.js";

type Data = Readonly<Record<string, unknown>>;

/** The same functions for names that come from data. */
interface Loose {
  readonly check: (
    asker: unknown,
    permission: unknown,
    resource?: unknown,
  ) => Data & { readonly reason: string };
  readonly canAssign: (asker: unknown, role: unknown, target: unknown, resource?: unknown) => boolean;
}

/** What it shows; who asks; for what; on what; the reason. */
type Example = readonly [string, Data | undefined, string, Data | undefined, string];

const dynamoai = createAuthorizer(dynamoaiPolicy) as unknown as Loose;
const modzy = createAuthorizer(modzyPolicy) as unknown as Loose;

describe("dynamoai", () => {
  const user = (...roles: readonly string[]): Data => ({ id: "alice", roles });
  const [open, hidden] = ["public", "private"].map((visibility) => ({
    type: "model",
    id: "m1",
    visibility,
  })) as unknown as readonly [Data, Data];
  const bob = { type: "user", id: "bob" };
  const inProject = (resource: Data, role: string): Data => {
    const container = { type: "project", id: "p1", roles: [role] };
    return { ...resource, container };
  };

  test.each<Example>([
    ["public is visible", user(), "model:get", open, "granted"],
    ["public is visible, datasets too", user(), "dataset:get", { ...open, type: "dataset" }, "granted"],
    ["public is visible, policies too", user(), "policy:get", { ...open, type: "policy" }, "granted"],
    ["visible is not editable", user(), "model:edit", open, "not-granted"],
    ["visible is not its dashboard", user(), "model:getGuardDashboard", open, "not-granted"],
    ["private is not visible", user(), "model:get", hidden, "condition"],
    ["private and shared", user(), "model:get", { ...hidden, roles: ["eval-viewer"] }, "granted"],
    ["no visibility at all", user(), "model:get", { ...open, visibility: null }, "missing-attribute"],
    ["public, and nobody of the organization asks", undefined, "model:get", open, "no-principal"],

    ["pending", user("iam-admin"), "user:resetPassword", { ...bob, status: "Pending Onboarding" }, "granted"],
    ["onboarded", user("iam-admin"), "user:resetPassword", { ...bob, status: "Onboarded" }, "requires"],
    ["status unknown", user("iam-admin"), "user:resetPassword", bob, "missing-attribute"],
    [
      "an editor never",
      user("iam-editor"),
      "user:resetPassword",
      { ...bob, status: "Pending Onboarding" },
      "not-granted",
    ],

    ["a project's owner, inside", user(), "model:delete", inProject(hidden, "owner"), "granted"],
    ["of both products", user(), "model:createTest", inProject(hidden, "owner"), "granted"],
    ["on policies", user(), "policy:train", inProject({ type: "policy" }, "editor"), "granted"],
    ["on datasets", user(), "dataset:get", inProject({ type: "dataset" }, "viewer"), "granted"],
    ["a project's viewer changes nothing", user(), "model:edit", inProject(hidden, "viewer"), "not-granted"],
    [
      "a project's editor deletes nothing",
      user(),
      "model:delete",
      inProject(hidden, "editor"),
      "not-granted",
    ],
    ["an admin sees no project", user("guard-admin"), "project:get", { type: "project" }, "not-granted"],
  ])("%s: %j, %s", (_, who, permission, resource, reason) => {
    expect(dynamoai.check(who, permission, resource).reason).toBe(reason);
  });

  test("the owner of a project shares what is inside", () => {
    const share = (role: string): boolean =>
      dynamoai.canAssign(user(), "model#guard-viewer", user(), inProject(hidden, role));
    expect(["owner", "editor", "viewer"].map(share)).toEqual([true, false, false]);
  });
});

describe("modzy", () => {
  const key = (id: string, team: string, account: string, ...roles: readonly string[]): Data => {
    const status = { status: "Active", accountStatus: "Active" };
    return { kind: "team-key", id, user: `user of ${id}`, team, account, ...status, roles };
  };
  const mine = (...roles: readonly string[]): Data => key("k1", "t1", "a1", ...roles);
  const project = { ...mine(), kind: "project-key", user: undefined, project: "p1", models: ["m1"] };

  const own = { id: "x1", key: "k1", team: "t1", account: "a1" };
  const colleagues = { ...own, key: "k2" };
  const otherTeams = { ...own, key: "k9", team: "t9" };
  const job = (whose: Data, status = "IN_PROGRESS"): Data => ({ type: "job", ...whose, status });
  const version = (whose: Data): Data => ({
    type: "version",
    id: "v1",
    container: { type: "model", ...whose },
  });
  const keyOf = (id: string, team = "t1"): Data => ({
    ...{ type: "key", id, user: `user of ${id}`, team, account: "a1" },
    ...{ keyType: "user", status: "Active", bodyRead: false },
  });
  const ready = { purchased: true, hasActiveVersion: true };
  const model = (visibility: string, visibleTo?: readonly string[]): Data => {
    return { type: "model", ...own, id: "m1", visibility, visibleTo, ...ready };
  };

  test.each<Example>([
    ["own job", mine("DEVELOPER"), "job:cancel", job(own), "granted"],
    ["a teammate's job", mine("DEVELOPER"), "job:cancel", job(colleagues), "outside-scope"],
    ["a team job", mine("ACCOUNT_ADMIN"), "job:cancel", job(colleagues), "granted"],
    ["another team's job", mine("ACCOUNT_ADMIN"), "job:cancel", job(otherTeams), "outside-scope"],
    ["any job", mine("SYSTEM_OWNER"), "job:cancel", job(otherTeams, "SUBMITTED"), "granted"],
    ["a project's job", project, "job:cancel", job(own, "PENDING"), "granted"],
    ["a job of the project's team", project, "job:cancel", job(colleagues, "PENDING"), "outside-scope"],
    ["a job that has ended", mine("SYSTEM_OWNER"), "job:cancel", job(own, "COMPLETED"), "requires"],
    [
      "a job whose status is unknown",
      mine("DEVELOPER"),
      "job:cancel",
      { type: "job", ...own },
      "missing-attribute",
    ],
    ["a view-only role", mine("AUDITOR"), "job:cancel", job(own), "not-granted"],
    ["an ended job takes no input", mine("DEVELOPER"), "job:addInput", job(own, "COMPLETED"), "requires"],
    [
      "an ended job is not open",
      mine("ACCOUNT_ADMIN"),
      "job:close",
      job(colleagues, "COMPLETED"),
      "requires",
    ],
    ["another team's result", mine("AUDITOR"), "result:get", { type: "result", ...otherTeams }, "granted"],

    ["own version", mine("DATA_SCIENTIST"), "version:update", version(own), "granted"],
    ["a colleague's version", mine("DATA_SCIENTIST"), "version:update", version(colleagues), "outside-scope"],
    ["any version", mine("SYSTEM_OWNER"), "version:update", version(otherTeams), "granted"],
    ["a team's version", mine("ACCOUNT_ADMIN"), "version:approve", version(colleagues), "granted"],

    ["own key's body", mine("SYSTEM_OWNER"), "key:getBody", keyOf("k1"), "granted"],
    ["another's key's body", mine("SYSTEM_OWNER"), "key:getBody", keyOf("k2"), "outside-scope"],
    ["a key's body in the team", mine("ACCOUNT_ADMIN"), "key:getBody", keyOf("k2"), "outside-scope"],
    [
      "the body a second time",
      mine("DEVELOPER"),
      "key:getBody",
      { ...keyOf("k1"), bodyRead: true },
      "requires",
    ],
    ["no project reads a body", project, "key:getBody", keyOf("k1"), "not-granted"],
    ["own key", mine(), "key:get", keyOf("k1"), "granted"],
    ["a teammate's key", mine(), "key:get", keyOf("k2"), "outside-scope"],
    ["a project's own key", project, "key:get", { ...keyOf("k1"), user: null, project: "p1" }, "granted"],
    ["another project's key", project, "key:get", { ...keyOf("k1"), project: "p2" }, "outside-scope"],
    ["a key of the team", mine("ACCOUNT_ADMIN"), "key:update", keyOf("k2"), "granted"],
    ["own key in another team", mine("ACCOUNT_ADMIN"), "key:updateRoles", keyOf("k1", "t9"), "outside-scope"],
    ["the draft of a key", mine("ACCOUNT_ADMIN"), "key:create", { ...keyOf("k2"), id: undefined }, "granted"],
    ["a deleted key", mine("SYSTEM_OWNER"), "key:update", { ...keyOf("k2"), status: "Deleted" }, "requires"],
    [
      "a project key",
      mine("SYSTEM_OWNER"),
      "key:updateRoles",
      { ...keyOf("k2"), keyType: "system" },
      "requires",
    ],

    ["own profile", mine("AUDITOR"), "user:update", { type: "user", id: "user of k1" }, "granted"],
    ["another's profile", mine("AUDITOR"), "user:update", { type: "user", id: "u9" }, "outside-scope"],
    [
      "a member of the team",
      mine("ACCOUNT_ADMIN"),
      "user:update",
      { type: "user", id: "u9", teams: ["t0", "t1"] },
      "granted",
    ],
    ["own team", mine(), "team:switchTo", { type: "team", id: "t1" }, "granted"],
    ["another team", mine("ACCOUNT_ADMIN"), "team:update", { type: "team", id: "t9" }, "outside-scope"],
    ["a custom role", mine("SYSTEM_OWNER"), "role:update", { type: "role", prebuilt: false }, "granted"],
    ["a prebuilt role", mine("SYSTEM_OWNER"), "role:update", { type: "role", prebuilt: true }, "requires"],

    ["a project's model", project, "model:run", { ...model("ALL") }, "granted"],
    ["not a project's model", project, "model:run", { ...model("ALL"), id: "m2" }, "condition"],
    ["a project's, but private", project, "model:run", { ...model("PRIVATE"), key: "k2" }, "requires"],
    ["not purchased", mine("DEVELOPER"), "model:run", { ...model("ALL"), purchased: false }, "requires"],
    [
      "without a version",
      mine("DEVELOPER"),
      "model:run",
      { ...model("ALL"), hasActiveVersion: false },
      "requires",
    ],
    ["visible is not enough", mine("SYSTEM_OWNER"), "model:run", model("ALL"), "not-granted"],

    [
      "an inactive key",
      { ...mine("SYSTEM_OWNER"), status: "Inactive" },
      "job:get",
      job(own),
      "principal-refused",
    ],
    [
      "a key of no known status",
      { ...mine(), status: undefined },
      "job:create",
      undefined,
      "principal-refused",
    ],
    [
      "an inactive project key",
      { ...project, status: "Inactive" },
      "job:create",
      undefined,
      "principal-refused",
    ],
    [
      "a project key of an inactive account",
      { ...project, accountStatus: "Inactive" },
      "job:create",
      undefined,
      "principal-refused",
    ],
  ])("%s: %j, %s", (_, who, permission, resource, reason) => {
    expect(modzy.check(who, permission, resource).reason).toBe(reason);
  });

  const askers: Readonly<Record<string, Data>> = {
    creator: key("k1", "t1", "a1", "DEVELOPER"),
    teammate: key("k2", "t1", "a1", "DEVELOPER"),
    colleague: key("k3", "t2", "a1", "DEVELOPER"),
    stranger: key("k4", "t3", "a3", "DEVELOPER"),
  };
  test.each([
    [model("ALL"), ["creator", "teammate", "colleague", "stranger"]],
    [model("ACCOUNT"), ["creator", "teammate", "colleague"]],
    [model("TEAM", ["t2"]), ["creator", "colleague"]],
    [model("TEAM", ["t2", "t3"]), ["creator", "colleague", "stranger"]],
    [model("TEAM", []), ["creator"]],
    [model("TEAM"), ["creator"]],
    [model("PRIVATE"), ["creator"]],
    [model("PRIVATE", ["t1", "t2", "t3"]), ["creator"]],
  ])("visibility %j: seen and run by %j", (resource, expected) => {
    const who = (permission: string): string[] =>
      Object.keys(askers).filter(
        (name) => modzy.check(askers[name], permission, resource).reason === "granted",
      );
    expect(who("model:get")).toEqual(expected);
    expect(who("model:run")).toEqual(expected);
  });
});

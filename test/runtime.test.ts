/** What the laws do not reach: the edges of the runtime that an app sees. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { createAuthorizer, createRouteMatcher, ForbiddenError, type Decision, type Policy } from "rolebook";
import { policy as dynamoai, type Types } from "../generated/dynamoai/policy.js";
import { isPermission } from "../generated/modzy/permissions.js";
import { policy as modzy, type PrincipalOf } from "../generated/modzy/policy.js";
import { isRole } from "../generated/modzy/roles.js";
import { load } from "../compiler/1-load/index.js";
import { liveTable } from "../review/live.js";
import { analyzeSources, sources } from "./support/policy.js";

const alice = { id: "alice", roles: ["guard-member"] } as const;
const model = { type: "model", id: "m1", visibility: "private" } as const;

describe("assert", () => {
  const { assert } = createAuthorizer(dynamoai);

  test("returns nothing if the principal may", () => {
    const failure = caught(() => {
      assert({ id: "ann", roles: ["guard-admin"] }, "model:delete", model);
    });
    expect(failure).toBeUndefined();
  });

  test.each([
    [alice, 403, "not-granted"],
    [null, 401, "no-principal"],
    [undefined, 401, "no-principal"],
    [[], 401, "no-principal"],
  ] as const)("throws for %j with the status %i", (principal, status, reason) => {
    const error = caught(() => {
      assert(principal, "model:delete", model);
    });
    expect(error).toBeInstanceOf(ForbiddenError);
    expect(error).toMatchObject({ code: "FORBIDDEN", status, name: "ForbiddenError", decision: { reason } });
    expect(String(error)).toBe(`ForbiddenError: model:delete is not allowed: ${reason}`);
  });
});

describe("check", () => {
  const { check } = createAuthorizer(dynamoai);

  test("says who allowed and on what", () => {
    const shared = { ...model, roles: ["guard-viewer", "eval-owner"] } as const;
    expect(check(alice, "model:get", shared)).toEqual({
      allowed: true,
      reason: "granted",
      permission: "model:get",
      principalId: "alice",
      resource: { type: "model", id: "m1" },
      scope: "ALL",
      via: { resourceRole: "eval-owner", type: "model", id: "m1" },
      wouldGrant: [],
      policy: `dynamoai@${dynamoai.hash}`,
    });
  });

  test("says what would have allowed", () => {
    const { reason, wouldGrant } = check(alice, "model:applyPolicy", { ...model, roles: ["guard-viewer"] });
    expect({ reason, wouldGrant }).toEqual({
      reason: "not-granted",
      wouldGrant: ["resourceRole:model#guard-editor", "resourceRole:model#guard-owner"],
    });
  });

  test("names only what the principal's kind may hold", () => {
    const key = { kind: "project-key", id: "k1", roles: [] } as unknown as PrincipalOf<"project-key">;
    const { wouldGrant } = createAuthorizer(modzy).check(key, "model:create");
    expect(wouldGrant).toEqual([]);
  });
});

describe("onDecision", () => {
  test("sees every decision once, and its failure is not the check's", () => {
    const seen: Decision[] = [];
    const { can, check, assert, forPrincipal } = createAuthorizer(dynamoai, {
      onDecision: (decision) => {
        seen.push(decision);
        throw new Error("the audit log is full");
      },
    });
    expect(can(alice, "model:create")).toBe(false);
    expect(check([alice, alice], "model:get", model).allowed).toBe(false);
    expect(
      caught(() => {
        assert(alice, "model:get", model);
      }),
    ).toBeInstanceOf(ForbiddenError);
    expect(forPrincipal(alice).can("model:create")).toBe(false);
    expect(seen.map(({ permission }) => permission)).toEqual([
      "model:create",
      "model:get",
      "model:get",
      "model:create",
    ]);
  });
});

test("a hook that fails later, or that lies, changes nothing", async () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  process.on("unhandledRejection", note);
  const hooks: ((decision: Decision) => unknown)[] = [
    (decision) => ((decision as { allowed: boolean }).allowed = true),
    () => Promise.reject(new Error("the audit log is down")),
  ];
  let turn = 0;
  const { can, check } = createAuthorizer(dynamoai, {
    onDecision: (decision) => hooks[turn++ % 2]?.(decision),
  });
  expect(can(alice, "model:create")).toBe(false);
  expect(can(alice, "model:create")).toBe(false);
  expect(check(alice, "model:create").allowed).toBe(false);
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

describe("a getter that throws", () => {
  const { can, check, permissionsOf, scopeOf, forPrincipal } = createAuthorizer(dynamoai);
  const broken = {
    id: "broken",
    get roles(): never {
      throw new Error("lazy");
    },
  };
  const admin = { id: "ann", roles: ["guard-admin"] } as const;

  test("makes its own principal nobody, and no other", () => {
    for (const both of [
      [broken, admin],
      [admin, broken],
    ]) {
      expect(can(both, "model:create")).toBe(true);
      expect(check(both, "model:create")).toMatchObject({ allowed: true, principalId: "ann" });
      expect(forPrincipal(both).can("model:create")).toBe(true);
      expect(permissionsOf(both)).toEqual(permissionsOf(admin));
      expect(scopeOf(both, "model:get")).toBe("ALL");
    }
    const sparse = new Array<typeof admin>(2);
    sparse[1] = admin;
    expect([can(sparse, "model:create"), check(sparse, "model:create").allowed]).toEqual([true, true]);
    expect(check(new Array<typeof admin>(2), "model:create").reason).toBe("no-principal");
    expect(can(broken, "model:create")).toBe(false);
    expect(check(broken, "model:create")).toMatchObject({
      reason: "missing-attribute",
      principalId: "broken",
    });
  });

  test("does not change an answer that it is not needed for", () => {
    const row = {
      type: "model",
      visibility: "private",
      get id(): never {
        throw new Error("lazy");
      },
    } as const;
    expect(can(admin, "model:get", row)).toBe(true);
    expect(check(admin, "model:get", row)).toMatchObject({ allowed: true, via: { role: "guard-admin" } });
    expect(createAuthorizer(dynamoai, { onDecision: () => undefined }).can(admin, "model:get", row)).toBe(
      true,
    );
  });
});

describe("forPrincipal", () => {
  test("keeps the roles as they were when it was made", () => {
    const principal: { id: string; roles: ("guard-admin" | "guard-member")[] } = {
      id: "bob",
      roles: ["guard-admin"],
    };
    const { forPrincipal, can } = createAuthorizer(dynamoai);
    const { can: may, check } = forPrincipal(principal);
    principal.roles.pop();
    expect(may("model:create")).toBe(true);
    expect(check("model:create").via).toEqual({ role: "guard-admin" });
    expect(can(principal, "model:create")).toBe(false);
  });
});

describe("canAssign", () => {
  const { canAssign } = createAuthorizer(dynamoai);
  const owner = { ...model, roles: ["guard-owner"] } as const;

  test("lets an owner share, on that resource, with roles of the same product", () => {
    expect(canAssign(alice, "model#guard-viewer", alice, owner)).toBe(true);
    expect(canAssign(alice, "model#eval-viewer", alice, owner)).toBe(false);
    expect(canAssign(alice, "model#guard-viewer", alice, { ...model, roles: ["guard-editor"] })).toBe(false);
    expect(canAssign(alice, "model#guard-viewer", alice, model)).toBe(false);
  });

  test("lets the admin of a product share everything of it", () => {
    const admin = { id: "ann", roles: ["guard-admin"] } as const;
    expect(canAssign(admin, "model#guard-owner", alice, model)).toBe(true);
    expect(canAssign(admin, "policy#guard-viewer", alice, { type: "policy" })).toBe(true);
    expect(canAssign(admin, "model#eval-owner", alice, model)).toBe(false);
    expect(canAssign(admin, "guard-member", alice)).toBe(false);
  });
});

test("a table of an unknown format is refused", () => {
  const later = { ...dynamoai, format: 2 } as unknown as Policy;
  expect(() => createAuthorizer(later)).toThrow(TypeError);
});

test("guards know the names, and no name of Object's", () => {
  expect(["job:create", "CAN_PATCH_PROCESSING_MODEL_VERSION"].map(isPermission)).toEqual([true, true]);
  const foreign = ["version:patchProcessing", "constructor", "__proto__", "toString", "job", "", null, 1, {}];
  expect(foreign.filter(isPermission)).toEqual([]);
  expect(isRole("PROJECT")).toBe(true);
  expect(isRole("PROJECT", "project-key")).toBe(true);
  expect(isRole("PROJECT", "team-key")).toBe(false);
  expect(isRole("PROJECT", "constructor" as "team-key")).toBe(false);
  expect(["constructor", "project", "", null].filter((name) => isRole(name))).toEqual([]);
});

describe("routes", () => {
  const permissionFor = createRouteMatcher({
    "GET /": "root",
    "GET /jobs": "list",
    "GET /jobs/{id}": "get",
    "GET /jobs/latest": "latest",
    "GET /jobs/{id}/log": "log",
    "GET /jobs/latest/{part}": "part",
    "HEAD /health": "head",
    "GET /health": "public",
    "DELETE /jobs/{id}": "delete",
    "GET /{any}/latest/log": "deep",
  });

  test.each([
    ["GET", "/", "root"],
    ["GET", "/?x=1", "root"],
    ["GET", "/jobs", "list"],
    ["GET", "/jobs/7", "get"],
    ["GET", "/jobs/latest", "latest"],
    ["GET", "/jobs/%6Catest", "latest"],
    ["GET", "/jobs/latest?verbose=1", "latest"],
    ["GET", "/jobs/latest/log", "part"],
    ["GET", "/jobs/7/log", "log"],
    ["GET", "/people/latest/log", "deep"],
    ["GET", "/jobs/constructor", "get"],
    ["GET", "/jobs/%F0%9F%8E%89", "get"],
    ["GET", "/jobs/a.b", "get"],
    ["HEAD", "/jobs/7", "get"],
    ["HEAD", "/health", "head"],
    ["DELETE", "/jobs/7", "delete"],
    ["DELETE", "/jobs/latest", "delete"],
  ])("%s %s is %s", (method, path, expected) => {
    expect(permissionFor(method, path)).toBe(expected);
  });

  test.each([
    ["POST", "/jobs"],
    ["get", "/jobs"],
    ["GET", "/Jobs"],
    ["GET", "/jobs/"],
    ["GET", "//jobs"],
    ["GET", "/jobs//log"],
    ["GET", "/jobs/."],
    ["GET", "/jobs/.."],
    ["GET", "/jobs/%2e%2e"],
    ["GET", "/jobs/a%2Fb"],
    ["GET", "/jobs/%"],
    ["GET", "/jobs/%ff"],
    ["GET", "jobs"],
    ["GET", ""],
    ["GET", "?/jobs"],
    ["GET", "/jobs/7/log/more"],
    ["GET", "/constructor"],
    ["constructor", "/jobs"],
    ["GET", "http://host/jobs"],
    ["GET", "/jobs#latest"],
    ["GET", "/people\\..\\jobs"],
    ["GET", "/jobs/a%5Cb"],
    ["GET", "/jo\tbs"],
    ["GET", "/jobs/a%00b"],
    ["GET", undefined as unknown as string],
  ])("%s %s is no route", (method, path) => {
    expect(permissionFor(method, path)).toBeUndefined();
  });
});

describe("a super user, in both readings of the vendor's documents", () => {
  const folder = resolve(import.meta.dirname, "../policies/dynamoai");
  const overlay = /```yaml\n([^`]*)```/.exec(readFileSync(join(folder, "README.md"), "utf8"))?.[1] ?? "";

  test.each([
    ["the table, which wins", [], false],
    ["the prose, with the file that the policy's README shows", [overlay], true],
  ])("%s", (_, extra, expected) => {
    const files = [...load(folder, folder).result, ...sources(extra)];
    const { diagnostics, policy } = analyzeSources(files);
    expect(diagnostics).toEqual([]);
    if (policy === undefined) throw new Error("does not compile");
    const { can } = createAuthorizer(liveTable(policy) as Policy<Types>);
    const admin = { id: "ann", roles: ["guard-admin"] } as const;
    expect(can(admin, "policy:train", { type: "policy" })).toBe(expected);
    expect(can(admin, "model:applyPolicy", model)).toBe(expected);
    expect(can(admin, "model:createTest", model)).toBe(false);
    expect(can(admin, "model:delete", model)).toBe(true);
  });
});

function caught(call: () => void): unknown {
  try {
    call();
    return undefined;
  } catch (error) {
    return error;
  }
}

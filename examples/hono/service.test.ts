/** The example service on a real port, asked over HTTP. */
import type { AddressInfo } from "node:net";
import { serve, type ServerType } from "@hono/node-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createService, type Models } from "./service.js";

const users = new Map([
  ["developer", ["guard-developer"]],
  ["member", ["guard-member"]],
  ["admin", ["guard-admin"]],
  ["evaluator", ["eval-admin"]],
  ["stranger", ["a-role-of-yesterday"]],
]);
const models: Models = new Map([
  ["old", { visibility: "private", shares: new Map([["member", "guard-viewer" as const]]) }],
  ["open", { visibility: "public", shares: new Map() }],
]);

let server: ServerType;
let origin: string;

beforeAll(async () => {
  const { fetch } = createService(users, models);
  await new Promise<void>((ready) => {
    server = serve({ fetch, port: 0, hostname: "127.0.0.1" }, () => {
      ready();
    });
  });
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterAll(() => {
  server.close();
});

async function request(user: string | undefined, method: string, path: string): Promise<[number, unknown]> {
  const headers: Record<string, string> = user === undefined ? {} : { "x-user": user };
  const response = await fetch(`${origin}${path}`, { method, headers });
  return [response.status, await response.json()];
}

test("nobody gets in without a user", async () => {
  expect(await request(undefined, "GET", "/models/old")).toEqual([401, { error: "unauthenticated" }]);
  expect((await request("constructor", "GET", "/models/old"))[0]).toBe(401);
});

test("a developer creates a model and owns it; a member does not create", async () => {
  expect(await request("developer", "POST", "/models/new")).toEqual([201, { created: "new" }]);
  expect(await request("developer", "GET", "/models/new")).toEqual([
    200,
    { shares: { developer: "guard-owner" } },
  ]);
  expect(await request("member", "POST", "/models/other")).toEqual([
    403,
    { error: "forbidden", reason: "not-granted" },
  ]);
});

test("creating what exists takes nobody's model away", async () => {
  expect(await request("developer", "POST", "/models/old")).toEqual([409, { error: "exists" }]);
  expect((await request("developer", "GET", "/models/old"))[0]).toBe(403);
});

test("a share gives its role on that model, and only an owner or an admin shares", async () => {
  expect((await request("member", "GET", "/models/new"))[0]).toBe(403);
  expect((await request("member", "PUT", "/models/new/shares/member/guard-viewer"))[0]).toBe(403);
  expect(await request("developer", "PUT", "/models/new/shares/member/guard-viewer")).toEqual([
    200,
    { shared: "member" },
  ]);
  expect((await request("member", "GET", "/models/new"))[0]).toBe(200);
  expect((await request("member", "PUT", "/models/new/shares/stranger/guard-viewer"))[0]).toBe(403);
  expect((await request("admin", "PUT", "/models/new/shares/stranger/guard-owner"))[0]).toBe(200);
  expect((await request("developer", "PUT", "/models/new/shares/member/eval-owner"))[0]).toBe(403);
  expect((await request("developer", "PUT", "/models/new/shares/member/constructor"))[0]).toBe(404);
  expect((await request("admin", "PUT", "/models/gone/shares/member/guard-viewer"))[0]).toBe(404);
});

test("a share does not take away a role that its giver could not take", async () => {
  expect((await request("evaluator", "PUT", "/models/new/shares/stranger/eval-viewer"))[0]).toBe(403);
  expect((await request("evaluator", "PUT", "/models/new/shares/admin/eval-viewer"))[0]).toBe(200);
});

test("an admin reaches what was never shared, and an unknown role reaches nothing", async () => {
  expect(await request("admin", "GET", "/models/old")).toEqual([200, { shares: { member: "guard-viewer" } }]);
  expect(await request("stranger", "GET", "/models/old")).toEqual([
    403,
    { error: "forbidden", reason: "condition" },
  ]);
});

test("every user sees a public model, and changes nothing there", async () => {
  expect((await request("stranger", "GET", "/models/open"))[0]).toBe(200);
  expect(await request("stranger", "PUT", "/models/open/shares/stranger/guard-owner")).toEqual([
    403,
    { error: "forbidden", reason: "not-granted" },
  ]);
});

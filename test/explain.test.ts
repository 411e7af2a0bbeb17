/** `rolebook explain`, and the provenance that it reads. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Ajv2020, type AnySchemaObject } from "ajv/dist/2020.js";
import { afterAll, describe, expect, test } from "vitest";
import { createExplainer } from "rolebook/explain";
import { policy as dynamoai } from "../generated/dynamoai/policy.js";
import { provenance as ofDynamoai } from "../generated/dynamoai/provenance.js";
import { policy as modzy } from "../generated/modzy/policy.js";
import { provenance as ofModzy } from "../generated/modzy/provenance.js";
import { rolebook, Scratch } from "./support/project.js";

const root = resolve(import.meta.dirname, "..");
const scratch = new Scratch("explain");

afterAll(() => {
  scratch.dispose();
});

const schema = JSON.parse(readFileSync(join(root, "schema/explain.schema.json"), "utf8")) as AnySchemaObject;
const isExplanation = new Ajv2020({
  strict: true,
  allErrors: true,
  strictRequired: false,
  allowUnionTypes: true,
}).compile(schema);

const shop = `principals:
  user: { attributes: { team: string }, defaultRoles: [member] }
  robot: { requires: 'principal.id != "r2"' }
scopes:
  - { name: OWN, when: "resource.owner == principal.id" }
  - { name: ALL }
resources:
  shop: { actions: { open: { on: type } } }
  order:
    in: shop
    attributes: { owner: string, state: [open, sent] }
    requires: 'resource.state != "sent" || principal.kind == "robot"'
    actions:
      view:
      edit: { implies: [view] }
roles:
  member:
    allow: [{ permissions: ["order:view"], scope: OWN }]
  clerk:
    heldBy: [user]
    inherits: [member]
    allow:
      - shop:open
      - { permissions: ["order:edit"], when: "resource.owner != principal.id" }
    assigns: [member]
  chief: { inherits: [clerk, "shop#keeper"], assigns: ["shop#keeper"] }
resourceRoles:
  shop:
    keeper: { allow: ["order:*"], assigns: [keeper] }
`;

function project(): string {
  return scratch.project({ "policies/shop/shop.yaml": shop });
}

/** Removes what depends on the policy's hash. */
function plain(text: string): string {
  return text.replace(/shop@[0-9a-f]{32}/g, "shop@HASH");
}

const someone = (more: object): string =>
  JSON.stringify({ kind: "user", id: "ann", team: "t1", roles: [], ...more });
const order = (more: object): string =>
  JSON.stringify({ type: "order", id: "o1", owner: "bob", state: "open", ...more });

describe("a question", () => {
  test("that is allowed names the grant, its way and its line", async () => {
    const { exitCode, stdout, stderr } = await rolebook(project(), [
      ...["explain", "order:view", "--principal", someone({ roles: ["chief"] })],
      ...["--on", order({ container: { type: "shop", id: "s1" } })],
    ]);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`allowed: order:view on order "o1" (granted)
  scope ALL

what the principal's roles grant:
  role:chief has order:view at ALL implied by order:edit through clerk: granted  policies/shop/shop.yaml:24
    when: resource.owner != principal.id: true  policies/shop/shop.yaml:24
      principal.id is "ann", resource.owner is "bob"
  role:chief has order:view at ALL inside shop through shop#keeper: granted  policies/shop/shop.yaml:29
  role:member has order:view at OWN: outside-scope  policies/shop/shop.yaml:18
    scope OWN: resource.owner == principal.id: false  policies/shop/shop.yaml:5
      principal.id is "ann", resource.owner is "bob"
  role:chief has order:view at OWN through clerk -> member: outside-scope  policies/shop/shop.yaml:18
    scope OWN: resource.owner == principal.id: false  policies/shop/shop.yaml:5
      principal.id is "ann", resource.owner is "bob"

what binds everyone:
  requires: resource.state != "sent" || principal.kind == "robot": true  policies/shop/shop.yaml:12
    principal.kind is "user", resource.state is "open"
`);
  });

  test.each([
    [
      "not granted",
      ["order:edit", "--principal", someone({}), "--on", order({})],
      /denied: order:edit on order "o1" \(not-granted\)[^]*what would allow it:\n {2}role:clerk has order:edit[^]*role:chief has/,
    ],
    [
      "outside of the scope",
      ["order:view", "--principal", someone({}), "--on", order({})],
      /\(outside-scope\)[^]*role:member has order:view at OWN: outside-scope[^]*what would allow it:\n {2}role:clerk/,
    ],
    [
      "a missing attribute",
      ["order:view", "--principal", someone({}), "--on", '{"type": "order"}'],
      /\(missing-attribute: resource\.owner is missing\)/,
    ],
    [
      "what binds everyone",
      ["order:view", "--principal", someone({}), "--on", order({ owner: "ann", state: "sent" })],
      /\(requires\)[^]*principal\.kind == "robot": false(?![^]*what would allow)/,
    ],
    [
      "a refused principal",
      ["shop:open", "--principal", '{"kind": "robot", "id": "r2"}'],
      /denied: shop:open \(principal-refused\)[^]*the kind requires: principal\.id != "r2": false {2}policies\/shop\/shop\.yaml:3/,
    ],
    ["nobody", ["shop:open", "--principal", "null"], /\(no-principal\)/],
    [
      "a resource too many",
      ["shop:open", "--principal", someone({}), "--on", order({})],
      /\(unexpected-resource\)/,
    ],
    [
      "an unknown role",
      ["shop:open", "--principal", someone({ roles: ["boss"] })],
      /note: these roles give nothing: boss/,
    ],
    [
      "a misspelt attribute",
      ["order:view", "--principal", someone({ tem: "x" }), "--on", order({ ownr: "y" })],
      /note: the kind `user` has no attribute `tem`; did you mean `team`\?\n {2}note: `order` has no attribute `ownr`; did you mean `owner`\?/,
    ],
    [
      "several keys of one user",
      ["shop:open", "--principal", `[${someone({})}, ${someone({ roles: ["clerk"] })}]`],
      /allowed: shop:open \(granted\)[^]*role:clerk has shop:open: granted/,
    ],
    [
      "whoever has a role",
      ["order:view", "--role", "member"],
      /depends: order:view on order \(missing-attribute: resource\.owner is missing\)/,
    ],
    [
      "whoever has a resource role of a container",
      ["order:edit", "--role", "shop#keeper"],
      /allowed: order:edit on order \(granted\)[^]*resourceRole:shop#keeper has order:edit at ALL: granted/,
    ],
    [
      "a role that has no such grant",
      ["order:edit", "--role", "member"],
      /denied: order:edit on order \(not-granted\)/,
    ],
  ])("says of %s what decided", async (_, args, expected) => {
    const { exitCode, stdout, stderr } = await rolebook(project(), ["explain", ...args]);
    expect(stderr).toBe("");
    expect(stdout).toMatch(expected);
    expect(exitCode).toBe(0);
    const json = await rolebook(project(), ["explain", ...args, "--format", "json"]);
    expect(isExplanation(JSON.parse(json.stdout)), JSON.stringify(isExplanation.errors)).toBe(true);
  });

  test("takes JSON from files", async () => {
    const folder = scratch.project({
      "policies/shop/shop.yaml": shop,
      "who.json": someone({ roles: ["clerk"] }),
    });
    const { stdout } = await rolebook(folder, ["explain", "shop:open", "--principal", "@who.json"]);
    expect(stdout).toContain("allowed: shop:open (granted)");
  });
});

test("a role is told with all it may do and where from", async () => {
  const args = ["explain", "--role", "chief"];
  const { stdout } = await rolebook(project(), args);
  expect(stdout).toBe(`role:chief
  order:edit at ALL when resource.owner != principal.id through clerk  policies/shop/shop.yaml:24
  order:edit at ALL inside shop through shop#keeper  policies/shop/shop.yaml:29
  order:view at ALL when resource.owner != principal.id implied by order:edit through clerk  policies/shop/shop.yaml:24
  order:view at ALL inside shop through shop#keeper  policies/shop/shop.yaml:29
  order:view at OWN through clerk -> member  policies/shop/shop.yaml:18
  shop:open through clerk  policies/shop/shop.yaml:23

may assign:
  member through clerk  policies/shop/shop.yaml:25
  shop#keeper  policies/shop/shop.yaml:26
  shop#keeper through shop#keeper  policies/shop/shop.yaml:29
`);
  const json = await rolebook(project(), [...args, "--format", "json"]);
  expect(isExplanation(JSON.parse(json.stdout)), JSON.stringify(isExplanation.errors)).toBe(true);
  expect(plain(json.stdout)).not.toContain("undefined");
});

describe("a wrong call", () => {
  test.each([
    [["explain"], "name a permission"],
    [["explain", "order:view"], "say who asks"],
    [["explain", "--principal", "{}", "--role", "member"], "exclude each other"],
    [["explain", "--role", "member", "--on", "{}"], "name a permission"],
    [
      ["explain", "order:veiw", "--role", "member"],
      "`order:veiw` is not a permission of this policy; did you mean `order:view`?",
    ],
    [
      ["explain", "order:view", "--role", "membr"],
      "`membr` is not a role of this policy; did you mean `member`?",
    ],
    [["explain", "order:view", "--principal", "{id: x}"], "`--principal` is not JSON"],
    [["explain", "order:view", "--principal", "@gone.json"], "gone.json"],
    [["explain", "order:view", "--role", "member", "--policy", "shp"], "did you mean `shop`?"],
    [["explain", "order:view", "--role", "member", "--format", "xml"], "xml"],
  ])("%j exits with 2", async (args, message) => {
    const { exitCode, stdout, stderr } = await rolebook(project(), args);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(exitCode).toBe(2);
  });

  test("of several policies names none", async () => {
    const folder = scratch.project({ "policies/a/a.yaml": shop, "policies/b/b.yaml": shop });
    const { exitCode, stderr } = await rolebook(folder, ["explain", "--role", "member"]);
    expect(stderr).toContain("name one policy with `--policy`: `a`, `b`");
    expect(exitCode).toBe(2);
  });

  test("of a policy with an error shows that", async () => {
    const folder = scratch.project({ "policies/a/a.yaml": "roles: { a: { allow: [x:y] } }\n" });
    const { exitCode, stdout, stderr } = await rolebook(folder, ["explain", "--role", "a"]);
    expect(stderr).toContain("error[unknown-");
    expect(stdout).toBe("");
    expect(exitCode).toBe(1);
  });
});

test("--help has an example", async () => {
  const { stdout } = await rolebook(root, ["explain", "--help"]);
  expect(stdout).toMatch(/Examples:\n +rolebook explain/);
});

describe("an app with the generated provenance", () => {
  test("gets the line with the decision", () => {
    const { check, explainAssign } = createExplainer(dynamoai, ofDynamoai);
    const decision = check({ id: "ann", roles: ["guard-admin"] }, "model:create");
    const { file = "", line = 0 } = decision.source ?? {};
    expect(readFileSync(join(root, file), "utf8").split("\n")[line - 1]).toContain("model:create");
    const model = { type: "model", id: "m", visibility: "private", roles: ["guard-owner"] } as const;
    const { allowed, rules } = explainAssign(
      { id: "ann", roles: [] },
      "model#guard-viewer",
      { roles: [] },
      model,
    );
    expect(allowed).toBe(rules.some(({ isHeld }) => isHeld));
  });

  test("is told when they are not of one build", () => {
    expect(() => createExplainer(modzy, ofDynamoai)).toThrow(
      /the provenance is of dynamoai@.*build it again/,
    );
    expect(() => createExplainer(modzy, { ...ofModzy, format: 2 } as never)).toThrow(TypeError);
  });
});

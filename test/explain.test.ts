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
  chief: { inherits: [clerk, "shop#keeper"], assigns: ["shop#keeper", base] }
  visitor: { id: VISITOR_1, allow: ["shop:open"] }
  base: { heldBy: [], allow: ["shop:open"] }
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
  role:chief has order:view at ALL inside shop through shop#keeper: granted  policies/shop/shop.yaml:31
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
      /note: the role `boss` gives nothing: this policy has none such\n/,
    ],
    [
      "a misspelt role",
      ["shop:open", "--principal", someone({ roles: ["clrk"] })],
      /note: the role `clrk` gives nothing: this policy has none such; did you mean `clerk`\?/,
    ],
    [
      "a role of another kind",
      ["shop:open", "--principal", someone({ kind: "robot", roles: ["clerk", "chief"] })],
      /note: the role `clerk` gives nothing: a `robot` may not hold it\n/,
    ],
    [
      "a resource role that there is not",
      [
        "order:view",
        "--principal",
        someone({}),
        "--on",
        order({ container: { type: "shop", roles: ["kepr"] } }),
      ],
      /note: the role `shop#kepr` gives nothing: this policy has none such/,
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
      "a role that a default role has more than",
      ["order:view", "--role", "visitor"],
      /denied: order:view on order \(not-granted\)\n\nwhat/,
    ],
    [
      "a role that nobody may hold",
      ["shop:open", "--role", "base"],
      /denied: shop:open \(not-granted\)\n {2}note: the role `base` gives nothing: nobody may hold it\n/,
    ],
    [
      "a resource role, which gives nothing on types",
      ["shop:open", "--role", "shop#keeper"],
      /denied: shop:open \(not-granted\)/,
    ],
    [
      "a name that is not the stored one",
      ["shop:open", "--principal", someone({ roles: ["visitor"] })],
      /note: the role `visitor` gives nothing: this policy has none such; its id is `VISITOR_1`\n/,
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

  const asking = (question: readonly unknown[]): string[] => {
    const [permission, principal, on] = question as [string, unknown, unknown];
    const more = on === undefined ? [] : ["--on", JSON.stringify(on)];
    return ["explain", permission, "--principal", JSON.stringify(principal), ...more];
  };
  const user = { kind: "user", id: "ann" };

  test.each<readonly [string, readonly unknown[], string]>([
    [
      "a value of the wrong type",
      ["order:view", user, { type: "order", owner: { a: 1 } }],
      "(missing-attribute: resource.owner has the wrong type)",
    ],
    [
      "a value that is null",
      ["order:view", user, { type: "order", owner: null }],
      "(missing-attribute: resource.owner is missing)",
    ],
    [
      "a misspelt kind",
      ["shop:open", { kind: "usr" }],
      "(unknown-kind)\n  note: `usr` is not a kind of principals; did you mean `user`?\n",
    ],
    [
      "a kind that was left out",
      ["shop:open", {}],
      "(unknown-kind)\n  note: the principal has no `kind`; the kinds are `robot`, `user`\n",
    ],
    ["nobody", ["shop:open", []], "(no-principal)\n  note: nobody asks: a principal is a JSON object"],
    ["one of several that is none", ["shop:open", [user, 5]], "  note: nobody asks"],
    [
      "roles that are no list",
      ["shop:open", { ...user, roles: "clerk" }],
      "  note: the `roles` of the principal give nothing: they must be a list of names\n",
    ],
    [
      "a role that is no name",
      ["order:view", user, { type: "order", roles: ["a", 5] }],
      "  note: `5` in the `roles` of `order` gives nothing: it is not a name\n",
    ],
    [
      "another type",
      ["order:view", user, { type: "ordr" }],
      "(wrong-resource-type)\n  note: `order:view` is about resources of the type `order`, and the `type` of this one is `ordr`\n",
    ],
    [
      "a type that was left out",
      ["order:view", user, {}],
      "of the type `order`, and this one has no `type`\n",
    ],
    ["a list of resources", ["order:view", user, []], "of the type `order`, and this is no JSON object\n"],
    [
      "another container",
      ["order:view", user, { type: "order", container: { type: "order" } }],
      "(wrong-resource-type)\n  note: the container of `order` is of `shop`, and the `type` of this one is `order`\n",
    ],
    [
      "a container too many",
      ["order:view", user, { type: "order", container: { type: "shop", container: 5 } }],
      "  note: `shop` has no container, and this is no JSON object\n",
    ],
    [
      "a resource that was left out",
      ["order:view", user],
      '(missing-resource)\n  note: `order:view` is asked of a resource, such as {"type": "order"}\n',
    ],
    [
      "a resource on the type",
      ["shop:open", user, { type: "shop" }],
      "  note: `shop:open` is about the type `shop`: it is asked without a resource\n",
    ],
  ])("says of %s what is wrong with it", async (_, question, expected) => {
    const { exitCode, stdout } = await rolebook(project(), asking(question));
    expect(stdout).toContain(expected);
    expect(exitCode).toBe(0);
  });

  test("follows containers no further than a check does", async () => {
    const nested = shop.replace("    in: shop\n", "    in: [shop, order]\n");
    const deep = `${'{"type":"order","owner":"ann","container":'.repeat(20_000)}null${"}".repeat(20_000)}`;
    const folder = scratch.project({ "policies/shop/shop.yaml": nested, "deep.json": deep });
    const args = ["explain", "order:view", "--principal", someone({}), "--on", "@deep.json"];
    const { exitCode, stdout } = await rolebook(folder, args);
    expect(stdout).toContain("note: containers are followed 32 deep\n");
    expect(exitCode).toBe(0);
  });

  test("survives values that are nested deeply", async () => {
    const deep = `{"type":"order","owner":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
    const folder = scratch.project({ "policies/shop/shop.yaml": shop, "deep.json": deep });
    const args = ["explain", "order:view", "--principal", someone({}), "--on", "@deep.json"];
    expect((await rolebook(folder, args)).stdout).toContain("resource.owner is ...\n");
    const { exitCode, stderr } = await rolebook(folder, [...args, "--format", "json"]);
    expect(stderr).toBe("error: a value of an attribute is nested too deep\n");
    expect(exitCode).toBe(2);
  });

  test("of a long line of roles names the nearest others", { timeout: 30_000 }, async () => {
    const roles = Array.from(
      { length: 2_000 },
      (__, at) => `  r${at}: { allow: ["d${at % 40}:view"]${at === 0 ? "" : `, inherits: [r${at - 1}]`} }\n`,
    );
    const types = Array.from({ length: 40 }, (__, at) => `  d${at}: { actions: { view: } }\n`);
    const text = `resources:\n${types.join("")}roles:\n${roles.join("")}`;
    const folder = scratch.project({ "policies/long/long.yaml": text });
    const args = asking(["d7:view", { roles: [] }, { type: "d7" }]);
    const started = performance.now();
    const { stdout } = await rolebook(folder, [...args, "--format", "json"]);
    expect(performance.now() - started).toBeLessThan(20_000);
    const { grants } = JSON.parse(stdout) as {
      readonly grants: readonly { readonly holder: string; readonly path: readonly string[] }[];
    };
    expect(new Set(grants.map(({ holder }) => holder)).size).toBe(100);
    expect(grants.filter(({ path }) => path.length === 1)).toHaveLength(50);
    expect((await rolebook(folder, args)).stdout).toMatch(/ {2}and many more\n$/);
  });

  test("has a line for each line, whatever a file is called", async () => {
    const folder = scratch.project({ "policies/shop/a\nb\u001b.yaml": shop });
    const { stdout } = await rolebook(folder, ["explain", "order:view", "--role", "member"]);
    expect(stdout).toContain("  policies/shop/a\ufffdb\ufffd.yaml:18\n");
    const named = asking(["shop:open", { ...user, "x\nallowed: ": 1 }]);
    expect((await rolebook(folder, named)).stdout).not.toMatch(/^allowed/m);
  });

  test("takes JSON from files that begin with a byte order mark", async () => {
    const folder = scratch.project({
      "policies/shop/shop.yaml": shop,
      "who.json": `\ufeff${someone({ roles: ["clerk"] })}`,
    });
    const { stdout } = await rolebook(folder, ["explain", "shop:open", "--principal", "@who.json"]);
    expect(stdout).toContain("allowed: shop:open (granted)");
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

test("two scopes with one condition are two lines", async () => {
  const policy = `principals: { user: { attributes: { team: string } } }
scopes:
  - { name: OWN, when: "resource.owner == principal.id" }
  - { name: TEAM, when: "resource.team == principal.team" }
  - { name: ALL }
resources:
  order:
    attributes: { owner: string, team: string }
    scopes:
      OWN: "resource.team == principal.team"
    actions: { view: }
roles:
  member: { allow: [{ permissions: ["order:view"], scope: TEAM }] }
`;
  const args = [...["explain", "order:view", "--principal"], someone({ roles: ["member"] })];
  const on = JSON.stringify({ type: "order", team: "t1" });
  const folder = scratch.project({ "policies/shop/shop.yaml": policy });
  const { stdout } = await rolebook(folder, [...args, "--on", on]);
  expect(stdout.match(/scope \S+: .*/g)).toEqual([
    "scope OWN: resource.team == principal.team: true  policies/shop/shop.yaml:10",
    "scope TEAM: resource.team == principal.team: true  policies/shop/shop.yaml:4",
  ]);
});

test("a role is told with all it may do and where from", async () => {
  const args = ["explain", "--role", "chief"];
  const { stdout } = await rolebook(project(), args);
  expect(stdout).toBe(`role:chief
  order:edit at ALL when resource.owner != principal.id through clerk  policies/shop/shop.yaml:24
  order:edit at ALL inside shop through shop#keeper  policies/shop/shop.yaml:31
  order:view at ALL when resource.owner != principal.id implied by order:edit through clerk  policies/shop/shop.yaml:24
  order:view at ALL inside shop through shop#keeper  policies/shop/shop.yaml:31
  order:view at OWN through clerk -> member  policies/shop/shop.yaml:18
  shop:open through clerk  policies/shop/shop.yaml:23

may assign:
  member through clerk  policies/shop/shop.yaml:25
  shop#keeper  policies/shop/shop.yaml:26
  shop#keeper through shop#keeper  policies/shop/shop.yaml:31
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
    [
      ["explain", "order:view", "--principal", "5"],
      "`--principal` is a JSON object, a list of them or null, and not `5`",
    ],
    [
      ["explain", "order:view", "--principal", "{}", "--on", '"o1"'],
      '`--on` is a JSON object or null, and not `"o1"`',
    ],
    [["explain", "order:view", "--principal", "--on", "{}"], "needs a value"],
    [["explain", "--role", "--format"], "needs a value"],
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
    const asJson = await rolebook(folder, ["explain", "--role", "a", "--format", "json"]);
    expect(asJson).toMatchObject({ exitCode: 1, stderr });
    const validated = await rolebook(folder, ["validate", "--format", "json"]);
    expect(validated.stdout).toContain('"severity": "error"');
    expect(asJson.stdout).toBe(validated.stdout);
  });

  test("without a project shows that", async () => {
    const args = ["explain", "--role", "a", "--format", "json"];
    const { exitCode, stdout, stderr } = await rolebook(scratch.project({}), args);
    expect(stderr).toContain("error[no-policy-file]");
    expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [{ code: "no-policy-file" }] });
    expect(exitCode).toBe(2);
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

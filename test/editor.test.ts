/** An author's editor knows the names of the policy: a real language server is asked about a policy of two files. */
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { compile } from "rolebook/compiler";
import { editorSchema } from "../compiler/6-emit/editor.js";
import { policyArbitrary } from "./laws/arbitrary.js";
import { LanguageServer, type Completion, type Position } from "./support/language-server.js";
import { analyzeSources, sources } from "./support/policy.js";
import { rolebook, Scratch } from "./support/project.js";

const scratch = new Scratch("editor");
const folder = resolve(import.meta.dirname, "..");
let root: string;
let server: LanguageServer;

const names = `principals:
  team-key:
scopes: [{ name: OWN, when: "resource.id == principal.id" }, { name: ALL }]
resources:
  project:
    actions: { view: }
  job:
    in: project
    actions:
      create: { on: type }
      view: { description: See the job. }
      cancel:
roles:
  DEVELOPER: { title: Developer, allow: [job:create] }
resourceRoles:
  job:
    owner: { allow: ["job:*"] }
`;

const modeline = "# yaml-language-server: $schema=../../generated/p/policy.schema.json\n";

const uses = `roles:
  LEAD:
    heldBy: [team-key]
    inherits:
      - DEVELOPER
      - job#owner
    allow:
      - job:view
      - "job:*"
      - { permissions: ["*:view", "*:*"], except: [job:cancel], scope: OWN }
    assigns: ["*", "job#*"]
resourceRoles:
  job:
    viewer: { allow: [job:view], inherits: [owner], assigns: { roles: [owner] } }
resources:
  task: { in: [project], actions: { view: } }
  job:
    requires: "has(resource.id)"
    scopes: { OWN: "resource.id == 'x'" }
    actions: { edit: { implies: [view], requires: "resource.id != principal.id" } }
routes:
  GET /jobs/{id}: job:view
`;

beforeAll(async () => {
  root = scratch.project({ "policies/p/names.yaml": names, "policies/p/uses.yaml": modeline + uses });
  expect(await rolebook(root, ["build"])).toMatchObject({ exitCode: 0 });
  cpSync(join(folder, "schema"), join(root, "schema"), { recursive: true });
  server = await LanguageServer.start(root);
});

afterAll(async () => {
  await server.stop();
  scratch.dispose();
});

/** The place of \`|\` in a text, and the text without it. */
function marked(text: string): { readonly text: string; readonly position: Position } {
  const before = text.slice(0, text.indexOf("|")).split("\n");
  return {
    text: text.replace("|", ""),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}

let files = 0;

/** What the server says about a new file of the policy, with the pointer and the cursor at `|`. */
async function ask(text: string): Promise<{
  readonly problems: readonly string[];
  readonly offered: ReadonlyMap<string, string>;
  readonly hover: string;
}> {
  const file = marked(text);
  const path = `policies/p/new-${String(++files)}.yaml`;
  const problems = await server.open(path, file.text);
  const offered = await server.complete(path, file.position);
  return {
    problems: problems.map(({ message, range }) => `${String(range.start.line)}: ${message}`),
    offered: new Map(offered.map(({ label, documentation }) => [label, shown(documentation)])),
    hover: await server.hover(path, file.position),
  };
}

function shown(documentation: Completion["documentation"]): string {
  return typeof documentation === "object" ? documentation.value : (documentation ?? "");
}

describe("a name that another file defines", () => {
  test.each([
    ["a role", "roles:\n  A:\n    inherits:\n      - |\n", "DEVELOPER", "Developer\ndefined in @:14"],
    [
      "a role that is half written",
      "roles:\n  A:\n    inherits: [DEV|]\n",
      "DEVELOPER",
      "Developer\ndefined in @:14",
    ],
    ["a resource role", "roles:\n  A:\n    inherits: [|]\n", "job#owner", "defined in @:17"],
    [
      "a bare resource role",
      "resourceRoles:\n  job:\n    a: { inherits: [|] }\n",
      "owner",
      "defined in @:17",
    ],
    [
      "a default role",
      "principals:\n  k:\n    defaultRoles: [|]\n",
      "DEVELOPER",
      "Developer\ndefined in @:14",
    ],
    ["a role to assign", "roles:\n  A:\n    assigns: [|]\n", "DEVELOPER", "Developer\ndefined in @:14"],
    [
      "roles to assign",
      "roles:\n  A:\n    assigns:\n      roles:\n        - |\n",
      "job#*",
      "every resource role of `job`",
    ],
    ["a permission", "roles:\n  A:\n    allow:\n      - |\n", "job:view", "See the job.\ndefined in @:11"],
    [
      "a permission that is half written",
      "roles:\n  A:\n    allow:\n      - job|\n",
      "job:cancel",
      "defined in @:12",
    ],
    [
      "a permission of a grant",
      "roles:\n  A:\n    allow:\n      - permissions:\n          - |\n",
      "job:create",
      "defined in @:10",
    ],
    ["a wildcard", "roles:\n  A:\n    allow: [|]\n", "job:*", "every permission on `job`"],
    [
      "an exception",
      "roles:\n  A:\n    allow:\n      - permissions: ['*:*']\n        except: [|]\n",
      "job:view",
      "See the job.\ndefined in @:11",
    ],
    [
      "a scope",
      "roles:\n  A:\n    allow:\n      - permissions: [job:view]\n        scope: |\n",
      "OWN",
      "scope 1 of 2, narrowest first\ndefined in @:3",
    ],
    ["a kind", "roles:\n  A:\n    heldBy:\n      - |\n", "team-key", "defined in @:2"],
    [
      "a scope of a resource",
      "resources:\n  job:\n    scopes:\n      |\n",
      "OWN",
      "scope 1 of 2, narrowest first\ndefined in @:3",
    ],
    ["a resource", "resources:\n  new:\n    in: |\n", "project", "defined in @:5"],
    ["a resource in a list", "resources:\n  new:\n    in: [|]\n", "project", "defined in @:5"],
    ["a resource that has roles", "resourceRoles:\n  |\n", "job", "defined in @:7"],
    [
      "an action",
      "resources:\n  job:\n    actions:\n      new: { implies: [|] }\n",
      "view",
      "See the job.\ndefined in @:11",
    ],
    ["a route's permission", "routes:\n  GET /x: |\n", "job:view", "See the job.\ndefined in @:11"],
  ])("is offered with its place: %s", async (_, text, name, about) => {
    const { offered } = await ask(modeline + text);
    expect(offered.get(name)).toBe(about.replace("@", "policies/p/names.yaml"));
  });

  test.each([
    ["a role", "roles: { A: { inherits: [DEV|ELOPER] } }\n", 14],
    ["a resource role", "roles: { A: { assigns: [job#ow|ner] } }\n", 17],
    ["a permission", "roles: { A: { allow: [job:vi|ew] } }\n", 11],
    ["a scope", "roles: { A: { allow: [{ permissions: [job:view], scope: OW|N }] } }\n", 3],
    ["a kind", "roles: { A: { heldBy: [tea|m-key] } }\n", 2],
    ["a scope of a resource", "resources: { job: { scopes: { OW|N: 'false' } } }\n", 3],
    ["a resource", "resources: { new: { in: pro|ject } }\n", 5],
    ["a resource that has roles", "resourceRoles: { jo|b: { a: } }\n", 7],
    ["an action", "resources: { job: { actions: { new: { implies: [vi|ew] } } } }\n", 11],
    ["a route's permission", "routes: { GET /x: job:vi|ew }\n", 11],
  ])("says where, when a pointer hovers over it: %s", async (_, text, line) => {
    const { problems, hover } = await ask(modeline + text);
    expect(problems).toEqual([]);
    expect(hover).toContain(`defined in policies/p/names.yaml:${String(line)}\n`);
  });

  test("is accepted in every form that the compiler accepts", async () => {
    expect(await server.open("policies/p/uses.yaml")).toEqual([]);
  });
});

describe("a name that is defined nowhere", () => {
  test.each([
    ["a role", "roles:\n  A:\n    inherits:\n      - DEVELOPR|\n", 4],
    ["a resource role", "roles:\n  A:\n    assigns:\n      - job#ownr|\n", 4],
    ["a permission", "roles:\n  A:\n    allow:\n      - job:veiw|\n", 4],
    ["a wildcard", "roles:\n  A:\n    allow:\n      - 'jab:*'|\n", 4],
    ["a permission of a grant", "roles:\n  A:\n    allow:\n      - permissions:\n          - job:veiw|\n", 5],
    ["a scope", "roles:\n  A:\n    allow:\n      - permissions: [job:view]\n        scope: OWM|\n", 5],
    ["a kind", "roles:\n  A:\n    heldBy:\n      - teamkey|\n", 4],
    ["a scope of a resource", "resources:\n  job:\n    scopes:\n      OWM|: 'false'\n", 4],
    ["a resource", "resources:\n  new:\n    in: projekt|\n", 3],
    ["a resource that has roles", "resourceRoles:\n  jab|:\n", 2],
    ["an action", "resources:\n  job:\n    actions:\n      new: { implies: [veiw|] }\n", 4],
    ["a route's permission", "routes:\n  GET /x: job:veiw|\n", 2],
  ])("is a problem on its line: %s", async (_, text, line) => {
    const { problems } = await ask(modeline + text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${String(line)}: `));
  });
});

test("every key explains itself, in the hand-written schema too", async () => {
  for (const schema of [modeline, modeline.replace("generated/p", "schema")]) {
    expect((await ask(`${schema}ro|les: {}\n`)).hover).toContain("Named sets of permissions");
    expect((await ask(`${schema}roles: { A: { assi|gns: [] } }\n`)).hover).toContain(
      "It limits, it does not grant",
    );
    expect((await ask(`${schema}roles: { A: { ti|tle: Lead } }\n`)).hover).toContain("Team Administrator");
    const action = "resources: { job: { actions: { view: { req|uires: 'false' } } } }\n";
    expect((await ask(`${schema}${action}`)).hover).toContain("binds everyone");
  }
});

describe("the generated schema", () => {
  /** Descriptions of an enumeration are what editors know and JSON Schema does not. */
  function ajv(): Ajv2020 {
    const made = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
    made.addVocabulary(["enumDescriptions"]);
    return made;
  }

  async function schemasOf(at: string): Promise<ReadonlyMap<string, ValidateFunction>> {
    const { diagnostics, files: built } = await compile({ root: at });
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const schemas = built.filter(({ path }) => path.endsWith("/policy.schema.json"));
    return new Map(
      schemas.map(({ policy, text }) => [policy, ajv().compile(JSON.parse(text) as AnySchemaObject)]),
    );
  }

  test("accepts the two policies", async () => {
    for (const [policy, accepts] of await schemasOf(folder)) {
      const source = join(folder, "policies", policy);
      const fragments = readdirSync(source).filter(
        (name) => name.endsWith(".yaml") && !name.endsWith(".test.yaml"),
      );
      expect(fragments.length).toBeGreaterThan(2);
      for (const file of fragments) {
        accepts(parse(readFileSync(join(source, file), "utf8")));
        expect(accepts.errors).toBeNull();
      }
    }
  });

  test("accepts every policy that compiles", () => {
    fc.assert(
      fc.property(policyArbitrary, (fragments) => {
        const { policy } = analyzeSources(sources(fragments.map((fragment) => stringify(fragment))));
        if (policy === undefined) return;
        const accepts = ajv().compile(editorSchema(policy.model, "") as AnySchemaObject);
        for (const fragment of fragments) {
          void accepts(withoutPrototypes(fragment));
          expect(accepts.errors).toBeNull();
        }
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  test("enumerates very many names, which editors are quick at", async () => {
    const names = Array.from({ length: 300 }, (_, index) => `r${String(index)}`);
    const resources = Object.fromEntries(names.map((name) => [name, { actions: { view: null } }]));
    const many = scratch.project({ "policies/p/a.yaml": stringify({ resources }) });
    const { files: built } = await compile({ root: many });
    const text = built.find(({ path }) => path.endsWith("/policy.schema.json"))?.text ?? "";
    const schema = JSON.parse(text) as {
      $defs: Record<string, { enum?: string[]; enumDescriptions?: string[] }>;
    };
    const { enum: values, enumDescriptions: about } = schema.$defs["permissionPattern"] ?? {};
    expect(values).toHaveLength(1 + 1 + 300 + 300);
    expect(about?.[values?.indexOf("r7:view") ?? -1]).toMatch(/^defined in policies\/p\/a\.yaml:\d+$/);
    const accepts = ajv().compile(schema);
    expect(accepts({ roles: { a: { allow: ["r299:view", "r0:*", "*:view"] } } })).toBe(true);
    expect(accepts({ roles: { a: { allow: ["r300:view"] } } })).toBe(false);
  });

  test("exists for a policy without names, and accepts no name", async () => {
    const at = scratch.project({
      "policies/p/a.yaml": "roles:\n",
      "policies/q/a.yaml": "resources: { job: }\n",
    });
    const schemas = await schemasOf(at);
    expect([...schemas.keys()]).toEqual(["p", "q"]);
    for (const accepts of schemas.values()) {
      expect(accepts({ roles: { a: { inherits: [] } } })).toBe(true);
      expect(accepts({ roles: { a: { inherits: ["b"] } } })).toBe(false);
      expect(accepts({ roles: { a: { allow: ["job:view"] } } })).toBe(false);
    }
  });

  test("shows an author's text and the names of files without what could command an editor", async () => {
    const strange = '\u0007\u001b[31m\u202e\u2028*/ "\\';
    const at = scratch.project({
      "rolebook.yaml": "version: 1\npolicies: { p: { source: p, out: out } }\n",
      'p/a\u202e\u2028"b.yaml': stringify({
        roles: { constructor: { title: strange, deprecated: strange } },
      }),
    });
    expect(await rolebook(at, ["build"])).toMatchObject({ exitCode: 0 });
    const text = readFileSync(join(at, "out/policy.schema.json"), "utf8");
    expect(text).not.toMatch(/(?!\n)\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
    const roles = (JSON.parse(text) as { $defs: { roles: unknown } }).$defs.roles;
    expect(JSON.stringify(roles)).toContain("constructor");
  });
});

/** The same data as the compiler has it: the name `constructor` is in no map that does not write it. */
function withoutPrototypes(data: unknown): unknown {
  const bare = (_: string, value: unknown): unknown =>
    typeof value !== "object" || value === null || Array.isArray(value)
      ? value
      : Object.assign(Object.create(null) as object, value);
  return JSON.parse(JSON.stringify(data), bare);
}

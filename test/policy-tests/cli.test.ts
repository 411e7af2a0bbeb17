/** `rolebook test` as a command: what it finds, what it leaves out, its exit codes and its documents. */
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type AnySchemaObject } from "ajv/dist/2020.js";
import { DOMParser, type Element } from "@xmldom/xmldom";
import { afterAll, describe, expect, test } from "vitest";
import { rolebook, Scratch, snapshot } from "../support/project.js";

const scratch = new Scratch("policy-tests-cli");
afterAll(() => {
  scratch.dispose();
});

const policy = `
scopes: [{ name: OWN, when: "resource.key == principal.id" }, { name: ALL }]
resources:
  job: { attributes: { key: string }, actions: { create: { on: type }, view: , cancel: } }
roles:
  ADMIN: { allow: ["job:*"], assigns: ["*"] }
  DEV: { allow: [job:create, { permissions: ["job:view"], scope: OWN }] }
`;
const cast = `
principals:
  admin: { roles: [ADMIN] }
  dev: { roles: [DEV] }
resources:
  mine: { type: job, key: dev }
`;
const right = `${cast}
tests:
  - { name: admins cancel, principal: admin, permission: job:cancel, resource: mine, expect: allow }
  - { name: developers do not cancel, principal: dev, permission: job:cancel, resource: mine, expect: deny }
  - { name: viewing, principals: ["*"], permissions: [job:view], resources: [mine], allow: { "*": [job:view] } }
`;
const wrong = `${cast}
tests:
  - { name: passes, principal: admin, permission: job:cancel, resource: mine, expect: allow }
  - { name: fails, principal: dev, permission: job:cancel, resource: mine, expect: allow }
  - { name: fails too, principals: ["*"], permissions: ["job:*"], resources: [mine] }
  - { name: fails on roles, principal: dev, role: DEV, target: admin, expect: allow }
`;

const project = (tests: Readonly<Record<string, string | Uint8Array>>): string =>
  scratch.project({ "policies/shop/policy.yaml": policy, ...tests });
const withTests = (text: string | Uint8Array): string => project({ "policies/shop/jobs.test.yaml": text });
/** What could command a terminal, but for line breaks, or reorder what it shows. */
const hostileCharacter = /(?!\n)[\p{Cc}\u202e]/u;
const timeless = (text: string): string => text.replace(/done in [\d.]+ s\n$/, "");

describe("what runs", () => {
  test("every test of every policy, in folders too", async () => {
    const root = project({
      "policies/shop/jobs.test.yaml": right,
      "policies/shop/deep/more.TEST.yml": right,
      "policies/other/policy.yaml": policy,
      "policies/third/policy.yaml": policy,
      "policies/third/jobs.test.yaml": right,
    });
    expect(await rolebook(root, ["test"])).toMatchObject({ exitCode: 0, stderr: "" });
    const all = [
      "other: no policy tests",
      "shop: 6 tests, 8 questions, 0 failed",
      "third: 3 tests, 4 questions, 0 failed",
    ];
    expect(timeless((await rolebook(root, ["test"])).stdout)).toBe(`${all.join("\n")}\n`);
    expect(timeless((await rolebook(root, ["test", "third"])).stdout)).toBe(`${all[2] ?? ""}\n`);
  });

  test.each([
    ["CANCEL", "shop: 2 tests, 2 questions, 0 failed, 1 filtered out\n"],
    ["developers do", "shop: 1 test, 1 question, 0 failed, 2 filtered out\n"],
    ["/^(admins|viewing)/", "shop: 2 tests, 3 questions, 0 failed, 1 filtered out\n"],
    ["/ADMINS/i", "shop: 1 test, 1 question, 0 failed, 2 filtered out\n"],
    ["/c/gy", "shop: 2 tests, 2 questions, 0 failed, 1 filtered out\n"],
  ])("those that a filter wants: %s", async (filter, expected) => {
    const { exitCode, stdout } = await rolebook(withTests(right), ["test", "--filter", filter]);
    expect({ exitCode, stdout: timeless(stdout) }).toEqual({ exitCode: 0, stdout: expected });
  });

  test("nothing is generated or changed", async () => {
    const root = withTests(right);
    const before = snapshot(join(root, "policies"));
    await rolebook(root, ["test"]);
    expect(snapshot(join(root, "policies"))).toEqual(before);
    expect([...snapshot(root).keys()].filter((path) => path.startsWith("generated"))).toEqual([]);
  });

  test("200,000 questions, of which the first failures are shown", async () => {
    const many = Array.from({ length: 200 }, (_, index) => `  p${String(index)}: { roles: [DEV] }\n`);
    const jobs = Array.from({ length: 499 }, (_, index) => `  j${String(index)}: { type: job, key: p7 }\n`);
    const text = `principals:\n${many.join("")}resources:\n${jobs.join("")}tests:
  - name: all
    principals: ["*"]
    permissions: ["job:*"]
    resources: ["*"]
    allow: { "*": [job:create], p7: [{ permissions: [job:view], on: ["*"] }, { permissions: [job:cancel], on: [j3, j4] }] }\n`;
    const { exitCode, stdout } = await rolebook(withTests(text), ["test"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("failed: shop: all (2 of 199,800 questions)");
    expect(stdout).toContain("may p7 do job:cancel on j3?");
    expect(stdout).toContain("shop: 1 test, 199,800 questions, 2 failed\n");
    const allWrong = await rolebook(withTests(text.replace(/allow: .*/, "")), ["test"]);
    expect(allWrong.stdout.length).toBeLessThan(20_000);
    expect(allWrong.stdout).toContain("and 689 more of this test");
  });

  test("too many questions are refused before any is asked", async () => {
    const names = (letter: string): string[] =>
      Array.from({ length: 2_000 }, (_, index) => `  ${letter}${String(index)}: { `);
    const text = `principals:\n${names("p").join("}\n")}}\nresources:\n${names("r").join("type: job }\n")}type: job }
tests: [{ name: all, principals: ["*"], permissions: ["job:*"], resources: ["*"] }]\n`;
    const { exitCode, stderr } = await rolebook(withTests(text), ["test"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("error[too-large]: up to here the tests ask more than 5000000 questions");
  });
});

describe("exit codes", () => {
  test("1 where there is no test: a gate must not pass because its tests were not found", async () => {
    const { exitCode, stdout, stderr } = await rolebook(project({}), ["test"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toBe(
      "there are no policy tests: write one as `*.test.yaml` in the folder of the policy\n",
    );
  });

  test("1 where no name fits the filter", async () => {
    const { exitCode, stdout, stderr } = await rolebook(withTests(right), ["test", "--filter", "no\u001bne"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toBe("none of the 3 tests has a name that fits `--filter no\ufffdne`\n");
  });

  test("1 where a policy is wrong, before its tests are looked at", async () => {
    const root = project({
      "policies/shop/broken.yaml": "role: {}\n",
      "policies/shop/jobs.test.yaml": "nonsense",
    });
    const { exitCode, stdout, stderr } = await rolebook(root, ["test"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("error[unknown-key]");
    expect(stderr).not.toContain("nonsense");
  });

  test("0 where a policy has only warnings, which are not what was asked", async () => {
    const unheld = "resources: { thing: { actions: { see: } } }\n";
    const root = project({ "policies/shop/jobs.test.yaml": right, "policies/shop/unheld.yaml": unheld });
    expect((await rolebook(root, ["validate"])).stderr).toContain("warn[unreachable-resource]");
    expect(await rolebook(root, ["test"])).toMatchObject({ exitCode: 0, stderr: "" });
  });

  test.each([
    [["test", "nope"], "`nope` is not a policy of this project"],
    [["test", "--filter", "/(/"], "`--filter` is not a regular expression"],
    [["test", "--format", "xml"], "Allowed choices are text, json, junit"],
    [["test", "--nope"], "unknown option '--nope'"],
    [["test", "--filter", ""], "`--filter` needs a text"],
    [["test", "--filter", "--coverage"], "It needs a value, and `--coverage` looks like an option."],
  ])("2 for a wrong call: %j", async (args, message) => {
    const { exitCode, stdout, stderr } = await rolebook(withTests(right), args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  test("2 for a file that cannot be read as one", async () => {
    const root = withTests(right);
    symlinkSync(join(root, "policies/shop/policy.yaml"), join(root, "policies/shop/link.test.yaml"));
    const { exitCode, stderr } = await rolebook(root, ["test"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("error[unreadable-file]: not a regular file");
  });

  test.each<readonly [string, string | Uint8Array]>([
    ["not-utf8", new Uint8Array([0x74, 0xff])],
    ["file-too-large", new Uint8Array(16 * 1024 * 1024 + 1).fill(0x20)],
    ["empty-file", "# nothing\n"],
  ])("1 for %s", async (code, text) => {
    const { exitCode, stderr } = await rolebook(withTests(text), ["test"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`error[${code}]`);
  });

  test("0 for help, which has an example", async () => {
    const { exitCode, stdout } = await rolebook(project({}), ["test", "--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Examples:\n {2}rolebook test\n/);
  });
});

describe("hostile text", () => {
  const name = 'a\u001b[31m b\u202e c ]]> <failure> & "q" \ud800';
  const quoted = JSON.stringify(name).replaceAll("<", "\\u003c");
  const hostile = `${cast}
tests:
  - { name: ${quoted}, principal: { as: dev, id: "\\u001b[2J" }, permission: job:cancel, resource: mine, expect: allow }\n`;

  test("reaches no terminal", async () => {
    const { exitCode, stdout, stderr } = await rolebook(withTests(hostile), ["test"]);
    expect(exitCode).toBe(1);
    expect(`${stdout}${stderr}`).not.toMatch(hostileCharacter);
    expect(stdout).toContain("failed: shop: a\ufffd[31m b\ufffd c");
  });

  test("stays text in XML", async () => {
    const { stdout } = await rolebook(withTests(hostile), ["test", "--format", "junit"]);
    expect(stdout).not.toMatch(hostileCharacter);
    expect(stdout).not.toMatch(/\p{Surrogate}/u);
    const [, one] = parsedXml(stdout).children[0]?.children ?? [];
    expect(one?.["@name"]).toContain(']]> <failure> & "q"');
  });

  test("stays text in JSON", async () => {
    const { stdout } = await rolebook(withTests(hostile), ["test", "--format", "json"]);
    expect(stdout).not.toMatch(hostileCharacter);
    expect(JSON.parse(stdout)).toMatchObject({ policies: [{ tests: [{ name }] }] });
  });

  test.each([
    ["CRLF", wrong.replaceAll("\n", "\r\n")],
    ["a byte order mark", `\ufeff${wrong}`],
  ])("%s changes no line", async (_, text) => {
    const [plain, other] = [withTests(wrong), withTests(text)];
    const output = async (root: string): Promise<string> => timeless((await rolebook(root, ["test"])).stdout);
    expect(await output(other)).toBe(await output(plain));
  });
});

/** An element as data: its attributes, its children by name, and its text. */
interface Read {
  readonly [attribute: `@${string}`]: string;
  readonly text: string;
  readonly children: readonly Read[];
}

/** The root of a document. @throws unless it is well-formed */
function parsedXml(text: string): Read {
  const fail = (level: string, message: string): void => {
    if (level !== "warning") throw new Error(message);
  };
  const root = new DOMParser({ onError: fail }).parseFromString(text, "text/xml").documentElement;
  if (root === null) throw new Error("an empty document");
  return read(root);
}

function read(element: Element): Read {
  const attributes = [...element.attributes].map(({ name, value }) => [`@${name}`, value] as const);
  const children = [...element.childNodes].filter((node): node is Element => node.nodeType === 1);
  const text = children.length === 0 ? (element.textContent ?? "") : "";
  return { ...Object.fromEntries(attributes), text, children: children.map(read) };
}

describe("documents", () => {
  const schemas = readdirSync("schema").map(
    (name) => JSON.parse(readFileSync(join("schema", name), "utf8")) as AnySchemaObject,
  );
  const ajv = new Ajv2020({ allowUnionTypes: true, schemas });
  const validate = ajv.getSchema("https://rolebook.dev/schema/test-report.schema.json");

  test.each([
    ["that pass", right, 0],
    ["that fail", wrong, 1],
    ["that are wrong", right.replaceAll("job:cancel", "job:cancle"), 1],
    ["that are not there", undefined, 1],
  ])("JSON of tests %s fits its schema", async (_, text, exitCode) => {
    const root = text === undefined ? project({}) : withTests(text);
    const run = await rolebook(root, ["test", "--format", "json"]);
    expect(run.exitCode).toBe(exitCode);
    expect(validate?.(JSON.parse(run.stdout)), JSON.stringify(validate?.errors)).toBe(true);
  });

  test("JSON says what failed, and why", async () => {
    const { stdout } = await rolebook(withTests(wrong), ["test", "--format", "json"]);
    const { policies } = JSON.parse(stdout) as { policies: readonly Readonly<Record<string, unknown>>[] };
    expect(policies[0]).toMatchObject({ policy: "shop", questions: 9, failed: 7, filteredOut: 0 });
    expect(policies[0]?.["tests"]).toMatchObject([
      { name: "passes", failed: 0, failures: [] },
      {
        name: "fails",
        file: "policies/shop/jobs.test.yaml",
        line: 10,
        failures: [
          {
            message: "may dev do job:cancel on mine? expected allowed, and it was denied",
            names: { principal: "dev", resource: "mine" },
            question: { ask: "check", permission: "job:cancel" },
            expected: { allowed: true },
            actual: { allowed: false, reason: "not-granted", wouldGrant: ["role:ADMIN"] },
            grants: [{ holder: "role:ADMIN", isHeld: false, file: "policies/shop/policy.yaml", line: 6 }],
          },
        ],
      },
      { name: "fails too", questions: 6, failed: 5 },
      {
        name: "fails on roles",
        failures: [{ actual: { allowed: false }, rules: [{ holder: "role:ADMIN" }] }],
      },
    ]);
  });

  test("JSON has everything of a grant and its conditions", async () => {
    const conditional = `principals: { user: { requires: 'principal.id != "x"' } }
scopes: [{ name: OWN, when: "resource.owner == principal.id" }, { name: ALL }]
resources:
  shop: { actions: { open: { on: type } } }
  doc:
    in: shop
    attributes: { owner: string, locked: boolean }
    requires: "!resource.locked"
    actions: { view: , edit: { implies: [view] } }
roles:
  writer: { allow: [{ permissions: ["doc:edit"], scope: OWN, when: "!resource.locked" }] }
  chief: { inherits: [writer, "shop#keeper"], assigns: ["shop#keeper"] }
resourceRoles:
  shop: { keeper: { allow: ["doc:*"], assigns: [keeper] } }
`;
    const tests = `principals: { chief: { id: u1, roles: [chief] } }
resources: { doc: { type: doc, owner: u2, locked: false, container: { type: shop, roles: [keeper] } } }
tests:
  - { name: check, principal: chief, permission: doc:view, resource: doc, expect: deny }
  - { name: lacks, principal: chief, permission: doc:view, resource: { type: doc, locked: false }, expect: allow }
  - { name: assign, principal: chief, role: "shop#keeper", target: chief, resource: { type: shop }, expect: deny }
`;
    const files = { "policies/docs/p.yaml": conditional, "policies/docs/p.test.yaml": tests };
    const config = "version: 1\npolicies: { docs: { source: policies/docs, out: out } }\n";
    const root = scratch.project({ ...files, "rolebook.yaml": config, "deep/.keep": "" });
    mkdirSync(join(root, ".git"));
    const { stdout } = await rolebook(root, ["test", "--format", "json"]);
    const report: unknown = JSON.parse(stdout);
    expect(validate?.(report), JSON.stringify(validate?.errors)).toBe(true);
    const file = "policies/docs/p.yaml";
    const grant = { scope: "OWN", when: "!resource.locked", whenAt: { file, line: 11 }, implied: "doc:edit" };
    expect(report).toMatchObject({
      policies: [
        {
          tests: [
            { failures: [{ grants: expect.arrayContaining([expect.objectContaining(grant)]) as unknown }] },
            { failures: [{ actual: { attribute: "resource.owner" } }] },
            { failures: [{ rules: [{ assigns: "shop#keeper", path: ["chief"] }, {}, {}] }] },
          ],
        },
      ],
    });
    const below = await rolebook(join(root, "deep"), ["test", "--format", "json"]);
    expect(below.stdout).toContain('"file": "../policies/docs/p.yaml"');
    expect(below.stdout).not.toContain('"file": "policies');
  });

  test("JSON says that a denial proves nothing", async () => {
    const text =
      "tests: [{ name: q, principal: { roles: [DEV] }, permission: job:view, resource: { type: job }, expect: deny }]\n";
    const { exitCode, stdout } = await rolebook(withTests(text), ["test", "--format", "json"]);
    expect(exitCode).toBe(1);
    const report: unknown = JSON.parse(stdout);
    expect(validate?.(report), JSON.stringify(validate?.errors)).toBe(true);
    const message =
      "may the principal do job:view on the resource? expected denied, and it was denied, but only since resource.key is missing";
    expect(report).toMatchObject({ policies: [{ failed: 1, tests: [{ failures: [{ message }] }] }] });
  });

  test("JSON names the operand that a mutant is without", async () => {
    const when =
      'roles:\n  TWO: { allow: [{ permissions: [job:cancel], when: \'resource.key == "k" && resource.id == "i"\' }] }\n';
    const root = project({ "policies/shop/two.yaml": when, "policies/shop/jobs.test.yaml": right });
    const { stdout } = await rolebook(root, ["test", "--mutate", "--format", "json"]);
    const report = JSON.parse(stdout) as {
      policies: readonly { mutation: { mutants: readonly object[] } }[];
    };
    expect(validate?.(report), JSON.stringify(validate?.errors)).toBe(true);
    const mutants = report.policies[0]?.mutation.mutants;
    expect(mutants).toContainEqual({
      verdict: "survived",
      operator: "drop-operand",
      of: "role:TWO",
      change: 'drop the operand resource.id == "i"',
      file: "policies/shop/two.yaml",
      line: 2,
    });
  });

  test("JUnit has a suite for each policy and a case for each test", async () => {
    const { exitCode, stdout, stderr } = await rolebook(withTests(wrong), ["test", "--format", "junit"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
    const all = parsedXml(stdout);
    expect(all).toMatchObject({ "@tests": "4", "@failures": "3", "@errors": "0" });
    const [suite] = all.children;
    expect(suite).toMatchObject({ "@name": "shop", "@tests": "4", "@failures": "3" });
    const [questions, ...cases] = suite?.children ?? [];
    expect(questions?.children).toMatchObject([{ "@name": "questions", "@value": "9" }]);
    expect(cases).toMatchObject([
      { "@name": "passes", "@classname": "shop", "@file": "policies/shop/jobs.test.yaml", "@line": "9" },
      { "@name": "fails", children: [{ "@message": "1 of 1 answers differ" }] },
      { "@name": "fails too", children: [{ "@message": "5 of 6 answers differ" }] },
      { "@name": "fails on roles" },
    ]);
    expect(cases[1]?.children[0]?.text).toContain("role:ADMIN has job:cancel at ALL: granted");
  });

  test("JUnit has an error for each finding, which stderr shows too", async () => {
    const root = withTests(right.replaceAll("job:cancel", "job:cancle"));
    const { exitCode, stdout, stderr } = await rolebook(root, ["test", "--format", "junit"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("error[unknown-permission]");
    const all = parsedXml(stdout);
    expect(all["@errors"]).toBe("2");
    expect(all.children[0]?.children).toMatchObject([
      { "@classname": "findings", children: [{ "@type": "unknown-permission" }] },
      { children: [{ "@type": "unknown-permission" }] },
    ]);
  });
});

test("the example policies pass their tests", async () => {
  const root = scratch.project({});
  cpSync("policies", join(root, "policies"), { recursive: true });
  const { exitCode, stdout, stderr } = await rolebook(root, ["test"]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(
    /^dynamoai: \d+ tests, [\d,]+ questions, 0 failed\nmodzy: \d+ tests, [\d,]+ questions, 0 failed\n/,
  );
});

/** `rolebook test --coverage --lcov --mutate` as a person or a CI job runs it. */
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type AnySchemaObject } from "ajv/dist/2020.js";
import { afterAll, describe, expect, test, vi } from "vitest";
import { Clock } from "../../compiler/cli/clock.js";
import { showProgress } from "../../compiler/cli/progress.js";
import { operators } from "../../review/mutation/index.js";
import { rolebook, Scratch } from "../support/project.js";
import { readLcov } from "./lcov.js";

const scratch = new Scratch("coverage");

afterAll(() => {
  scratch.dispose();
});

const policy = `scopes:
  - { name: OWN, when: resource.owner == principal.id }
  - { name: ALL }
resources:
  doc:
    attributes: { owner: string, locked: boolean }
    actions:
      view:
      edit:
        requires: "!resource.locked"
roles:
  reader:
    allow:
      - doc:view
  writer:
    inherits: [reader]
    allow:
      - { permissions: ["doc:edit"], scope: OWN }
    assigns:
      - reader
`;

const everything = `principals:
  reader: { id: u1, roles: [reader] }
  writer: { id: u1, roles: [writer] }
resources:
  own: { type: doc, owner: u1, locked: false }
  other: { type: doc, owner: u2, locked: false }
  locked: { type: doc, owner: u1, locked: true }
tests:
  - name: documents
    principals: [reader, writer]
    permissions: [doc:view, doc:edit]
    resources: [own, other, locked]
    allow:
      reader: [doc:view]
      writer: [doc:view, { permissions: [doc:edit], on: [own] }]
  - name: giving roles
    principals: [reader, writer]
    roles: [reader]
    targets: [reader]
    assigns:
      writer: [reader]
`;

const little = `principals:
  reader: { id: u1, roles: [reader] }
tests:
  - name: reading
    principal: reader
    permission: doc:view
    resource: { type: doc, owner: u1, locked: false }
    expect: allow
`;

const config = (coverage: string): string =>
  `version: 1\npolicies: { docs: { source: policies/docs, out: out } }\n${coverage}`;

function project(tests: string, coverage?: string): string {
  return scratch.project({
    "policies/docs/policy.yaml": policy,
    "policies/docs/docs.test.yaml": tests,
    ...(coverage !== undefined && { "rolebook.yaml": config(coverage) }),
  });
}

function schemaOf(name: string): AnySchemaObject {
  return JSON.parse(readFileSync(`schema/${name}.schema.json`, "utf8")) as AnySchemaObject;
}

interface Report {
  readonly policies: readonly {
    readonly coverage?: Readonly<Record<string, { readonly percent: number }>>;
    readonly mutation?: { readonly score: number; readonly mutants: readonly object[] };
    readonly missed?: readonly object[];
  }[];
}

describe("the text", () => {
  test("has what was asked for, and nothing else", async () => {
    const root = project(everything);
    const plain = await rolebook(root, ["test"]);
    expect(plain.stdout).not.toContain("coverage");
    const { stdout, stderr, exitCode } = await rolebook(root, ["test", "--coverage"]);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(stdout.replace(/done in .*\n/, "")).toBe(
      `${plain.stdout.replace(/done in .*\n/, "")}docs: coverage
  cells            100 %  4 of 4
  grants           100 %  2 of 2
  conditions       100 %  2 of 2
  resource roles   100 %  0 of 0
  assigns          100 %  1 of 1
`,
    );
  });

  test("lists what no test asks about, each with its line", async () => {
    const { stdout, exitCode } = await rolebook(project(little), ["test", "--coverage"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`docs: coverage
  cells             25 %  1 of 4
  grants            50 %  1 of 2
  conditions         0 %  0 of 2
  resource roles   100 %  0 of 0
  assigns            0 %  0 of 1
  not covered
    policies/docs/policy.yaml:2  never asked: resource.owner == principal.id
    policies/docs/policy.yaml:10  never asked: !resource.locked
    policies/docs/policy.yaml:12  nobody with role:reader asks for doc:edit
    policies/docs/policy.yaml:15  nobody with role:writer asks for doc:edit, doc:view
    policies/docs/policy.yaml:18  doc:edit of role:writer allows nothing that is asked
    policies/docs/policy.yaml:20  nobody assigns reader by role:writer
`);
  });

  test("of a policy without tests: nothing is covered, and that there is nothing to run fails", async () => {
    const root = scratch.project({ "policies/docs/policy.yaml": policy });
    const { stdout, exitCode } = await rolebook(root, ["test", "--coverage"]);
    expect(exitCode).toBe(1);
    expect(stdout).not.toContain("100 %  4 of 4");
  });

  test("lists the mutants that survive", async () => {
    const { stdout, exitCode } = await rolebook(project(little), ["test", "--mutate"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /docs: mutation, beside \d+ equivalent and \d+ that do not compile\n {2}mutants +\d/,
    );
    expect(stdout).toContain("    policies/docs/policy.yaml:16  role:writer: inherit reader no more\n");
    expect((await rolebook(project(everything), ["test", "--mutate"])).stdout).toMatch(
      /mutants +100 % {2}(\d+) of \1\n/,
    );
  });

  test("has a bounded number of lines", async () => {
    const actions = Array.from({ length: 60 }, (_, at) => `a${at}`);
    const roles = actions.map((name) => `  r${name}:\n    allow:\n      - doc:${name}\n`).join("");
    const root = scratch.project({
      "policies/p/p.yaml": `resources: { doc: { actions: { ${actions.join(":, ")}: } } }\nroles:\n${roles}`,
      "policies/p/p.test.yaml": `tests:\n  - { name: none, principal: { roles: [] }, permission: doc:a1, resource: { type: doc }, expect: deny }\n`,
    });
    const { stdout } = await rolebook(root, ["test", "--coverage", "--mutate"]);
    expect(stdout.split("\n").length).toBeLessThan(60);
    expect(stdout).toContain("    and 100 more: `--format json` lists all\n");
  });
});

describe("thresholds", () => {
  test.each([
    ["coverage: { cells: 25, grants: 50, conditions: 0, resourceRoles: 100, assigns: 0 }", []],
    ["coverage:", []],
    [
      "coverage: { cells: 25.1 }",
      ["docs: the coverage of `cells` is 25 %, and `rolebook.yaml` demands 25.1 %"],
    ],
    [
      "coverage: { grants: 100, assigns: 1, mutation: 100 }",
      [
        "docs: the coverage of `grants` is 50 %, and `rolebook.yaml` demands 100 %",
        "docs: the coverage of `assigns` is 0 %, and `rolebook.yaml` demands 1 %",
      ],
    ],
  ])("%s", async (coverage, expected) => {
    const { stderr, exitCode } = await rolebook(project(little, coverage), ["test", "--coverage"]);
    expect(stderr).toBe(expected.map((line) => `${line}\n`).join(""));
    expect(exitCode).toBe(expected.length > 0 ? 1 : 0);
  });

  test("are not judged where nothing is measured, and where a filter leaves tests out", async () => {
    const root = project(little, "coverage: { cells: 100, mutation: 100 }");
    expect((await rolebook(root, ["test"])).exitCode).toBe(0);
    const filtered = ["test", "--coverage", "--mutate", "--filter", "reading"];
    expect(await rolebook(root, filtered)).toMatchObject({
      exitCode: 0,
      stderr: "thresholds are not judged with `--filter`\n",
    });
    expect((await rolebook(root, ["test", "--filter", "reading"])).stderr).toBe("");
    expect((await rolebook(project(little), filtered)).stderr).toBe("");
    expect((await rolebook(root, ["test", "--lcov", "x.info"])).exitCode).toBe(1);
  });

  test("of the mutation score", async () => {
    const demanding = "coverage: { mutation: 100 }";
    const { stderr, exitCode } = await rolebook(project(little, demanding), ["test", "--mutate"]);
    expect(stderr).toMatch(/^docs: the mutation score is [\d.]+ %, and `rolebook.yaml` demands 100 %\n$/);
    expect(exitCode).toBe(1);
    expect((await rolebook(project(everything, demanding), ["test", "--mutate"])).exitCode).toBe(0);
  });

  test.each([
    ["coverage: { cells: 101 }", "`cells` must be a number from 0 to 100, found `101`"],
    ["coverage: { cells: -1 }", "`cells` must be a number from 0 to 100, found `-1`"],
    ["coverage: { cells: .nan }", "`cells` must be a number, found the number `.nan`"],
    ["coverage: { cells: all }", "`cells` must be a number, found the text `all`"],
    ["coverage: { lines: 80 }", "`lines` is not a key of"],
    ["coverage: 80", "`coverage` must be a map, found the number `80`"],
  ])("%s is refused", async (coverage, message) => {
    const { stderr, exitCode } = await rolebook(project(little, coverage), ["test"]);
    expect(stderr).toContain("error[config-invalid]: ");
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});

describe("JSON", () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  for (const name of ["diagnostics", "explain", "coverage"]) ajv.addSchema(schemaOf(name));
  const isReport = ajv.compile(schemaOf("test-report"));

  test.each([
    ["little", little, undefined],
    ["everything", everything, "coverage: { mutation: 100 }"],
    ["a failing test", little.replace("expect: allow", "expect: deny"), "coverage: { cells: 100 }"],
    ["a threshold that is missed", little, "coverage: { cells: 100, mutation: 100 }"],
  ])("keeps its schema: %s", async (_, tests, coverage) => {
    const args = ["test", "--coverage", "--mutate", "--format", "json"];
    const { stdout } = await rolebook(project(tests, coverage), args);
    void isReport(JSON.parse(stdout));
    expect(isReport.errors).toBeNull();
    expect(stdout).toContain('"uncovered"');
  });

  test("has the operators that there are", () => {
    const { $defs } = schemaOf("coverage") as {
      readonly $defs: {
        readonly mutant: { readonly properties: { readonly operator: { readonly enum: object } } };
      };
    };
    expect($defs.mutant.properties.operator.enum).toEqual(operators);
  });

  test("has coverage and mutants, and stdout holds nothing else", async () => {
    const root = project(little, "coverage: { grants: 100, mutation: 90 }");
    const args = ["test", "--coverage", "--mutate", "--format", "json"];
    const { stdout, exitCode } = await rolebook(root, args);
    expect(exitCode).toBe(1);
    const [one] = (JSON.parse(stdout) as Report).policies;
    expect(one?.coverage).toMatchObject({
      cells: { covered: 1, total: 4, percent: 25 },
      uncovered: {
        assigns: [{ holder: "role:writer", assigns: "reader", file: "policies/docs/policy.yaml", line: 20 }],
      },
    });
    expect(one?.mutation?.mutants).toContainEqual({
      verdict: "killed",
      operator: "drop-grant",
      of: "role:reader",
      change: "drop the grant doc:view",
      file: "policies/docs/policy.yaml",
      line: 14,
      killedBy: { test: "reading", file: "policies/docs/docs.test.yaml", line: 4 },
    });
    expect(one?.missed).toEqual([
      { measure: "grants", percent: 50, threshold: 100 },
      { measure: "mutation", percent: one?.mutation?.score, threshold: 90 },
    ]);
  });

  test("has neither where they are not asked for", async () => {
    const { stdout } = await rolebook(project(little), ["test", "--format", "json"]);
    const [one] = (JSON.parse(stdout) as Report).policies;
    expect(one).not.toHaveProperty("coverage");
    expect(one).not.toHaveProperty("mutation");
    expect(one).not.toHaveProperty("missed");
  });
});

describe("LCOV", () => {
  test("has every line that can be asked about, and both answers of conditions", async () => {
    const root = project(everything);
    const { stdout, exitCode } = await rolebook(root, ["test", "--lcov", "deep/coverage.info"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("docs: coverage");
    const records = readLcov(readFileSync(join(root, "deep/coverage.info"), "utf8"));
    expect(records).toEqual([
      {
        file: "policies/docs/policy.yaml",
        lines: new Map([
          [2, 3],
          [10, 2],
          [12, 7],
          [14, 6],
          [15, 7],
          [16, 3],
          [18, 1],
          [20, 1],
        ]),
        branches: new Map([
          ["2,0", [2, 1]],
          ["10,0", [1, 1]],
        ]),
      },
    ]);
  });

  test("says of what was never asked that it has no branches taken", async () => {
    const root = project(little);
    await rolebook(root, ["test", "--lcov", "coverage.info"]);
    const text = readFileSync(join(root, "coverage.info"), "utf8");
    expect(text).toContain("BRDA:10,0,0,-\nBRDA:10,0,1,-\n");
    expect(readLcov(text)[0]?.lines.get(18)).toBe(0);
  });

  test("that cannot be written is a mistake of the call", async () => {
    const root = project(little);
    mkdirSync(join(root, "folder"));
    const { stderr, exitCode } = await rolebook(root, ["test", "--lcov", "folder"]);
    expect(stderr).toBe("error: `--lcov folder` cannot be written (EISDIR)\n");
    expect(exitCode).toBe(2);
    expect((await rolebook(root, ["test", "--lcov"])).exitCode).toBe(2);
    const forgotten = await rolebook(root, ["test", "--lcov", "--coverage"]);
    expect(forgotten.stderr).toContain("It needs a value");
    expect(forgotten.exitCode).toBe(2);
    expect(existsSync(join(root, "--coverage"))).toBe(false);
  });

  test.each([
    "policies/docs/policy.yaml",
    "policies/docs/new.YML",
    "./policies/docs/coverage.info",
    "other.yaml",
    "link.info",
    "way/coverage.info",
  ])("never goes where policies come from: %s", async (path) => {
    const root = project(little);
    symlinkSync("policies/docs/policy.yaml", join(root, "link.info"));
    symlinkSync("policies/docs", join(root, "way"));
    const { stdout, stderr, exitCode } = await rolebook(root, ["test", "--lcov", path]);
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 2 });
    expect(stderr).toContain(`\`--lcov ${path}\` is among the sources of policies`);
    expect(readFileSync(join(root, "policies/docs/policy.yaml"), "utf8")).toBe(policy);
  });

  test("has a line for a file, whatever it is called", async () => {
    const files = { "policies/docs/a\nSF:b\u001b.yaml": policy, "policies/docs/docs.test.yaml": little };
    const root = scratch.project(files);
    await rolebook(root, ["test", "--lcov", "coverage.info"]);
    const text = readFileSync(join(root, "coverage.info"), "utf8");
    expect(text.match(/^SF:.*$/gm)).toEqual(["SF:policies/docs/a\ufffdSF:b\ufffd.yaml"]);
  });
});

test("no mutants are made of a policy whose tests fail as it is", async () => {
  const root = project(little.replace("expect: allow", "expect: deny"), "coverage: { mutation: 0 }");
  const { stdout, stderr, exitCode } = await rolebook(root, ["test", "--mutate", "--coverage"]);
  expect(stderr).toBe("docs: no mutants are made of a policy whose tests fail as it is\n");
  expect(stdout).not.toContain("mutants");
  expect(stdout).toContain("docs: coverage");
  expect(exitCode).toBe(1);
});

test("the help shows an example", async () => {
  const { stdout } = await rolebook(scratch.path, ["test", "--help"]);
  expect(stdout).toContain("--lcov <file>");
  expect(stdout).toContain("rolebook test --coverage --mutate\n");
});

describe("progress", () => {
  test("shows how far mutation is", () => {
    let shown = "";
    const stderr = {
      isTTY: true,
      columns: 80,
      write: (text: string) => (shown += text),
      cursorTo: () => true,
      clearLine: () => true,
    };
    vi.stubEnv("CI", undefined);
    const clock = new Clock();
    const started = performance.now() - 2_000;
    const done = showProgress({ cwd: "/", stdout: stderr, stderr, clock, started, colors: {} as never });
    clock.begin({ name: "mutants", policy: "docs", progress: "██████████░░░░░░░░░░ 5 of 10, 1 survived" });
    done();
    vi.unstubAllEnvs();
    expect(shown).toBe("docs mutants ██████████░░░░░░░░░░ 5 of 10, 1 survived");
  });

  test("is for terminals only", async () => {
    const { stderr } = await rolebook(project(everything), ["test", "--mutate"]);
    expect(stderr).toBe("");
  });
});

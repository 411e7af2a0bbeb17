/** The command line as people and CI meet it: what it prints and where, what it writes and when, and how it exits. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { buildProgram } from "./support/program.js";
import { rolebook, Scratch, snapshot, write } from "./support/project.js";

const scratch = new Scratch("cli");

afterAll(() => {
  scratch.dispose();
});

beforeEach(() => {
  vi.stubEnv("NO_COLOR", undefined);
  vi.stubEnv("FORCE_COLOR", undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

const models = `resources:
  model:
    title: Model
    actions: { create: { on: type }, get: , edit: { implies: [get] } }
roles:
  viewer: { title: Viewer, allow: ["model:get"] }
  editor: { inherits: [viewer], allow: ["model:create", "model:edit"] }
`;
const jobs = `resources:
  job: { actions: { cancel: } }
roles:
  operator: { allow: ["job:cancel"] }
routes:
  DELETE /api/jobs/{jobId}: job:cancel
`;
const two = { "policies/models/roles.yaml": models, "policies/jobs/roles.yaml": jobs };
const mistaken = models.replace("model:get", "model:gte");
const modules = [
  "POLICY.md",
  "permissions.ts",
  "policy.schema.json",
  "policy.ts",
  "provenance.ts",
  "roles.ts",
  "routes.ts",
];

/** A project whose modules are built and up to date. */
async function built(files: Readonly<Record<string, string>> = two): Promise<string> {
  const root = scratch.project(files);
  expect(await rolebook(root, ["build"])).toMatchObject({ exitCode: 0, stderr: "" });
  return root;
}

/** Makes every generated file look old, so that a rewrite would show. */
function age(root: string): ReadonlyMap<string, string> {
  for (const path of snapshot(join(root, "generated")).keys()) {
    utimesSync(join(root, "generated", path), 1_000, 1_000);
  }
  return snapshot(root);
}

/** Runs without the rights that would let a test read and write everything. */
async function withoutRights<T>(action: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    return await action();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe("usage", () => {
  test("--help says what there is, on stdout", async () => {
    const { exitCode, stdout, stderr } = await rolebook(scratch.path, ["--help"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    for (const word of ["Usage: rolebook", "build", "validate", "--version"]) expect(stdout).toContain(word);
    expect(stdout).toContain("Examples:\n  rolebook init\n");
    expect((await rolebook(scratch.path, ["build", "--help"])).stdout).toContain(
      "rolebook build modzy --check",
    );
  });

  test("help on a command is that command's", async () => {
    const { exitCode, stdout } = await rolebook(scratch.path, ["help", "build"]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("Usage: rolebook build")]);
    const all = await rolebook(scratch.path, ["help"]);
    expect([all.exitCode, all.stdout]).toEqual([0, expect.stringContaining("Usage: rolebook [options]")]);
  });

  test("a format for each run, and a flag twice, are fine", async () => {
    const root = scratch.project(two);
    for (const args of [["validate"], ["validate", "--format", "json"], ["build", "--check", "--check"]]) {
      expect((await rolebook(root, args)).stderr).not.toContain("twice");
    }
  });

  test("--version is the package's", async () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(await rolebook(scratch.path, ["--version"])).toEqual({
      exitCode: 0,
      stdout: `${version}\n`,
      stderr: "",
    });
  });

  test("nothing asked: the help, on stderr", async () => {
    const { exitCode, stdout, stderr } = await rolebook(scratch.path, []);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Usage: rolebook");
  });

  test.each([
    [["bulid"], "(Did you mean build?)"],
    [["build", "--chek"], "(Did you mean --check?)"],
    [["--quiet"], "unknown option '--quiet'"],
    [["validate", "--check"], "unknown option '--check'"],
    [["build", "--check", "--dry-run"], "`--check` and `--dry-run` exclude each other"],
    [["build", "--watch", "--check"], "`--check` and `--watch` exclude each other"],
    [["build", "--dry-run", "--watch"], "`--dry-run` and `--watch` exclude each other"],
    [["build", "--watch", "jbos"], "did you mean `jobs`?"],
    [["validate", "--watch"], "unknown option '--watch'"],
    [["build", "--watch", "--format", "json"], "which is no json document: use `--format text` or `github`"],
    [["build", "--watch", "--format", "sarif"], "which is no sarif document"],
    [["bogus"], "error: unknown command 'bogus'\n"],
    [["help", "bogus"], "error: unknown command 'bogus'\n"],
    [["help", "bulid"], "(Did you mean build?)"],
    [["explain", "--role", "viewer", "--role", "editor"], "option '--role <role>' is given twice"],
    [["validate", "--format", "text", "--format", "json"], "option '--format <format>' is given twice"],
    [["build", "--max-warnings=1", "--max-warnings=2"], "option '--max-warnings <n>' is given twice"],
  ])("%j is refused", async (args, words) => {
    const root = scratch.project(two);
    const { exitCode, stdout, stderr } = await rolebook(root, args);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(words);
    expect(existsSync(join(root, "generated"))).toBe(false);
  });
});

describe("build", () => {
  test("writes the modules of every policy and prints a line for each", async () => {
    const root = scratch.project(two);
    const { exitCode, stdout, stderr } = await rolebook(root, ["build"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout.replace(/\d+\.\d s/, "0.1 s")).toBe(
      "jobs: 1 roles, 1 permissions, 1 cells, 7 written, 0 unchanged\n" +
        "models: 2 roles, 3 permissions, 6 cells, 7 written, 0 unchanged\n" +
        "done in 0.1 s\n",
    );
    const paths = [...snapshot(join(root, "generated")).keys()];
    expect(paths).toEqual(["jobs", "models"].flatMap((policy) => modules.map((name) => `${policy}/${name}`)));
  });

  test("twice: the second writes nothing", async () => {
    const root = await built();
    const before = age(root);
    const { exitCode, stdout } = await rolebook(root, ["build"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("0 written, 7 unchanged");
    expect(snapshot(root)).toEqual(before);
  });

  test("after a change writes only what differs", async () => {
    const root = await built();
    const before = age(root);
    write(root, { "policies/jobs/routes.yaml": "routes:\n  GET /api/jobs: public\n" });
    const { stdout } = await rolebook(root, ["build"]);
    expect(stdout).toContain("jobs: 1 roles, 1 permissions, 1 cells, 7 written, 0 unchanged");
    expect(stdout).toContain("models: 2 roles, 3 permissions, 6 cells, 0 written, 7 unchanged");
    const after = snapshot(root);
    for (const name of modules) {
      expect(after.get(`generated/models/${name}`)).toBe(before.get(`generated/models/${name}`));
      expect(after.get(`generated/jobs/${name}`)).not.toBe(before.get(`generated/jobs/${name}`));
    }
  });

  test("removes what an earlier version generated, and nothing else", async () => {
    const root = await built();
    write(root, {
      "generated/jobs/old.ts": "// @generated by rolebook. Do not edit\nexport {};\n",
      "generated/jobs/own.ts": "export const own = 1;\n",
      "generated/jobs/notes.md": "// @generated by rolebook\n",
    });
    const { exitCode, stdout } = await rolebook(root, ["build"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("jobs: 1 roles, 1 permissions, 1 cells, 0 written, 7 unchanged, 1 removed");
    expect(
      ["old.ts", "own.ts", "notes.md"].map((name) => existsSync(join(root, "generated/jobs", name))),
    ).toEqual([false, true, true]);
  });

  test("--dry-run says what it would do and does not", async () => {
    const root = scratch.project(two);
    const before = snapshot(root);
    const { exitCode, stdout } = await rolebook(root, ["build", "--dry-run"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("jobs: 1 roles, 1 permissions, 1 cells, 7 to write, 0 unchanged\n");
    expect(snapshot(root)).toEqual(before);
  });

  test("an argument picks a policy", async () => {
    const root = scratch.project(two);
    const { exitCode, stdout } = await rolebook(root, ["build", "jobs", "jobs"]);
    expect(exitCode).toBe(0);
    expect(stdout.match(/^\w+:/gm)).toEqual(["jobs:"]);
    expect(existsSync(join(root, "generated/models"))).toBe(false);
  });

  test("an error in one policy leaves the last good output of all", async () => {
    const root = await built();
    write(root, {
      "policies/models/roles.yaml": mistaken,
      "policies/jobs/more.yaml": "roles: { auditor: }\n",
    });
    const before = age(root);
    const { exitCode, stdout, stderr } = await rolebook(root, ["build"]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(
      [
        "error[unknown-permission]: `model:gte` is not a permission of `model`",
        "  policies/models/roles.yaml:6:37",
        '  6 |   viewer: { title: Viewer, allow: ["model:gte"] }',
        "    |                                     ^^^^^^^^^",
        "  help: did you mean `model:get`?",
        "",
        "1 error",
        "",
      ].join("\n"),
    );
    expect(snapshot(root)).toEqual(before);
  });

  test("CRLF sources, a byte order mark and the order of files change nothing", async () => {
    const root = await built();
    const before = age(root);
    write(root, {
      "policies/models/roles.yaml": models.replaceAll("\n", "\r\n"),
      "policies/jobs/roles.yaml": `\ufeff${jobs}`,
    });
    expect((await rolebook(root, ["build"])).exitCode).toBe(0);
    for (const [path, content] of snapshot(join(root, "generated"))) {
      expect(content).toBe(before.get(`generated/${path}`));
    }
  });

  test("a mistake stands where it stands, with CRLF and a byte order mark too", async () => {
    const root = scratch.project({
      "policies/models/roles.yaml": `\ufeff${mistaken.replaceAll("\n", "\r\n")}`,
    });
    const { stderr } = await rolebook(root, ["validate"]);
    expect(stderr).toContain("policies/models/roles.yaml:6:37\n");
    expect(stderr).not.toContain("\ufffd");
    const first = scratch.project({ "policies/models/roles.yaml": "\ufeffrole:\n" });
    expect((await rolebook(first, ["validate"])).stderr).toContain("policies/models/roles.yaml:1:1\n");
  });
});

describe("build --check", () => {
  test("of fresh modules exits 0 and writes nothing", async () => {
    const root = await built();
    const before = age(root);
    const { exitCode, stdout, stderr } = await rolebook(root, ["build", "--check"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("0 stale, 7 unchanged");
    expect(snapshot(root)).toEqual(before);
  });

  test("of modules with the line endings of a Windows checkout exits 0", async () => {
    const root = await built();
    for (const name of modules) {
      const path = join(root, "generated/models", name);
      writeFileSync(path, readFileSync(path, "utf8").replaceAll("\n", "\r\n"));
    }
    expect((await rolebook(root, ["build", "--check"])).exitCode).toBe(0);
  });

  test.each<readonly [string, (root: string) => void, readonly string[]]>([
    [
      "an edited module",
      (root) => {
        const path = join(root, "generated/jobs/routes.ts");
        writeFileSync(path, readFileSync(path, "utf8").replace('"job:cancel"', '"public"'));
      },
      [
        "--- a/generated/jobs/routes.ts\n+++ b/generated/jobs/routes.ts\n@@ ",
        '\n-  "DELETE /api/jobs/{jobId}": "public",\n+  "DELETE /api/jobs/{jobId}": "job:cancel",\n',
        "1 stale, 6 unchanged\n",
      ],
    ],
    [
      "a module with Windows line endings and an edit: only the edit",
      (root) => {
        const path = join(root, "generated/jobs/routes.ts");
        const text = readFileSync(path, "utf8").replace('"job:cancel"', '"public"');
        writeFileSync(path, text.replaceAll("\n", "\r\n"));
      },
      [' export const routes = {\n-  "DELETE /api/jobs/{jobId}": "public",\n+', "1 stale, 6 unchanged\n"],
    ],
    [
      "a deleted module",
      (root) => {
        rmSync(join(root, "generated/jobs/roles.ts"));
      },
      ["--- /dev/null\n+++ b/generated/jobs/roles.ts\n@@ -0,0 +1,", "1 stale, 6 unchanged\n"],
    ],
    [
      "a module that nothing generates any more",
      (root) => {
        write(root, { "generated/jobs/old.ts": "// @generated by rolebook. Do not edit\nexport {};\n" });
      },
      [
        "--- a/generated/jobs/old.ts\n+++ /dev/null\n@@ -1,2 +0,0 @@\n",
        "0 stale, 7 unchanged, 1 left over\n",
      ],
    ],
    [
      "a changed source",
      (root) => {
        write(root, { "policies/jobs/more.yaml": "roles: { auditor: }\n" });
      },
      ['\n+  auditor: "auditor",\n', "7 stale, 0 unchanged\n"],
    ],
  ])("%s: exits 1 with a diff and writes nothing", async (_, change, words) => {
    const root = await built();
    change(root);
    const before = snapshot(root);
    const { exitCode, stdout, stderr } = await rolebook(root, ["build", "--check"]);
    expect(exitCode).toBe(1);
    for (const word of words) expect(stdout).toContain(word);
    expect(stderr).toBe("generated files are stale: run `rolebook build` and commit them\n");
    expect(snapshot(root)).toEqual(before);
    expect((await rolebook(root, ["build", "models", "--check"])).exitCode).toBe(0);
  });

  test("with an error in a policy shows the error, not a diff", async () => {
    const root = await built();
    write(root, { "policies/models/roles.yaml": mistaken });
    const { exitCode, stdout, stderr } = await rolebook(root, ["build", "--check"]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("error[unknown-permission]");
  });
});

describe("validate", () => {
  test("checks and generates nothing", async () => {
    const root = scratch.project(two);
    const { exitCode, stdout, stderr } = await rolebook(root, ["validate", "models"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^models: 2 roles, 3 permissions, 6 cells, valid\ndone in \d+\.\d s\n$/);
    expect(existsSync(join(root, "generated"))).toBe(false);
  });

  test("shows everything it finds, by file and line, on stderr", async () => {
    const root = scratch.project({
      "policies/models/b.yaml": "roles:\n  a: { inherits: [nobody] }\n  b: { heldBy: [robot] }\n",
      "policies/models/a.yaml": "roles: { c: { allow: ['x:y'] } }\n",
      "policies/jobs/roles.yaml": "role:\n",
    });
    const { exitCode, stdout, stderr } = await rolebook(root, ["validate"]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr.match(/^error\[.*\]|policies.*$|^\d+ errors$/gm)).toEqual([
      "error[unknown-key]",
      "policies/jobs/roles.yaml:1:1",
      "error[unknown-resource]",
      "policies/models/a.yaml:1:24",
      "error[unknown-role]",
      "policies/models/b.yaml:2:19",
      "error[unknown-kind]",
      "policies/models/b.yaml:3:17",
      "4 errors",
    ]);
  });
});

describe("which policies there are", () => {
  test("a misspelt policy: did you mean", async () => {
    const root = scratch.project(two);
    for (const command of ["build", "validate"]) {
      expect(await rolebook(root, [command, "modles"])).toEqual({
        exitCode: 2,
        stdout: "",
        stderr: "error: `modles` is not a policy of this project; did you mean `models`?\n",
      });
    }
    const { stderr } = await rolebook(root, ["build", "constructor"]);
    expect(stderr).toContain("the policies are `jobs`, `models`\n");
  });

  test.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ["nothing at all", { "README.md": "" }, "error[no-policy-file]: no policy:"],
    ["`policies` is a file", { policies: "" }, "error[no-policy-file]: no policy:"],
    ["no folder in `policies`", { "policies/x.yaml": models }, "error[no-policy-file]: no policy:"],
    [
      "an empty folder",
      { "policies/a/README.md": "" },
      "error[no-policy-file]: no policy file in this folder\n  policies/a\n",
    ],
    [
      "only tests and hidden files",
      { "policies/a/x.test.yaml": models, "policies/a/.x.yaml": "" },
      "error[no-policy-file]",
    ],
    [
      "a folder whose name is no name",
      { "policies/1st/x.yaml": models },
      "error[config-invalid]: not a name for a policy\n  policies/1st\n",
    ],
    [
      "a source folder that is missing",
      { "rolebook.yaml": "version: 1\npolicies: { a: { source: rules/a, out: generated/a } }\n" },
      "error[missing-folder]: there is no such policy folder\n  rules/a\n",
    ],
    [
      "a source that is a file",
      {
        "rolebook.yaml": "version: 1\npolicies: { a: { source: rules, out: generated/a } }\n",
        rules: models,
      },
      "error[missing-folder]: there is no such policy folder\n  rules\n",
    ],
  ])("%s: exit 2", async (_, files, words) => {
    const root = scratch.project(files);
    for (const command of ["build", "validate"]) {
      const { exitCode, stdout, stderr } = await rolebook(root, [command]);
      expect([exitCode, stdout]).toEqual([2, ""]);
      expect(stderr).toContain(words);
    }
  });

  test("hidden folders of `policies` are none, and folders of a policy are part of it", async () => {
    const root = scratch.project({
      "policies/.git/x.yaml": "?",
      "policies/models/deep/er/roles.yml": models,
      "policies/models/.cache/x.yaml": "?",
      "policies/models/roles.yaml.bak": "?",
    });
    const { exitCode, stdout } = await rolebook(root, ["validate"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("models: 2 roles");
  });
});

describe("rolebook.yaml", () => {
  const config = "version: 1\npolicies:\n  models: { source: rules, out: src/access }\n";

  test("says where policies stand and go", async () => {
    const root = scratch.project({ "rolebook.yaml": config, "rules/roles.yaml": models });
    expect((await rolebook(root, ["build"])).exitCode).toBe(0);
    expect([...snapshot(join(root, "src/access")).keys()]).toEqual(modules);
  });

  test("is found from a folder below it in a git repository", async () => {
    const root = scratch.project({
      "rolebook.yaml": config,
      "rules/roles.yaml": mistaken,
      ".git/HEAD": "",
      "app/src/x.ts": "",
    });
    const { exitCode, stderr } = await rolebook(join(root, "app/src"), ["build"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("\n  ../../rules/roles.yaml:6:37\n");
    write(root, { "rules/roles.yaml": models });
    expect((await rolebook(join(root, "app/src"), ["build"])).exitCode).toBe(0);
    expect(existsSync(join(root, "src/access/roles.ts"))).toBe(true);
    expect(existsSync(join(root, "app/src/src"))).toBe(false);
  });

  test("that is wrong is shown from a folder below it", async () => {
    const root = scratch.project({
      "rolebook.yaml": "version: 2\npolicies: {}\n",
      ".git": "gitdir: x\n",
      "app/x": "",
    });
    const { exitCode, stderr } = await rolebook(join(root, "app"), ["build"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("\n  ../rolebook.yaml:1:10\n  1 | version: 2\n");
  });

  test("is not looked for above the git root", async () => {
    const root = scratch.project({
      "rolebook.yaml": config,
      "rules/roles.yaml": models,
      "inner/.git/HEAD": "",
      "inner/app/x": "",
    });
    for (const folder of ["inner", "inner/app"]) {
      const { exitCode, stderr } = await rolebook(join(root, folder), ["build"]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("error[no-policy-file]");
    }
  });

  test("without git is looked for in the folder itself only", async () => {
    const root = scratch.project({ "rolebook.yaml": config, "rules/roles.yaml": models, "app/x": "" });
    expect((await rolebook(join(root, "app"), ["build"])).exitCode).toBe(2);
    expect((await rolebook(root, ["build"])).exitCode).toBe(0);
  });

  test.each([
    ["another version", "version: 2\npolicies: { a: { source: a, out: b } }\n", "1:10"],
    ["a quoted version", 'version: "1"\npolicies: { a: { source: a, out: b } }\n', "1:10"],
    ["no version", "policies: { a: { source: a, out: b } }\n", "1:1"],
    ["an unknown key", "version: 1\npolicy: {}\npolicies: { a: { source: a, out: b } }\n", "2:1"],
    ["an unknown key of a policy", "version: 1\npolicies: { a: { source: a, out: b, outt: c } }\n", "2:37"],
    ["no out", "version: 1\npolicies: { a: { source: a } }\n", "2:13"],
    ["no policy", "version: 1\npolicies: {}\n", "2:11"],
    ["a name that is none", "version: 1\npolicies: { a/b: { source: a, out: b } }\n", "2:13"],
    ["an out above the root", "version: 1\npolicies: { a: { source: a, out: ../b } }\n", "2:34"],
    ["an out elsewhere", "version: 1\npolicies: { a: { source: a, out: /tmp/b } }\n", "2:34"],
    ["the root as out", "version: 1\npolicies: { a: { source: a, out: b/.. } }\n", "2:34"],
    [
      "two policies with one out",
      "version: 1\npolicies:\n  a: { source: a, out: x/y }\n  b: { source: b, out: ./x/y/ }\n",
      "4:24",
    ],
    ["a syntax error", "version: 1\npolicies: [\n", "2:11"],
    ["a duplicate key", "version: 1\nversion: 1\npolicies: { a: { source: a, out: b } }\n", "2:1"],
    ["an anchor", "version: &v 1\npolicies: { a: { source: a, out: b } }\n", "1:10"],
    ["nothing", "", ""],
  ])("with %s: exit 2", async (_, text, place) => {
    const root = scratch.project({ "rolebook.yaml": text, "a/roles.yaml": models, "b/roles.yaml": models });
    const before = snapshot(root);
    const { exitCode, stdout, stderr } = await rolebook(root, ["build"]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`\n  rolebook.yaml${place === "" ? "" : `:${place}`}\n`);
    expect(stderr.match(/^error\[.*\]/gm)).toEqual(["error[config-invalid]"]);
    expect(snapshot(root)).toEqual(before);
  });
});

describe("files that cannot be read", () => {
  test("a file, a folder, a folder without search permission: exit 2", async () => {
    const root = scratch.project({
      ...two,
      "policies/models/secret.yaml": models,
      "policies/models/shut/x.yaml": models,
      "policies/models/names-only/x.yaml": models,
    });
    chmodSync(join(root, "policies/models/secret.yaml"), 0);
    chmodSync(join(root, "policies/models/shut"), 0);
    chmodSync(join(root, "policies/models/names-only"), 0o444);
    const { exitCode, stdout, stderr } = await withoutRights(() => rolebook(root, ["build"]));
    for (const folder of ["shut", "names-only"]) chmodSync(join(root, "policies/models", folder), 0o755);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr.match(/^error\[.*$|policies.*$/gm)).toEqual([
      "error[unreadable-file]: cannot be read (EACCES)",
      "policies/models/names-only/x.yaml",
      "error[unreadable-file]: cannot be read (EACCES)",
      "policies/models/secret.yaml",
      "error[unreadable-file]: cannot be read (EACCES)",
      "policies/models/shut",
    ]);
    expect(existsSync(join(root, "generated"))).toBe(false);
  });

  test("`policies` itself, and rolebook.yaml: exit 2", async () => {
    const root = scratch.project(two);
    chmodSync(join(root, "policies"), 0);
    const shut = await withoutRights(() => rolebook(root, ["build"]));
    chmodSync(join(root, "policies"), 0o755);
    expect(shut.exitCode).toBe(2);
    expect(shut.stderr).toContain("error[unreadable-file]: cannot be read (EACCES)\n  policies\n");
    write(root, { "rolebook.yaml": "version: 1\n" });
    chmodSync(join(root, "rolebook.yaml"), 0);
    const { exitCode, stderr } = await withoutRights(() => rolebook(root, ["build"]));
    expect(exitCode).toBe(2);
    expect(stderr).toContain("error[config-invalid]: cannot be read (EACCES)\n  rolebook.yaml\n");
    // Nor may anybody look whether there is one.
    chmodSync(root, 0);
    const closed = await withoutRights(() => rolebook(root, ["build"]));
    chmodSync(root, 0o755);
    expect([closed.exitCode, closed.stderr]).toEqual([2, expect.stringContaining("cannot be read (EACCES)")]);
    const folder = scratch.project({ ...two, "rolebook.yaml/x": "" });
    expect((await rolebook(folder, ["build"])).exitCode).toBe(2);
  });

  test("what is no regular file: exit 2", async () => {
    const root = scratch.project({
      ...two,
      "policies/models/folder.yaml/x.yaml": models,
      "else/more.yaml": models,
    });
    symlinkSync(join(root, "else/more.yaml"), join(root, "policies/models/link.yaml"));
    symlinkSync(join(root, "nowhere.yaml"), join(root, "policies/models/dangling.yml"));
    symlinkSync(join(root, "else"), join(root, "policies/models/linked-folder"));
    symlinkSync(join(root, "nowhere"), join(root, "policies/models/notes.txt"));
    const { exitCode, stdout, stderr } = await rolebook(root, ["build"]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr.match(/^error\[.*$|policies.*$/gm)).toEqual([
      "error[unreadable-file]: not a regular file",
      "policies/models/dangling.yml",
      "error[unreadable-file]: not a regular file",
      "policies/models/folder.yaml",
      "error[unreadable-file]: not a regular file",
      "policies/models/link.yaml",
      "error[unreadable-file]: not a regular file",
      "policies/models/linked-folder",
    ]);
  });

  test("what is not UTF-8: exit 1, at its byte", async () => {
    const latin1 = Buffer.from("roles:\n  viewer:\n    title: Schl\u00fcssel\n", "latin1");
    const root = scratch.project({ "policies/models/roles.yaml": latin1 });
    const { exitCode, stderr } = await rolebook(root, ["build"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      [
        "error[not-utf8]: this byte is not UTF-8",
        "  policies/models/roles.yaml:3:16",
        "  3 |     title: Schl\ufffdssel",
        "    |                ^",
        "  help: save the file as UTF-8",
      ].join("\n"),
    );
    const utf16 = scratch.project({
      "policies/models/roles.yaml": Buffer.from(`\ufeff${models}`, "utf16le"),
    });
    expect((await rolebook(utf16, ["build"])).stderr).toContain("policies/models/roles.yaml:1:1\n");
    const cut = scratch.project({
      "policies/models/roles.yaml": Buffer.from("roles: # \u00fc").subarray(0, -1),
    });
    expect((await rolebook(cut, ["build"])).stderr).toContain("policies/models/roles.yaml:1:10\n");
  });

  test("what is larger than any policy: exit 1, unread", async () => {
    const root = scratch.project(two);
    truncateSync(join(root, "policies/jobs/roles.yaml"), 16 * 1024 * 1024 + 1);
    const { exitCode, stderr } = await rolebook(root, ["build"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("error[file-too-large]: larger than 16 MiB\n  policies/jobs/roles.yaml\n");
  });
});

describe("an output that cannot be written", () => {
  test("a folder without rights: exit 2, and the last good output stays", async () => {
    const root = await built();
    write(root, { "policies/jobs/more.yaml": "roles: { auditor: }\n" });
    const before = age(root);
    chmodSync(join(root, "generated/jobs"), 0o555);
    const { exitCode, stdout, stderr } = await withoutRights(() => rolebook(root, ["build"]));
    chmodSync(join(root, "generated/jobs"), 0o755);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toBe("error: `generated/jobs/POLICY.md` cannot be written (EACCES)\n");
    expect(snapshot(root)).toEqual(before);
  });

  test("a folder that cannot be listed: exit 2", async () => {
    const root = await built();
    chmodSync(join(root, "generated/jobs"), 0o311);
    const { exitCode, stderr } = await withoutRights(() => rolebook(root, ["build"]));
    chmodSync(join(root, "generated/jobs"), 0o755);
    expect(exitCode).toBe(2);
    expect(stderr).toBe("error: `generated/jobs` cannot be read (EACCES)\n");
  });

  test("a file where the folder goes, a folder where a file goes: exit 2", async () => {
    const root = scratch.project({ ...two, generated: "" });
    const { exitCode, stderr } = await rolebook(root, ["build"]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: `generated\/jobs\/POLICY\.md` cannot be written \((EEXIST|ENOTDIR)\)\n$/);
    const other = scratch.project({ ...two, "generated/jobs/permissions.ts/x": "" });
    expect(await rolebook(other, ["build"])).toMatchObject({ exitCode: 2, stdout: "" });
    expect([...snapshot(join(other, "generated")).keys()]).toEqual(["jobs/permissions.ts/x"]);
    expect((await rolebook(other, ["build", "--check"])).exitCode).toBe(1);
  });
});

describe("what is no policy any more, or never was", () => {
  test("the modules of a policy that is gone are stale, and a build removes them", async () => {
    const root = await built();
    rmSync(join(root, "policies/models"), { recursive: true });
    write(root, { "generated/models/mine.ts": "export {};\n", "generated/other/mine.ts": "export {};\n" });
    const check = await rolebook(root, ["build", "--check"]);
    expect(check).toMatchObject({ exitCode: 1 });
    expect(check.stdout).toContain("generated/models: of no policy, 7 left over\n");
    expect((await rolebook(root, ["build", "jobs", "--check"])).exitCode).toBe(0);
    expect((await rolebook(root, ["build"])).stdout).toContain("generated/models: of no policy, 7 removed\n");
    expect([...snapshot(join(root, "generated/models")).keys()]).toEqual(["mine.ts"]);
    expect(existsSync(join(root, "generated/other/mine.ts"))).toBe(true);
    expect((await rolebook(root, ["build", "--check"])).exitCode).toBe(0);
  });

  test.each(["link", "stray.yaml"])(
    "`policies/%s` beside the policies is refused, not passed over",
    async (name) => {
      const root = scratch.project({ ...two, "else/roles.yaml": models });
      if (name === "link") symlinkSync(join(root, "else"), join(root, "policies/link"));
      else write(root, { "policies/stray.yaml": models });
      const { exitCode, stderr } = await rolebook(root, ["build"]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`policies/${name}\n`);
      expect(existsSync(join(root, "generated"))).toBe(false);
    },
  );

  test("a link does not lead the output out of the project", async () => {
    const outside = scratch.project({ "other.ts": "// @generated by rolebook, of somebody else\n" });
    const config = "version: 1\npolicies: { p: { source: policies/models, out: link } }\n";
    const root = scratch.project({ ...two, "rolebook.yaml": config });
    symlinkSync(outside, join(root, "link"));
    const { exitCode, stderr } = await rolebook(root, ["build"]);
    expect([exitCode, stderr]).toEqual([2, "error: `link` leads out of the project through a link\n"]);
    expect([...snapshot(outside).keys()]).toEqual(["other.ts"]);
  });

  test("`rolebook.yml` is not passed over", async () => {
    const { exitCode, stderr } = await rolebook(scratch.project({ ...two, "rolebook.yml": "" }), ["build"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("help: name it `rolebook.yaml`");
  });

  test("where one module cannot be written, none is", async () => {
    const root = await built();
    rmSync(join(root, "generated/models/routes.ts"));
    write(root, { "generated/models/routes.ts/x": "", "policies/jobs/more.yaml": "roles: { new: }\n" });
    const before = snapshot(root);
    const { exitCode, stderr } = await rolebook(root, ["build"]);
    expect([exitCode, stderr]).toEqual([
      2,
      "error: `generated/models/routes.ts` cannot be written (a folder stands there)\n",
    ]);
    expect(snapshot(root)).toEqual(before);
  });

  test("a policy outside the project is refused", async () => {
    const config = "version: 1\npolicies: { p: { source: ../else, out: out } }\n";
    const { exitCode, stderr } = await rolebook(scratch.project({ "rolebook.yaml": config }), ["build"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("a policy is a folder inside the project");
  });
});

describe("colors", () => {
  const escape = "\u001b[";

  test.each([
    ["a terminal", {}, true, true],
    ["no terminal", {}, false, false],
    ["NO_COLOR", { NO_COLOR: "1" }, true, false],
    ["an empty NO_COLOR", { NO_COLOR: "" }, true, true],
    ["FORCE_COLOR without a terminal", { FORCE_COLOR: "1" }, false, true],
    ["FORCE_COLOR=0", { FORCE_COLOR: "0" }, true, false],
    ["NO_COLOR before FORCE_COLOR", { NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
  ])("%s", async (_, environment, terminal, colored) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const root = scratch.project({ "policies/models/roles.yaml": mistaken });
    const { stderr } = await rolebook(root, ["validate"], terminal);
    expect(stderr.includes(escape)).toBe(colored);
    const usage = await rolebook(root, ["validate", "nothing"], terminal);
    expect(usage.stderr.includes(escape)).toBe(colored);
    write(root, { "policies/models/roles.yaml": models });
    expect((await rolebook(root, ["build"], terminal)).stdout).not.toContain(escape);
  });
});

describe("the program", () => {
  test("exits with the code, prints to both streams, and says so where the bug is its own", () => {
    const path = buildProgram(join(scratch.path, "package"));
    const start = (cwd: string, args: readonly string[], node: readonly string[] = []) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [...node, path, ...args], {
        cwd,
        encoding: "utf8",
      });
      return { status, stdout, stderr };
    };
    const root = scratch.project(two);
    expect(start(root, ["build"])).toMatchObject({ status: 0, stderr: "" });
    expect(start(root, ["build", "--check"])).toMatchObject({ status: 0, stderr: "" });
    expect(start(root, ["build", "nothing"])).toMatchObject({ status: 2, stdout: "" });
    write(root, { "policies/models/roles.yaml": mistaken });
    const failed = start(root, ["build"]);
    expect(failed).toMatchObject({ status: 1, stdout: "" });
    expect(failed.stderr).toMatch(/^error\[unknown-permission\]: .*\n1 error\n$/s);

    const broken = "data:text/javascript,performance.now=()=>{throw new Error('out of order')}";
    const bug = start(root, ["build"], ["--import", broken]);
    expect(bug).toMatchObject({ status: 70, stdout: "" });
    expect(bug.stderr).toMatch(
      /^rolebook: this is a bug in rolebook, not in your policy\..*\nError: out of order\n/s,
    );
  });
});

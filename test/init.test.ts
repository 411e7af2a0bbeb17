/** `rolebook init`: what it makes of empty and of existing folders, and what it leaves alone. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { PassThrough } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { ask, usual, type Answers, type Given } from "../compiler/cli/init/answers.js";
import { rolebook, Scratch, snapshot } from "./support/project.js";

const repository = resolve(import.meta.dirname, "..");
const scratch = new Scratch("init");

afterAll(() => {
  scratch.dispose();
});

const read = (root: string, path: string): string => readFileSync(join(root, path), "utf8");

function texts(root: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...snapshot(root)].map(([path, text]) => [path, text.replace(/^\S+ /, "")]));
}

/** The package as if it were installed. */
function install(root: string): void {
  mkdirSync(join(root, "node_modules"), { recursive: true });
  symlinkSync(repository, join(root, "node_modules/rolebook"));
}

describe("in an empty folder", () => {
  test("makes a project that builds, passes its tests, and compiles", async () => {
    const root = scratch.project({});
    const { exitCode, stdout, stderr } = await rolebook(root, ["init", "--yes"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toMatchInlineSnapshot(`
      "wrote    rolebook.yaml
      wrote    policies/app/policy.yaml
      wrote    policies/app/policy.test.yaml
      wrote    .gitattributes
      wrote    package.json

      next:
        npm install rolebook
        npx rolebook build
        npx rolebook test

      then, in your code:
        import { createAuthorizer } from "rolebook";
        import { policy } from "./generated/app/policy.js";
      "
    `);
    install(root);
    const built = await rolebook(root, ["build", "--max-warnings", "0"]);
    expect([built.exitCode, built.stderr]).toEqual([0, ""]);
    const tested = await rolebook(root, ["test"]);
    expect([tested.exitCode, tested.stderr]).toEqual([0, ""]);
    writeFileSync(
      join(root, "app.ts"),
      `import { createAuthorizer } from "rolebook";
import { DocumentPermission } from "./generated/app/permissions.js";
import { policy } from "./generated/app/policy.js";
import { Role } from "./generated/app/roles.js";
const { can } = createAuthorizer(policy);
export const answer: boolean = can({ id: "u1", roles: [Role.viewer] }, DocumentPermission.view, { type: "document" });
`,
    );
    const compilerOptions = {
      ...{ noEmit: true, strict: true, target: "es2022", lib: ["es2023"], module: "nodenext", types: [] },
      customConditions: ["rolebook-source"],
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
    };
    writeFileSync(join(root, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["app.ts"] }));
    const tsc = join(repository, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [tsc, "-p", "."], { cwd: root, stdio: "pipe" });
  });

  test("the files name schemas that stand there once it is installed, and hold to them", async () => {
    const root = scratch.project({});
    await rolebook(root, ["init", "--policy", "shop", "--out", "src/generated"]);
    install(root);
    const files = {
      "rolebook.yaml": "config",
      "policies/shop/policy.yaml": "policy",
      "policies/shop/policy.test.yaml": "tests",
    };
    for (const [path, name] of Object.entries(files)) {
      const text = read(root, path);
      const [, schema = ""] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
      expect(schema).toMatch(new RegExp(`/rolebook/schema/${name}\\.schema\\.json$`));
      const file = join(root, path, "..", schema);
      const validate = new Ajv2020({ strict: false }).compile(
        JSON.parse(readFileSync(file, "utf8")) as object,
      );
      expect([path, validate(parse(text)), validate.errors]).toEqual([path, true, null]);
    }
    expect(read(root, ".gitattributes")).toBe("src/generated/** linguist-generated\n");
    expect((await rolebook(root, ["build"])).exitCode).toBe(0);
    expect(existsSync(join(root, "src/generated/shop/policy.ts"))).toBe(true);
  });

  test("a second time there is nothing to do", async () => {
    const root = scratch.project({});
    await rolebook(root, ["init"]);
    const before = snapshot(root);
    const { exitCode, stdout } = await rolebook(root, ["init"]);
    expect([exitCode, stdout.split("\n\n")[0]]).toEqual([
      0,
      "kept     rolebook.yaml\nkept     policies/app\nkept     .gitattributes\nkept     package.json",
    ]);
    expect(snapshot(root)).toEqual(before);
  });

  test("with --dry-run it writes nothing", async () => {
    const root = scratch.project({});
    const { exitCode, stdout } = await rolebook(root, ["init", "--dry-run", "--ci", "write"]);
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringContaining("would write  .github/workflows/rolebook.yml\n"),
    ]);
    expect(texts(root)).toEqual({});
  });
});

describe("in a project", () => {
  const manifest =
    '{\r\n\t"name": "x",\r\n\t"files": ["a", "b"],\r\n\t"scripts": { "policy:test": "mine" }\r\n}';

  test("adds lines where they are missing, with the file's own line ends, and nothing twice", async () => {
    const root = scratch.project({
      "package.json": manifest,
      ".gitattributes": "* text=auto\r\n*.png binary",
      "pnpm-lock.yaml": "",
    });
    const { stdout } = await rolebook(root, ["init"]);
    expect(stdout).toContain("added to .gitattributes: `generated/** linguist-generated`\n");
    expect(stdout).toContain("added to package.json: the scripts `policy:build`, `policy:check`\n");
    expect(stdout).toContain("  pnpm add rolebook\n  pnpm exec rolebook build\n");
    expect(read(root, ".gitattributes")).toBe(
      "* text=auto\r\n*.png binary\r\ngenerated/** linguist-generated\r\n",
    );
    const text = read(root, "package.json");
    expect(JSON.parse(text)).toEqual({
      name: "x",
      files: ["a", "b"],
      scripts: {
        "policy:test": "mine",
        "policy:build": "rolebook build",
        "policy:check": "rolebook build --check",
      },
    });
    expect(text.startsWith('{\r\n\t"name": "x",\r\n\t"files": ["a", "b"],\r\n\t"scripts": {')).toBe(true);
    expect(text).not.toMatch(/[^\r]\n/);
    expect(text.endsWith("}")).toBe(true);
  });

  test("takes scripts that are null for none", async () => {
    const root = scratch.project({ "package.json": '{ "name": "x", "scripts": null }\n' });
    expect((await rolebook(root, ["init"])).exitCode).toBe(0);
    expect(JSON.parse(read(root, "package.json"))).toEqual({
      name: "x",
      scripts: {
        "policy:build": "rolebook build",
        "policy:check": "rolebook build --check",
        "policy:test": "rolebook test",
      },
    });
  });

  test("leaves every other byte of a manifest alone", async () => {
    const lines = [
      "{",
      '    "name":   "x",',
      '    "private":true,',
      '    "devDependencies": { "rolebook": "*" }',
      "}",
      "",
    ];
    const root = scratch.project({ "package.json": lines.join("\n") });
    const { stdout } = await rolebook(root, ["init"]);
    const added = read(root, "package.json");
    for (const kept of lines.slice(0, 3)) expect(added).toContain(`${kept}\n`);
    expect(added).toContain('    "scripts": {\n        "policy:build": "rolebook build",\n');
    expect(added.endsWith("}\n")).toBe(true);
    expect(stdout).toContain("next:\n  npm install\n  npx rolebook build\n");
  });

  test("adds no second policy, and names in the config those that there are", async () => {
    const root = scratch.project({
      "policies/jobs/p.yaml": "roles: { a: }\n",
      "policies/models/p.yml": "roles: { a: }\n",
    });
    const { stdout } = await rolebook(root, ["init", "--policy", "shop"]);
    expect(stdout).toContain("kept     policies/jobs\nkept     policies/models\n");
    expect(parse(read(root, "rolebook.yaml"))).toEqual({
      version: 1,
      policies: {
        jobs: { source: "policies/jobs", out: "generated/jobs" },
        models: { source: "policies/models", out: "generated/models" },
      },
    });
    expect(existsSync(join(root, "policies/shop"))).toBe(false);
  });

  test("keeps a config, and writes the policy that it speaks of", async () => {
    const config = "version: 1\npolicies: { m: { source: access/m/, out: src/m } }\n";
    const root = scratch.project({ "rolebook.yaml": config });
    await rolebook(root, ["init"]);
    expect(read(root, "rolebook.yaml")).toBe(config);
    expect(read(root, ".gitattributes")).toBe("src/m/** linguist-generated\n");
    expect(read(root, "access/m/policy.yaml")).toContain("$schema=../../node_modules/rolebook/");
    expect((await rolebook(root, ["build"])).exitCode).toBe(0);
  });

  test("in a workspace, finds the schemas further up, and makes no manifest below another", async () => {
    const top = scratch.project({ "package.json": "{}", "apps/shop/.keep": "" });
    mkdirSync(join(top, ".git"));
    install(top);
    const root = join(top, "apps/shop");
    await rolebook(root, ["init", "--ci", "write"]);
    expect(read(root, "policies/app/policy.yaml")).toContain(
      "$schema=../../../../node_modules/rolebook/schema/",
    );
    expect(existsSync(join(root, "package.json"))).toBe(false);
    expect(read(top, ".github/workflows/rolebook.yml")).toContain("working-directory: apps/shop");
  });
});

describe("before it is installed, the schemas are looked for where they will stand", () => {
  const own = { "apps/shop/package.json": '{ "name": "shop" }' };

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["npm", { "package.json": '{ "workspaces": ["apps/*"] }', "package-lock.json": "", ...own }, "../../"],
    ["yarn", { "package.json": '{ "workspaces": { "packages": [] } }', "yarn.lock": "", ...own }, "../../"],
    ["no manifest of its own", { "package.json": '{ "workspaces": ["apps/*"] }' }, "../../"],
    ["a part of a package", { "package.json": '{ "name": "x" }' }, "../../"],
    ["pnpm", { "package.json": "{}", "pnpm-workspace.yaml": "packages: [apps/*]\n", ...own }, ""],
    [
      "pnpm that npm knows too",
      { "package.json": '{ "workspaces": ["apps/*"] }', "pnpm-workspace.yaml": "", ...own },
      "",
    ],
    ["no workspace", { "package.json": "{}", ...own }, ""],
    ["a broken manifest above", { "package.json": "{", ...own }, ""],
    [
      "a lock file of its own",
      { "package.json": '{ "workspaces": ["x"] }', "apps/shop/yarn.lock": "", ...own },
      "",
    ],
  ])("%s", async (_, files, way) => {
    const top = scratch.project({ ...files, "apps/shop/.keep": "" });
    mkdirSync(join(top, ".git"));
    const root = join(top, "apps/shop");
    expect((await rolebook(root, ["init"])).exitCode).toBe(0);
    const schema = "node_modules/rolebook/schema";
    expect(read(root, "rolebook.yaml")).toContain(`$schema=${way}${schema}/config.schema.json\n`);
    expect(read(root, "policies/app/policy.yaml")).toContain(
      `$schema=../../${way}${schema}/policy.schema.json\n`,
    );
  });

  test("what is installed further up needs no second install", async () => {
    const files = { "package.json": '{ "workspaces": ["apps/*"] }' };
    const manifest = '{ "dependencies": { "rolebook": "*" } }';
    const top = scratch.project({ ...files, "apps/shop/package.json": manifest });
    mkdirSync(join(top, ".git"));
    install(top);
    const { stdout } = await rolebook(join(top, "apps/shop"), ["init"]);
    expect(stdout).toContain("next:\n  npx rolebook build\n");
  });
});

describe("names that mean something to YAML or to git", () => {
  test.each([
    ["@gen", "app"],
    ["a/---", "true"],
    ["2024/-", "null"],
  ])("--out %s --policy %s: the config says just that", async (out, policy) => {
    const root = scratch.project({});
    expect((await rolebook(root, ["init", "--yes", "--out", out, "--policy", policy])).exitCode).toBe(0);
    expect(parse(read(root, "rolebook.yaml"))).toEqual({
      version: 1,
      policies: { [policy]: { source: `policies/${policy}`, out: `${out}/${policy}` } },
    });
    expect((await rolebook(root, ["build"])).exitCode).toBe(0);
    expect(existsSync(join(root, out, policy, "policy.ts"))).toBe(true);
  });

  test.each([
    "@scope/app",
    "apps/{x}",
    "apps/a: b",
    "apps/a #b",
    "*x",
    "apps/a,b",
    "null",
    "2024",
    'a\'b/"c"',
  ])("a workflow runs in %s", async (folder) => {
    const top = scratch.project({ [`${folder}/.keep`]: "" });
    mkdirSync(join(top, ".git"));
    const { stdout } = await rolebook(join(top, folder), ["init", "--ci", "print"]);
    expect(parse(stdout)).toMatchObject({
      jobs: { policies: { defaults: { run: { "working-directory": folder } } } },
    });
  });

  test.each([
    "src/my gen/app",
    "#gen/app",
    "gen[1]/app",
    "!gen/app",
    "[attr]gen/app",
    'a"b/c',
    '"quoted"/app',
    "back\\slash/app",
    "st*r/wh?",
    "tab\there/app",
    " around /app ",
  ])("git takes %j for generated, and a second run adds nothing", async (out) => {
    const config = `version: 1\npolicies: { app: { source: policies/app, out: ${JSON.stringify(out)} } }\n`;
    const root = scratch.project({ "rolebook.yaml": config });
    execFileSync("git", ["init", "--quiet", root]);
    expect((await rolebook(root, ["init"])).exitCode).toBe(0);
    const args = ["check-attr", "-z", "linguist-generated", `${out}/policy.ts`, `x${out}/policy.ts`];
    const answers = execFileSync("git", args, { cwd: root, encoding: "utf8" }).split("\0");
    expect([answers[2], answers[5]]).toEqual(["set", "unspecified"]);
    expect((await rolebook(root, ["init"])).stdout).toContain("kept     .gitattributes\n");
  });

  test.each([
    ['"src/my gen/**" linguist-generated=true', true],
    ['  "/src/my gen/app/**" -diff linguist-generated', true],
    ["src/** linguist-generated", true],
    ["/src/** linguist-generated", true],
    ["src/my gen/app/** linguist-generated", false],
    ["#src/** linguist-generated", false],
    ["src/** -diff", false],
  ])("the line %j is enough: %s", async (line, isEnough) => {
    const config = "version: 1\npolicies: { app: { source: policies/app, out: src/my gen/app } }\n";
    const root = scratch.project({ "rolebook.yaml": config, ".gitattributes": `${line}\n` });
    await rolebook(root, ["init"]);
    const added = '"src/my gen/app/**" linguist-generated\n';
    expect(read(root, ".gitattributes")).toBe(`${line}\n${isEnough ? "" : added}`);
  });
});

describe("the workflow", () => {
  test("printed, it is all that stdout holds", async () => {
    const root = scratch.project({});
    const { stdout, stderr } = await rolebook(root, ["init", "--ci", "print"]);
    const { jobs } = parse(stdout) as { jobs: { policies: { steps: { run?: string }[] } } };
    const commands = jobs.policies.steps.flatMap(({ run = [] }) => run);
    expect(commands).toEqual(
      expect.arrayContaining(["npm ci", "npx rolebook build --check", "npx rolebook test"]),
    );
    expect(stderr).toContain("wrote    rolebook.yaml\n");
    expect(existsSync(join(root, ".github"))).toBe(false);
  });

  test("written, it is not written over", async () => {
    const root = scratch.project({ ".github/workflows/rolebook.yml": "mine\n" });
    const { stdout } = await rolebook(root, ["init", "--ci", "write"]);
    expect(stdout).toContain("kept     .github/workflows/rolebook.yml\n");
    expect(read(root, ".github/workflows/rolebook.yml")).toBe("mine\n");
  });
});

describe("writes nothing, and exits 2, where", () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[], RegExp]>([
    ["the manifest is not JSON", { "package.json": "{ name" }, [], /`package\.json` is not valid JSON/],
    [
      "the scripts stand there twice",
      { "package.json": '{"scripts":{},"scripts":{}}' },
      [],
      /`scripts` twice/,
    ],
    ["the scripts are none", { "package.json": '{"scripts":[]}' }, [], /must be objects/],
    ["the config is broken", { "rolebook.yaml": "version: 2\n" }, [], /`rolebook\.yaml`: .*mend it first/],
    ["the config has another name", { "rolebook.yml": "" }, [], /`rolebook\.yml`/],
    ["a file stands for a folder", { policies: "" }, [], /`policies`/],
    ["a folder stands for a file", { "rolebook.yaml/x": "" }, [], /rolebook\.yaml/],
    ["the name is none", {}, ["--policy", "../x"], /a policy's name/],
    ["the folder leads out", {}, ["--out", "../x"], /inside the project/],
    ["the folder is the packages'", {}, ["--out", "src/node_modules/x"], /and not to `src\/node_modules\/x`/],
    ["the folder is git's", {}, ["--out", ".git"], /inside the project/],
    ["the folder is an option", {}, ["--out", "--yes"], /needs a value/],
    ["the folder is that of policies", {}, ["--out", "policies/x"], /inside the project/],
    ["the choice is none", {}, ["--ci", "travis"], /Allowed choices are none, print, write/],
    ["there is a word too many", {}, ["here"], /too many arguments/],
  ])("%s", async (_, files, args, message) => {
    const root = scratch.project(files);
    const before = snapshot(root);
    const { exitCode, stdout, stderr } = await rolebook(root, ["init", ...args]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(snapshot(root)).toEqual(before);
  });

  test.each(["rolebook.yaml", "policies", "package.json", ".gitattributes", ".github"])(
    "%s is a link",
    async (path) => {
      const [root, elsewhere] = [scratch.project({}), scratch.project({})];
      symlinkSync(join(elsewhere, "target"), join(root, path));
      const { exitCode } = await rolebook(root, ["init", "--ci", "write"]);
      expect([exitCode, texts(root), texts(elsewhere)]).toEqual([2, {}, {}]);
    },
  );

  test("it is part of another project", async () => {
    const root = scratch.project({ "rolebook.yaml": "version: 1\n", "deep/.keep": "" });
    mkdirSync(join(root, ".git"));
    const { exitCode, stderr } = await rolebook(join(root, "deep"), ["init"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("run it there")]);
  });
});

describe("at a terminal", () => {
  /** Answers the questions with these keys, one question each. */
  async function asked(
    given: Given,
    needs: readonly (keyof Answers)[],
    keys: readonly string[],
  ): Promise<{ readonly answers: Answers | undefined; readonly shown: string }> {
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
    const output = new PassThrough();
    let shown = "";
    output.on("data", (data: Buffer) => (shown += data.toString()));
    const answers = ask(given, new Set(needs), { input, output });
    for (const key of keys) {
      await wait(100);
      for (const one of key) input.write(one);
    }
    return { answers: await answers, shown };
  }

  test("asks for what matters and was not given", async () => {
    const all = await asked({}, ["policy", "out", "ci"], ["s\r", "\r", "\r"]);
    expect(all.answers).toEqual({ policy: "apps", out: "generated", ci: "none" });
    const one = await asked({ out: "gen" }, ["out", "ci"], ["\r"]);
    expect(one.answers).toEqual({ ...usual, out: "gen" });
    expect(one.shown).not.toContain("generated modules go");
  });

  test("refuses what is wrong, and Ctrl-C ends it", async () => {
    const { answers, shown } = await asked({}, ["policy", "ci"], ["/\r", "\u0003"]);
    expect(answers).toBeUndefined();
    expect(shown).toContain("a policy's name has letters");
  });
});

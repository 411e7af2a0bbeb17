/** The packed tarball in a folder that is not this repository: installed, built, type-checked and run, as a user would. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "rolebook-package-"));
const app = join(scratch, "app");

/** Without the variables by which npm tells a script about the project that it runs in. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$|NODE_ENV$)/.test(name)),
);

function run(cwd: string, command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

beforeAll(() => {
  run(root, "npm", "pack", "--silent", "--pack-destination", scratch);
  const tarball = readdirSync(scratch).find((name) => name.endsWith(".tgz")) ?? "";
  mkdirSync(app);
  writeFileSync(join(app, "package.json"), `{ "name": "app", "private": true, "type": "module" }`);
  run(app, "npm", "install", "--silent", "--no-audit", "--no-fund", "--prefer-offline", `../${tarball}`);
  cpSync(join(root, "policies"), join(app, "policies"), { recursive: true });
});

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe("the packed package", () => {
  test("holds the build, the schemas and the documents, and nothing else", () => {
    const entries = readdirSync(join(app, "node_modules/rolebook")).sort();
    expect(entries).toEqual([
      "LICENSE",
      "README.md",
      "action",
      "action.yml",
      "dist",
      "docs",
      "package.json",
      "schema",
    ]);
  });

  test("builds the seed policies into the committed modules", () => {
    const output = run(app, "npx", "rolebook", "build");
    expect(output).toMatch(/^dynamoai: 10 roles, 34 permissions, \d+ cells, 7 written, 0 unchanged$/m);
    expect(output).toMatch(/^modzy: 7 roles, \d+ permissions, \d+ cells, 7 written, 0 unchanged$/m);
    expect(output).toMatch(/^done in \d+\.\d s$/m);
    for (const policy of ["dynamoai", "modzy"]) {
      for (const file of readdirSync(join(root, "generated", policy))) {
        const [built, committed] = [app, root].map((folder) =>
          readFileSync(join(folder, "generated", policy, file), "utf8"),
        );
        expect(built).toBe(committed);
      }
    }
    expect(run(app, "npx", "rolebook", "build", "--check")).toMatch(/0 stale, 7 unchanged/);
  });

  test("gives an app the policy and the check of the README, which type-check and answer", () => {
    mkdirSync(join(app, "policies/shop"));
    writeFileSync(join(app, "policies/shop/policy.yaml"), example("README.md", "yaml"));
    writeFileSync(join(app, "app.ts"), example("README.md", "ts") + answers);
    writeFileSync(join(app, "tsconfig.json"), tsconfig);
    run(app, "npx", "rolebook", "build", "shop");
    run(app, process.execPath, join(root, "node_modules/typescript/bin/tsc"), "-p", ".");
    const output = run(app, process.execPath, "out/app.js");
    expect(output).toBe("true true\nfalse not-granted role:clerk\n");
  });

  test("gives an app the conditions and the list of docs/filters.md", () => {
    mkdirSync(join(app, "policies/jobs"), { recursive: true });
    writeFileSync(join(app, "policies/jobs/policy.yaml"), example("docs/filters.md", "yaml", "scopes:"));
    writeFileSync(join(app, "list.ts"), `${example("docs/filters.md", "ts", "rolebook/filter")}${listed}`);
    writeFileSync(join(app, "tsconfig.json"), tsconfig.replace("app.ts", "list.ts"));
    run(app, "npx", "rolebook", "build", "jobs", "--max-warnings", "0");
    run(app, process.execPath, join(root, "node_modules/typescript/bin/tsc"), "-p", ".");
    const [text, values] = run(app, process.execPath, "out/list.js").trim().split("\n");
    expect(text).toMatch(/"jobs"\."key_id".*\$1.*"jobs"\."team_id".*"jobs"\."note"/);
    expect(values).toBe("k1,t1,public");
  });

  test("gives a bundler its plugin, with types", () => {
    const config = `import rolebook from "rolebook/unplugin";
      export const plugins: readonly { name: string }[] = [rolebook.vite({ policies: ["modzy"] }), rolebook.rollup()];
      console.log(plugins.map(({ name }) => name).join());`;
    writeFileSync(join(app, "bundler.ts"), config);
    writeFileSync(join(app, "tsconfig.json"), tsconfig.replace("app.ts", "bundler.ts"));
    run(app, process.execPath, join(root, "node_modules/typescript/bin/tsc"), "-p", ".");
    expect(run(app, process.execPath, "out/bundler.js")).toBe("rolebook,rolebook\n");
  });

  test("makes a project of an empty folder, which builds and passes its tests", () => {
    const fresh = join(app, "fresh");
    mkdirSync(fresh);
    expect(run(fresh, "npx", "rolebook", "init", "--yes")).toContain("wrote    policies/app/policy.yaml\n");
    expect(run(fresh, "npx", "rolebook", "build")).toMatch(/^app: 3 roles, 4 permissions/);
    expect(run(fresh, "npx", "rolebook", "test")).toContain("0 failed");
    const code = `import { createAuthorizer } from "rolebook";
      import { policy } from "./generated/app/policy.js";
      export const { can } = createAuthorizer(policy);`;
    writeFileSync(join(fresh, "app.ts"), code);
    writeFileSync(
      join(fresh, "tsconfig.json"),
      tsconfig.replace('"isolatedDeclarations": true, "declaration": true', '"noEmit": true'),
    );
    run(fresh, process.execPath, join(root, "node_modules/typescript/bin/tsc"), "-p", ".");
  });

  test("offers its compiler and its schemas by name", () => {
    const script = `
      import { createRequire } from "node:module";
      import { compile } from "rolebook/compiler";
      const { diagnostics, files } = await compile({ root: process.cwd() });
      const schema = createRequire(import.meta.url)("rolebook/schema/policy.schema.json");
      console.log(diagnostics.length, files.length, schema.title);
    `;
    expect(run(app, process.execPath, "--input-type=module", "-e", script).trim()).toBe(
      "0 28 Rolebook policy",
    );
  });
});

/** The first code block of a language on a page that has a text: what a newcomer copies must work. */
function example(page: string, language: string, having = ""): string {
  const text = readFileSync(join(root, page), "utf8");
  const blocks = [...text.matchAll(new RegExp(`\`\`\`${language}\\b[^\\n]*\\n([^\`]*)\`\`\``, "g"))];
  return blocks.map(([, code = ""]) => code).find((code) => code.includes(having)) ?? "";
}

const listed = `
console.log(text);
console.log(values.join());
`;

const answers = `
const denied = check(eve, OrderPermission.refund, order);
console.log(can(eve, OrderPermission.create), can(eve, OrderPermission.view, order));
console.log(denied.allowed, denied.reason, denied.wouldGrant.join());
`;

const tsconfig = `{
  "compilerOptions": {
    "target": "es2022", "module": "nodenext", "strict": true, "exactOptionalPropertyTypes": true, "lib": ["es2022", "dom"],
    "types": [], "skipLibCheck": false, "outDir": "out", "isolatedDeclarations": true, "declaration": true
  },
  "files": ["app.ts"]
}`;

/** An author's text is text: it never becomes code in a generated module, nor a command to a terminal. */
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { rolebook, Scratch, type Run } from "./support/project.js";

const scratch = new Scratch("hostile");

beforeAll(() => {
  vi.stubEnv("NO_COLOR", "1");
});

afterAll(() => {
  vi.unstubAllEnvs();
  scratch.dispose();
});

/** What could end a comment or a string, start code, or instruct a tool. */
const texts = [
  '*/ export const hacked = 1; import "node:fs"; /*',
  "*\\/ *\u200b/ **/",
  "`${process.exit(1)}` ${1}",
  `"; export const hacked = '"'; //`,
  "one\n*/\nexport const hacked = 1;\n/*",
  "one\r\ntwo\rthree\u2028export const hacked = 1;\u2029four\u0085five",
  "\\",
  "</script><script>alert(1)</script><!-- ]]>",
  "//# sourceMappingURL=data:,x",
  "//@ sourceMappingURL=data:,x",
  "/*# sourceMappingURL=data:,x */",
  "# sourceMappingURL=data:,x",
  "/* # sourceURL=x",
  '/// <reference path="./hacked.ts" />',
  "@ts-ignore",
  "// @ts-nocheck",
  "one\n@ts-expect-error\n * @ts-ignore\n// @ts-ignore",
  "@deprecated\n@internal\n  @type {number}\n\u200b@ts-ignore\n*@ts-ignore",
  "{@link hacked} @jsx hacked @jsxImportSource hacked",
  "prettier-ignore",
  "eslint-disable",
  "\u0000\u0007\u001b[31m\u009b31m\u202e\u2066\u200b\ufeff",
  "\ud83d\udc69\u200d\ud83d\udd2c na\u00efve \u65e5\u672c\u8a9e",
];

/** YAML that holds control characters as escapes, as an author would have to write them. */
function yaml(data: unknown): string {
  return stringify(data, { defaultStringType: "QUOTE_DOUBLE", lineWidth: 0 });
}

function hostilePolicy(text: string): unknown {
  const inCel = JSON.stringify(text);
  return {
    principals: { user: { attributes: { mood: [text, "fine"] }, defaultRoles: ["member"] } },
    resources: {
      model: {
        title: text,
        description: text,
        attributes: { state: ["fine", text] },
        requires: `resource.state != ${inCel}`,
        actions: { get: { description: text, deprecated: text }, create: { on: "type" } },
      },
    },
    roles: {
      member: {
        title: text,
        description: text,
        deprecated: text,
        annotations: { [text]: text },
        allow: ["model:get"],
      },
    },
    resourceRoles: {
      model: {
        owner: {
          title: text,
          description: text,
          allow: [
            { permissions: ["model:*"], when: `principal.mood in [${inCel}] || resource.state == ${inCel}` },
          ],
        },
      },
    },
    routes: { "GET /models/{id}": "model:get" },
  };
}

/** The statements of a module, each as its kind and name. */
function statementsOf(source: ts.SourceFile): readonly string[] {
  return source.statements.map((statement) => {
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map((one) => `variable ${one.name.getText()}`).join();
    }
    if (ts.isTypeAliasDeclaration(statement)) return `type ${statement.name.text}`;
    if (ts.isInterfaceDeclaration(statement)) return `interface ${statement.name.text}`;
    if (ts.isFunctionDeclaration(statement)) return `function ${statement.name?.text ?? ""}`;
    if (ts.isImportDeclaration(statement)) return `import ${statement.moduleSpecifier.getText()}`;
    return ts.SyntaxKind[statement.kind];
  });
}

const expected: Readonly<Record<string, readonly string[]>> = {
  "permissions.ts": [
    "variable ModelPermission",
    "type ModelPermission",
    "type Permission",
    "variable known",
    "function isPermission",
  ],
  "policy.ts": [
    'import "rolebook"',
    'import "./permissions.js"',
    'import "./roles.js"',
    "interface UserPrincipal",
    "interface PrincipalsByKind",
    "type PrincipalOf",
    "interface ModelAttributes",
    "interface ModelResource",
    "interface ResourcesByType",
    "type ResourceOf",
    "interface RoleTarget",
    "interface ModelNeeds1",
    "type ResourcelessPermission",
    "interface ResourcesByPermission",
    "type ResourceFor",
    "interface Reads",
    "interface Assignable",
    "interface Checks",
    "interface PrincipalChecks",
    "interface Types",
    "variable policy",
  ],
  "roles.ts": [
    "variable Role",
    "type Role",
    "interface RolesByKind",
    "variable ModelRole",
    "type ModelRole",
    "variable holdable",
    "function isRole",
    "function isRole",
    "function isRole",
    "function rolesFromStorage",
  ],
  "routes.ts": [
    'import "rolebook"',
    'import "./permissions.js"',
    "variable routes",
    "variable permissionFor",
  ],
};

/** The tags of all documentation comments, by name, and every string of the module. */
function insideOf(source: ts.SourceFile): {
  readonly tags: readonly string[];
  readonly strings: readonly string[];
} {
  const tags: string[] = [];
  const strings: string[] = [];
  const visit = (node: ts.Node): void => {
    if (!ts.isSourceFile(node)) {
      tags.push(
        ...ts.getJSDocTags(node).flatMap((tag) => (tag.parent.parent === node ? [tag.tagName.text] : [])),
      );
    }
    if (ts.isStringLiteral(node)) strings.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { tags, strings };
}

interface Internals {
  readonly parseDiagnostics: readonly unknown[];
  readonly commentDirectives?: readonly unknown[];
  readonly checkJsDirective?: unknown;
}

function expectHarmless(name: string, text: string, author: string): void {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
  const { parseDiagnostics, commentDirectives, checkJsDirective } = source as ts.SourceFile & Internals;
  expect(parseDiagnostics).toEqual([]);
  expect(statementsOf(source)).toEqual(expected[name]);
  expect(commentDirectives ?? []).toEqual([]);
  expect(checkJsDirective).toBeUndefined();
  expect(source.referencedFiles).toEqual([]);
  const { tags, strings } = insideOf(source);
  const deprecations = { "permissions.ts": 1, "roles.ts": 1 }[name] ?? 0;
  expect(tags).toEqual(Array<string>(deprecations).fill("deprecated"));
  expect(text).not.toMatch(/[#@]\s*source(?:Mapping)?URL/i);
  expect(text).not.toMatch(/<[/!]/);
  expect(text).not.toMatch(/(?!\n)\p{Cc}|[\u2028\u2029\u200b\u202a-\u202e\u2066-\u2069\ufeff]/u);
  expect(text).not.toMatch(/\/[/*]\s*(?:prettier-ignore|eslint)/);
  if (name === "policy.ts") expect(strings.filter((one) => one === author)).toHaveLength(10);
}

/** Builds one policy, and gives its modules by name. */
async function modulesOf(
  folder: string,
  file: string,
  policy: string,
): Promise<readonly (readonly [string, string])[]> {
  const root = scratch.project({
    "rolebook.yaml": yaml({ version: 1, policies: { p: { source: folder, out: "out" } } }),
    [`${folder}/${file}`]: policy,
  });
  expect(await rolebook(root, ["build"])).toMatchObject({ exitCode: 0 });
  return Object.keys(expected).map((name) => [name, readFileSync(join(root, "out", name), "utf8")]);
}

describe("in a generated module", () => {
  test.each(texts)("the text %j is text", async (text) => {
    for (const [name, module] of await modulesOf("p", "p.yaml", yaml(hostilePolicy(text)))) {
      expectHarmless(name, module, text);
    }
  });

  test.each([
    ["@ts-nocheck x", "x.yaml"],
    ["p", "a\n@ts-nocheck x.yaml"],
    ["p", "a\u2028export const hacked = 1;.yaml"],
    ["# sourceMappingURL=data:,x", "x.yaml"],
    ["p", "*\r\u001b[31m`${1}`\u202e.yaml"],
  ])("the file name %j %j is text", async (folder, file) => {
    for (const [name, module] of await modulesOf(folder, file, yaml(hostilePolicy("fine text")))) {
      expectHarmless(name, module, "fine text");
    }
  });
});

describe("on a terminal", () => {
  const strange = "\u0007\u001b[31mred\u009b0m\u202e\u2066\r";

  function expectTame({ stdout, stderr }: Run): void {
    expect(stdout + stderr).not.toMatch(/(?!\n)\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
  }

  test("names and texts of a policy appear without what could command it", async () => {
    const root = scratch.project({
      [`policies/p/${strange}.yaml`]: yaml({ roles: { [strange]: { inherits: [strange] } } }),
      "policies/p/raw.yaml": `roles:\n  "x${strange}y":\n\t# ${strange}\n`,
      [`policies/p/${strange}/x.yaml`]: Buffer.from([0x1b, 0xff]),
      "policies/q/id.yaml": yaml({
        roles: { a: { allow: [`x:${strange}`], id: strange, title: [strange] } },
      }),
      "policies/q/key.yaml": yaml({
        roles: { a: { heldBy: [{ [strange]: strange }], [strange]: 1 } },
        [strange]: 1,
      }),
    });
    const found = await rolebook(root, ["validate"]);
    expect(found.exitCode).toBe(1);
    expect(found.stderr).toContain("\ufffd[31mred\ufffd0m\ufffd\ufffd\ufffd");
    expectTame(found);
  });

  test("so do names of policies, of folders, of options and of the config", async () => {
    const root = scratch.project({ [`policies/${strange}/x.yaml`]: "roles:\n" });
    const config = scratch.project({
      "rolebook.yaml": yaml({ version: strange, [strange]: 1, policies: { [strange]: { source: strange } } }),
    });
    const folder = scratch.project({
      "rolebook.yaml": yaml({ version: 1, policies: { p: { source: strange, out: "out" } } }),
    });
    for (const [cwd, args] of [
      [root, ["build"]],
      [config, ["build"]],
      [folder, ["build"]],
      [folder, ["build", strange]],
      [folder, [strange]],
      [folder, ["build", `--${strange}`]],
    ] as const) {
      const refused = await rolebook(cwd, args);
      expect(refused.exitCode).toBe(2);
      expectTame(refused);
    }
  });

  test("so do the output folder and what stands in a stale module", async () => {
    const root = scratch.project({
      "rolebook.yaml": yaml({ version: 1, policies: { p: { source: "p", out: strange } } }),
      "p/p.yaml": "roles: { a: }\n",
    });
    expect((await rolebook(root, ["build"])).exitCode).toBe(0);
    appendFileSync(join(root, strange, "roles.ts"), `// ${strange}\n`);
    const stale = await rolebook(root, ["build", "--check"]);
    expect(stale.exitCode).toBe(1);
    expect(stale.stdout).toContain("\n-// \ufffd\ufffd[31mred");
    expectTame(stale);
  });
});

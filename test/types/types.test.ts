/** What must compile compiles, and what must not does not, under every supported compiler with every strict flag. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile } from "rolebook/compiler";

const root = resolve(import.meta.dirname, "../..");
const cases = join(import.meta.dirname, "cases");

/** Flags that 5.5 does not know yet. */
const newer = ["--erasableSyntaxOnly", "--noUncheckedSideEffectImports"];
const compilers = [
  { version: "5.5", module: "typescript-5.5", flags: [] },
  { version: "5.9", module: "typescript", flags: newer },
  { version: "7", module: "typescript-7", flags: newer },
];

interface TypeError {
  readonly file: string;
  readonly line: number;
  readonly code: string;
}

async function typeErrors(
  module: string,
  flags: readonly string[],
  project: string,
): Promise<readonly TypeError[]> {
  const tsc = join(root, "node_modules", module, "bin/tsc");
  const args = [tsc, "-p", project, "--pretty", "false", ...flags];
  const output = await promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 1 << 26 }).then(
    ({ stdout }) => stdout,
    (error: unknown) => (error as { stdout: string }).stdout,
  );
  return output
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s/.test(line))
    .map((line) => {
      const parts = /^(.*)\((\d+),\d+\): error (TS\d+):/.exec(line);
      if (parts === null) throw new Error(line);
      return { file: parts[1] ?? "", line: Number(parts[2]), code: parts[3] ?? "" };
    });
}

/** For each line of a file the codes it must have, each with its alternatives. */
function expectedErrors(path: string): ReadonlyMap<number, readonly string[]> {
  const lines = readFileSync(path, "utf8").split("\n");
  return new Map(
    lines.flatMap((line, index) => {
      const codes = /\/\/ (TS[\dTS| ]+)$/.exec(line)?.[1];
      return codes === undefined ? [] : [[index + 1, codes.split(" ")] as const];
    }),
  );
}

describe.each(compilers)("under TypeScript $version", ({ module, flags }) => {
  test("checks that are right compile, and every mistake is an error at its line", async () => {
    const errors = await typeErrors(module, flags, cases);
    const mistakes = "must-not-compile.ts";
    expect(errors.filter(({ file }) => !file.endsWith(mistakes))).toEqual([]);
    const expected = expectedErrors(join(cases, mistakes));
    expect(expected.size).toBeGreaterThan(50);
    const found = new Map<number, string[]>();
    for (const { line, code } of errors) found.set(line, [...(found.get(line) ?? []), code]);
    for (const line of new Set([...expected.keys(), ...found.keys()])) {
      const codes = [...(found.get(line) ?? [])].sort();
      const wanted = [...(expected.get(line) ?? [])].sort();
      const fits =
        codes.length === wanted.length &&
        wanted.every((some, index) => some.split("|").includes(codes[index] ?? ""));
      expect(fits, `line ${String(line)}: found ${codes.join(" ")}, expected ${wanted.join(" ")}`).toBe(true);
    }
  });
});

describe.each(compilers)("generated modules under TypeScript $version", ({ module, flags }) => {
  const project = mkdtempSync(join(tmpdir(), "rolebook-types-"));

  beforeAll(async () => {
    for (const [name, text] of Object.entries(awkward)) {
      const path = join(project, "policies", name, "policy.yaml");
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    const { diagnostics, files } = await compile({ root: project });
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    for (const { path, text } of files) {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      writeFileSync(join(project, path), text);
    }
    mkdirSync(join(project, "node_modules"));
    symlinkSync(root, join(project, "node_modules/rolebook"), "dir");
    writeFileSync(join(project, "package.json"), `{ "type": "module" }`);
    const { compilerOptions } = JSON.parse(readFileSync(join(cases, "tsconfig.json"), "utf8")) as {
      compilerOptions: object;
    };
    writeFileSync(
      join(project, "tsconfig.json"),
      JSON.stringify({ compilerOptions, include: ["generated"] }),
    );
  });

  afterAll(() => {
    rmSync(project, { recursive: true, force: true });
  });

  test("compile for policies with awkward names and empty parts", async () => {
    expect(await typeErrors(module, flags, project)).toEqual([]);
  });
});

/** Policies whose output is easily wrong: names that are special to JavaScript, nothing at all, types that contain themselves. */
const awkward: Readonly<Record<string, string>> = {
  empty: "resources:\n",
  "no-roles": "resources: { thing: { actions: { view: } } }\n",
  "only-roles": "roles: { nobody: }\n",
  words: `
principals:
  default: { attributes: { class: string, "delete?": number, when: timestamp, tags: list<string>, at: list<timestamp> } }
  constructor: { attributes: { status: ["a b", 'c"d', "e\`f", "\${g}"] }, defaultRoles: [toString] }
resources:
  class:
    title: "*/ alert(1) /*"
    in: class
    actions: { delete: , constructor: , toString: { on: type }, hasOwnProperty: , "a:b": { id: new }, new.target: }
  policy: { in: [class, policy], attributes: { type_: string } }
  role: { actions: { get: { description: "first\\n@deprecated second \`\${x}\` </script> //# sourceMappingURL=x" } } }
roles:
  toString: { description: "@ts-ignore", deprecated: "use\\n*/ another" }
  system:node: { allow: ["*:*"], assigns: ["*", "class#*"] }
  roles/storage.admin: { inherits: [class#delete], id: projects/1/roles/admin }
resourceRoles:
  class:
    delete: { allow: ["class:*"], assigns: ["*"] }
    a-b: { inherits: [delete], heldBy: [default] }
routes:
  GET /: public
  GET /class/{class}: class:delete
  POST /__proto__/constructor: role:get
`,
  "no-helper": `
resources: { thing: { attributes: { name: string }, actions: { view: { requires: 'resource.name == "isIn(calculate(instantOf(containerIn("' } } } }
roles: { all: { allow: ["thing:*"] } }
`,
  conditions: `
principals:
  user: { attributes: { team: string, "level?": number, at: timestamp, teams: list<string>, times: list<timestamp>, on: boolean }, requires: "principal.on" }
  key: { attributes: { team: string, owner: string } }
scopes:
  - { name: OWN, when: "resource.owner == principal.id" }
  - { name: TEAM, when: "resource.container.team == principal.team" }
  - { name: ALL, when: "principal.kind == 'user' || resource.open" }
resources:
  folder: { in: folder, attributes: { team: string, owner: string, "open?": boolean }, scopes: { TEAM: "has(resource.container) && resource.container.container.team == principal.team" } }
  file:
    in: [folder, shelf]
    attributes: { owner: string, open: boolean, "size?": number, tags: list<string>, sizes: list<number>, made: timestamp, state: [a, b, "c\\"d"] }
    requires: "!(resource.open == resource.state.contains('c'))"
    actions:
      a: { requires: "(resource.open ? resource.owner : principal.team) == 'x' && (resource.open ? 1 : 2.5) > 2 && (resource.open ? resource.made : principal.at) < resource.made" }
      b: { requires: "['x', resource.owner].exists(x, x == 'x' || x == principal.owner) && ['x', 'y'].all(x, x != resource.owner) && [1.5, 2.0].exists(n, n in resource.sizes)" }
      c: { requires: "principal.times.exists(t, t > resource.made && t != timestamp('2026-01-01T00:00:00Z')) && resource.tags.all(t, resource.open) && principal.times.all(t, resource.open)" }
      d: { requires: "-(-resource.size) - 2.0 * 3.0 / resource.size >= -4.5 && size(resource.tags) > 2 && size([resource.owner]) != size(principal.teams)" }
      e: { requires: "resource.owner in [principal.id, 'x'] && resource.state in ['a', 'c\\"d'] && principal.at in principal.times && 'x' in resource.tags && resource.open in [resource.open, false]" }
      f: { requires: "resource.owner.startsWith('</script>') || resource.owner.endsWith(principal.team) || '*/'.contains(resource.owner) || resource.owner == '// @ts-ignore'" }
      g: { requires: "!resource.open && !(resource.open || principal.on) ? has(resource.size) : has(resource.container.open) && has(resource.made)" }
      h: { on: type, requires: "principal.kind == 'key' || principal.teams.exists(t, principal.times.exists(u, u == principal.at) && t == principal.team)" }
      i: { requires: "resource.owner in ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r']" }
      j: { requires: "(resource.owner == 'x') != (resource.size > 1.0) && (resource.open ? resource.open : principal.on) == principal.on" }
      l: { requires: "has(resource.size) ? resource.open : resource.size > 1.0 && (has(resource.tags) ? 0 : size(resource.tags)) > 1" }
      m: { requires: "has(resource.owner) ? resource.owner == 'x' : (has(resource.owner) ? resource.owner.endsWith('b') : resource.tags.exists(x, (x == 'x') == resource.open))" }
      k: { requires: "resource.sizes.exists(n, (n + 1.0 > 2.0) == resource.open ? n == 1 : n < resource.size)" }
  shelf: { attributes: { "team?": string } }
roles:
  all:
    allow:
      - { permissions: ["file:*"], scope: OWN, when: "resource.tags.exists(t, t == principal.team)" }
      - { permissions: ["file:*"], scope: TEAM }
      - { permissions: ["file:h"], when: "principal.team != 'x'" }
      - { permissions: ["file:a"] }
`,
};

/** What room 7 writes is what ts-morph writes of the same statements; prettier lays it out where it is not too large. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { Project, StructureKind, type StatementStructures } from "ts-morph";
import ts from "typescript";
import { format } from "prettier";
import { describe, expect, test } from "vitest";
import { largePolicy } from "../bench/support/large-policy.mjs";
import { emit } from "../compiler/6-emit/index.js";
import { formatted } from "../compiler/7-print/formatted.js";
import { indented } from "../compiler/7-print/indent.js";
import { print, type PrintedModule } from "../compiler/7-print/index.js";
import { written } from "../compiler/7-print/written.js";
import type { CodeModule, Module } from "../compiler/ir.js";
import * as structure from "../compiler/structure.js";
import { editedPair } from "./diff/edits.js";
import { analyzeSources } from "./support/policy.js";

function modulesOf(files: Iterable<readonly [path: string, text: string]>): readonly Module[] {
  const { diagnostics, policy } = analyzeSources([...files].map(([path, text]) => ({ path, text })));
  expect(diagnostics).toEqual([]);
  return policy === undefined ? [] : emit(policy);
}

function seed(policy: string, ...names: readonly string[]): readonly Module[] {
  return modulesOf(
    names.map((name) => [name, readFileSync(`policies/${policy}/${name}.yaml`, "utf8")] as const),
  );
}

const policies: readonly (readonly [string, () => readonly Module[]])[] = [
  ["dynamoai", () => seed("dynamoai", "principals", "projects", "resources", "roles", "sharing")],
  ["modzy", () => seed("modzy", "accounting", "models", "principals", "roles", "routes")],
  ["large", () => modulesOf(largePolicy({ roles: 60, permissions: 900, grants: 2_000, seed: 3 }))],
];

function code(modules: readonly Module[]): readonly CodeModule[] {
  return modules.filter((module): module is CodeModule => "statements" in module);
}

test("the kinds of statements have ts-morph's numbers", () => {
  expect({ ...structure }).toEqual({
    variableStatement: StructureKind.VariableStatement,
    typeAliasStatement: StructureKind.TypeAlias,
    interfaceStatement: StructureKind.Interface,
    importStatement: StructureKind.ImportDeclaration,
    functionStatement: StructureKind.Function,
  });
});

describe.each(policies)("the modules of %s", (_, modulesOfPolicy) => {
  test("are what ts-morph and prettier print, whichever of its parsers is asked", async () => {
    const project = new Project({ useInMemoryFileSystem: true });
    for (const { path, statements } of code(modulesOfPolicy())) {
      const structures = statements as (string | StatementStructures)[];
      const byTsMorph = project.createSourceFile(path, { statements: structures }).getFullText();
      const expected = await format(byTsMorph, { parser: "typescript", printWidth: 110 });
      expect(await formatted(written(statements))).toBe(expected);
    }
  });

  test("are indented and end as files do without prettier too", () => {
    for (const { statements } of code(modulesOfPolicy())) {
      const plain = written(statements);
      expect(`${indented(plain)}\n`).toBe(plain);
    }
  });
});

test("a module of more than 100 kB is printed as it was emitted, and parses", async () => {
  const modules = modulesOf(largePolicy({ roles: 300, permissions: 2_000, grants: 9_000, seed: 4 }));
  const files = await print(modules);
  const long = files.filter(({ path, text }) => path.endsWith(".ts") && text.length > 101_000);
  expect(long.map(({ path }) => path)).toContain("permissions.ts");
  for (const { path, text } of long) {
    const module = code(modules).find((one) => one.path === path);
    expect(text).toBe(`${module?.header ?? ""}\n\n${written(module?.statements ?? [])}`);
    const { diagnostics = [] } = ts.transpileModule(text, {
      reportDiagnostics: true,
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    expect(diagnostics).toEqual([]);
    expect(text).not.toMatch(/[ \t]$/m);
  }
  expect(await print(modules)).toEqual(files);
});

test("what was printed is not printed again, and what changed is", async () => {
  const modules = policies[0]?.[1]() ?? [];
  const printed = new Map<string, PrintedModule>();
  const files = await print(modules, { printed });
  let loads = 0;
  const onLoad = (): void => {
    loads++;
  };
  const other = modules.map((module) =>
    "statements" in module ? { ...module, header: "// another" } : module,
  );
  const again = await print(other, { printed, onLoad });
  expect(loads).toBe(0);
  for (const [index, { path, text }] of again.entries()) {
    const before = files[index]?.text ?? "";
    if (path.endsWith(".ts")) expect(text).toBe(`// another\n\n${before.slice(before.indexOf("\n\n") + 2)}`);
  }
  const changed = modules.map((module) =>
    module.path === "roles.ts" && "statements" in module ? { ...module, statements: [] } : module,
  );
  await print(changed, { printed, onLoad });
  expect(loads).toBe(1);
});

test("what is printed does not depend on what was printed before", async () => {
  const pairs = fc.tuple(editedPair(false), editedPair(false)).map((all) => all.flat());
  await fc.assert(
    fc.asyncProperty(pairs, async (all) => {
      const printed = new Map<string, PrintedModule>();
      for (const { policy } of all) {
        const modules = emit(policy);
        expect(await print(modules, { printed })).toEqual(await print(modules));
      }
    }),
    { numRuns: 12 },
  );
});

test.each(policies)("the statements of %s, one by one, are the module", async (_, modulesOfPolicy) => {
  const modules = modulesOfPolicy();
  // Each module was another one before.
  const printed = new Map(modules.map(({ path }) => [path, { code: "", text: "" }] as const));
  expect(await print(modules, { printed })).toEqual(await print(modules));
});

test.each([
  ["f({\na: [\n1,\n],\n});", "f({\n  a: [\n    1,\n  ],\n});"],
  ['x = {\ny: "} ] )", // {\nz: 1,\n};', 'x = {\n  y: "} ] )", // {\n  z: 1,\n};'],
  [
    "a = {\n/**\n * { ( [\n */\nb: 1,\n/** ) */\nc: 2,\n};",
    "a = {\n  /**\n   * { ( [\n   */\n  b: 1,\n  /** ) */\n  c: 2,\n};",
  ],
  ["type A =\n| 1\n| 2;\n\n\ntype B = 1;", "type A =\n  | 1\n  | 2;\n\n\ntype B = 1;"],
])("brackets, texts and comments: %j", (written, expected) => {
  expect(indented(written)).toBe(expected);
});

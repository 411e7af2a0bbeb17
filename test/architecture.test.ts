/** The boundaries of ARCHITECTURE.md, executed: who may import whom. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** A source file: its path relative to the root, and its text. */
type Sources = ReadonlyMap<string, string>;

/** What the files of one part may import: parts by pattern, and packages. A part may always import itself. */
interface Boundary {
  readonly name: string;
  readonly files: RegExp;
  readonly parts?: RegExp;
  readonly packages?: readonly string[];
}

/** What crosses every doorway: types, findings, and the words for names. It belongs to no room. */
const shared =
  /^compiler\/((ir|diagnostic|catalogue|findings|identifier|nearest|order|roles|spelling|structure)\.ts$|expression\/)/;

const boundaries: readonly Boundary[] = [
  // What every check needs knows nothing of filters.
  {
    name: "filters",
    files: /^runtime\/filter\//,
    parts: /^runtime\/(bag|condition|expression|format|table|types)\.ts$/,
  },
  // Nor of where anything stands.
  {
    name: "explain",
    files: /^runtime\/explain\//,
    parts: /^runtime\/(?!filter\/|authorizer|index)\w+\.ts$/,
  },
  { name: "runtime", files: /^runtime\/(?!filter\/|explain\/)/ },
  {
    name: "adapters",
    files: /^adapters\//,
    parts: /^runtime\/(filter\/(index|read|compute)|expression)\.ts$/,
    packages: ["kysely", "drizzle-orm"],
  },
  { name: "shared", files: shared, packages: ["fastest-levenshtein"] },
  room("1-load", ["node:fs", "node:path"]),
  room("2-parse", ["yaml"]),
  room("3-validate", ["ajv (types)", "node:module"]),
  room("4-resolve", ["@marcbachmann/cel-js"]),
  room("5-analyze", []),
  room("6-emit", ["node:crypto", "node:module"]),
  room("7-print", [
    "prettier (types)",
    "prettier/standalone",
    "prettier/plugins/babel",
    "prettier/plugins/estree",
  ]),
  {
    name: "pipeline",
    files: /^compiler\/(index|pipeline|check|config|config-file|levels|statistics)\.ts$/,
    parts: /^compiler\/(\d-\w+\/index|ir|diagnostic|catalogue|nearest)\.ts$/,
    packages: ["node:fs", "node:path"],
  },
  {
    name: "cli",
    files: /^compiler\/cli(\.ts$|\/)/,
    parts: /^compiler\/(index|pipeline|config|diagnostic|catalogue|nearest)\.ts$|^review\/[\w-]+\/index\.ts$/,
    packages: [
      "commander",
      "picocolors",
      "@clack/prompts",
      "jsonc-parser",
      "diff",
      "fast-xml-builder",
      "write-file-atomic",
      "chokidar",
      "node:child_process",
      "node:crypto",
      "node:fs",
      "node:os",
      "node:path",
      "node:module",
      "node:stream",
    ],
  },
  // What reviewers ask of a policy: it takes what the compiler gives, and asks the runtime as an app does.
  {
    name: "review",
    files: /^review\//,
    parts:
      /^compiler\/((\d-\w+\/index|ir|diagnostic|catalogue|findings|nearest|order|pipeline|roles|config)\.ts$|expression\/)|^runtime\/(index|explain\/index|condition|format|types)\.ts$/,
    packages: ["node:vm"],
  },
  // Bundlers are their own: the plugin asks the compiler for builds, and translates.
  {
    name: "plugin",
    files: /^plugin\//,
    parts: /^compiler\/cli\/builder\.ts$/,
    packages: ["unplugin", "vite (types)", "esbuild (types)", "node:fs", "node:path"],
  },
  {
    name: "generated",
    files: /^generated\//,
    packages: ["rolebook", "rolebook/condition", "rolebook/explain"],
  },
];

function room(name: string, packages: readonly string[]): Boundary {
  return { name, files: new RegExp(`^compiler/${name}/`), parts: shared, packages };
}

/** Every import that a boundary forbids, every file that has none, and every import of a missing file. */
function violations(sources: Sources): readonly string[] {
  const found: string[] = [];
  for (const [path, text] of sources) {
    const own = boundaries.find(({ files }) => files.test(path));
    if (own === undefined) {
      found.push(`${path} belongs to no part`);
      continue;
    }
    for (const { specifier, isType } of importsOf(path, text)) {
      if (!specifier.startsWith(".")) {
        const allowed = own.packages ?? [];
        const fits = allowed.includes(specifier) || (isType && allowed.includes(`${specifier} (types)`));
        if (!fits) found.push(`${path} imports the package ${specifier}`);
        continue;
      }
      const target = posix.join(dirname(path), specifier).replace(/\.js$/, ".ts");
      if (!sources.has(target)) found.push(`${path} imports ${target}, which does not exist`);
      else if (!own.files.test(target) && own.parts?.test(target) !== true)
        found.push(`${path} imports ${target}`);
    }
  }
  return found;
}

function importsOf(
  path: string,
  text: string,
): readonly { readonly specifier: string; readonly isType: boolean }[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: { specifier: string; isType: boolean }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({
        specifier: node.moduleSpecifier.text,
        isType: node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
      });
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      found.push({ specifier: node.moduleSpecifier.text, isType: node.isTypeOnly });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument && ts.isStringLiteral(argument)) found.push({ specifier: argument.text, isType: false });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      if (ts.isStringLiteral(node.argument.literal))
        found.push({ specifier: node.argument.literal.text, isType: true });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Files that import each other in a circle, types included. */
function circles(sources: Sources): readonly string[] {
  const state = new Map<string, "open" | "done">();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (state.get(path) === "done") return;
    if (state.get(path) === "open") {
      found.push([...way.slice(way.indexOf(path)), path].join(" -> "));
      return;
    }
    state.set(path, "open");
    for (const { specifier } of importsOf(path, sources.get(path) ?? "")) {
      const target = posix.join(dirname(path), specifier).replace(/\.js$/, ".ts");
      if (specifier.startsWith(".") && sources.has(target)) visit(target, [...way, path]);
    }
    state.set(path, "done");
  };
  for (const path of sources.keys()) visit(path, []);
  return found;
}

function readSources(): Map<string, string> {
  const paths = ["compiler", "review", "plugin", "runtime", "adapters", "generated"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) =>
      posix.join(folder, path),
    ),
  );
  return new Map(
    paths
      .filter((path) => path.endsWith(".ts"))
      .map((path) => [path, readFileSync(join(root, path), "utf8")]),
  );
}

describe("the boundaries", () => {
  test("hold", () => {
    expect(violations(readSources())).toEqual([]);
    expect(circles(readSources())).toEqual([]);
  });

  test.each([
    ["compiler/4-resolve/planted.ts", `import { parse } from "../2-parse/index.js";`],
    ["compiler/5-analyze/planted.ts", `export type { Names } from "../4-resolve/names.js";`],
    ["compiler/5-analyze/rules/planted.ts", `import { readFileSync } from "node:fs";`],
    ["compiler/6-emit/planted.ts", `const { format } = await import("prettier");`],
    ["compiler/6-emit/planted.ts", `import type { StatementStructures } from "ts-morph";`],
    ["compiler/4-resolve/planted.ts", `import { LineCounter } from "yaml";`],
    ["compiler/2-parse/planted.ts", `import { createAuthorizer } from "rolebook";`],
    ["compiler/planted.ts", ``],
    ["compiler/cli/planted.ts", `import { load } from "../1-load/index.js";`],
    ["compiler/diagnostic.ts", `import { compile } from "./index.js";`],
    ["compiler/6-emit/planted.ts", `type T = import("../../runtime/types.js").PolicyTable;`],
    ["runtime/planted.ts", `import type { Table } from "../compiler/ir.js";`],
    ["runtime/planted.ts", `import { parse } from "yaml";`],
    ["generated/modzy/planted.ts", `import { policy } from "../dynamoai/../../runtime/index.js";`],
    ["runtime/planted.ts", `import { gone } from "./gone.js";`],
    ["runtime/planted.ts", `import { filter } from "./filter/index.js";`],
    ["runtime/planted.ts", `import { grantsOf } from "./explain/grants.js";`],
    ["runtime/filter/planted.ts", `import { decide } from "../decide.js";`],
    ["adapters/planted.ts", `import { filter } from "../runtime/index.js";`],
    ["adapters/planted.ts", `import { Pool } from "pg";`],
  ])("fail when %s has %s", (path, text) => {
    expect(violations(new Map([...readSources(), [path, text]]))).toHaveLength(1);
  });

  test("fail on a circle", () => {
    const planted = [
      ["runtime/a.ts", `import { b } from "./b.js";`],
      ["runtime/b.ts", `import type { a } from "./a.js";`],
    ] as const;
    expect(circles(new Map([...readSources(), ...planted]))).toEqual([
      "runtime/a.ts -> runtime/b.ts -> runtime/a.ts",
    ]);
  });
});

test("the runtime needs no package, and no platform but the language", () => {
  const runtime = [...readSources()].filter(([path]) => path.startsWith("runtime/"));
  expect(runtime.length).toBeGreaterThan(4);
  for (const [path, text] of runtime) {
    expect(importsOf(path, text).filter(({ specifier }) => !specifier.startsWith("."))).toEqual([]);
    expect(text).not.toMatch(/\b(process|Buffer|require|globalThis|fetch)\b(?=[.(])/);
  }
});

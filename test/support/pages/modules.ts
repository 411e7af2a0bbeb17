/** The TypeScript of all pages: checked in one go as that of an app, and run where it says what comes out. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import ts from "typescript";
import { claimsOf, differenceOf, observed, type Seen } from "./results.js";
import type { Module, Problem } from "./story.js";

/** A module in its place. */
export interface Placed extends Module {
  readonly folder: string;
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
};

/** What a type checker finds in the modules. */
export function checkTypes(modules: readonly Placed[]): readonly Problem[] {
  const [first] = modules;
  if (first === undefined) return [];
  const paths = modules.map(({ folder, path }) => join(folder, path));
  const typeRoots = [join(first.folder, "node_modules/@types")];
  const program = ts.createProgram(paths, { ...options, typeRoots });
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const problem = ts.flattenDiagnosticMessageText(messageText, "\n");
    const module = modules[paths.indexOf(file?.fileName ?? "")];
    if (file === undefined || module === undefined) return { page: file?.fileName ?? "", line: 0, problem };
    return { ...placeOf(module, file.getLineAndCharacterOfPosition(start).line), problem };
  });
}

/** Runs a module that says what comes out, and tells what is different. */
export async function runModule(module: Placed): Promise<readonly Problem[]> {
  const text = module.blocks.map((block) => block.text).join("\n");
  const claims = claimsOf(text);
  if (claims.length === 0) return [];
  const seen = execute(await bundled(module, observed(text)), module.folder);
  return claims.flatMap(({ line, claim }) => {
    const difference = differenceOf(claim, seen[line]);
    if (difference === undefined) return [];
    const { expected, found } = difference;
    return [
      {
        ...placeOf(module, line - 1),
        problem: `${JSON.stringify(found)} is not ${JSON.stringify(expected)}`,
      },
    ];
  });
}

/** The line of a page that a line of a module comes from; lines are counted from 0 in a module. */
function placeOf({ blocks }: Module, line: number): { page: string; line: number } {
  const [first, ...rest] = blocks;
  const lines = first?.text.split("\n").length ?? 0;
  if (first === undefined || line < lines || rest.length === 0) {
    return { page: first?.page ?? "", line: (first?.line ?? 0) + line };
  }
  return placeOf({ path: "", blocks: rest }, line - lines);
}

async function bundled({ folder, path }: Placed, contents: string): Promise<string> {
  const outfile = join(folder, path.replace(/\.ts$/, ".run.mjs"));
  await build({
    stdin: { contents: `${prelude}${contents}`, resolveDir: folder, sourcefile: path, loader: "ts" },
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
  });
  return outfile;
}

/** What is thrown is seen by its name; one that no line claims ends the module. */
const prelude = `import { writeFileSync as writeSeen } from "node:fs";
const everything: Record<number, unknown> = {};
(globalThis as any).see = async (line: number, statement: () => unknown) => {
  try {
    everything[line] = { value: JSON.stringify(await statement()) ?? "undefined" };
  } catch (error) {
    everything[line] = { thrown: (error as Error).name };
  }
  writeSeen(process.env["SEEN"]!, JSON.stringify(everything));
};
`;

function execute(file: string, folder: string): Readonly<Record<number, Seen>> {
  const seen = `${file}.json`;
  writeFileSync(seen, "{}");
  execFileSync(process.execPath, [file], { cwd: folder, env: { ...process.env, SEEN: seen }, stdio: "pipe" });
  return JSON.parse(readFileSync(seen, "utf8")) as Record<number, Seen>;
}

/** Generated TypeScript as a program runs it: transpiled, and checked under strict options. */
import { compileFunction } from "node:vm";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as rolebook from "rolebook/condition";
import type { Condition as Test } from "rolebook";
import ts from "typescript";
import { conditionsLiteral, helpersIn, treesLiteral } from "../../compiler/6-emit/conditions.js";
import { predicate } from "../../compiler/6-emit/predicate/index.js";
import { quote } from "../../compiler/6-emit/text.js";
import type { Condition } from "../../compiler/ir.js";

const folder = dirname(fileURLToPath(import.meta.url));
const root = join(folder, "..", "..");

/** The module that has these conditions, as they stand in the module of a policy. */
export function moduleOf(conditions: readonly Condition[]): string {
  const all = distinct(conditions);
  return `${importedBy(all)}import type { Condition, Expression } from "rolebook";
export const conditions: readonly Condition[] = ${conditionsLiteral(all)};
export const trees: readonly Expression[] = ${treesLiteral(all)};\n`;
}

/** Their functions alone: most of the text is the data beside them. */
function functionsOf(conditions: readonly Condition[]): string {
  const all = distinct(conditions);
  const members = all.map((one) => `${quote(one.key)}: ${predicate(one)}`);
  return `${importedBy(all)}export const tests = {\n${members.join(",\n")}\n};\n`;
}

function distinct(conditions: readonly Condition[]): readonly Condition[] {
  return [...new Map(conditions.map((one) => [one.key, one])).values()];
}

function importedBy(conditions: readonly Condition[]): string {
  const helpers = helpersIn(conditions);
  return helpers.length > 0 ? `import { ${helpers.join(", ")} } from "rolebook/condition";\n` : "";
}

/** The generated functions as they run: TypeScript's own transpiler takes their types away. */
export function functionsIn(conditions: readonly Condition[]): (condition: Condition) => Test {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS };
  const { outputText, diagnostics = [] } = ts.transpileModule(functionsOf(conditions), {
    compilerOptions,
    reportDiagnostics: true,
  });
  if (diagnostics.length > 0) throw new Error(inWords(diagnostics));
  const exports: { tests?: Readonly<Record<string, Test>> } = {};
  const run = compileFunction(outputText, ["exports", "require"]) as (...all: unknown[]) => void;
  run(exports, () => rolebook);
  return ({ key }) => {
    const test = exports.tests?.[key];
    if (test === undefined) throw new Error(`nothing was generated for ${key}`);
    return test;
  };
}

/** What the type checker has against modules, under the options of this repository. */
export function typeErrors(modules: Readonly<Record<string, string>>): string {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const host = ts.createCompilerHost(options);
  const texts = new Map(Object.entries(modules).map(([name, text]) => [join(folder, name), text]));
  const usual = { ...host };
  host.fileExists = (path) => texts.has(path) || usual.fileExists(path);
  host.readFile = (path) => texts.get(path) ?? usual.readFile(path);
  host.getSourceFile = (path, version) => {
    const text = texts.get(path);
    return text === undefined ? usual.getSourceFile(path, version) : ts.createSourceFile(path, text, version);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  const found = [...texts.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  });
  return inWords([...found, ...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()]);
}

function inWords(diagnostics: readonly ts.Diagnostic[]): string {
  const words = diagnostics.map(({ code, messageText, file, start = 0 }) => {
    const around = file?.text.slice(start - 120, start + 80).replace(/\s+/g, " ") ?? "";
    return `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, " ")}: ${around}`;
  });
  return [...new Set(words)].slice(0, 10).join("\n");
}

/** Small apps of a large policy: one that runs and asks, and two that are only type-checked. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import ts from "typescript";

const program = join(import.meta.dirname, "programs/ask.mjs");
const callSites = 200;

/** Makes JavaScript of the generated modules. @returns the command that prints the answers to the questions */
export function prepareAsking(root, questions) {
  const generated = join(root, "generated/large");
  const javascript = join(root, "javascript");
  const compilerOptions = { module: ts.ModuleKind.ES2022, target: ts.ScriptTarget.ES2022 };
  mkdirSync(javascript, { recursive: true });
  for (const name of readdirSync(generated).filter((path) => path.endsWith(".ts"))) {
    const { outputText } = ts.transpileModule(readFileSync(join(generated, name), "utf8"), {
      compilerOptions,
    });
    writeFileSync(join(javascript, name.replace(/\.ts$/, ".js")), outputText);
  }
  writeFileSync(join(root, "package.json"), JSON.stringify({ private: true, type: "module" }));
  cpSync(program, join(root, "ask.mjs"));
  const file = join(root, `questions-${questions.length}.json`);
  writeFileSync(file, JSON.stringify(questions.map(({ roles, permission }) => [roles, permission])));
  return { file: process.execPath, args: [join(root, "ask.mjs"), file], cwd: root };
}

/** Writes two TypeScript projects. @returns their folders: on the generated modules, and on a bare union of the same names */
export function prepareTyping(root) {
  const types = readFileSync(join(root, "generated/large/permissions.ts"), "utf8");
  const permissions = [...new Set(types.match(/"[a-z]+-\d+:\w+"/g))];
  const step = Math.floor(permissions.length / callSites);
  const asked = Array.from({ length: callSites }, (_, index) => permissions[index * step]);
  const generated = writeProject(root, "generated", [
    `import { createAuthorizer } from "rolebook";`,
    `import { policy, type PrincipalOf } from "../../generated/large/policy.js";`,
    `import { isPermission } from "../../generated/large/permissions.js";`,
    `import { rolesFromStorage } from "../../generated/large/roles.js";`,
    `const { can } = createAuthorizer(policy);`,
    `export const known = isPermission(${asked[0]});`,
    `export function ask(stored: readonly string[]): readonly boolean[] {`,
    `  const who: PrincipalOf = { id: "someone", roles: rolesFromStorage(stored) };`,
    `  return [`,
    ...asked.map((name) => `    can(who, ${name}, { type: ${name.replace(/:\w+/, "")}, id: "one" }),`),
    `  ];`,
    `}`,
  ]);
  const union = writeProject(root, "bare union", [
    `type Permission =\n${permissions.map((name) => `  | ${name}`).join("\n")};`,
    `declare function can(roles: readonly string[], permission: Permission, resource: { type: string; id: string }): boolean;`,
    `export function ask(stored: readonly string[]): readonly boolean[] {`,
    `  return [`,
    ...asked.map((name) => `    can(stored, ${name}, { type: ${name.replace(/:\w+/, "")}, id: "one" }),`),
    `  ];`,
    `}`,
  ]);
  return { "Rolebook, the generated modules": generated, "bare union": union };
}

function writeProject(root, name, lines) {
  const folder = join(root, "typing", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "app.ts"), `${lines.join("\n")}\n`);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: "nodenext",
    target: "es2022",
    types: [],
    skipLibCheck: true,
    verbatimModuleSyntax: true,
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["app.ts"] }));
  return folder;
}

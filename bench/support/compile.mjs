/** A policy of the benchmark's own, compiled the way a user's is. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compile } from "../../dist/compiler/index.js";
import { bundle, importCode, root } from "./bundle.mjs";

/**
 * @param sources from the path of each file in the policy's folder to its text
 * @returns the text of each generated module, by its name
 */
export async function compilePolicy(sources) {
  const folder = mkdtempSync(join(tmpdir(), "rolebook-bench-"));
  try {
    for (const [path, text] of Object.entries(sources)) {
      const file = join(folder, "policies/bench", path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules/rolebook"));
    const { files, diagnostics } = await compile({ root: folder });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
    return Object.fromEntries(files.map(({ path, text }) => [path.split("/").at(-1), text]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Compiles a policy of one file and imports a program that stands beside its modules.
 * @param text the YAML
 * @param program what it exports is given back
 */
export async function importWith(text, program) {
  const modules = await compilePolicy({ "policy.yaml": text });
  return await importCode(await bundleModules(modules, program));
}

/**
 * Bundles a program beside generated modules.
 * @param modules what `compilePolicy` gives
 */
export async function bundleModules(modules, text, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), "rolebook-bench-"));
  try {
    for (const [name, module] of Object.entries(modules)) writeFileSync(join(folder, name), module);
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules/rolebook"));
    return await bundle({ text, folder, platform: "node", ...options });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

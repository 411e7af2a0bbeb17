/**
 * Every comparison in one run. `npm run bench -- --help` says what it takes.
 *
 * Node runs it with `--expose-gc`, to clear between turns, and `--no-turbo-inline-js-wasm-calls`, without which Node 20 aborts in the
 * engine when Cedar's WebAssembly runs beside all the others.
 */
import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { help, readArguments } from "./arguments.mjs";
import { chart } from "./report/chart.mjs";
import { documentWith, readmeWith, textReport } from "./report/report.mjs";
import { machine } from "./support/machine.mjs";
import { row } from "./support/rows.mjs";

const root = resolve(import.meta.dirname, "..");

/** The module of each part: its `rows(options)` measures. The first two share one, which is told which of them is meant. */
const modules = {
  merged: "./decide/index.mjs",
  uncached: "./decide/index.mjs",
  attributes: "./attributes/index.mjs",
  sizes: "./sizes/index.mjs",
  cold: "./cold/index.mjs",
  conditions: "./conditions.mjs",
  mistakes: "./mistakes.mjs",
  types: "./types/index.mjs",
  build: "./build/index.mjs",
};

const full = { quick: false, rounds: 101, roundNs: 3e6, coldRounds: 15 };
const quick = { quick: true, rounds: 5, roundNs: 1e6, coldRounds: 2 };

async function measure(part, options) {
  const { rows } = await import(modules[part]);
  const isOneOfTwo = part === "merged" || part === "uncached";
  const found = isOneOfTwo ? await rows(part, options) : await rows(options);
  return found.map((one) => row({ ...one, part }));
}

async function writeDocuments(rows, where) {
  const { format, resolveConfig } = await import("prettier");
  const change = async (file, written) => {
    const text = written(readFileSync(file, "utf8"));
    writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
  };
  await change(join(root, "docs/benchmarks.md"), (text) => documentWith(text, rows, where));
  await change(join(root, "README.md"), (text) => readmeWith(text, rows));
  writeFileSync(join(root, "docs/benchmarks.svg"), chart(rows, where));
}

/** Why a file cannot be written: a run of ten minutes must not end in that. */
function unwritable(file) {
  const folder = dirname(resolve(file));
  try {
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch {
    return `--json ${file}: there is no folder \`${folder}\` to write to`;
  }
}

/** Builds what is measured, and installs what it is compared with. */
function prepare() {
  const options = { cwd: root, stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" };
  execFileSync("npm", ["run", "--silent", "build"], options);
  execFileSync(process.execPath, [join(import.meta.dirname, "install.mjs")], { ...options, shell: false });
}

async function main() {
  const { wrong, options } = readArguments(process.argv.slice(2));
  if (wrong !== undefined) {
    process.stderr.write(`${wrong}\n\n${help}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  if (globalThis.gc === undefined) {
    process.stderr.write("run it with `npm run bench`, which tells Node to expose its garbage collector\n");
    return 2;
  }
  const wrongFile = options.json && unwritable(options.json);
  if (wrongFile !== undefined) {
    process.stderr.write(`${wrongFile}\n`);
    return 2;
  }
  prepare();
  const log = (line) => process.stderr.write(`${line}\n`);
  const all = [];
  for (const part of options.parts) {
    if (!existsSync(join(import.meta.dirname, modules[part]))) {
      log(`there is no ${modules[part]}: ${part} is left out`);
      continue;
    }
    const start = performance.now();
    log(`measuring ${part} …`);
    all.push(...(await measure(part, { ...(options.quick ? quick : full), log })));
    log(`measuring ${part}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
  }
  const where = machine();
  process.stdout.write(textReport(all, where));
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ ...where, rows: all }, null, 2)}\n`);
  if (options.write) await writeDocuments(all, where);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
}

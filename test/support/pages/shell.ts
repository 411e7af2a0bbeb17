/**
 * Shell blocks, run in a folder with the built program. `npx rolebook` is the program; `npm install` links packages of this
 * repository instead of fetching them; everything else is the command itself.
 */
import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { root } from "./page.js";

/** What a block printed, and the first of its commands that ended otherwise than it says. */
export interface Printed {
  readonly output: string;
  readonly problem: string | undefined;
}

/** Where programs stand that take the place of those of the same name, and the built package. */
export interface Programs {
  readonly folder: string;
  readonly home: string;
}

const wrong = 99;

/** Writes the programs into a new folder. @param program the built `rolebook` */
export function writePrograms(folder: string, program: string): Programs {
  const home = dirname(dirname(dirname(program)));
  mkdirSync(folder);
  const texts: Readonly<Record<string, string>> = {
    npx: npx(program),
    npm: npm(home),
  };
  for (const [name, text] of Object.entries(texts)) {
    const path = join(folder, name);
    writeFileSync(`${path}.cjs`, text);
    writeFileSync(path, `#!/bin/sh\nexec ${JSON.stringify(process.execPath)} "$0.cjs" "$@"\n`);
    chmodSync(path, 0o755);
  }
  return { folder, home };
}

function npx(program: string): string {
  const programs = {
    rolebook: [process.execPath, program],
    tsc: [process.execPath, join(root, "node_modules/typescript/bin/tsc")],
    esbuild: [join(root, "node_modules/esbuild/bin/esbuild")],
  };
  return `
    const [name, ...args] = process.argv.slice(2);
    const programs = ${JSON.stringify(programs)};
    if (!Object.hasOwn(programs, name)) throw new Error("no page may run npx " + name);
    const [file, ...first] = programs[name];
    const { spawnSync } = require("node:child_process");
    process.exitCode = spawnSync(file, [...first, ...args], { stdio: "inherit" }).status ?? 1;
  `;
}

/** Installing links; a script must be in the package.json at hand, which is then run, or in that of this repository. */
function npm(home: string): string {
  return `
    const { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } = require("node:fs");
    const { dirname, join } = require("node:path");
    const { spawnSync } = require("node:child_process");
    const [command, ...args] = process.argv.slice(2);
    const root = ${JSON.stringify(root)};
    const read = (folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const manifest = existsSync("package.json") ? read(".") : {};
    const save = () => writeFileSync("package.json", JSON.stringify(manifest, undefined, 2) + "\\n");
    const known = { ...read(root).dependencies, ...read(root).devDependencies };
    function install(name, group) {
      if (name !== "rolebook" && !Object.hasOwn(known, name)) throw new Error("no page may install " + name);
      const from = name === "rolebook" ? ${JSON.stringify(home)} : join(root, "node_modules", name);
      const to = join("node_modules", name);
      mkdirSync(dirname(to), { recursive: true });
      if (!existsSync(to)) symlinkSync(from, to);
      manifest[group] = { ...manifest[group], [name]: "*" };
      save();
    }
    function run(name, rest) {
      const [own, theirs] = [manifest.scripts, read(root).scripts].map((scripts) => scripts?.[name]);
      if (own !== undefined) process.exitCode = spawnSync(own + " " + rest.join(" "), { shell: true, stdio: "inherit" }).status ?? 1;
      else if (theirs === undefined) throw new Error("there is no script " + name);
    }
    const names = args.filter((arg) => !arg.startsWith("-"));
    if (command === "init" && args.join() === "-y") {
      if (!existsSync("package.json")) { Object.assign(manifest, { name: "app", version: "1.0.0" }); save(); }
    } else if (command === "pkg" && args[0] === "set") {
      for (const pair of args.slice(1)) manifest[pair.split("=")[0]] = pair.split("=")[1];
      save();
    } else if (command === "i" || command === "install") {
      for (const name of names) install(name, args.includes("-D") ? "devDependencies" : "dependencies");
    } else if (command === "test") run("test", names);
    else if (command === "run") run(names[0], args.slice(args.indexOf("--") + 1 || args.length));
    else if (command !== "ci") throw new Error("no page may run npm " + command);
  `;
}

/** Runs a block. A command exits with 0, or with what a comment behind it says: `# exits with 1`. */
export async function runBlock(text: string, folder: string, programs: Programs): Promise<Printed> {
  const script = commandsOf(text).map((command) => {
    const expected = /#.*\bexits? with (\d+)/.exec(command)?.[1] ?? "0";
    const message = `printf '\\n%s\\n' ${quoted(`\`${command}\` did not exit with ${expected} but with`)} "$code"`;
    return `${command}\ncode=$?; [ $code = ${expected} ] || { ${message}; exit ${String(wrong)}; }`;
  });
  const env = environment(folder, programs);
  return new Promise((done) => {
    execFile("bash", ["-c", `exec 2>&1\n${script.join("\n")}`], { cwd: folder, env }, (error, stdout) => {
      done({ output: stdout, problem: error === null ? undefined : stdout || error.message });
    });
  });
}

/** The commands of a block, each with the lines that continue it. */
function commandsOf(text: string): readonly string[] {
  return text
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => !/^\s*(#|$)/.test(line));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The surroundings of a newcomer, without those of this test. */
function environment(folder: string, programs: Programs): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|GITHUB_|GIT_|VITEST|CI$|NODE_ENV$|FORCE_COLOR$)/.test(name),
  );
  const who = { NAME: "Ada", EMAIL: "ada@example.com" };
  return {
    ...Object.fromEntries(own),
    PATH: [programs.folder, process.env["PATH"]].join(delimiter),
    HOME: folder,
    NO_COLOR: "1",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: who.NAME,
    GIT_AUTHOR_EMAIL: who.EMAIL,
    GIT_COMMITTER_NAME: who.NAME,
    GIT_COMMITTER_EMAIL: who.EMAIL,
  };
}

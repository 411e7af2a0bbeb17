/** `rolebook/unplugin` in real bundlers: builds, dev servers, and what they show of a broken policy. */
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as esbuild from "esbuild";
import rolebook from "rolebook/unplugin";
import * as vite from "vite";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { Scratch, snapshot, write } from "./support/project.js";

const scratch = new Scratch("plugin");
const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

afterAll(() => {
  scratch.dispose();
});

const models =
  "resources:\n  model: { actions: { get: , edit: } }\nroles:\n  viewer: { allow: ['model:*'] }\n";
const renamed = models.replace("viewer", "reader");
const broken = models.replace("model:*", "mdoel:*");
const warned = models.replace("['model:*']", "['model:get', 'model:*']");
const app = `
import { Role } from "./generated/models/roles.ts";
console.log(Object.values(Role).join());
`;
/** Longer than any step may take. */
const patience = 30_000;

/** A project with the package installed. */
function project(files: Readonly<Record<string, string>> = {}): string {
  const root = scratch.project({ "policies/models/p.yaml": models, "app.ts": app, ...files });
  mkdirSync(join(root, "node_modules"));
  symlinkSync(resolve(import.meta.dirname, ".."), join(root, "node_modules/rolebook"));
  return root;
}

function edit(root: string, text: string, path = "policies/models/p.yaml"): void {
  write(root, { [path]: text });
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error("it never came to hold");
    await wait(20);
  }
}

describe("options", () => {
  test.each<readonly [unknown, string]>([
    [{ polices: [] }, "`polices` is not an option; did you mean `policies`?"],
    [{ constructor: 1 }, "`constructor` is not an option; there are `root`, `policies`, `check`"],
    [5, "the options must be an object"],
    [["models"], "the options must be an object"],
    [{ policies: "app" }, "the option `policies` must be a list of the names of policies"],
    [{ policies: [5] }, "the option `policies` must be a list of the names of policies"],
    [{ root: 5 }, "the option `root` must be a text"],
    [{ check: "yes" }, "the option `check` must be true or false"],
  ])("that are wrong are refused: %j", (options, message) => {
    for (const name of ["vite", "rollup", "esbuild", "webpack"] as const) {
      expect(() => rolebook[name](options as never)).toThrow(message);
    }
  });

  test("that are undefined are left out", () => {
    expect(() => rolebook.vite({ root: undefined, policies: undefined, check: undefined })).not.toThrow();
    expect(() => rolebook.vite()).not.toThrow();
  });
});

describe("Vite's build", () => {
  const build = async (root: string, options = {}): Promise<string> => {
    const warnings: string[] = [];
    const logger = {
      ...vite.createLogger("silent"),
      info: () => undefined,
      warn: (text: string) => void warnings.push(text),
    };
    const result = await vite.build({
      root,
      configFile: false,
      customLogger: logger,
      plugins: [rolebook.vite(options)],
      resolve: { conditions: ["rolebook-source"] },
      build: { write: false, minify: false, rolldownOptions: { input: join(root, "app.ts") } },
    });
    const { output } = result as vite.Rolldown.RolldownOutput;
    return [output[0].code, ...warnings].join("\n");
  };

  test("writes the generated modules before it reads them", async () => {
    const root = project();
    expect(await build(root)).toContain("viewer");
    const before = snapshot(join(root, "generated"));
    await build(root);
    expect(snapshot(join(root, "generated"))).toEqual(before);
  });

  test("fails on a broken policy, with the line, and writes nothing", async () => {
    const root = project();
    await build(root);
    const before = snapshot(join(root, "generated"));
    edit(root, broken);
    await expect(build(root)).rejects.toThrow(
      /error\[unknown-resource\][^]*policies\/models\/p\.yaml:4:\d+[^]*help/,
    );
    await expect(build(root)).rejects.toMatchObject({});
    expect(snapshot(join(root, "generated"))).toEqual(before);
  });

  test("passes warnings on", async () => {
    expect(await build(project({ "policies/models/p.yaml": warned }))).toMatch(
      /warn\[subsumed-grant\][^]*p\.yaml:4/,
    );
  });

  test("with `check` writes nothing, and fails where something is stale", async () => {
    const root = project();
    await expect(build(root, { check: true })).rejects.toThrow("generated files are stale");
    await build(root);
    await expect(build(root, { check: true })).resolves.toContain("viewer");
  });

  test("builds the policies that are named, of the project that is named", async () => {
    const root = project({ "policies/jobs/p.yaml": broken });
    const other = join(root, "app");
    write(other, { "app.ts": app.replace("./", "../") });
    await expect(build(other, { root, policies: ["models"] })).resolves.toContain("viewer");
    await expect(build(other, { root, policies: ["modles"] })).rejects.toThrow("did you mean `models`?");
    await expect(build(other, { root })).rejects.toThrow("jobs/p.yaml:4");
  });
});

describe("Vite's dev server", () => {
  interface Server {
    readonly root: string;
    readonly roles: () => Promise<string>;
    readonly said: string[];
    readonly sent: vite.HotPayload[];
  }

  async function serve(files: Readonly<Record<string, string>> = {}): Promise<Server> {
    const root = project(files);
    const said: string[] = [];
    const say = (text: string): void => void said.push(text);
    const server = await vite.createServer({
      root,
      configFile: false,
      customLogger: { ...vite.createLogger("silent"), info: say, warn: say, error: say },
      plugins: [rolebook.vite()],
      resolve: { conditions: ["rolebook-source"] },
      appType: "custom",
      server: { middlewareMode: true, ws: false },
    });
    open.push(() => server.close());
    const sent: vite.HotPayload[] = [];
    const { hot } = server.environments.client;
    for (const channel of new Set<{ send: (payload: vite.HotPayload) => void }>([hot, server.ws])) {
      const send = channel.send.bind(channel);
      channel.send = (payload) => {
        sent.push(payload);
        send(payload);
      };
    }
    const roles = async (): Promise<string> => {
      const { code = "" } = (await server.transformRequest("/generated/models/roles.ts")) ?? {};
      return code;
    };
    return { root, roles, said, sent };
  }

  test("builds at the start, and again when a source changes, which updates the page", async () => {
    const { root, roles, sent } = await serve();
    expect(await roles()).toContain("viewer");
    edit(root, renamed);
    await until(async () => (await roles()).includes("reader"));
    await until(() => sent.some(({ type }) => type === "full-reload" || type === "update"));
    // It does not see its own output as a source.
    await wait(500);
    const before = [sent.length, snapshot(join(root, "generated"))];
    await wait(500);
    expect([sent.length, snapshot(join(root, "generated"))]).toEqual(before);
  });

  test("survives a broken policy, shows it over the page, and takes that away", async () => {
    const { root, roles, said, sent } = await serve();
    await roles();
    edit(root, broken);
    await until(() => sent.some(({ type }) => type === "error"));
    const error = sent.find((one) => one.type === "error");
    expect(error?.err).toMatchObject({
      plugin: "rolebook",
      id: join(root, "policies/models/p.yaml"),
      loc: { line: 4 },
      message: expect.stringMatching(/^error\[unknown-resource\]/) as string,
    });
    expect(said.join("\n")).toContain("p.yaml:4:");
    expect(await roles()).toContain("viewer");
    sent.length = 0;
    edit(root, models);
    await until(() => sent.some(({ type }) => type === "update"));
    expect(said.at(-1)).toContain("in order");
    edit(root, renamed);
    await until(async () => (await roles()).includes("reader"));
  });

  test("starts on a broken policy, and follows files that come and go", async () => {
    const { root, said, roles } = await serve({ "policies/models/p.yaml": "roles: [" });
    expect(said.join("\n")).toContain("error[yaml-syntax]");
    edit(root, models);
    await until(async () => (await roles().catch(() => "")).includes("viewer"));
    edit(root, "roles:\n  auditor:\n", "policies/models/deep/more.yaml");
    await until(async () => (await roles()).includes("auditor"));
    // Vite's watcher looks at the names in a folder once in a second.
    await wait(1_100);
    rmSync(join(root, "policies/models/deep"), { recursive: true });
    await until(async () => !(await roles()).includes("auditor"));
  });
});

describe("esbuild", () => {
  const options = (root: string): esbuild.BuildOptions => ({
    absWorkingDir: root,
    entryPoints: ["app.ts"],
    bundle: true,
    format: "esm",
    outfile: "out.js",
    conditions: ["rolebook-source"],
    logLevel: "silent",
    plugins: [rolebook.esbuild()],
  });
  const out = (root: string): string =>
    existsSync(join(root, "out.js")) ? readFileSync(join(root, "out.js"), "utf8") : "";

  test("builds the policies first, and passes warnings on", async () => {
    const root = project({ "policies/models/p.yaml": warned });
    const { warnings } = await esbuild.build(options(root));
    expect(out(root)).toContain("viewer");
    expect(warnings).toMatchObject([{ pluginName: "rolebook", location: { line: 4 } }]);
  });

  test("fails on a broken policy at its place", async () => {
    const root = project({ "policies/models/p.yaml": broken.replace("{ allow", "{ title: é, allow") });
    const failure = (await esbuild
      .build(options(root))
      .catch((error: unknown) => error)) as esbuild.BuildFailure;
    const error = failure.errors.find(({ pluginName }) => pluginName === "rolebook");
    const line = "  viewer: { title: é, allow: ['mdoel:*'] }";
    expect(error).toMatchObject({
      text: expect.stringContaining("[unknown-resource]") as string,
      location: { file: "policies/models/p.yaml", line: 4, lineText: line },
      notes: [{ text: "help: did you mean `model`?" }],
    });
    const { column = 0, length = 0 } = error?.location ?? {};
    expect(
      Buffer.from(line)
        .subarray(column, column + length)
        .toString(),
    ).toContain("mdoel");
  });

  test("while it watches, builds again, survives a broken policy and rests", async () => {
    const config = "version: 1\npolicies: { models: { source: policies/models, out: generated/models } }\n";
    const root = project({ "rolebook.yaml": config });
    const results: boolean[] = [];
    const watching = await esbuild.context({
      ...options(root),
      plugins: [
        rolebook.esbuild(),
        {
          name: "count",
          setup: (build: esbuild.PluginBuild) => {
            build.onEnd(({ errors }) => void results.push(errors.length === 0));
          },
        },
      ],
    });
    open.push(() => watching.dispose());
    await watching.watch();
    await until(() => results.length === 1);
    edit(root, broken);
    await until(() => results.at(-1) === false);
    edit(root, renamed);
    await until(() => out(root).includes("reader"));
    edit(root, "roles:\n  auditor:\n", "policies/models/more.yaml");
    await until(() => out(root).includes("auditor"));
    edit(root, "version: 2\n", "rolebook.yaml");
    await until(() => results.at(-1) === false);
    edit(root, config, "rolebook.yaml");
    await until(() => results.at(-1) === true);
    await wait(1_500);
    const { length } = results;
    await wait(2_000);
    expect(results).toHaveLength(length);
  });
});

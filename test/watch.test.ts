/** `rolebook build --watch` as a real process: what people do to files while it runs, and how it ends. */
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buildProgram } from "./support/program.js";
import { Scratch, snapshot, write } from "./support/project.js";

const scratch = new Scratch("watch");
let program = "";
const running: Watch[] = [];

beforeAll(() => {
  program = buildProgram(join(scratch.path, "package"));
});

afterEach(async () => {
  for (const watch of running.splice(0)) await watch.end("SIGKILL");
});

afterAll(() => {
  scratch.dispose();
});

const models =
  "resources: { model: { actions: { get: , edit: } } }\nroles: { viewer: { allow: ['model:*'] } }\n";
const jobs = "resources: { job: { actions: { cancel: } } }\nroles: { operator: { allow: ['job:cancel'] } }\n";
const two = { "policies/models/p.yaml": models, "policies/jobs/p.yaml": jobs };

/** Longer than any step may take; how long one takes is nothing that is tested here. */
const patience = 60_000;

/** Who may not read everything; undefined where that is whoever runs the tests. */
const nobody = process.geteuid?.() === 0 ? 65_534 : undefined;

/** True if nobody can run a program at all: a checkout may stand where only root may enter. */
const canBeNobody =
  nobody === undefined ||
  spawnSync(process.execPath, ["-e", "fs.accessSync(process.argv[1])", resolve("node_modules")], {
    uid: nobody,
    gid: nobody,
  }).status === 0;

/** What a program is started with, beside its arguments. */
interface Surroundings {
  /** Options of Node. */
  readonly node?: readonly string[];
  /** Paths that it may not read; left out: it runs with all rights. */
  readonly shut?: readonly string[];
}

/** A running program. */
class Watch {
  readonly root: string;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly exited: Promise<number | string | null>;
  private text = "";

  constructor(
    files: Readonly<Record<string, string>>,
    args: readonly string[] = [],
    { node = [], shut }: Surroundings = {},
  ) {
    this.root = scratch.project(files);
    const user = shut === undefined ? undefined : nobody;
    if (user !== undefined) this.giveAway(user);
    for (const path of shut ?? []) chmodSync(join(this.root, path), 0);
    this.child = spawn(process.execPath, [...node, program, "build", "--watch", ...args], {
      cwd: this.root,
      ...(user === undefined ? {} : { uid: user, gid: user }),
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (this.text += text));
    }
    this.exited = new Promise((resolve) =>
      this.child.on("exit", (code, signal) => {
        resolve(code ?? signal);
      }),
    );
    running.push(this);
  }

  /** What has been printed since it was last waited for, as soon as it matches. */
  async says(words: RegExp): Promise<string> {
    const end = Date.now() + patience;
    while (!words.test(this.text)) {
      if (Date.now() > end) throw new Error(`it never said ${String(words)}, but:\n${this.text}`);
      await wait(10);
    }
    // The rest of what belongs to it.
    await wait(100);
    const { text } = this;
    this.text = "";
    return text;
  }

  /** What is printed though nobody does anything. */
  async idle(): Promise<string> {
    await wait(600);
    return this.text;
  }

  async end(signal: NodeJS.Signals): Promise<number | string | null> {
    this.child.kill(signal);
    return this.exited;
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  private giveAway(user: number): void {
    const paths = readdirSync(this.root, { recursive: true, encoding: "utf8" });
    for (const path of ["", ...paths]) chownSync(join(this.root, path), user, user);
  }
}

async function started(
  files: Readonly<Record<string, string>> = two,
  args: readonly string[] = [],
  surroundings: Surroundings = {},
): Promise<Watch> {
  const watch = new Watch(files, args, surroundings);
  await watch.says(/watching for changes/);
  return watch;
}

describe("while it watches", () => {
  test("a changed source is built, and nothing else is touched or said", async () => {
    const watch = await started();
    const before = snapshot(join(watch.root, "generated/jobs"));
    write(watch.root, { "policies/models/p.yaml": models.replace("viewer", "reader") });
    const text = await watch.says(/done in/);
    expect(text).toContain("models: 1 roles, 2 permissions, 2 cells, 7 written, 0 unchanged\n");
    expect(text).toContain("jobs: 1 roles, 1 permissions, 1 cells, 0 written, 7 unchanged\n");
    expect(watch.read("generated/models/roles.ts")).toContain("reader");
    expect(snapshot(join(watch.root, "generated/jobs"))).toEqual(before);
    expect(await watch.idle()).toBe("");
  });

  test("what is removed and comes back is watched again", async () => {
    const watch = await started();
    for (const folder of ["policies/models", "policies"]) {
      rmSync(join(watch.root, folder), { recursive: true });
      await watch.says(/error|left over|removed|done in/);
      await watch.idle();
      write(watch.root, two);
      await watch.says(/done in/);
      write(watch.root, { "policies/models/p.yaml": models.replace("viewer", "reader") });
      await watch.says(/7 written/);
      expect(watch.read("generated/models/roles.ts")).toContain("reader");
    }
  });

  test("what is moved away is reported once", async () => {
    const watch = await started();
    renameSync(join(watch.root, "policies"), join(watch.root, "elsewhere"));
    const text = (await watch.says(/^1 error$/m)) + (await watch.idle());
    expect(text.match(/^error.*$/gm)).toEqual([expect.stringContaining("error[no-policy-file]")]);
    renameSync(join(watch.root, "elsewhere"), join(watch.root, "policies"));
    await watch.says(/models: .*7 unchanged/);
  });

  test("the last of two saves is built, however close they are", async () => {
    const watch = await started();
    for (const [index, gap] of [20, 25, 30, 35, 40, 45, 55].entries()) {
      const last = models.replace("viewer", `reader${String(index)}`);
      write(watch.root, { "policies/models/p.yaml": models });
      await wait(gap);
      write(watch.root, { "policies/models/p.yaml": last });
      await wait(800);
      expect(watch.read("generated/models/roles.ts")).toContain(`reader${String(index)}`);
    }
  });

  test("a source beside what is generated is watched, and what is written there is not", async () => {
    const config = "version: 1\npolicies: { models: { source: access/models, out: access } }\n";
    const watch = await started({ "rolebook.yaml": config, "access/models/p.yaml": models });
    write(watch.root, { "access/models/p.yaml": models.replace("viewer", "reader") });
    await watch.says(/7 written/);
    expect(await watch.idle()).toBe("");
  });

  test("a broken source is shown, the last good output stays, and the cure is built", async () => {
    const watch = await started();
    const before = snapshot(join(watch.root, "generated"));
    for (const broken of ["roles: [", models.replace("model:*", "mdoel:*"), ""]) {
      write(watch.root, { "policies/models/p.yaml": broken });
      expect(await watch.says(/^1 error$/m)).toMatch(/^error\[/m);
      expect(snapshot(join(watch.root, "generated"))).toEqual(before);
    }
    write(watch.root, { "policies/models/p.yaml": models.replace("viewer", "reader") });
    await watch.says(/7 written/);
    expect(watch.read("generated/models/roles.ts")).toContain("reader");
  });

  test("new, renamed and deleted files and folders are noticed", async () => {
    const watch = await started();
    write(watch.root, { "policies/models/deep/more.yaml": "roles: { auditor: }\n" });
    await watch.says(/models: 2 roles.*7 written/);
    renameSync(
      join(watch.root, "policies/models/deep/more.yaml"),
      join(watch.root, "policies/models/deep/other.yml"),
    );
    await watch.says(/models: 2 roles.*7 written/);
    expect(watch.read("generated/models/roles.ts")).toContain("policies/models/deep/other.yml");
    rmSync(join(watch.root, "policies/models/deep"), { recursive: true });
    await watch.says(/models: 1 roles.*7 written/);
    mkdirSync(join(watch.root, "policies/orders"));
    write(watch.root, { "policies/orders/p.yaml": jobs.replaceAll("job", "order") });
    await watch.says(/orders: 1 roles/);
    expect(existsSync(join(watch.root, "generated/orders/policy.ts"))).toBe(true);
    write(watch.root, { "policies/orders/p.yaml": jobs.replaceAll("job", "offer") });
    await watch.says(/orders: 1 roles.*7 written/);
    rmSync(join(watch.root, "policies/orders"), { recursive: true });
    await watch.says(/generated\/orders: of no policy, 7 removed/);
    expect(existsSync(join(watch.root, "generated/orders/policy.ts"))).toBe(false);
    expect(await watch.idle()).toBe("");
  });

  test("a config that comes, is broken, changes and goes is followed", async () => {
    const watch = await started();
    const config = "version: 1\npolicies: { m: { source: access/m, out: out/m } }\n";
    write(watch.root, { "access/m/p.yaml": models, "rolebook.yaml": config });
    await watch.says(/^m: 1 roles/m);
    write(watch.root, { "access/m/p.yaml": models.replace("viewer", "reader") });
    await watch.says(/^m: .*7 written/m);
    write(watch.root, { "rolebook.yaml": "version: 2\n" });
    await watch.says(/config-invalid/);
    write(watch.root, { "rolebook.yaml": config.replace("out/m", "out/n") });
    await watch.says(/^m: .*7 written/m);
    expect(watch.read("out/n/roles.ts")).toContain("reader");
    rmSync(join(watch.root, "rolebook.yaml"));
    await watch.says(/^models: .*7 unchanged/m);
    write(watch.root, { "policies/models/p.yaml": models.replace("viewer", "writer") });
    await watch.says(/^models: .*7 written/m);
  });

  test("an editor that saves by renaming, and many saves at once", async () => {
    const watch = await started();
    write(watch.root, { "policies/models/.p.yaml.swp": models.replace("viewer", "reader") });
    renameSync(join(watch.root, "policies/models/.p.yaml.swp"), join(watch.root, "policies/models/p.yaml"));
    await watch.says(/models: .*7 written/);
    for (let index = 0; index < 20; index++) {
      write(watch.root, { "policies/models/p.yaml": models.replace("viewer", `reader${String(index)}`) });
    }
    let text = "";
    while (!watch.read("generated/models/roles.ts").includes("reader19")) text += await watch.says(/done in/);
    expect((text.match(/done in/g) ?? []).length).toBeLessThan(10);
  });

  test("what it writes itself, and what is no source, starts no build", async () => {
    const files = {
      "rolebook.yaml": "version: 1\npolicies: { m: { source: access, out: access/generated } }\n",
      "access/p.yaml": models,
    };
    const watch = await started(files);
    expect(existsSync(join(watch.root, "access/generated/policy.ts"))).toBe(true);
    write(watch.root, { "access/README.md": "", "access/.hidden.yaml": "?", "elsewhere/p.yaml": "?" });
    expect(await watch.idle()).toBe("");
  });

  test("findings, --timings and a named policy are as without it", async () => {
    const watch = await started(two, ["jobs", "--timings"]);
    expect(existsSync(join(watch.root, "generated/models"))).toBe(false);
    write(watch.root, { "policies/jobs/p.yaml": jobs.replace("['job:cancel']", "['job:cancel', 'job:*']") });
    const text = await watch.says(/timings[^]* all /);
    expect(text).toContain("warn[subsumed-grant]");
    expect(text).toMatch(/^ {2}2-parse /m);
    expect(text).not.toContain("models:");
  });
});

describe.skipIf(!canBeNobody)("where it may not read", () => {
  const config = "version: 1\npolicies: { models: { source: access/models, out: generated/models } }\n";
  const reader = { "policies/models/p.yaml": models.replace("viewer", "reader") };
  const auditor = { "policies/models/late/p.yaml": "roles: { auditor: }\n" };

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["a folder", { ...two, ...auditor }, "policies/models/late"],
    ["a source", two, "policies/models/p.yaml"],
    ["all policies", two, "policies"],
    ["the config", { "rolebook.yaml": config, "access/models/p.yaml": models }, "rolebook.yaml"],
    ["the folder of a policy", { "rolebook.yaml": config, "access/models/p.yaml": models }, "access"],
  ])("%s is reported at the start, and built once it can be read", async (_, files, path) => {
    const watch = new Watch(files, [], { shut: [path] });
    expect(await watch.says(/watching for changes/)).toMatch(/^error\[/m);
    expect(await watch.idle()).toBe("");
    chmodSync(join(watch.root, path), 0o755);
    await watch.says(/models: .*7 written/);
    const source = "rolebook.yaml" in files ? "access/models/p.yaml" : "policies/models/p.yaml";
    write(watch.root, { [source]: models.replace("viewer", "reader") });
    await watch.says(/models: .*7 written/);
    expect(watch.read("generated/models/roles.ts")).toContain("reader");
  });

  test.each(["policies/models", "policies", "rolebook.yaml"])(
    "%s is reported when that begins, once, and built when it ends",
    async (path) => {
      const named = "version: 1\npolicies: { models: { source: policies/models, out: generated/models } }\n";
      const files = { ...two, ...(path === "rolebook.yaml" ? { [path]: named } : {}) };
      const watch = await started(files, [], { shut: [] });
      chmodSync(join(watch.root, path), 0);
      const text = (await watch.says(/^1 error$/m)) + (await watch.idle());
      expect(text).toContain(`cannot be read (EACCES)\n  ${path}\n`);
      expect(text.match(/^error/gm)).toHaveLength(1);
      chmodSync(join(watch.root, path), 0o755);
      await watch.says(/models: .*7 unchanged/);
      write(watch.root, reader);
      await watch.says(/models: .*7 written/);
    },
  );

  test("a new folder is reported, and what is elsewhere is still watched", async () => {
    const watch = await started(two, [], { shut: [] });
    const late = join(watch.root, "policies/models/late");
    mkdirSync(late, { mode: 0 });
    if (nobody !== undefined) chownSync(late, nobody, nobody);
    expect(await watch.says(/^1 error$/m)).toContain("cannot be read (EACCES)\n  policies/models/late\n");
    write(watch.root, { "policies/jobs/p.yaml": "roles: [" });
    await watch.says(/^2 errors$/m);
    write(watch.root, { "policies/jobs/p.yaml": jobs });
    await watch.says(/^1 error$/m);
    chmodSync(late, 0o755);
    await watch.says(/models: .*7 unchanged/);
    write(watch.root, auditor);
    await watch.says(/models: 2 roles.*7 written/);
  });
});

describe("where the system watches no more", () => {
  /** Options of Node by which no path can be watched that a pattern fits. */
  const broken = (code: string, pattern: string): readonly string[] => [
    "--import",
    `data:text/javascript,${encodeURIComponent(`
      import fs from "node:fs";
      import { syncBuiltinESMExports } from "node:module";
      const { watch } = fs;
      fs.watch = (path, ...more) => {
        if (!${pattern}.test(path)) return watch(path, ...more);
        throw Object.assign(new Error("no"), { code: "${code}" });
      };
      syncBuiltinESMExports();`)}`,
  ];

  test("a system that watches no more files is reported once, and the rest is watched", async () => {
    const watch = new Watch(two, [], { node: broken("ENOSPC", "/p\\.yaml$/") });
    const text = await watch.says(/watching for changes/);
    expect(text.match(/^warn: .*$/gm)).toEqual([
      "warn: some files cannot be watched (ENOSPC), and changes of them go unnoticed; raise the system's limit, on Linux `fs.inotify.max_user_watches`",
    ]);
    write(watch.root, { "policies/models/q.yaml": "roles: { auditor: }\n" });
    expect(await watch.says(/models: 2 roles.*7 written/)).not.toContain("warn:");
    expect(await watch.end("SIGINT")).toBe(130);
  });

  test("it goes on with nothing to watch", async () => {
    const watch = await started(two, [], { node: broken("EMFILE", "/./") });
    await watch.idle();
    expect(await watch.end("SIGINT")).toBe(130);
  });
});

describe("it ends", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("on %s with %i, after the build that it is at", async (signal, code) => {
    const watch = await started();
    expect(await watch.end(signal)).toBe(code);
    const other = await started();
    write(other.root, { "policies/models/p.yaml": models.replace("viewer", "reader") });
    await wait(40);
    expect(await other.end(signal)).toBe(code);
    // All of a build, or nothing.
    const isNew = other.read("generated/models/roles.ts").includes("reader");
    expect(other.read("generated/models/policy.ts").includes("reader")).toBe(isNew);
  });

  test("on a broken policy too, which it waits for", async () => {
    const watch = new Watch({ "policies/models/p.yaml": "roles: [" });
    expect(await watch.says(/watching for changes/)).toContain("error[yaml-syntax]");
    write(watch.root, { "policies/models/p.yaml": models });
    await watch.says(/7 written/);
    expect(statSync(join(watch.root, "generated/models")).isDirectory()).toBe(true);
    expect(await watch.end("SIGINT")).toBe(130);
  });
});

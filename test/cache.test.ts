/** A build that changes nothing is decided by hashes; whatever the cache holds, it says and does what a build without one would. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { buildProgram } from "./support/program.js";
import { rolebook, Scratch, snapshot, write, type Run } from "./support/project.js";

const scratch = new Scratch("cache");

afterAll(() => {
  scratch.dispose();
});

beforeEach(() => {
  vi.stubEnv("CACHE_DIR", undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

const models = `resources:
  model: { actions: { get: , edit: , archive: } }
roles:
  viewer: { allow: ["model:get"] }
  editor: { inherits: [viewer], allow: ["model:edit", "model:get"] }
`;
const jobs = `resources:
  job: { actions: { cancel: } }
roles:
  operator: { allow: ["job:cancel"] }
`;
const files = {
  "package.json": "{}",
  "node_modules/.keep": "",
  "rolebook.yaml":
    "version: 1\npolicies:\n  models: { source: access/models, out: generated/models }\n  jobs: { source: access/jobs, out: generated/jobs }\n",
  "access/models/roles.yaml": models,
  "access/jobs/roles.yaml": jobs,
};

const folder = "node_modules/.cache/rolebook";

function project(): string {
  return scratch.project(files);
}

/** What a run says, but for the time that it took. */
function said({ exitCode, stdout, stderr }: Run): Run {
  return {
    exitCode,
    stdout: stdout.replace(/done in .*/, "done"),
    stderr: stderr.replace(/done in .*/, "done"),
  };
}

/** The steps that a run took. */
async function steps(root: string, args: readonly string[]): Promise<readonly string[]> {
  const { stderr } = await rolebook(root, [...args, "--timings"]);
  const [, table = ""] = stderr.split("timings\n");
  return table.split("\n").map((line) => line.trim().split(/ {2,}/)[0] ?? "");
}

/** The same run in a copy of the project that has no cache. */
async function withoutCache(
  root: string,
  args: readonly string[],
): Promise<Run & { readonly files: unknown }> {
  const copy = scratch.project({});
  cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
  rmSync(join(copy, "node_modules"), { recursive: true });
  return { ...said(await rolebook(copy, args)), files: contents(copy) };
}

/** Every file of a project but for the cache, without times. */
function contents(root: string): unknown {
  return [...snapshot(root)]
    .filter(([path]) => !path.startsWith("node_modules/"))
    .map(([path, content]) => [path, content.slice(content.indexOf(" "))]);
}

describe("a build that changes nothing", () => {
  test("compiles nothing, and says the same", async () => {
    const root = project();
    expect(await steps(root, ["build"])).toContain("2-parse");
    const first = said(await rolebook(root, ["build"]));
    const before = snapshot(root);
    for (const args of [["build"], ["build", "--check"], ["build", "--dry-run"], ["validate"]]) {
      const again = await steps(root, args);
      expect(again).toContain("1-load");
      expect(again.filter((step) => /^([2-7]-|loading of (yaml|rooms|prettier))/.test(step))).toEqual([]);
      expect(said(await rolebook(root, args))).toEqual(
        await withoutCache(root, args).then(({ exitCode, stdout, stderr }) => ({ exitCode, stdout, stderr })),
      );
    }
    expect(snapshot(root)).toEqual(before);
    expect(first.stdout).toContain("models: 2 roles, 3 permissions, 6 cells, 0 written, 7 unchanged\n");
  });

  test.each(["text", "json", "github", "sarif"])("shows its findings again: %s", async (format) => {
    const root = project();
    const [first, second] = [
      await rolebook(root, ["build", "--format", format]),
      await rolebook(root, ["build", "--format", format]),
    ].map(said);
    expect(first?.exitCode).toBe(0);
    expect(`${first?.stdout ?? ""}${first?.stderr ?? ""}`).toContain("subsumed-grant");
    const unwritten = (run: Run | undefined): string =>
      JSON.stringify(run).replaceAll("7 written, 0", "0 written, 7");
    expect(unwritten(second)).toBe(unwritten(first));
    expect(await steps(root, ["build"])).not.toContain("2-parse");
  });

  test("fails again", async () => {
    const root = project();
    await rolebook(root, ["build"]);
    for (const args of [
      ["build", "--max-warnings", "0"],
      ["validate", "--max-warnings", "1"],
    ]) {
      const expected = await withoutCache(root, args);
      expect(expected.exitCode).toBe(1);
      expect(said(await rolebook(root, args))).toMatchObject({ exitCode: 1, stderr: expected.stderr });
    }
    write(root, {
      "access/jobs/roles.yaml": jobs.replace("[job:cancel]", "[job:cancle]").replace('"job:c', '"jbo:c'),
    });
    const first = said(await rolebook(root, ["build"]));
    expect(first).toMatchObject({ exitCode: 1, stdout: "" });
    expect(said(await rolebook(root, ["build"]))).toEqual(first);
    expect(await steps(root, ["build"])).not.toContain("2-parse");
  });

  test("of one policy leaves what is known of the others", async () => {
    const root = project();
    await rolebook(root, ["build"]);
    write(root, { "access/jobs/more.yaml": "roles: { auditor: }\n" });
    const { stdout } = await rolebook(root, ["build", "jobs"]);
    expect(stdout.match(/^\w+:/gm)).toEqual(["jobs:"]);
    expect(await steps(root, ["build"])).not.toContain("2-parse");
  });

  test("compiles only the policy that changed", async () => {
    const root = project();
    await rolebook(root, ["build"]);
    write(root, { "access/jobs/more.yaml": "roles: { auditor: }\n" });
    rmSync(join(root, "access/models/roles.yaml"));
    write(root, { "access/models/roles.yaml": models });
    const { stdout } = await rolebook(root, ["build"]);
    expect(stdout).toContain("jobs: 2 roles, 1 permissions, 2 cells, 7 written, 0 unchanged\n");
    expect(stdout).toContain("models: 2 roles, 3 permissions, 6 cells, 0 written, 7 unchanged\n");
  });
});

describe("what changes is noticed", () => {
  const output = "generated/models/roles.ts";
  test.each<readonly [string, (root: string) => void]>([
    [
      "a changed source",
      (root) => {
        write(root, {
          "access/models/roles.yaml": models.replace("viewer", "reader").replace("[viewer]", "[reader]"),
        });
      },
    ],
    [
      "a source with another name",
      (root) => {
        renameSync(join(root, "access/models/roles.yaml"), join(root, "access/models/other.yaml"));
      },
    ],
    [
      "a new source",
      (root) => {
        write(root, { "access/models/more.yaml": "roles: { auditor: }\n" });
      },
    ],
    [
      "a new test file, which is no source",
      (root) => {
        write(root, { "access/models/a.test.yaml": "?" });
      },
    ],
    [
      "text that moves from one file to another",
      (root) => {
        write(root, {
          "access/models/roles.yaml": models.slice(0, models.indexOf("  editor")),
          "access/models/sales.yaml": `roles:\n${models.slice(models.indexOf("  editor"))}`,
        });
      },
    ],
    [
      "a source that is gone",
      (root) => {
        rmSync(join(root, "access/jobs/roles.yaml"));
      },
    ],
    [
      "a source that is a link",
      (root) => {
        rmSync(join(root, "access/jobs/roles.yaml"));
        symlinkSync("../models/roles.yaml", join(root, "access/jobs/roles.yaml"));
      },
    ],
    [
      "a level in the config",
      (root) => {
        write(root, { "rolebook.yaml": `${files["rolebook.yaml"]}rules: { subsumed-grant: error }\n` });
      },
    ],
    [
      "another output folder",
      (root) => {
        write(root, {
          "rolebook.yaml": files["rolebook.yaml"].replace("generated/models", "generated/more"),
        });
      },
    ],
    [
      "a broken config",
      (root) => {
        write(root, { "rolebook.yaml": "version: 2\n" });
      },
    ],
    [
      "a config of another name",
      (root) => {
        renameSync(join(root, "rolebook.yaml"), join(root, "rolebook.yml"));
      },
    ],
    [
      "no config",
      (root) => {
        rmSync(join(root, "rolebook.yaml"));
      },
    ],
    [
      "an edited output",
      (root) => {
        write(root, { [output]: `${readFileSync(join(root, output), "utf8")}\n` });
      },
    ],
    [
      "an output with Windows line endings",
      (root) => {
        write(root, { [output]: readFileSync(join(root, output), "utf8").replaceAll("\n", "\r\n") });
      },
    ],
    [
      "a deleted output",
      (root) => {
        rmSync(join(root, output));
      },
    ],
    [
      "a surplus output",
      (root) => {
        write(root, { "generated/models/old.ts": "// @generated by rolebook. Do not edit\n" });
      },
    ],
    [
      "the output of a policy that is gone",
      (root) => {
        write(root, { "generated/gone/old.ts": "// @generated by rolebook. Do not edit\n" });
      },
    ],
    [
      "an output that is a folder",
      (root) => {
        rmSync(join(root, output));
        mkdirSync(join(root, output));
      },
    ],
    [
      "no output at all",
      (root) => {
        rmSync(join(root, "generated"), { recursive: true });
      },
    ],
  ])("%s", async (_, change) => {
    const root = project();
    await rolebook(root, ["build"]);
    change(root);
    for (const args of [["build", "--check"], ["build", "--dry-run"], ["validate"], ["build"], ["build"]]) {
      const { files: expected, ...run } = await withoutCache(root, args);
      expect(said(await rolebook(root, args))).toEqual(run);
      expect(contents(root)).toEqual(expected);
    }
  });
});

describe("the cache", () => {
  const place = (root: string): string => join(root, folder, readdirSync(join(root, folder))[0] ?? "");
  const sealed = (body: string): string => `${createHash("sha256").update(body).digest("hex")}\n${body}`;
  const bodyOf = (root: string): string => readFileSync(place(root), "utf8").split("\n").slice(1).join("\n");

  test("is one file that holds no code", async () => {
    const root = project();
    await rolebook(root, ["build"]);
    expect(readdirSync(join(root, folder))).toHaveLength(1);
    expect(readFileSync(place(root), "utf8")).not.toMatch(/export|function|=>|import/);
  });

  test.each<readonly [string, (root: string) => void]>([
    [
      "empty",
      (root) => {
        writeFileSync(place(root), "");
      },
    ],
    [
      "no JSON",
      (root) => {
        writeFileSync(place(root), sealed("{"));
      },
    ],
    [
      "cut off",
      (root) => {
        writeFileSync(place(root), readFileSync(place(root), "utf8").slice(0, -9));
      },
    ],
    [
      "changed",
      (root) => {
        writeFileSync(place(root), readFileSync(place(root), "utf8").replace("subsumed", "consumed"));
      },
    ],
    [
      "not the hash's",
      (root) => {
        writeFileSync(place(root), bodyOf(root));
      },
    ],
    [
      "null",
      (root) => {
        writeFileSync(place(root), sealed("null"));
      },
    ],
    [
      "a list",
      (root) => {
        writeFileSync(place(root), sealed("[]"));
      },
    ],
    [
      "of another version",
      (root) => {
        writeFileSync(place(root), sealed(bodyOf(root).replace(/"identity":"../, '"identity":"zz')));
      },
    ],
    [
      "not text",
      (root) => {
        writeFileSync(place(root), new Uint8Array([0xff, 0x0a, 0xfe, 0x00]));
      },
    ],
    [
      "a folder",
      (root) => {
        const path = place(root);
        rmSync(path);
        mkdirSync(path);
      },
    ],
    [
      "where a file stands",
      (root) => {
        rmSync(join(root, folder), { recursive: true });
        writeFileSync(join(root, folder), "");
      },
    ],
    [
      "unreadable",
      (root) => {
        chmodSync(place(root), 0);
      },
    ],
  ])("that is %s is as good as none", async (_, spoil) => {
    const root = project();
    await rolebook(root, ["build"]);
    spoil(root);
    for (const args of [["build", "--check"], ["build"], ["build"]]) {
      const { files: expected, ...run } = await withoutCache(root, args);
      expect(said(await rolebook(root, args))).toEqual(run);
      expect(contents(root)).toEqual(expected);
    }
  });

  test.each(["the file", "the folder"])("never writes through a link in place of %s", async (what) => {
    const root = project();
    await rolebook(root, ["build"]);
    const path = place(root);
    const elsewhere = scratch.project({ "precious.txt": "precious" });
    if (what === "the file") {
      rmSync(path);
      symlinkSync(join(elsewhere, "precious.txt"), path);
    } else {
      rmSync(join(root, folder), { recursive: true });
      symlinkSync(elsewhere, join(root, folder));
    }
    expect((await rolebook(root, ["build"])).exitCode).toBe(0);
    expect(readdirSync(elsewhere)).toEqual(["precious.txt"]);
    expect(readFileSync(join(elsewhere, "precious.txt"), "utf8")).toBe("precious");
  });

  test("is not what makes node_modules", async () => {
    const root = project();
    rmSync(join(root, "node_modules"), { recursive: true });
    await rolebook(root, ["build"]);
    expect(existsSync(join(root, "node_modules"))).toBe(false);
  });

  test("stands where CACHE_DIR says", async () => {
    const root = project();
    vi.stubEnv("CACHE_DIR", join(root, "elsewhere"));
    await rolebook(root, ["build"]);
    expect(readdirSync(join(root, "elsewhere/rolebook"))).toHaveLength(1);
    expect(existsSync(join(root, folder))).toBe(false);
    expect(await steps(root, ["build"])).not.toContain("2-parse");
  });

  test("of a project is not another one's, though both be in one package", async () => {
    const root = scratch.project({
      "package.json": "{}",
      "node_modules/.keep": "",
      "a/policies/p/p.yaml": models,
      "b/policies/p/p.yaml": jobs,
    });
    for (const name of ["a", "b", "a", "b"]) await rolebook(join(root, name), ["build"]);
    expect(readdirSync(join(root, folder))).toHaveLength(2);
    expect(await steps(join(root, "a"), ["build"])).not.toContain("2-parse");
    expect((await rolebook(join(root, "b"), ["build"])).stdout).toContain("p: 1 roles");
  });

  test("is not another compiler's", () => {
    const root = project();
    const home = join(scratch.path, "package");
    const program = buildProgram(home);
    const compiles = (): boolean => {
      const options = { cwd: root, encoding: "utf8" } as const;
      const { status, stderr } = spawnSync(process.execPath, [program, "build", "--timings"], options);
      expect(status).toBe(0);
      return /^ {2}2-parse /m.test(stderr);
    };
    expect([compiles(), compiles()]).toEqual([true, false]);
    for (const file of ["dist/compiler/nearest.js", "schema/policy.schema.json", "package.json"]) {
      const path = join(home, file);
      writeFileSync(path, `${readFileSync(path, "utf8")}\n`);
      expect([file, compiles(), compiles()]).toEqual([file, true, false]);
    }
  });
});

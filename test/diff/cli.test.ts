/** `rolebook diff` as it is called: git refs, folders, formats, gates and wrong calls. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { rolebook, Scratch, snapshot, write } from "../support/project.js";

const scratch = new Scratch("diff-cli");
const temporary = join(scratch.path, "tmp");

beforeAll(() => {
  mkdirSync(temporary);
  vi.stubEnv("NO_COLOR", "1");
  vi.stubEnv("TMPDIR", temporary);
  vi.stubEnv("GIT_CEILING_DIRECTORIES", scratch.path);
  vi.stubEnv("GIT_CONFIG_GLOBAL", "/dev/null");
  vi.stubEnv("GIT_CONFIG_SYSTEM", "/dev/null");
});

afterAll(() => {
  vi.unstubAllEnvs();
  scratch.dispose();
});

/** Whatever happens, nothing is left behind. */
beforeEach(() => () => {
  expect(readdirSync(temporary)).toEqual([]);
});

const small = `resources:
  job: { actions: { view: , edit: } }
roles:
  viewer: { allow: ["job:view"] }
  editor: { inherits: [viewer], allow: ["job:edit"] }
`;
const wider = small.replace('allow: ["job:view"]', 'allow: ["job:view", "job:edit"]');

function git(folder: string, ...args: readonly string[]): string {
  const identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"];
  const { status, stdout, stderr } = spawnSync("git", [...identity, ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** A repository with one commit. */
function repository(files: Readonly<Record<string, string>>): string {
  const root = scratch.project(files);
  git(root, "init", "-q", "-b", "main");
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "first", "--allow-empty");
  return root;
}

const widened = (): string => {
  const root = repository({ "policies/jobs/a.yaml": small });
  write(root, { "policies/jobs/a.yaml": wider });
  return root;
};

interface Report {
  readonly bump: string;
  readonly changes: readonly Record<string, unknown>[];
}

const schema = JSON.parse(readFileSync("schema/diff.schema.json", "utf8")) as object;
const isReport = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
const findingsSchema = JSON.parse(readFileSync("schema/diagnostics.schema.json", "utf8")) as object;
const areFindings = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(findingsSchema);

async function json(root: string, ...args: readonly string[]): Promise<Report> {
  const { exitCode, stdout, stderr } = await rolebook(root, ["diff", "--format", "json", ...args]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const document = JSON.parse(stdout) as Report;
  expect(isReport(document), JSON.stringify(isReport.errors)).toBe(true);
  return document;
}

const gained = {
  category: "WIDEN",
  change: "gained",
  holder: "role:viewer",
  permission: "job:edit",
  scope: { before: null, after: "ALL" },
  file: "policies/jobs/a.yaml",
  line: 4,
  policy: "jobs",
};

describe("against a git ref", () => {
  test.each(["HEAD", "main", "refs/heads/main", "main~0", "v1", "HEAD^{}"])("%s", async (ref) => {
    const root = widened();
    git(root, "tag", "-a", "v1", "-m", "one");
    expect(await json(root, "--against", ref)).toEqual({ bump: "minor", changes: [gained] });
  });

  test("nothing is written into the repository, and the work tree is not read", async () => {
    const root = widened();
    const before = snapshot(join(root, ".git"));
    await json(root, "--against", "HEAD");
    expect(snapshot(join(root, ".git"))).toEqual(before);
    git(root, "commit", "-q", "-a", "-m", "second");
    expect((await json(root, "--against", "HEAD")).changes).toEqual([]);
    expect((await json(root, "--against", "HEAD~1")).changes).toEqual([gained]);
  });

  test("a project in a subfolder is compared with that subfolder", async () => {
    const root = repository({ "deep/down/policies/jobs/a.yaml": small, "policies/jobs/b.yaml": wider });
    const project = join(root, "deep/down");
    write(project, { "rolebook.yaml": config("jobs", "policies/jobs"), "policies/jobs/a.yaml": wider });
    expect((await json(project, "--against", "HEAD")).changes).toEqual([gained]);
    mkdirSync(join(project, "policies/jobs/inner"));
    expect((await json(join(project, "policies/jobs/inner"), "--against", "HEAD")).changes).toEqual([gained]);
    const { stdout } = await rolebook(project, ["diff", "--against", "HEAD", "--format", "github"]);
    expect(stdout).toContain("file=deep/down/policies/jobs/a.yaml,line=4,");
  });

  test("in a hook too, where git sets variables", async () => {
    const root = repository({ "deep/policies/jobs/a.yaml": small });
    write(root, { "deep/policies/jobs/a.yaml": wider });
    vi.stubEnv("GIT_DIR", join(root, ".git"));
    const { changes } = await json(join(root, "deep"), "--against", "HEAD");
    vi.stubEnv("GIT_DIR", undefined);
    expect(changes).toEqual([gained]);
  });

  test("the config there says which policies there were and where", async () => {
    const root = repository({
      "rolebook.yaml": `${config("jobs", "./rules/")}  old: { source: "-x", out: generated/old }\n`,
      "rules/a.yaml": small,
      "-x/a.yaml": small,
    });
    rmSync(join(root, "rules"), { recursive: true });
    write(root, { "rolebook.yaml": config("jobs", "moved"), "moved/a.yaml": small });
    const { bump, changes } = await json(root, "--against", "HEAD");
    expect(bump).toBe("major");
    expect(new Set(changes.map(({ policy }) => policy))).toEqual(new Set(["old"]));
    expect((await json(root, "jobs", "--against", "HEAD")).changes).toEqual([]);
    const old = await json(root, "old", "--against", "HEAD");
    expect(old.changes.filter(({ change }) => change === "removed").map(({ holder }) => holder)).toContain(
      "kind:user",
    );
    expect(old.changes.every(({ file }) => file === "-x/a.yaml")).toBe(true);
  });

  test("a config whose policy is the root itself", async () => {
    const root = repository({ "rolebook.yaml": config("jobs", "sub/.."), "a.txt": "", "sub/b.yaml": small });
    // The config is a policy file there too, which makes it one that does not compile.
    const { exitCode, stderr } = await rolebook(root, ["diff", "--against", "HEAD"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("at `HEAD` do not compile");
  });

  test("a policy that is new there is all gained, one that is gone all lost", async () => {
    const root = repository({ "policies/jobs/a.yaml": small, "policies/old/a.yaml": small });
    rmSync(join(root, "policies/old"), { recursive: true });
    write(root, { "policies/new/a.yaml": small });
    const { changes } = await json(root, "--against", "HEAD");
    const told = (policy: string): unknown[] =>
      changes
        .filter((one) => one["policy"] === policy && one["permission"] !== undefined)
        .map(({ change, holder, permission }) => [change, holder, permission]);
    const cells = (change: string): unknown[] => [
      [change, "role:editor", "job:edit"],
      [change, "role:editor", "job:view"],
      [change, "role:viewer", "job:view"],
    ];
    expect(told("new")).toEqual(cells("gained"));
    expect(told("old")).toEqual(cells("lost"));
    expect(told("jobs")).toEqual([]);
    expect((await json(root, "new", "--against", "HEAD")).bump).toBe("minor");
  });

  test("a commit without any policy: everything is new", async () => {
    const root = repository({ "README.md": "" });
    write(root, { "policies/jobs/a.yaml": small });
    const { bump, changes } = await json(root, "--against", "HEAD");
    expect(bump).toBe("minor");
    expect(changes).toHaveLength(3);
  });

  test("line ends and a byte order mark change nothing", async () => {
    const root = repository({ "policies/jobs/a.yaml": small });
    write(root, { "policies/jobs/a.yaml": `\ufeff${small.replaceAll("\n", "\r\n")}` });
    expect(await json(root, "--against", "HEAD")).toEqual({ bump: "none", changes: [] });
    git(root, "-c", "core.autocrlf=false", "commit", "-q", "-a", "-m", "crlf");
    write(root, { "policies/jobs/a.yaml": wider });
    expect((await json(root, "--against", "HEAD")).changes).toEqual([gained]);
  });

  test("what git keeps out of archives is compared all the same", async () => {
    const root = repository({ "policies/jobs/a.yaml": small, ".gitattributes": "policies export-ignore\n" });
    expect((await json(root, "--against", "HEAD")).changes).toEqual([]);
  });

  test("file names that are strange stay file names", async () => {
    const names = ["a b.yaml", "--upload-pack=x.yaml", "ü\u202e.yaml", "new\nline.yaml", "'$(x)`.yaml"];
    const one = (index: number): string => `roles:\n  r${String(index)}:\n`;
    const files = Object.fromEntries(names.map((name, index) => [`policies/jobs/${name}`, one(index)]));
    const root = repository({ ...files, "policies/jobs/a.yaml": small, "policies/jobs/t.test.yaml": "{" });
    expect((await json(root, "--against", "HEAD")).changes).toEqual([]);
  });

  test("links there are refused, as everywhere", async () => {
    const root = repository({ "policies/jobs/a.yaml": small, "b.yaml": small });
    symlinkSync("../../b.yaml", join(root, "policies/jobs/link.yaml"));
    git(root, "add", "-A");
    git(root, "commit", "-q", "-m", "link");
    rmSync(join(root, "policies/jobs/link.yaml"));
    const { exitCode, stdout, stderr } = await rolebook(root, ["diff", "--against", "HEAD"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(
      "the policies at `HEAD` do not compile:\nerror[unreadable-file]: not a regular file\n",
    );
  });

  test("a policy that was broken there, or is broken now, is reported with its side", async () => {
    const root = repository({ "policies/jobs/a.yaml": small.replace("[viewer]", "[viewre]") });
    const then = await rolebook(root, ["diff", "--against", "HEAD", "--format", "json"]);
    expect(then.exitCode).toBe(1);
    const findings: unknown = JSON.parse(then.stdout);
    expect(areFindings(findings), JSON.stringify(areFindings.errors)).toBe(true);
    const message = "`viewre` is not a role";
    expect(findings).toMatchObject({
      diagnostics: [
        { code: "unknown-role", message: expect.stringMatching(message) as string, line: 5 },
        { message: expect.stringMatching(`^at \`HEAD\`: ${message}`) as string },
      ],
    });
    const annotations = await rolebook(root, ["diff", "--against", "HEAD", "--format", "github"]);
    expect(annotations.stdout).toMatch(
      /^::error file=policies\/jobs\/a\.yaml,line=5,.*\n::error file=policies\/jobs\/a\.yaml,title=rolebook unknown-role::at `HEAD`: .*\n$/,
    );
    expect(annotations.exitCode).toBe(1);
    expect(then.stderr).toMatch(/^the policies as they are now do not compile:\nerror\[unknown-role]/);
    expect(then.stderr).toMatch(/\nthe policies at `HEAD` do not compile:\nerror\[unknown-role]/);
    write(root, { "policies/jobs/a.yaml": small });
    const now = await rolebook(root, ["diff", "--against", "HEAD"]);
    expect(now).toMatchObject({ exitCode: 1, stdout: "" });
    expect(now.stderr).toMatch(/^the policies at `HEAD` do not compile:\nerror\[unknown-role]/);
    expect(now.stderr).toContain("  policies/jobs/a.yaml:5:");
  });
});

function config(name: string, source: string): string {
  return `version: 1\npolicies:\n  ${name}: { source: ${JSON.stringify(source)}, out: generated/${name} }\n`;
}

describe("against a folder", () => {
  test("it is a project of its own", async () => {
    const before = scratch.project({
      "rolebook.yaml": config("jobs", "elsewhere"),
      "elsewhere/a.yaml": small,
    });
    const root = scratch.project({ "policies/jobs/a.yaml": wider, "released/policies/jobs/a.yaml": small });
    expect((await json(root, "--against", before)).changes).toEqual([gained]);
    expect((await json(root, "--against", "released")).changes).toEqual([gained]);
    expect((await json(root, "--against", "./released")).changes).toEqual([gained]);
    expect((await json(root, "--against", ".")).changes).toEqual([]);
  });

  test("one without policies is a mistake", async () => {
    const root = widened();
    const { exitCode, stderr } = await rolebook(root, ["diff", "--against", "./policies"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("there is no policy in `./policies` to compare with");
  });
});

describe("a wrong call", () => {
  const refused = async (root: string, ...args: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await rolebook(root, ["diff", ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    return stderr;
  };

  test.each([
    ["nothing"],
    ["HEAD~9"],
    ["main..main"],
    ["^main"],
    ["HEAD:policies"],
    ["HEAD\0"],
    ["deadbeef"],
    ["a\u001b[31mb"],
  ])("an unknown ref: %j", async (ref) => {
    const stderr = await refused(widened(), "--against", ref);
    expect(stderr).toContain("is neither a git ref that is known here nor a folder");
    expect(stderr).not.toContain("\u001b");
  });

  test.each(["--upload-pack=touch${IFS}pwned", "--output=pwned", "-pwned", "--help"])(
    "an option in the place of a ref: %s",
    async (ref) => {
      const root = widened();
      const stderr = await refused(root, `--against=${ref}`);
      expect(stderr).toContain("It needs a value");
      expect(readdirSync(root).sort()).toEqual([".git", "policies"]);
    },
  );

  test("no repository, no git, no folder", async () => {
    const root = scratch.project({ "policies/jobs/a.yaml": small });
    expect(await refused(root, "--against", "main")).toBe(
      "error: `main` is no folder, and cannot be a git ref: this is not a git repository\n",
    );
    expect(await refused(root, "--against", "./main")).toBe("error: `./main` is not a folder\n");
    expect(await refused(root, "--against", "/nowhere")).toBe("error: `/nowhere` is not a folder\n");
    vi.stubEnv("PATH", join(scratch.path, "empty"));
    const stderr = await refused(widenedWithoutGit(), "--against", "main");
    vi.stubEnv("PATH", path);
    expect(stderr).toBe("error: `main` is no folder, and cannot be a git ref: there is no program `git`\n");
  });

  const path = process.env["PATH"] ?? "";
  const widenedWithoutGit = (): string => scratch.project({ "policies/jobs/a.yaml": small });

  test("what is a ref and a folder has to be said more clearly", async () => {
    const root = widened();
    mkdirSync(join(root, "main"));
    expect(await refused(root, "--against", "main")).toContain("write `./main` for the folder");
    expect((await json(root, "--against", "refs/heads/main")).changes).toEqual([gained]);
  });

  test("the options", async () => {
    const root = widened();
    expect(await refused(root)).toContain("required option '--against <ref or folder>' not specified");
    expect(await refused(root, "--against", "")).toContain("needs a git ref or a folder");
    expect(await refused(root, "--against", "HEAD", "--format", "xml")).toContain("Allowed choices are");
    expect(await refused(root, "--against", "HEAD", "--fail-on", "WIDEN,WIDER")).toContain(
      "`WIDER` is none of WIDEN, NARROW, API, STORED.",
    );
    expect(await refused(root, "--against", "HEAD", "--fail-on", "")).toContain("is none of");
    expect(await refused(root, "--against", "HEAD", "jbos")).toContain(
      "`jbos` is a policy neither of this project nor at `HEAD`; did you mean `jobs`?",
    );
  });

  test("an option that is given twice is not silently the last", async () => {
    const root = widened();
    expect(await refused(root, "--against", "HEAD", "--against", "HEAD")).toContain("It is given twice.");
    const gates = ["--fail-on", "WIDEN", "--fail-on", "API"];
    expect((await rolebook(root, ["diff", "--against", "HEAD", ...gates])).exitCode).toBe(1);
  });

  test("a name of several refs", async () => {
    const root = widened();
    git(root, "tag", "rel");
    git(root, "branch", "rel");
    expect(await refused(root, "--against", "rel")).toContain("`rel` is the name of several refs");
    expect((await json(root, "--against", "refs/tags/rel")).changes).toEqual([gained]);
  });

  test("what git cannot give is not passed over", async () => {
    const root = repository({
      "policies/jobs/a.yaml": small,
      "policies/jobs/su:per\\.yaml": "roles: { top: { allow: ['*:*'] } }\n",
    });
    git(root, "rm", "-q", "policies/jobs/su:per\\.yaml");
    expect((await json(root, "--against", "HEAD")).changes).toContainEqual(
      expect.objectContaining({ category: "STORED", holder: "role:top" }),
    );
    const blob = git(root, "rev-parse", "HEAD:policies/jobs/a.yaml");
    rmSync(join(root, ".git/objects", blob.slice(0, 2), blob.slice(2)));
    expect(await refused(root, "--against", "HEAD")).toContain(
      "git has lost what `policies/jobs/a.yaml` was",
    );
  });

  test("submodules, links and replaced commits", async () => {
    const root = repository({ "policies/jobs/a.yaml": small });
    const first = git(root, "rev-parse", "HEAD");
    git(root, "update-index", "--add", "--cacheinfo", `160000,${first},policies/other`);
    git(root, "commit", "-q", "-m", "submodule");
    expect(await refused(root, "--against", "HEAD")).toContain("`policies/other` is a submodule");
    write(root, { "policies/jobs/a.yaml": wider });
    git(root, "add", "policies/jobs/a.yaml");
    git(root, "rm", "-q", "--cached", "policies/other");
    git(root, "commit", "-q", "-m", "wider");
    git(root, "replace", first, "HEAD");
    expect((await json(root, "--against", first)).changes).toEqual([gained]);
    git(root, "rm", "-rq", "--cached", "policies");
    rmSync(join(root, "policies"), { recursive: true });
    symlinkSync("elsewhere", join(root, "policies"));
    git(root, "add", "policies");
    git(root, "commit", "-q", "-m", "link");
    rmSync(join(root, "policies"));
    write(root, { "policies/jobs/a.yaml": wider });
    expect(await refused(root, "--against", "HEAD")).toContain(
      "`policies` is a symbolic link in that commit",
    );
  });

  test("no place for temporary files", async () => {
    const root = widened();
    vi.stubEnv("TMPDIR", join(temporary, "gone"));
    const said = await refused(root, "--against", "HEAD");
    vi.stubEnv("TMPDIR", temporary);
    expect(said).toContain("a temporary folder is needed");
  });

  test("help has examples", async () => {
    const { exitCode, stdout } = await rolebook(scratch.path, ["diff", "--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("rolebook diff --against origin/main");
  });
});

describe("the gate", () => {
  test.each([
    ["WIDEN", 1],
    ["NARROW", 0],
    ["API,STORED", 0],
    ["API, WIDEN", 1],
  ])("--fail-on %s", async (list, exitCode) => {
    const run = await rolebook(widened(), ["diff", "--against", "HEAD", "--fail-on", list]);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stdout).toContain("WIDEN   gains job:edit at ALL");
    expect(run.stderr).toBe(
      exitCode === 0
        ? ""
        : `error: there are changes of WIDEN, and \`--fail-on\` is ${list.includes("API") ? "WIDEN,API" : list}\n`,
    );
  });

  test("an annotation is as serious as the gate", async () => {
    const root = widened();
    const args = ["diff", "--against", "HEAD", "--format", "github"];
    const usual = await rolebook(root, args);
    expect(usual.stdout).toBe(
      "::warning file=policies/jobs/a.yaml,line=4,title=rolebook WIDEN::jobs: role:viewer gains job:edit at ALL\n",
    );
    const gated = await rolebook(root, [...args, "--fail-on", "WIDEN"]);
    expect(gated.stdout).toMatch(/^::error file=/);
  });
});

describe("the formats", () => {
  test("say it where nothing changes", async () => {
    const root = repository({ "policies/jobs/a.yaml": small });
    const shown = async (format: string): Promise<string> =>
      (await rolebook(root, ["diff", "--against", "HEAD", "--format", format])).stdout;
    expect(await shown("text")).toBe("no change of access\n");
    expect(await shown("markdown")).toBe("No change of access.\n");
    expect(await shown("github")).toBe("");
    expect(JSON.parse(await shown("json"))).toEqual({ bump: "none", changes: [] });
    write(root, { "policies/jobs/a.yaml": small.replace("viewer: {", "viewer: { title: Looks,") });
    expect(await shown("text")).toBe(
      "no change of access; suggested version bump: patch (what is generated differs)\n",
    );
  });

  test("are coloured only where that is wanted", async () => {
    const root = widened();
    vi.stubEnv("NO_COLOR", "");
    const { stdout } = await rolebook(root, ["diff", "--against", "HEAD"], true);
    vi.stubEnv("NO_COLOR", "1");
    expect(stdout).toContain("\u001b[31mWIDEN ");
  });

  test("hostile text stays text", async () => {
    const hostile = "a|b`c`d <img src=x onerror=1> @everyone #1 \\\\| ](http://x) \\u202e";
    const scoped = (when: string): string => `principals: { user: { attributes: { a: string } } }
resources:
  job: { actions: { view: } }
roles:
  viewer: { allow: [{ permissions: ["job:view"], when: ${JSON.stringify(`principal.a == "${when}"`)} }] }
`;
    const root = repository({ "policies/jobs/a.yaml": scoped("x") });
    write(root, { "policies/jobs/a.yaml": scoped(hostile) });
    const { stdout: page } = await rolebook(root, ["diff", "--against", "HEAD", "--format", "markdown"]);
    const row = page.split("\n").find((line) => line.includes("role:viewer")) ?? "";
    // Three cells, in which nothing but our own tags is a tag, and nothing is a mention outside of code.
    expect(row.replace(/\\\|/g, "").match(/\|/g)).toHaveLength(4);
    expect(
      row
        .replace(/`[^`]*`/g, "")
        .match(/<\/?\w+|@\w+|\]\(/g)
        ?.sort(),
    ).toEqual(["</code", "<code"]);
    const { stdout: annotations } = await rolebook(root, ["diff", "--against", "HEAD", "--format", "github"]);
    expect(annotations.trimEnd().split("\n")).toHaveLength(1);
    const { stdout: text } = await rolebook(root, ["diff", "--against", "HEAD"]);
    expect(text).not.toContain("\u202e");
  });

  test("long tables are folded, and a comment is never too long", async () => {
    const actions = Array.from({ length: 400 }, (_, index) => `a${String(index)}:`).join(", ");
    const roles = (name: string): string =>
      Array.from(
        { length: 400 },
        (_, index) => `  ${name}${String(index)}: { allow: ["job:a${String(index)}"] }\n`,
      ).join("");
    const base = `resources:\n  job: { actions: { ${actions} } }\n`;
    const root = repository({ "policies/jobs/a.yaml": `${base}roles:\n${roles("old")}` });
    write(root, { "policies/jobs/a.yaml": `${base}roles:\n${roles("fresh")}` });
    const { stdout } = await rolebook(root, ["diff", "--against", "HEAD", "--format", "markdown"]);
    expect(stdout).toContain("<details>\n<summary>400 rows</summary>\n\n| Holder |");
    expect(stdout.match(/<details>/g)).toHaveLength(stdout.match(/<\/details>/g)?.length ?? 0);
    expect(stdout).toMatch(/… and \d+ more\./);
    expect(stdout.length).toBeLessThan(65_536);
  });
});

test("a signal leaves nothing behind", async () => {
  const { inScratchFolder } = await import("../../compiler/cli/diff/scratch.js");
  const killed = vi.spyOn(process, "kill").mockReturnValue(true);
  await inScratchFolder((folder) => {
    writeFileSync(join(folder.path, "a.yaml"), "");
    process.emit("SIGINT");
    expect(readdirSync(temporary)).toEqual([]);
    return Promise.resolve();
  });
  expect(killed).toHaveBeenCalledWith(process.pid, "SIGINT");
  killed.mockRestore();
});

test("a path that leads out of the folder is not written", async () => {
  const { inScratchFolder } = await import("../../compiler/cli/diff/scratch.js");
  await inScratchFolder((folder) => {
    for (const path of ["../out.yaml", "/out.yaml", "a/../../out.yaml", "a//b.yaml"]) {
      expect(() => {
        folder.write(path, Buffer.from("x"));
      }).toThrow("is no path of this system");
      expect(() => {
        folder.writeLink(path);
      }).toThrow("is no path of this system");
    }
    expect(readdirSync(folder.path)).toEqual([]);
    return Promise.resolve();
  });
  expect(readdirSync(scratch.path)).not.toContain("out.yaml");
});

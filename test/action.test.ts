/** The script of the GitHub Action, run with the runner's environment variables in a real git repository, with the built program. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { buildProgram } from "./support/program.js";
import { Scratch, write } from "./support/project.js";

const root = resolve(import.meta.dirname, "..");
const script = join(root, "action/run.mjs");
const scratch = new Scratch("action");
let home: string;
let template: string;

beforeAll(() => {
  home = dirname(dirname(dirname(buildProgram(join(scratch.path, "package")))));
  template = scratch.project({
    "package.json": "{}",
    "policies/shop/policy.yaml": policy("[order:view]"),
    "policies/shop/shop.test.yaml": tests,
  });
  build(template);
});

afterAll(() => {
  scratch.dispose();
});

const policy = (allow: string): string => `resources:
  order:
    actions: { create: { on: type }, view: , refund: }
roles:
  clerk: { allow: ["order:create", "order:refund"] }
  trainee: { allow: ${allow} }
`;

const tests = `principals:
  eve: { roles: [trainee] }
resources:
  order: { type: order }
tests:
  - { name: trainees look, principal: eve, permission: "order:view", resource: order, expect: allow }
  - { name: trainees do not refund, principal: eve, permission: "order:refund", resource: order, expect: deny }
`;

/** A repository with a policy that is built and committed. @param folder where the project stands in it */
function repository(folder = "."): { readonly top: string; readonly project: string } {
  const top = scratch.project({ ".gitignore": "node_modules\n" });
  const project = join(top, folder);
  cpSync(template, project, { recursive: true });
  mkdirSync(join(project, "node_modules"));
  symlinkSync(home, join(project, "node_modules/rolebook"));
  git(top, "init", "-q", "-b", "main");
  git(top, "add", "-A");
  git(top, "commit", "-q", "-m", "The policy");
  return { top, project };
}

/** Builds, and commits everything. @returns the commit's id */
function commit(top: string, project: string, message: string): string {
  build(project);
  git(top, "add", "-A");
  git(top, "commit", "-q", "--allow-empty", "-m", message);
  return git(top, "rev-parse", "HEAD");
}

/** Builds the policies, as far as they can be. */
function build(project: string): void {
  spawnSync(process.execPath, [join(home, "dist/compiler/cli.js"), "build"], { cwd: project });
}

function git(cwd: string, ...args: readonly string[]): string {
  const who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
  return execFileSync("git", [...who, ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();
}

interface Ran {
  readonly exitCode: number | null;
  readonly log: string;
  readonly annotations: readonly string[];
  readonly summary: string;
  readonly comment: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs the script as a runner does. */
function run(
  top: string,
  eventName: string,
  event: object | string | null,
  inputs: Readonly<Record<string, string>> = {},
): Ran {
  const eventText = typeof event === "string" ? event : JSON.stringify(event);
  const runner = scratch.project({ "event.json": eventText, output: "", summary: "" });
  const { PATH = "", HOME = "" } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    cwd: top,
    encoding: "utf8",
    env: {
      PATH,
      HOME,
      GITHUB_ACTIONS: "true",
      GITHUB_WORKSPACE: top,
      GITHUB_EVENT_NAME: eventName,
      GITHUB_EVENT_PATH: join(runner, "event.json"),
      GITHUB_SHA: git(top, "rev-parse", "HEAD"),
      GITHUB_BASE_REF: eventName === "pull_request" ? "main" : "",
      GITHUB_OUTPUT: join(runner, "output"),
      GITHUB_STEP_SUMMARY: join(runner, "summary"),
      RUNNER_TEMP: runner,
      ...inputs,
    },
  });
  expect(stderr).toBe("");
  const outputs = outputsOf(readFileSync(join(runner, "output"), "utf8"));
  const { comment = "" } = outputs;
  return {
    exitCode: status,
    log: stdout,
    annotations: obeyed(stdout),
    summary: readFileSync(join(runner, "summary"), "utf8"),
    comment: existsSync(comment) ? readFileSync(comment, "utf8") : "",
    outputs,
  };
}

/** The commands that the runner would obey, folding aside: none between a stop and its mark. */
function obeyed(log: string): readonly string[] {
  let stopped: string | undefined;
  return log.split("\n").filter((line) => {
    if (stopped !== undefined) {
      if (line === `::${stopped}::`) stopped = undefined;
      return false;
    }
    stopped = /^::stop-commands::(.+)$/.exec(line)?.[1];
    return stopped === undefined && /^\s*::(?!group::|endgroup::)/.test(line);
  });
}

/** Reads the outputs as a runner does. */
function outputsOf(text: string): Readonly<Record<string, string>> {
  const lines = text.split("\n");
  const found: Record<string, string> = {};
  for (let at = 0; at < lines.length; at++) {
    const [, name, mark] = /^([\w-]+)<<(.+)$/.exec(lines[at] ?? "") ?? [];
    if (name === undefined || mark === undefined) continue;
    const end = lines.indexOf(mark, at);
    found[name] = lines.slice(at + 1, end).join("\n");
    at = end;
  }
  return found;
}

describe("a pull request", () => {
  /** A branch with another policy, merged with the base as GitHub checks it out. */
  function pulled(change: string): { readonly top: string; readonly base: string } {
    const { top, project } = repository();
    git(top, "checkout", "-q", "-b", "change");
    write(project, { "policies/shop/policy.yaml": change });
    commit(top, project, "A change");
    git(top, "checkout", "-q", "main");
    const base = commit(top, project, "Meanwhile");
    git(top, "checkout", "-q", "--detach");
    git(top, "merge", "-q", "--no-ff", "-m", "Merge", "change");
    return { top, base };
  }

  test("that widens is shown at its line, in the summary, and for a comment", () => {
    const { top, base } = pulled(policy('["order:view", "order:create"]'));
    const ran = run(top, "pull_request", { pull_request: { base: { sha: base } } });
    expect(ran.log).not.toContain("failed:");
    expect(ran.exitCode).toBe(0);
    expect(ran.outputs).toMatchObject({ changed: "true", bump: "minor", against: base });
    expect(ran.annotations).toHaveLength(1);
    expect(ran.annotations[0]).toMatch(
      /^::warning file=policies\/shop\/policy\.yaml,line=6,title=rolebook WIDEN::/,
    );
    expect(ran.summary).toContain("| `diff` | ✅ | 1 WIDEN; bump: minor |");
    expect(ran.summary).toContain("order:create");
    expect(ran.comment).toBe(`<!-- rolebook -->\n${ran.summary}`);
    expect(readFileSync(ran.outputs["junit"] ?? "", "utf8")).toContain("<testsuites");
  });

  test("that changes nothing says so", () => {
    const { top, base } = pulled(policy('["order:view"]'));
    const ran = run(
      top,
      "pull_request",
      { pull_request: { base: { sha: base } } },
      { ROLEBOOK_FAIL_ON: "WIDEN" },
    );
    expect(ran.exitCode).toBe(0);
    expect(ran.outputs).toMatchObject({ changed: "false" });
    expect(ran.annotations).toEqual([]);
    expect(ran.summary).toContain("no change of access");
  });

  test("fails on a category that is not to pass", () => {
    const { top, base } = pulled(policy('["order:view", "order:create"]'));
    const inputs = { ROLEBOOK_FAIL_ON: "WIDEN,STORED" };
    const ran = run(top, "pull_request", { pull_request: { base: { sha: base } } }, inputs);
    expect(ran.exitCode).toBe(1);
    expect(ran.annotations[0]).toMatch(/^::error file=policies\/shop\/policy\.yaml,line=6/);
    expect(ran.summary).toContain("refused by `fail-on: WIDEN,STORED`");
  });

  test("that fails a test is told where, and everything else is shown all the same", () => {
    const { top, base } = pulled(policy('["order:view", "order:refund"]'));
    const ran = run(top, "pull_request", { pull_request: { base: { sha: base } } });
    expect(ran.exitCode).toBe(1);
    expect(
      ran.annotations.some((one) => one.startsWith("::error file=policies/shop/shop.test.yaml,line=7,")),
    ).toBe(true);
    expect(ran.summary).toContain("| `test` | ❌ | 1 of 2 questions has another answer |");
    expect(ran.summary).toContain("| `diff` | ✅ | 1 WIDEN");
  });

  test("that does not compile fails, at the line", () => {
    const { top, base } = pulled(policy("[order:veiw]"));
    const ran = run(top, "pull_request", { pull_request: { base: { sha: base } } });
    expect(ran.exitCode).toBe(1);
    expect(ran.annotations[0]).toMatch(
      /^::error file=policies\/shop\/policy\.yaml,line=6,.*unknown-permission/,
    );
    expect(ran.summary).toContain("| `validate` | ❌ | 1 error |");
    expect(ran.outputs).toMatchObject({ changed: "", bump: "" });
  });

  test("whose generated modules are stale fails", () => {
    const { top, base } = pulled(policy("[order:view]"));
    write(top, { "policies/shop/policy.yaml": policy('["order:view", "order:create"]') });
    const ran = run(top, "pull_request", { pull_request: { base: { sha: base } } });
    expect(ran.exitCode).toBe(1);
    expect(ran.annotations.join("\n")).toContain("Generated files are stale");
    expect(ran.summary).toContain("| `build --check` | ❌ | stale |");
  });

  test("checked out by its head alone is compared with where it began", () => {
    const { top, base } = pulled(policy('["order:view", "order:create"]'));
    git(top, "checkout", "-q", "change");
    const ran = run(top, "pull_request", { pull_request: { base: { sha: base } } });
    expect(ran.outputs["against"]).toBe(git(top, "rev-parse", "change^"));
  });

  test("in a shallow clone says how to fetch what is missing, and fails", () => {
    const { top, base } = pulled(policy("[order:view]"));
    const clone = join(scratch.project({}), "clone");
    git(top, "clone", "-q", "--depth", "1", `file://${top}`, clone);
    mkdirSync(join(clone, "node_modules"));
    symlinkSync(home, join(clone, "node_modules/rolebook"));
    const ran = run(clone, "pull_request", { pull_request: { base: { sha: base } } });
    expect(ran.exitCode).toBe(1);
    expect(ran.annotations).toHaveLength(1);
    expect(ran.annotations[0]).toContain("fetch-depth: 0");
    expect(ran.summary).toContain("| `validate` | ✅ |");
  });

  test("with a name that would be an option or a command is only text", () => {
    const { top } = pulled(policy("[order:view]"));
    const event = { pull_request: { base: { sha: "--output=/tmp/owned" } } };
    git(top, "checkout", "-q", "change");
    expect(run(top, "pull_request", event).annotations[0]).toContain("fetch-depth: 0");
    const inputs = { ROLEBOOK_POLICIES: "--help $(touch owned)", ROLEBOOK_AGAINST: "HEAD;touch owned" };
    const ran = run(top, "pull_request", event, inputs);
    expect(ran.exitCode).toBe(1);
    expect(existsSync(join(top, "owned"))).toBe(false);
    expect(ran.log).toContain("`--help` is not a policy of this project");
  });

  test("whose text looks like a command to the runner gives none", () => {
    const { top, base } = pulled(policy("[order:view]"));
    const noise = "::error::owned\n::add-mask::e\n  ::set-env name=A::b\nplain";
    write(top, {
      "noise.cjs": `for (const to of ["stdout", "stderr"]) process[to].write(${JSON.stringify(noise)});`,
    });
    const inputs = { ROLEBOOK_COMMAND: `${process.execPath} noise.cjs` };
    const ran = run(top, "pull_request", { pull_request: { base: { sha: base } } }, inputs);
    expect(ran.log).toContain("::add-mask::e");
    expect(
      ran.annotations.filter((line) => /owned|mask|set-env/.test(line) && !line.startsWith("::error title=")),
    ).toEqual([]);
  });

  test("whose git reference is written like an output gives none", () => {
    const { top } = pulled(policy("[order:view]"));
    const ran = run(top, "schedule", {}, { ROLEBOOK_AGAINST: "HEAD\nchanged=owned\nbump<<x\nowned\nx" });
    expect(ran.outputs).toMatchObject({ changed: "", bump: "" });
    expect(ran.exitCode).toBe(1);
  });
});

describe("other events", () => {
  test("a push is compared with the commit before it", () => {
    const { top, project } = repository();
    const before = git(top, "rev-parse", "HEAD");
    write(project, { "policies/shop/policy.yaml": policy("[]") });
    commit(top, project, "Less");
    const ran = run(top, "push", { before }, { ROLEBOOK_TEST: "false" });
    expect(ran.outputs).toMatchObject({ changed: "true", against: before });
    expect(ran.exitCode).toBe(0);
    expect(ran.summary).not.toContain("| `test` |");
  });

  test("the first push has nothing before it", () => {
    const { top } = repository();
    const ran = run(top, "push", {
      before: "0".repeat(40),
      created: true,
      repository: { default_branch: "main" },
    });
    expect(ran.exitCode).toBe(0);
    expect(ran.outputs).toMatchObject({ changed: "", against: "" });
    expect(ran.annotations.join()).toMatch(/^::notice .*first push/);
  });

  test("a forced push, and a new branch, are compared with where they left the default branch", () => {
    const { top, project } = repository();
    const main = git(top, "rev-parse", "HEAD");
    git(top, "update-ref", "refs/remotes/origin/main", main);
    git(top, "checkout", "-q", "-b", "change");
    commit(top, project, "Rewritten");
    const repositoryOf = { ref: "refs/heads/change", repository: { default_branch: "main" } };
    const forced = run(top, "push", { before: "1".repeat(40), forced: true, ...repositoryOf });
    expect(forced.outputs["against"]).toBe(main);
    git(top, "checkout", "-q", "--detach", main);
    const reset = run(top, "push", { before: "1".repeat(40), forced: true, ...repositoryOf });
    expect(reset.outputs).toMatchObject({ changed: "false", against: main });
    git(top, "checkout", "-q", "change");
    const created = run(top, "push", { before: "0".repeat(40), created: true, ...repositoryOf });
    expect(created.outputs["against"]).toBe(main);
  });

  test("a forced push of the default branch says that what was there is gone, and passes no gate", () => {
    const { top, project } = repository();
    git(top, "update-ref", "refs/remotes/origin/main", git(top, "rev-parse", "HEAD"));
    commit(top, project, "Rewritten");
    const before = "1".repeat(40);
    const repositoryOf = { ref: "refs/heads/main", repository: { default_branch: "main" } };
    const event = { before, forced: true, ...repositoryOf };
    const gone = `the history was rewritten, and the commit before this push, ${before.slice(0, 12)}, is not in the clone`;
    const open = run(top, "push", event);
    expect(open.exitCode).toBe(0);
    expect(open.outputs).toMatchObject({ changed: "", against: "" });
    expect(open.annotations).toHaveLength(1);
    expect(open.annotations[0]).toContain(`::warning title=rolebook diff::Nothing is compared: ${gone}`);
    const gated = run(top, "push", event, { ROLEBOOK_FAIL_ON: "WIDEN" });
    expect(gated.exitCode).toBe(1);
    expect(gated.annotations).toHaveLength(1);
    expect(gated.annotations[0]).toContain(
      `::error title=rolebook diff::\`fail-on: WIDEN\` cannot be checked: ${gone}`,
    );
    expect(gated.summary).toContain("| `diff` | ❌ | cannot be compared: ");
  });

  test("a merge group is compared with its base, and a schedule with nothing but what it is told", () => {
    const { top } = repository();
    const base = git(top, "rev-parse", "HEAD");
    expect(run(top, "merge_group", { merge_group: { base_sha: base } }).outputs["against"]).toBe(base);
    expect(run(top, "schedule", {}).outputs["against"]).toBe("");
    expect(run(top, "schedule", {}, { ROLEBOOK_AGAINST: "main" }).outputs["against"]).toBe("main");
  });
});

describe("inputs", () => {
  test.each([
    ["ROLEBOOK_FAIL_ON", "WIDEN,WIDER", /`fail-on` names categories of changes, .* and `WIDER` is none/],
    ["ROLEBOOK_FAIL_ON", "all", /`all` is none/],
    ["ROLEBOOK_COVERAGE", "yes", /`coverage` must be `true` or `false`, and not `yes`/],
    ["ROLEBOOK_TEST", "0", /`test` must be `true` or `false`, and not `0`/],
  ])("that are wrong fail before anything runs: %s %s", (name, value, message) => {
    const { top } = repository();
    const ran = run(top, "push", { before: git(top, "rev-parse", "HEAD") }, { [name]: value });
    expect(ran.exitCode).toBe(1);
    expect(ran.annotations).toHaveLength(1);
    expect(ran.annotations[0]).toMatch(/^::error title=rolebook::/);
    expect(ran.annotations[0]).toMatch(message);
    expect(ran.log).not.toContain("::group::");
  });

  test("may be written in any case, with commas or blanks between categories", () => {
    const { top, project } = repository();
    const before = git(top, "rev-parse", "HEAD");
    write(project, { "policies/shop/policy.yaml": policy('["order:view", "order:create"]') });
    commit(top, project, "More");
    const inputs = {
      ROLEBOOK_FAIL_ON: " stored\n, Widen ",
      ROLEBOOK_TEST: "False",
      ROLEBOOK_COVERAGE: "TRUE",
    };
    const ran = run(top, "push", { before }, inputs);
    expect(ran.exitCode).toBe(1);
    expect(ran.summary).toContain("refused by `fail-on: STORED,WIDEN`");
    expect(ran.summary).not.toContain("| `test` |");
  });

  test.each([null, "not JSON", "5"])(
    "without an event that can be read, nothing is compared: %s",
    (event) => {
      const { top } = repository();
      const ran = run(top, "push", event);
      expect(ran.annotations.join()).toMatch(/^::notice .*Nothing is compared/);
      expect(ran.exitCode).toBe(0);
    },
  );

  test("without an event's file, nothing is compared", () => {
    const { top } = repository();
    const ran = run(top, "push", {}, { GITHUB_EVENT_PATH: join(top, "gone.json") });
    expect(ran.exitCode).toBe(0);
  });
});

describe("projects", () => {
  test("in a folder of the repository have their paths from the top", () => {
    const { top, project } = repository("apps/shop");
    const before = git(top, "rev-parse", "HEAD");
    write(project, { "policies/shop/policy.yaml": policy('["order:refund"]') });
    commit(top, project, "Other");
    const ran = run(top, "push", { before }, { ROLEBOOK_DIRECTORY: "apps/shop" });
    const files = ran.annotations.map((line) => /file=([^,]*)/.exec(line)?.[1]);
    expect(new Set(files)).toEqual(
      new Set(["apps/shop/policies/shop/policy.yaml", "apps/shop/policies/shop/shop.test.yaml"]),
    );
  });

  test("without rolebook are told how to install it", () => {
    const top = scratch.project({});
    git(top, "init", "-q", "-b", "main");
    git(top, "commit", "-q", "--allow-empty", "-m", "Empty");
    const ran = run(top, "push", {}, { ROLEBOOK_COMMAND: "no-such-program rolebook" });
    expect(ran.exitCode).toBe(1);
    expect(ran.annotations.join("\n")).toContain("no-such-program cannot be run");
  });

  test.each(["apps/shpo", "package.json"])("in a folder that is not there are told so: %s", (folder) => {
    const { top } = repository();
    const event = { pull_request: { base: { sha: git(top, "rev-parse", "HEAD") } } };
    const ran = run(top, "pull_request", event, { ROLEBOOK_DIRECTORY: folder });
    expect(ran.exitCode).toBe(1);
    expect(ran.annotations).toEqual([
      `::error title=rolebook::\`working-directory\` is \`${folder}\`, and there is no such folder`,
    ]);
  });

  test("whose program cannot be run are told so once", () => {
    const { top } = repository();
    const inputs = { ROLEBOOK_TEST: "false", ROLEBOOK_COMMAND: "no-such-program" };
    for (const eventName of ["schedule", "push"]) {
      const ran = run(top, eventName, { before: git(top, "rev-parse", "HEAD") }, inputs);
      expect(ran.exitCode).toBe(1);
      expect(ran.annotations.filter((line) => line.startsWith("::error "))).toEqual([
        expect.stringMatching(/^::error title=rolebook validate::no-such-program cannot be run/) as string,
      ]);
    }
  });

  test("without a policy, or with a wrong name for one, are told so", () => {
    const { top, project } = repository();
    const named = run(top, "schedule", {}, { ROLEBOOK_TEST: "false", ROLEBOOK_POLICIES: "shpo" });
    expect(named.annotations.join("\n")).toMatch(
      /^::error title=rolebook validate::.*`shpo` is not a policy/m,
    );
    rmSync(join(project, "policies"), { recursive: true });
    const none = run(top, "schedule", {}, { ROLEBOOK_TEST: "false" });
    expect(none.annotations.join("\n")).toMatch(/^::error .*no-policy-file/m);
    expect([named.exitCode, none.exitCode]).toEqual([1, 1]);
  });

  test("that cannot be built for another reason than a finding are told so", () => {
    const { top, project } = repository();
    rmSync(join(project, "generated"), { recursive: true });
    symlinkSync("/", join(project, "generated"));
    const ran = run(top, "schedule", {}, { ROLEBOOK_TEST: "false" });
    expect(ran.exitCode).toBe(1);
    expect(ran.annotations.join("\n")).toMatch(/^::error title=rolebook build::.*leads out of the project/m);
  });

  test("may say how rolebook is run", () => {
    const { top } = repository();
    const command = `${process.execPath} ${join(home, "dist/compiler/cli.js")}`;
    expect(run(top, "schedule", {}, { ROLEBOOK_COMMAND: command }).exitCode).toBe(0);
  });
});

describe("the step of the guide that comments", () => {
  interface Workflow {
    readonly jobs: {
      readonly policy: { readonly steps: readonly { readonly run?: string; readonly env?: object }[] };
    };
  }
  const page = readFileSync(join(root, "docs/guide/3-reviewing-a-change.md"), "utf8");
  const [, workflow = ""] = /```yaml \.github\/workflows\/policy\.yml\n([^]*?)```/.exec(page) ?? [];
  const { run: command = "", env = {} } = (parse(workflow) as Workflow).jobs.policy.steps.at(-1) ?? {};

  /** Takes the place of `gh`: answers a list of comments with the one id that there is, and notes what it is asked to write. */
  const gh = `#!/bin/sh
case "$*" in
  "api --paginate repos/o/r/issues/7/comments --jq "*) printf %s "$EXISTING" ;;
  *) echo "$@" ;;
esac
`;

  /** What the step writes, by what there is and whether anything changed. */
  function commented(existing: string, changed: string): string {
    const folder = scratch.project({ gh });
    chmodSync(join(folder, "gh"), 0o755);
    const { PATH = "" } = process.env;
    const values = { ISSUES: "repos/o/r/issues", NUMBER: "7", FILE: "/tmp/a b.md", CHANGED: changed };
    expect(Object.keys(env)).toEqual(["GH_TOKEN", ...Object.keys(values)]);
    const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-e", "-c", command], {
      encoding: "utf8",
      env: { PATH: `${folder}:${PATH}`, EXISTING: existing, ...values },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return stdout;
  }

  test.each([
    ["", "true", "api --silent repos/o/r/issues/7/comments --field body=@/tmp/a b.md\n"],
    ["", "false", ""],
    ["", "", ""],
    [
      "12\n34\n",
      "true",
      "api --silent --method PATCH repos/o/r/issues/comments/12 --field body=@/tmp/a b.md\n",
    ],
    ["12\n", "false", "api --silent --method PATCH repos/o/r/issues/comments/12 --field body=@/tmp/a b.md\n"],
    ["12\n", "", "api --silent --method PATCH repos/o/r/issues/comments/12 --field body=@/tmp/a b.md\n"],
  ])("with comments %j and changed %j calls: %j", (existing, changed, call) => {
    expect(commented(existing, changed)).toBe(call);
  });

  test("looks for the mark of the comment", () => {
    const { top } = repository();
    const { comment } = run(top, "schedule", {}, { ROLEBOOK_TEST: "false" });
    const [, mark = "?"] = /startswith\("([^"]+)"\)/.exec(command) ?? [];
    expect(comment.startsWith(`${mark}\n`)).toBe(true);
  });
});

describe("action.yml", () => {
  interface Action {
    readonly name: string;
    readonly description: string;
    readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
    readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
    readonly runs: {
      readonly using: string;
      readonly steps: readonly {
        readonly id: string;
        readonly shell: string;
        readonly run: string;
        readonly env: Readonly<Record<string, string>>;
      }[];
    };
  }
  const text = readFileSync(join(root, "action.yml"), "utf8");
  const action = parse(text) as Action;

  test("is a composite action whose steps have a shell, and nothing of the inputs in their commands", () => {
    expect(Object.keys(action).sort()).toEqual([
      "author",
      "branding",
      "description",
      "inputs",
      "name",
      "outputs",
      "runs",
    ]);
    expect(action.runs.using).toBe("composite");
    for (const { shell, run: command } of action.runs.steps) {
      expect(shell).toBe("bash");
      expect(command).not.toContain("${{");
    }
  });

  test("hands every input on, by a variable that the script reads", () => {
    const sources = readFileSync(script, "utf8");
    const variables = Object.entries(action.runs.steps[0]?.env ?? {});
    expect(variables.map(([, value]) => value)).toEqual(
      Object.keys(action.inputs).map((name) => `\${{ inputs.${name} }}`),
    );
    for (const [name] of variables) expect(sources).toContain(`env.${name}`);
    for (const { description, default: usual } of Object.values(action.inputs)) {
      expect(description).toMatch(/\.$/);
      expect(typeof usual).toBe("string");
    }
  });

  test("gives every output of the script", () => {
    const written = [...readFileSync(script, "utf8").matchAll(/output\("([\w-]+)"/g)].map(([, name]) => name);
    expect(Object.keys(action.outputs).sort()).toEqual(written.sort());
    for (const [name, { value }] of Object.entries(action.outputs)) {
      expect(value).toBe(`\${{ steps.rolebook.outputs.${name} }}`);
    }
  });
});

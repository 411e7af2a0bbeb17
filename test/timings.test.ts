/** What a run says of its own time: `--timings` at the end, and on a terminal what it is at. */
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Clock } from "../compiler/cli/clock.js";
import { showProgress } from "../compiler/cli/progress.js";
import { rolebook, Scratch } from "./support/project.js";

const scratch = new Scratch("timings");
const files = {
  "policies/p/p.yaml":
    "resources: { doc: { actions: { view: } } }\nroles: { reader: { allow: ['doc:*'] } }\n",
};

afterAll(() => {
  scratch.dispose();
});

beforeEach(() => {
  for (const name of ["CI", "NO_COLOR", "FORCE_COLOR"]) vi.stubEnv(name, undefined);
  vi.stubEnv("TERM", "xterm-256color");
});

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("--timings", () => {
  test("is a table on stderr, with a line for each step and one for all", async () => {
    const { exitCode, stdout, stderr } = await rolebook(scratch.project(files), ["build", "--timings"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^p: 1 roles, .*\ndone in .* s\n$/);
    const rows = [...stderr.matchAll(/^ {2}(\S.*?) +([\d.]+) ms +(\d+) %$/gm)];
    expect(stderr.trimEnd().split("\n")).toHaveLength(rows.length + 1);
    const times = new Map(rows.map(([, name = "", time]) => [name, Number(time)]));
    for (const name of ["1-load", "2-parse", "6-emit", "7-print", "all"])
      expect([...times.keys()]).toContain(name);
    const { all = 0, ...others } = Object.fromEntries(times);
    expect(Object.values(others).reduce((sum, time) => sum + time, 0)).toBeCloseTo(all, 0);
  });

  test("leaves a document on stdout alone, and stands behind findings", async () => {
    const root = scratch.project({ "policies/p/p.yaml": "roles: { reader: { allow: ['doc:*'] } }\n" });
    const { exitCode, stdout, stderr } = await rolebook(root, ["validate", "--format", "json", "--timings"]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [{ code: "unknown-resource" }] });
    expect(stderr).toMatch(/^timings\n/);
    expect((await rolebook(root, ["validate", "--timings"])).stderr).toMatch(/\n1 error\ntimings\n/);
  });

  test("is not there unasked", async () => {
    expect((await rolebook(scratch.project(files), ["build"])).stderr).toBe("");
  });
});

/** A stream with what a spinner needs of a terminal. */
class Terminal {
  readonly isTTY: boolean;
  readonly columns = 40;
  text = "";
  constructor(isTTY = true) {
    this.isTTY = isTTY;
  }
  write(text: string): boolean {
    this.text += text;
    return true;
  }
  cursorTo(): void {
    this.text += "\r";
  }
  moveCursor(): void {
    this.text += "<up>";
  }
  clearLine(): void {
    this.text += "<clear>";
  }
}

/** What a terminal is shown of a run that began some time ago. */
async function shown(stderr: Terminal, before: number): Promise<string> {
  const clock = new Clock();
  const done = showProgress({
    cwd: "/",
    stdout: stderr,
    stderr,
    clock,
    started: performance.now() - before,
    colors: {} as never,
  });
  clock.begin({ name: "loading of yaml and rooms 2 to 5" });
  // The line changes a few times in a second.
  await wait(150);
  clock.begin({ name: "2-parse", policy: "shop", file: "policies/shop/a-file-with-a-very-long-name.yaml" });
  clock.begin({ name: "findings" });
  stderr.write("<findings>");
  clock.begin({ name: "cache" });
  done();
  return stderr.text;
}

describe("progress", () => {
  test("is one line on a terminal, no wider than it, and gone when something else is written", async () => {
    const text = await shown(new Terminal(), 2_000);
    expect(text).toContain("shop 2-parse policies/shop/a-file-wi");
    expect(text).not.toContain("a-file-with-a-very");
    expect(text).not.toContain("\n");
    expect(text.lastIndexOf("<clear>")).toBeGreaterThan(text.indexOf("2-parse"));
    expect(text.indexOf("<findings>")).toBeGreaterThan(text.lastIndexOf("<clear>"));
    expect(text.slice(text.indexOf("<findings>"))).toBe("<findings>");
  });

  test.each<readonly [string, () => Terminal, number]>([
    ["of less than a second", () => new Terminal(), 0],
    ["that is no terminal", () => new Terminal(false), 2_000],
    [
      "in CI",
      () => {
        vi.stubEnv("CI", "true");
        return new Terminal();
      },
      2_000,
    ],
    [
      "on a dumb terminal",
      () => {
        vi.stubEnv("TERM", "dumb");
        return new Terminal();
      },
      2_000,
    ],
  ])("is not shown %s", async (_, terminal, before) => {
    expect(await shown(terminal(), before)).toBe("<findings>");
  });
});

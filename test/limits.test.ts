/** Input made to exhaust the compiler ends in a clear finding, and soon. Files that would block or lead elsewhere are not opened. */
import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { deepestFolder, largestPolicy, mostFiles } from "../compiler/1-load/limits.js";
import { load } from "../compiler/1-load/index.js";
import { mostFindings } from "../compiler/findings.js";
import { nearest } from "../compiler/nearest.js";
import { mostMeasured, Spelling } from "../compiler/spelling.js";
import { analyzeSources, sources } from "./support/policy.js";
import { rolebook, Scratch } from "./support/project.js";

const scratch = new Scratch("limits");

beforeAll(() => {
  vi.stubEnv("NO_COLOR", "1");
});

afterAll(() => {
  vi.unstubAllEnvs();
  scratch.dispose();
});

/** A text for each number below a limit. */
function each(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join("");
}

/** The findings of a text, each as its code and message. */
function findingsOf(text: string): readonly string[] {
  return analyzeSources(sources([text])).diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

const table = `resources:\n${each(700, (type) => `  t${type}: { actions: { ${each(20, (n) => `a${n}: , `)} } }\n`)}`;

describe("a policy that grows too large", () => {
  test.each([
    [
      "wildcards in many roles",
      `${table}roles:\n${each(750, (n) => `  r${n}: { allow: ["*:*"] }\n`)}`,
      "grants match",
    ],
    [
      "exceptions in many roles",
      `${table}roles:\n${each(750, (n) => `  r${n}: { allow: [{ permissions: ["t1:a1"], except: ["*:*"] }] }\n`)}`,
      "grants match",
    ],
    [
      "`assigns` of everything",
      `roles:\n${each(4_000, (n) => `  r${n}: { assigns: ["*"] }\n`)}`,
      "`assigns` matches",
    ],
    [
      "a long chain of roles that each add something",
      `resources: { x: { actions: { ${each(5_000, (n) => `a${n}: , `)} } } }\nroles:\n  r0:\n` +
        each(5_000, (n) => `  r${n + 1}: { inherits: [r${n}], allow: ["x:a${n}"] }\n`),
      "roles have too many permissions",
    ],
    [
      "a long chain of actions",
      `resources:\n  x:\n    actions:\n      a0:\n${each(20_000, (n) => `      a${n + 1}: { implies: [a${n}] }\n`)}`,
      "actions imply",
    ],
    [
      "a long chain of containers",
      `resources:\n  t0:\n${each(10_000, (n) => `  t${n + 1}: { in: t${n} }\n`)}`,
      "resource types contain",
    ],
    ["names", `roles:\n${each(250_001, (n) => `  r${n}:\n`)}`, "the policy has too many names"],
    [
      "values",
      `roles: { r: { annotations: { a: [${"1,".repeat(1_400_000)}] } } }\n`,
      "names, values and marks",
    ],
  ])("by %s is refused", (_, text, message) => {
    const found = findingsOf(text);
    expect(found.map((finding) => finding.split(":")[0])).toContain("too-large");
    expect(found.join("\n")).toContain(message);
  });

  test("by findings keeps the first ones and counts the others", () => {
    const found = findingsOf(`roles:\n${each(mostFindings + 5, (n) => `  r${n}: []\n`)}`);
    expect(found).toHaveLength(mostFindings + 1);
    expect(found.at(-1)).toMatch(/^too-large: there are \d+ more findings/);
  });

  test("by a circle of 100,000 roles is one finding of a readable length", () => {
    const found = findingsOf(
      `roles:\n${each(100_000, (n) => `  r${n}: { inherits: [r${(n + 1) % 100_000}] }\n`)}`,
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.length).toBeLessThan(1_000);
  });

  test("but has a chain of 100,000 roles and 1,000 containers is fine", () => {
    expect(
      findingsOf(`roles:\n  r0:\n${each(100_000, (n) => `  r${n + 1}: { inherits: [r${n}] }\n`)}`),
    ).toEqual([]);
    expect(findingsOf(`resources:\n  t0:\n${each(1_000, (n) => `  t${n + 1}: { in: t${n} }\n`)}`)).toEqual(
      [],
    );
  });
});

/** What loading a folder of these files finds. */
function loaded(root: string): readonly string[] {
  return load(root, join(root, "p")).diagnostics.map(
    ({ code, span, message }) => `${code} ${span.file}: ${message}`,
  );
}

describe("a folder", () => {
  test("of too many files is refused", () => {
    const files = Array.from({ length: mostFiles + 1 }, (_, n) => [`p/${String(n)}.yaml`, ""] as const);
    const root = scratch.project(Object.fromEntries(files));
    expect(loaded(root)).toEqual([`too-large p: this policy has more than ${mostFiles} files`]);
  });

  test("of too many bytes is refused", () => {
    const text = "#".repeat(largestPolicy / 3 + 1);
    const root = scratch.project({ "p/a.yaml": text, "p/b.yaml": text, "p/c.yaml": text });
    expect(loaded(root)).toEqual(["too-large p: the files of this policy are larger than 32 MiB together"]);
  });

  test("that is too deep is refused", () => {
    const deep = "d/".repeat(deepestFolder);
    expect(loaded(scratch.project({ [`p/${deep}a.yaml`]: "roles:\n" }))).toEqual([]);
    const [found, ...others] = loaded(
      scratch.project({ [`p/${deep}d/a.yaml`]: "roles:\n", "p/a.yaml": "roles:\n" }),
    );
    expect(found).toMatch(/^too-large p\/(?:d\/)+d: more than 32 folders deep$/);
    expect(others).toEqual([]);
  });
});

describe("what is no regular file", () => {
  test.runIf(process.platform !== "win32")("is refused, never waited for and never followed", async () => {
    const root = scratch.project({ "policies/p/a.yaml": "roles:\n", "elsewhere/x.yaml": "roles:\n" });
    const inside = (name: string): string => join(root, "policies", "p", name);
    execFileSync("mkfifo", [inside("fifo.yaml")]);
    symlinkSync("../../elsewhere", inside("folder"));
    symlinkSync("../../elsewhere/x.yaml", inside("link.yaml"));
    symlinkSync("loop.yaml", inside("loop.yaml"));
    symlinkSync("/dev/zero", inside("zero.yaml"));
    mkdirSync(inside("folder.yaml"));
    const server = createServer().listen(inside("socket.yaml"));
    try {
      const { exitCode, stderr } = await rolebook(root, ["validate"]);
      expect(exitCode).toBe(2);
      expect(stderr.match(/not a regular file/g)).toHaveLength(7);
    } finally {
      server.close();
    }
  });

  test.runIf(process.platform !== "win32").each(["fifo", "link", "device", "folder"])(
    "is no config: a %s",
    async (kind) => {
      const root = scratch.project({ "policies/p/a.yaml": "roles:\n", "other.yaml": "version: 1\n" });
      const config = join(root, "rolebook.yaml");
      if (kind === "fifo") execFileSync("mkfifo", [config]);
      else if (kind === "folder") mkdirSync(config);
      else symlinkSync(kind === "link" ? "other.yaml" : "/dev/zero", config);
      const { exitCode, stderr } = await rolebook(root, ["validate"]);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/not a regular file/);
    },
  );

  test.runIf(process.platform !== "win32")("is no policy folder", async () => {
    const root = scratch.project({
      "real/a.yaml": "roles:\n",
      "rolebook.yaml":
        "version: 1\npolicies:\n  f: { source: f, out: o/f }\n  l: { source: l/p, out: o/l }\n",
    });
    execFileSync("mkfifo", [join(root, "f")]);
    mkdirSync(join(root, "real", "p"));
    writeFileSync(join(root, "real", "p", "a.yaml"), "roles:\n");
    symlinkSync("real", join(root, "l"));
    const { exitCode, stderr } = await rolebook(root, ["validate"]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/missing-folder.*\n {2}f\n/);
    expect(stderr).toMatch(/unreadable-file.*: not a regular file\n {2}l\n/);
  });

  test("is not followed though it take a folder's place", () => {
    const root = scratch.project({ "p/a.yaml": "roles:\n", "q/a.yaml": "roles:\n" });
    renameSync(join(root, "p"), join(root, "old"));
    symlinkSync("q", join(root, "p"));
    expect(loaded(root)).toEqual(["unreadable-file p: not a regular file"]);
  });
});

describe("a guess", () => {
  const names = Array.from({ length: 14_000 }, (_, n) => `resource-${String(n % 700)}:action${String(n)}`);

  test("measures few of many names, and a name once", () => {
    const spelling = new Spelling(names);
    const misspelt = names.filter((_, n) => n % 3 === 0).map((name) => name.replace("action", "acxtion"));
    for (const name of [...misspelt, ...misspelt]) spelling.nearest(name);
    expect(spelling.measured).toBeLessThanOrEqual(misspelt.length * mostMeasured);
  });

  test("still finds the name that was meant", () => {
    const right = names.filter((name) => nearest(name.replace(/.$/, "$&x"), names) === name);
    expect(right.length / names.length).toBeGreaterThan(0.9);
  });

  test.each([
    ["guard_admin", ["guard-member", "guard-admin"], "guard-admin"],
    ["policies", ["police", "policy"], "policy"],
    ["GET", ["gets", "get"], "get"],
    ["form", ["for", "from"], "from"],
    ["x", ["abc", "def"], undefined],
    ["get", ["get", "gets"], "gets"],
    ["x".repeat(400), ["x".repeat(399)], undefined],
  ])("for %s among %j is %s", (name, known, meant) => {
    expect(nearest(name, known)).toBe(meant);
  });
});

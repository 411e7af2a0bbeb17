/**
 * Policies with tests, and what `rolebook test` says of them: `findings/<code>--<case>/` has tests that are wrong, `failures/<case>/`
 * tests that fail. `UPDATE_FIXTURES=1 npx vitest run test/policy-tests` rewrites the expectations; read the difference as an author.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { rolebook, Scratch, type Run } from "../support/project.js";

const scratch = new Scratch("policy-tests");
afterAll(() => {
  scratch.dispose();
});

const fixturesIn = (part: string): readonly string[] => readdirSync(join(import.meta.dirname, part)).sort();

/** Runs the tests of a fixture, in a project where it is the policy `shop`. */
async function run(part: string, fixture: string): Promise<Run> {
  const folder = join(import.meta.dirname, part, fixture);
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  const root = scratch.project(
    Object.fromEntries(files.map((name) => [`policies/shop/${name}`, readFileSync(join(folder, name))])),
  );
  return rolebook(root, ["test"]);
}

function expectText(part: string, fixture: string, text: string): void {
  const path = join(import.meta.dirname, part, fixture, "expected.txt");
  if (process.env["UPDATE_FIXTURES"] === "1") writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, "utf8"));
}

describe("tests that are wrong", () => {
  test.each(fixturesIn("findings"))("%s", async (fixture) => {
    const { exitCode, stdout, stderr } = await run("findings", fixture);
    expectText("findings", fixture, stderr.replace(/\n\d+ errors?\n$/, ""));
    expect(stderr).toContain(`[${fixture.split("--")[0] ?? ""}]`);
    expect(`${stderr}${stdout}`).not.toMatch(/\[object|\bNaN\b|undefined/);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  });
});

describe("tests that fail", () => {
  test.each(fixturesIn("failures"))("%s", async (fixture) => {
    const { exitCode, stdout, stderr } = await run("failures", fixture);
    expectText("failures", fixture, stdout.replace(/done in .*\n$/, ""));
    expect(stdout).not.toMatch(/\[object|\bNaN\b/);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
  });
});

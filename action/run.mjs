/**
 * What the GitHub Action does: every step runs, also after one that failed, so that a reviewer sees everything at once. No token, no network.
 * What it is told comes in the environment; it exits 1 if anything failed.
 */
import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import process from "node:process";
import { baseOf } from "./base.mjs";
import { booleanOf, categoriesOf, folderOf } from "./inputs.mjs";
import { annotate, log } from "./log.mjs";
import { page } from "./page.mjs";
import { programOf } from "./program.mjs";
import { build, diff, test, validate } from "./steps.mjs";

const { env } = process;
const workspace = env.GITHUB_WORKSPACE || process.cwd();
const scratch = mkdtempSync(join(env.RUNNER_TEMP || tmpdir(), "rolebook-"));

const inputs = {
  directory: folderOf("working-directory", env.ROLEBOOK_DIRECTORY, workspace),
  failOn: categoriesOf("fail-on", env.ROLEBOOK_FAIL_ON),
  test: booleanOf("test", env.ROLEBOOK_TEST, true),
  coverage: booleanOf("coverage", env.ROLEBOOK_COVERAGE, false),
};

const directory = inputs.directory.value;

const context = {
  rolebook: programOf(env.ROLEBOOK_COMMAND ?? "", directory),
  workspace,
  directory,
  policies: (env.ROLEBOOK_POLICIES ?? "").split(/\s+/).filter((name) => name !== ""),
  failOn: inputs.failOn.value,
  coverage: inputs.coverage.value,
};

/** @returns the steps that ran: `{ name, failed, result }`, and of the last one what it found */
function steps() {
  const base = baseOf({
    against: (env.ROLEBOOK_AGAINST ?? "").trim(),
    eventName: env.GITHUB_EVENT_NAME ?? "",
    event: eventOf(env.GITHUB_EVENT_PATH),
    sha: env.GITHUB_SHA ?? "",
    directory,
  });
  return [
    validate(context),
    ...(inputs.test.value ? [test(context, join(scratch, "junit.xml"))] : []),
    build(context),
    diff(context, base),
  ];
}

/** The event; one that cannot be read says nothing. */
function eventOf(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")) ?? {};
  } catch {
    return {};
  }
}

/** Adds to a file that the runner names; outside of one it goes nowhere. */
function append(path, text) {
  if (path) appendFileSync(path, text);
}

/** Values with lines of their own stand between two marks that nobody can guess. */
function output(name, value) {
  const mark = `rolebook-${randomUUID()}`;
  append(env.GITHUB_OUTPUT, `${name}<<${mark}\n${value}\n${mark}\n`);
}

function main() {
  const problems = Object.values(inputs).flatMap(({ problem }) => problem ?? []);
  for (const message of problems) annotate("error", { title: "rolebook", message });
  if (problems.length > 0) return 1;
  if (context.rolebook === undefined) {
    annotate("error", {
      title: "rolebook is not installed",
      message: `There is no rolebook in ${directory}: run \`npm ci\` in a step before, or say with \`command\` how to run it.`,
    });
    return 1;
  }
  const done = steps();
  const { summary, comment } = page(done);
  const file = join(scratch, "comment.md");
  writeFileSync(file, comment);
  append(env.GITHUB_STEP_SUMMARY, summary);
  output("comment", file);
  output("junit", done.find(({ junit }) => junit !== undefined)?.junit ?? "");
  const compared = done.at(-1);
  output("changed", compared.changes === undefined ? "" : String(compared.changes > 0));
  output("bump", compared.bump ?? "");
  output("against", compared.against ?? "");
  for (const { name, result, failed } of done) log(`${failed ? "failed" : "passed"}: ${name}: ${result}\n`);
  return done.some(({ failed }) => failed) ? 1 : 0;
}

process.exitCode = main();

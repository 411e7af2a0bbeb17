/** The steps. Each gives `{ name, failed, result }`: whether it failed, and how it went in a few words. */
import { writeFileSync } from "node:fs";
import { posix, relative, sep } from "node:path";
import { annotate, group, passOn } from "./log.mjs";

export function validate({ rolebook, policies }) {
  const { status, stdout, stderr } = rolebook(["validate", "--format=github", "--", ...policies]);
  passOn("rolebook validate", stdout);
  group("rolebook validate", stderr);
  if (status !== 0 && !/^::error /m.test(stdout)) tell("rolebook validate", { status, stderr });
  return { name: "validate", failed: status !== 0, result: status === 0 ? "no errors" : found(stdout) };
}

function found(annotations) {
  const errors = annotations.match(/^::error /gm)?.length ?? 0;
  return errors === 0 ? "cannot be checked" : `${errors} ${errors === 1 ? "error" : "errors"}`;
}

/** @param junit where the results go as JUnit XML */
export function test(context, junit) {
  const { rolebook, policies, coverage } = context;
  const shown = rolebook(["test", ...(coverage ? ["--coverage"] : []), "--", ...policies]);
  group("rolebook test", shown.stdout + shown.stderr);
  writeFileSync(junit, rolebook(["test", "--format=junit", "--", ...policies]).stdout);
  const failed = shown.status !== 0;
  const passed = shown.stdout.match(/^.*\d questions?,.*$/gm)?.join("; ") ?? "passed";
  const result = failed ? annotateFailures(context, shown) : passed;
  return { name: "test", failed, result, junit };
}

/** @returns how the tests went, in a few words */
function annotateFailures({ rolebook, policies, workspace, directory }, shown) {
  const report = parsed(rolebook(["test", "--format=json", "--", ...policies]).stdout);
  const tests = (report?.policies ?? []).flatMap((policy) => policy.tests);
  const failures = tests.flatMap((one) => one.failures.map((failure) => ({ ...failure, test: one.name })));
  for (const { test: name, message, file, line } of failures) {
    const place = { file: inWorkspace(file, workspace, directory), line };
    annotate("error", { title: `rolebook test: ${name}`, message, ...place });
  }
  if (failures.length === 0) tell("rolebook test", shown);
  const failed = tests.reduce((sum, one) => sum + one.failed, 0);
  const questions = tests.reduce((sum, one) => sum + one.questions, 0);
  if (failed === 0) return firstLine(shown);
  return `${failed} of ${questions} ${questions === 1 ? "question" : "questions"} ${failed === 1 ? "has" : "have"} another answer`;
}

export function build({ rolebook, policies }) {
  const shown = rolebook(["build", "--check", "--", ...policies]);
  group("rolebook build --check", shown.stdout + shown.stderr);
  const failed = shown.status !== 0;
  const isStale = /^generated files are stale/m.test(shown.stderr);
  if (isStale) {
    annotate("error", {
      title: "rolebook build",
      message: "Generated files are stale: run `rolebook build` and commit them. The log shows what differs.",
    });
  } else if (failed && !/^error\[/m.test(shown.stderr)) {
    // What is wrong with a policy, `validate` has said at its line.
    tell("rolebook build", shown);
  }
  return {
    name: "build --check",
    failed,
    result: !failed ? "up to date" : isStale ? "stale" : "does not build",
  };
}

/** @param base what to compare with, as `baseOf` says */
export function diff({ rolebook, policies, failOn }, { against, none, lost, problem }) {
  const name = "diff";
  if (none) {
    annotate("notice", { title: "rolebook diff", message: `Nothing is compared: ${none}.` });
    return { name, failed: false, result: `nothing compared: ${none}` };
  }
  if (lost) return notCompared(name, lost, failOn);
  if (problem) {
    annotate("error", { title: "rolebook diff", message: problem });
    return { name, failed: true, result: problem };
  }
  const run = (format, ...more) =>
    rolebook(["diff", `--against=${against}`, `--format=${format}`, ...more, "--", ...policies]);
  const data = run("json");
  const report = parsed(data.stdout);
  if (data.status !== 0 || report === undefined) {
    group("rolebook diff", data.stderr);
    tell("rolebook diff", data);
    return { name, failed: true, result: firstLine(data), against };
  }
  const { bump, changes } = report;
  const found = { name, against, bump, changes: changes.length };
  if (changes.length === 0) return { ...found, failed: false, result: "no change of access" };
  const gate = run("github", ...(failOn === "" ? [] : [`--fail-on=${failOn}`]));
  passOn("rolebook diff", gate.stdout);
  group("rolebook diff", gate.stderr);
  if (gate.status > 1) tell("rolebook diff", gate);
  const failed = gate.status !== 0;
  const size = `${counted(changes)}; bump: ${bump}`;
  const result = failed ? `${size}; refused by \`fail-on: ${failOn}\`` : size;
  return { ...found, failed, result, markdown: run("markdown").stdout };
}

/** What would have to be compared and cannot be. What a gate has not seen does not pass it. */
function notCompared(name, lost, failOn) {
  const failed = failOn !== "";
  const so = failed ? `\`fail-on: ${failOn}\` cannot be checked` : "Nothing is compared";
  annotate(failed ? "error" : "warning", { title: "rolebook diff", message: `${so}: ${lost}.` });
  return { name, failed, result: `${failed ? "cannot be" : "nothing"} compared: ${lost}` };
}

/** How many changes there are of each category. */
function counted(changes) {
  const categories = [...new Set(changes.map(({ category }) => category))].sort();
  return categories
    .map((one) => `${changes.filter(({ category }) => category === one).length} ${one}`)
    .join(", ");
}

/** What was annotated already: where the program cannot be run, every step says the same. */
const told = new Set();

/** An annotation, once, for a command that ended without having said where. */
function tell(title, { stderr, status }) {
  const message = stderr.trim() || `it ended with ${status}`;
  if (!told.has(message)) annotate("error", { title, message });
  told.add(message);
}

function firstLine({ stderr, status }) {
  return stderr.trim().split("\n")[0] || `it ended with ${status}`;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The path of a file from the top of the repository: annotations want it so. */
function inWorkspace(file, workspace, directory) {
  return posix.normalize(posix.join(relative(workspace, directory).split(sep).join("/"), file));
}

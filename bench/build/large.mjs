/** A policy of a cloud provider's size: it builds, type-checks, loads and answers. */
import { join } from "node:path";
import process from "node:process";
import { largePolicy, providerSize, writeLargePolicy } from "../support/large-policy.mjs";
import { expect } from "./expect.mjs";
import { prepareAsking, prepareTyping } from "./app.mjs";
import { interleaved, run } from "./process.mjs";
import { build, clean, emptyNode, generated, withProject } from "./project.mjs";
import { questionsAbout } from "./questions.mjs";
import { typeCheckers } from "./type-checkers.mjs";

const name = "Rolebook build";

/**
 * Rows about one large policy.
 * @param size as its generator takes it
 * @param about what it is, for the report
 * @param targets `timesYaml` and `bytes`; of a smaller policy nothing is wanted
 */
export async function largeRows({ rounds, about, size = providerSize, targets }) {
  const write = (root) => writeLargePolicy(root, size);
  const words = [size.roles, size.permissions, size.grants].map((number) => number.toLocaleString("en"));
  const detail = `${words[0]} roles, ${words[1]} permissions, ${words[2]} grants`;
  return withProject(write, async (root) => {
    const built = buildRows(root, detail, rounds, targets);
    await expectSameElsewhere(write, generated(root).hash);
    const rows = [...built, ...askRows(root, rounds, size), ...(await typeRows(root, rounds, targets))];
    return rows.map((row) => ({ ...row, what: `${about}: ${row.what}` }));
  });
}

/** Cold against parsing, and once more with nothing to do. */
function buildRows(root, detail, rounds, targets) {
  const parser = join(import.meta.dirname, "programs/parse-yaml.mjs");
  const hashes = new Set();
  const cold = interleaved(
    [
      {
        name: "yaml",
        command: { file: process.execPath, args: [parser, join(root, "policies/large")], cwd: root },
        peak: "node",
        check: ({ stdout }) => expect(Number(stdout) > 1, "it has parsed files"),
      },
      {
        name,
        command: build(root),
        peak: "node",
        prepare: () => clean(root),
        check: () => hashes.add(generated(root).hash),
      },
    ],
    rounds,
  );
  expect(hashes.size === 1, "each build gives the same bytes");
  const stamps = JSON.stringify(generated(root));
  const noop = interleaved(
    [
      {
        name,
        command: build(root),
        check: () => expect(JSON.stringify(generated(root)) === stamps, "nothing is written"),
      },
      { name: "empty node process", command: emptyNode(root) },
    ],
    rounds + 2,
  );
  const bytes = generated(root).files.reduce((sum, { size }) => sum + size, 0);
  return [
    ...ratioRows("cold, against parsing it", cold, "yaml", {
      [name]: { detail, target: targets.timesYaml },
      yaml: { detail: "its files parsed, whole process" },
    }),
    memoryRow(name, "cold", cold.get(name).peakBytes, targets),
    memoryRow("yaml", "parsing", cold.get("yaml").peakBytes, {}),
    ...ratioRows("a build that changes nothing", noop, "empty node process"),
    { what: "what is generated", name, value: bytes, unit: "bytes" },
  ];
}

/** Another folder, another locale and time zone: the same bytes. */
function expectSameElsewhere(write, hash) {
  return withProject(write, (root) => {
    run({ ...build(root), env: { TZ: "Pacific/Apia", LC_ALL: "tr_TR.UTF-8" } });
    expect(generated(root).hash === hash, "the same bytes elsewhere");
  });
}

/** A whole process that imports the policy and asks; the answers are those that the YAML gives. */
function askRows(root, rounds, size) {
  const questions = questionsAbout(largePolicy(size), 4_000);
  const answers = JSON.parse(run(prepareAsking(root, questions)).stdout);
  for (const [index, { roles, permission, expected }] of questions.entries()) {
    expect(answers[index] === expected, `${permission} with ${roles.join(", ")}: ${expected ? "yes" : "no"}`);
  }
  const [first] = questions;
  const asking = "Rolebook, import and first answer";
  const found = interleaved(
    [
      {
        name: asking,
        command: prepareAsking(root, [first]),
        peak: "node",
        check: ({ stdout }) => expect(stdout === JSON.stringify([first.expected]), "it answers"),
      },
      { name: "empty node process", command: emptyNode(root) },
    ],
    rounds * 3,
  );
  const yes = questions.filter(({ expected }) => expected).length;
  return [
    ...ratioRows("loads and answers, whole process", found, "empty node process"),
    memoryRow(asking, "", found.get(asking).peakBytes, {}),
    {
      what: "answers that are those of the YAML",
      name: "Rolebook",
      detail: `${yes} yes, ${questions.length - yes} no`,
      value: questions.length,
      unit: "answers",
    },
  ];
}

/** The generated files and a small app, against the same app on a bare union of strings. */
async function typeRows(root, rounds, targets) {
  const projects = prepareTyping(root);
  const rows = [];
  for (const { name: checker, file, args, peak } of await typeCheckers()) {
    const contestants = Object.entries(projects).map(([shape, folder]) => ({
      name: shape,
      command: { file, args: [...args, "--project", folder], cwd: root },
      peak,
    }));
    const found = interleaved(contestants, rounds);
    const generatedModules = "Rolebook, the generated modules";
    rows.push(
      ...ratioRows(`type check under ${checker}, whole process`, found, "bare union"),
      memoryRow(generatedModules, checker, found.get(generatedModules).peakBytes, targets),
    );
  }
  return rows;
}

/** A row for each of what was found, with its ratio to one of them. */
function ratioRows(what, found, against, more = {}) {
  return [...found].map(([name, { medianNs }]) => ({
    what,
    name,
    medianNs,
    ratio: medianNs / found.get(against).medianNs,
    against,
    ...more[name],
  }));
}

function memoryRow(name, detail, value, { bytes }) {
  const row = { what: "peak memory", name, detail, unit: "bytes" };
  // Where nothing can tell how much it was, nothing is claimed.
  return value === undefined
    ? { ...row, detail: `${detail}, not known here` }
    : { ...row, value, target: bytes };
}

/**
 * A policy of 50,000 lines, without mistakes and with 5,000 of them: how long each takes to validate, the findings written as
 * text included. The runs take turns in one process.
 */
import { performance } from "node:perf_hooks";
import { createColors } from "picocolors";
import { parse } from "../dist/compiler/2-parse/index.js";
import { validate } from "../dist/compiler/3-validate/index.js";
import { resolve } from "../dist/compiler/4-resolve/index.js";
import { analyze } from "../dist/compiler/5-analyze/index.js";
import { render } from "../dist/compiler/cli/render.js";
import { randomFrom } from "./support/random.mjs";
import { row } from "./support/rows.mjs";
import { median, spread } from "./support/statistics.mjs";

const [files, types, actions, roles, grants, mistakes, fullRounds] = [20, 500, 28, 2_500, 10, 5_000, 7];

const verbs = [
  "get",
  "list",
  "create",
  "update",
  "delete",
  "approve",
  "publish",
  "archive",
  "assign",
  "export",
];
const nouns = ["Invoice", "Report", "Cluster", "Dataset", "Model", "Ticket", "Account", "Webhook", "Secret"];
const nameOf = (index) => `${nouns[index % nouns.length].toLowerCase()}-${index}`;
const actionOf = (index) => `${verbs[index % verbs.length]}${nouns[(index * 7) % nouns.length]}${index}`;

/** The lines of each file: names of things that the lines of others refer to. */
function cleanPolicy() {
  return Array.from({ length: files }, (_, file) => {
    const lines = ["resources:"];
    for (let type = file; type < types; type += files) {
      lines.push(`  ${nameOf(type)}:`, "    actions:");
      for (let action = 0; action < actions; action++) lines.push(`      ${actionOf(action)}:`);
    }
    lines.push("roles:");
    for (let role = file; role < roles; role += files) {
      lines.push(`  role-${role}:`, `    title: Role ${role}`);
      if (role % 50 > 0) lines.push(`    inherits: [role-${role - (role % 50)}]`);
      lines.push("    assigns:");
      for (let junior = 1; junior <= 3; junior++) lines.push(`      - role-${(role * junior) % roles}`);
      lines.push("    allow:");
      for (let grant = 0; grant < grants; grant++) {
        lines.push(
          `      - ${nameOf((role * 13 + grant * 31) % types)}:${actionOf((role + grant) % actions)}`,
        );
      }
    }
    return lines;
  });
}

/** One slip in each of so many lines. */
const slips = {
  // Roles are missed among 2,500, resources among 500, actions among 28.
  names: (line, odd) =>
    line.startsWith("      - ")
      ? odd
        ? line.replace(/(.)(.)$/, "$2x$1")
        : line.replace(/(.)(-\d)/, "x$1$2")
      : line,
  shapes: (line) =>
    line.startsWith("      - ")
      ? line.replace(":", ": ")
      : line.replace("title: Role", "titel: Role").replace(/inherits: \[(.*)\]/, "inherits: $1"),
};

function spoil(policy, slip) {
  const next = randomFrom(2);
  const random = (below) => Math.floor(next() * below);
  const spoilt = policy.map((lines) => [...lines]);
  const done = new Set();
  while (done.size < mistakes) {
    const file = random(files);
    const line = random(spoilt[file].length);
    const changed = slip(spoilt[file][line], line % 2 === 1);
    if (done.has(`${file}:${line}`) || changed === spoilt[file][line]) continue;
    done.add(`${file}:${line}`);
    spoilt[file][line] = changed;
  }
  return spoilt;
}

const session = { cwd: "/", colors: createColors(false) };

function check(policy) {
  const sources = policy.map((lines, index) => ({ path: `p/${index}.yaml`, text: `${lines.join("\n")}\n` }));
  globalThis.gc?.();
  const start = performance.now();
  const parsed = parse(sources);
  const validated = validate(parsed.result);
  let found = [...parsed.diagnostics, ...validated.diagnostics];
  if (found.length === 0) {
    const resolved = resolve("p", validated.result);
    const analyzed = analyze(resolved.result);
    found = [...resolved.diagnostics, ...analyzed.diagnostics];
  }
  const text = found.map((finding) => render(finding, "/", session)).join("\n");
  return { took: performance.now() - start, findings: found.length, length: text.length };
}

/** How long each takes, beside the one without mistakes. */
export async function rows({ quick }) {
  const clean = cleanPolicy();
  const policies = { clean };
  for (const [name, slip] of Object.entries(slips)) policies[name] = spoil(clean, slip);
  const times = Object.fromEntries(Object.keys(policies).map((name) => [name, []]));
  const findings = {};
  // The first round warms up.
  for (let round = 0; round <= (quick ? 1 : fullRounds); round++) {
    for (const [name, policy] of Object.entries(policies)) {
      const { took, findings: count } = check(policy);
      if (round > 0) times[name].push(took * 1e6);
      findings[name] = count;
    }
  }
  const lines = clean.reduce((sum, all) => sum + all.length, 0);
  return Object.entries(times).map(([name, all]) =>
    row({
      part: "mistakes",
      name: name === "clean" ? "without mistakes" : `mistakes in ${name}`,
      what: `${lines.toLocaleString("en")} lines validated, findings as text included`,
      detail: `${findings[name].toLocaleString("en")} findings`,
      medianNs: median(all),
      spread: spread(all),
      ratio: median(all) / median(times.clean),
      against: "its time / without mistakes",
    }),
  );
}

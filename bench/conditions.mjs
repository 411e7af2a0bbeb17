/**
 * What a generated condition costs beside the same condition written by hand. Both answer the same seeded questions, in turns
 * in one process; the medians of the rounds are compared. `npm run bench:conditions` builds first.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { compile } from "../dist/compiler/index.js";

const statuses = ["SUBMITTED", "PENDING", "IN_PROGRESS", "COMPLETED"];
const visibilities = ["ALL", "ACCOUNT", "TEAM", "PRIVATE"];

/** Each condition with what somebody would write by hand for it. */
const contestants = [
  ["resource.key == principal.id", (p, r) => r.key === p.id],
  [
    'resource.status in ["SUBMITTED", "PENDING", "IN_PROGRESS"]',
    (p, r) => r.status === "SUBMITTED" || r.status === "PENDING" || r.status === "IN_PROGRESS",
  ],
  [
    'resource.team == principal.team && resource.status != "COMPLETED"',
    (p, r) => r.team === p.team && r.status !== "COMPLETED",
  ],
  [
    'resource.visibility == "ALL" || resource.visibility == "TEAM" && principal.team in resource.teams',
    (p, r) => r.visibility === "ALL" || (r.visibility === "TEAM" && r.teams.includes(p.team)),
  ],
  [
    "has(resource.note) && resource.note.startsWith(principal.id)",
    (p, r) => r.note !== undefined && r.note !== null && r.note.startsWith(p.id),
  ],
  ["resource.size * 2.0 <= principal.quota", (p, r) => r.size * 2 <= p.quota],
  ["resource.expires > principal.now", (p, r) => r.expires.getTime() > p.now.getTime()],
];

const policy = `
principals:
  user: { attributes: { team: string, quota: number, now: timestamp } }
resources:
  job:
    attributes:
      key: string
      team: string
      teams: list<string>
      status: [${statuses.join(", ")}]
      visibility: [${visibilities.join(", ")}]
      note?: string
      size: number
      expires: timestamp
    actions:
${contestants.map(([text], index) => `      a${index}: { requires: '${text}' }`).join("\n")}
roles:
  all: { allow: ["job:*"] }
`;

/** A generator of numbers below 1 that gives the same ones every time. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

async function generatedTests() {
  const root = mkdtempSync(join(tmpdir(), "rolebook-bench-"));
  try {
    mkdirSync(join(root, "policies/bench"), { recursive: true });
    mkdirSync(join(root, "node_modules"));
    symlinkSync(resolve(import.meta.dirname, ".."), join(root, "node_modules/rolebook"));
    writeFileSync(join(root, "policies/bench/policy.yaml"), policy);
    const { files, diagnostics } = await compile({ root });
    const module = files.find(({ path }) => path.endsWith("policy.ts"));
    if (module === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
    const options = {
      module: ts.ModuleKind.ES2022,
      target: ts.ScriptTarget.ES2022,
      verbatimModuleSyntax: true,
    };
    const code = ts.transpileModule(module.text, { compilerOptions: options }).outputText;
    writeFileSync(join(root, "policy.mjs"), code);
    const { policy: table } = await import(pathToFileURL(join(root, "policy.mjs")).href);
    const { actions } = table.resources.job;
    return contestants.map((_, index) => table.conditions[actions[`job:a${index}`]].test);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const random = seeded(20);
const pick = (all) => all[Math.floor(random() * all.length)];
const ids = Array.from({ length: 16 }, (_, index) => `id-${index}`);
const principals = Array.from({ length: 256 }, () => ({
  kind: "user",
  id: pick(ids),
  team: pick(ids),
  quota: random() * 100,
  now: new Date(1.7e12 + random() * 1e9),
  roles: ["all"],
}));
const resources = Array.from({ length: 256 }, () => ({
  type: "job",
  id: pick(ids),
  key: pick(ids),
  team: pick(ids),
  teams: [pick(ids), pick(ids), pick(ids)],
  status: pick(statuses),
  visibility: pick(visibilities),
  note: random() < 0.3 ? undefined : `${pick(ids)} and more`,
  size: random() * 100,
  expires: new Date(1.7e12 + random() * 1e9),
}));

/** Nanoseconds for one question, and how many were answered with yes. */
function time(test) {
  let yes = 0;
  const start = process.hrtime.bigint();
  for (let round = 0; round < 20; round++) {
    for (let index = 0; index < 256; index++) {
      for (let other = 0; other < 256; other += 16) {
        if (test(principals[index], resources[(index + other) & 255]) === true) yes++;
      }
    }
  }
  return { ns: Number(process.hrtime.bigint() - start) / (20 * 256 * 16), yes };
}

const median = (all) => [...all].sort((a, b) => a - b)[all.length >> 1];

const tests = await generatedTests();
process.stdout.write("ratio  generated  by hand  condition (medians, ns)\n");
for (const [index, [text, byHand]] of contestants.entries()) {
  const generated = tests[index];
  const rounds = Array.from({ length: 25 }, () => [time(generated), time(byHand)]);
  const measured = rounds.slice(5);
  for (const [a, b] of measured)
    if (a.yes !== b.yes || a.yes === 0) throw new Error(`the answers differ: ${text}`);
  const [own, other] = [0, 1].map((side) => median(measured.map((round) => round[side].ns)));
  const shown = [
    (own / other).toFixed(2).padStart(5),
    own.toFixed(1).padStart(10),
    other.toFixed(1).padStart(8),
  ];
  process.stdout.write(`${shown.join(" ")}  ${text}\n`);
}

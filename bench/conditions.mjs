/** What a generated condition costs beside the same condition written by hand, both asked the same seeded questions. */
import { importWith } from "./support/compile.mjs";
import { interleave } from "./support/interleave.mjs";
import { pick, randomFrom } from "./support/random.mjs";
import { row } from "./support/rows.mjs";
import { verify } from "./support/verify.mjs";

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

/** The conditions of the table, which an app never reads: each as `requires` of the permission that it was written for. */
async function generatedTests() {
  const { policy: table } = await importWith(policy, `export { policy } from "./policy.ts";`);
  const { permissions, conditions } = table;
  return contestants.map((_, index) => conditions[permissions.job[`job:a${index}`].split("|")[2]]);
}

const random = randomFrom(20);
const ids = Array.from({ length: 16 }, (_, index) => `id-${index}`);
const principals = Array.from({ length: 256 }, () => ({
  kind: "user",
  id: pick(random, ids),
  team: pick(random, ids),
  quota: random() * 100,
  now: new Date(1.7e12 + random() * 1e9),
  roles: ["all"],
}));
const resources = Array.from({ length: 256 }, () => ({
  type: "job",
  id: pick(random, ids),
  key: pick(random, ids),
  team: pick(random, ids),
  teams: [pick(random, ids), pick(random, ids), pick(random, ids)],
  status: pick(random, statuses),
  visibility: pick(random, visibilities),
  note: random() < 0.3 ? undefined : `${pick(random, ids)} and more`,
  size: random() * 100,
  expires: new Date(1.7e12 + random() * 1e9),
}));

const length = 4096;

/** Question by question, another pair of a principal and a resource. */
function loop(test) {
  return (from, to) => {
    let yes = 0;
    for (let index = from; index < to; index++) {
      if (test(principals[index & 255], resources[(index + (index >> 4)) & 255]) === true) yes++;
    }
    return yes;
  };
}

export async function rows(options) {
  const tests = await generatedTests();
  const found = [];
  for (const [index, [text, byHand]] of contestants.entries()) {
    const [own, other] = [
      { name: "generated", run: loop(tests[index]) },
      { name: "by hand", run: loop(byHand) },
    ];
    const expected = Array.from({ length }, (_, number) => other.run(number, number + 1) === 1);
    await verify([own], { expected }, (number) => `${text}, question ${number}`);
    const timed = await interleave([own, other], length, {
      ...options,
      rounds: Math.ceil(options.rounds / 2),
    });
    const ratio = timed.get(own.name).medianNs / timed.get(other.name).medianNs;
    const what = "a generated condition, against the same written by hand";
    const common = { part: "conditions", what, detail: text };
    found.push(
      row({ ...common, ...timed.get(own.name), name: own.name, ratio, against: "its time / by hand" }),
    );
  }
  return found;
}

/** The cold start of a large table: a fresh process imports it and asks once. Processes take turns. */
import { Buffer } from "node:buffer";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { gzipSync } from "node:zlib";
import { bundleModules, compilePolicy } from "../support/compile.mjs";
import { pick, randomFrom } from "../support/random.mjs";
import { row } from "../support/rows.mjs";
import { median, spread } from "../support/statistics.mjs";
import { encodings } from "./encodings.mjs";
import { largeSources, largeTable } from "./policy.mjs";

const wanted = {
  what: "1,000 roles x 10,000 permissions: import and first answer, against the best encoding measured",
  target: "at most 1.2 times",
};
const [apart, together] = ["Rolebook", "Rolebook, its runtime loaded too"];

const child = join(import.meta.dirname, "child.mjs");

export async function rows({ coldRounds }) {
  const folder = mkdtempSync(join(tmpdir(), "rolebook-bench-cold-"));
  try {
    const table = largeTable();
    const contestants = await writeContestants(folder, table);
    const { questions, expected } = questionsFor(table);
    const file = join(folder, "questions.json");
    writeFileSync(file, JSON.stringify(questions));
    const times = new Map(contestants.map(({ name }) => [name, []]));
    for (let round = 0; round < coldRounds; round++) {
      for (let index = 0; index < contestants.length; index++) {
        const { name, module, runtime } = contestants[(index + round) % contestants.length];
        const args = [child, module, runtime, file];
        const { ms, answers } = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
        const wrong = answers.findIndex((answer, number) => answer !== expected[number]);
        if (wrong !== -1) throw new Error(`${name} answers wrongly: ${JSON.stringify(questions[wrong])}`);
        times.get(name).push(ms * 1e6);
      }
    }
    return rowsOf(contestants, times);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One module for each encoding, and Rolebook's two: its table with the runtime loaded before, and both in one file. */
async function writeContestants(folder, table) {
  const contestants = Object.entries(encodings).map(([name, encode]) => ({
    name,
    code: encode(table),
    runtime: "",
  }));
  const modules = await compilePolicy(largeSources(table));
  const program = (entry) => `
    import { createAuthorizer } from "${entry}";
    import { policy } from "./policy.ts";
    const authorizer = createAuthorizer(policy);
    export const can = (roles, permission) => authorizer.can({ id: "alice", roles }, permission);
  `;
  const runtime = join(folder, "runtime.mjs");
  writeFileSync(runtime, await bundleModules(modules, `export { createAuthorizer } from "rolebook";`));
  const external = { external: ["./runtime.mjs"] };
  contestants.push(
    { name: apart, code: await bundleModules(modules, program("./runtime.mjs"), external), runtime },
    { name: together, code: await bundleModules(modules, program("rolebook")), runtime: "" },
  );
  return contestants.map(({ code, ...rest }, index) => {
    const module = join(folder, `contestant-${index}.mjs`);
    writeFileSync(module, code);
    return {
      ...rest,
      module,
      bytes: Buffer.byteLength(code),
      gzipBytes: gzipSync(code, { level: 9 }).length,
    };
  });
}

/** The first has the answer yes. */
function questionsFor({ names, held }) {
  const random = randomFrom(11);
  const roles = [...held.keys()];
  const questions = [{ roles: [roles[500]], permission: names[held.get(roles[500])[50]] }];
  for (let index = 0; index < 200; index++) {
    const asker = [pick(random, roles), pick(random, roles)];
    const permission =
      random() < 0.5 ? pick(random, held.get(asker[1])) : Math.floor(random() * names.length);
    questions.push({ roles: asker, permission: names[permission] });
  }
  const expected = questions.map(({ roles: asker, permission }) =>
    asker.some((role) => held.get(role).includes(names.indexOf(permission))),
  );
  return { questions, expected };
}

function rowsOf(contestants, times) {
  const figures = contestants.map(({ name, bytes, gzipBytes }) => ({
    name,
    bytes,
    gzipBytes,
    medianNs: median(times.get(name)),
    spread: spread(times.get(name)),
  }));
  const isOwn = ({ name }) => name === apart || name === together;
  const best = figures.filter((one) => !isOwn(one)).reduce((a, b) => (b.medianNs < a.medianNs ? b : a));
  const own = figures.find(({ name }) => name === apart);
  return figures.map((one) => {
    if (!isOwn(one)) {
      return row({
        part: "cold",
        ...one,
        what: wanted.what,
        ratio: one.medianNs / own.medianNs,
        against: `its time / ${apart}`,
      });
    }
    const aim = one.name === apart ? { ...wanted, limit: { atMost: 1.2 } } : { what: wanted.what };
    return row({
      part: "cold",
      ...one,
      ...aim,
      ratio: one.medianNs / best.medianNs,
      against: `its time / ${best.name}`,
    });
  });
}

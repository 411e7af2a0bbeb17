/** What the types of a check cost a type checker: a thousand permissions, two thousand checks. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { compilePolicy } from "../support/compile.mjs";
import { row } from "../support/rows.mjs";
import { median } from "../support/statistics.mjs";
import { checkers, checkSeconds, countInstantiations, writeProgram } from "./measure.mjs";
import * as programs from "./programs.mjs";
import { subject } from "./subject.mjs";

const root = resolve(import.meta.dirname, "../..");
const part = "types";
const what = "1,000 permissions x 2,000 call sites";
const counted = `${what}: type instantiations`;
const timed = `${what}: check time`;
const bare = "bare union of strings";
const withTable = "bare union of strings, with its table by hand";
const floor = "floor: a generic check that types no resource";
const slow = new Set(["permix 4", "@casl/ability"]);
const roundsOfSlow = 3;
const mostPerPermission = 10;
const mostOfPeer = 0.1;
const mostOfBare = 2;
const target = `at most ${mostPerPermission} per distinct permission above a bare string union; check time within ${mostOfBare} times of it; a tenth of permix's`;

/**
 * @param options `quick` for one round of a tenth of the size
 * @returns for each type checker the counts and the times, with Rolebook's beside the bare union's and permix 4's
 */
export async function rows({ quick = false } = {}) {
  const size = quick ? { resources: 10, calls: 200 } : { resources: 100, calls: 2_000 };
  const asked = subject(size);
  const folder = mkdtempSync(join(tmpdir(), "rolebook-bench-"));
  try {
    const names = await writePrograms(folder, asked);
    const found = [];
    for (const [checker, how] of Object.entries(checkers)) {
      const counts = new Map(names.map((name) => [name, countInstantiations(how, join(folder, name))]));
      found.push(...countRows(checker, counts, asked.permissions.length));
      found.push(...timeRows(checker, timesOf(how, folder, names, quick ? 1 : 9)));
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The programs, each in a folder of its name. */
async function writePrograms(folder, asked) {
  const modules = await compilePolicy({ "policy.yaml": asked.yaml });
  const generated = (names) => Object.fromEntries(names.map((name) => [`generated/${name}`, modules[name]]));
  const own = {
    ...programs.rolebookProgram(asked),
    ...generated(Object.keys(modules).filter((name) => name.endsWith(".ts"))),
  };
  const all = {
    [bare]: [{ ...programs.unionProgram(asked), ...generated(["permissions.ts"]) }, {}],
    Rolebook: [own, { rolebook: root }],
    [withTable]: [{ ...programs.tableProgram(asked), ...generated(["permissions.ts"]) }, {}],
    [floor]: [{ ...own, "generated/policy.ts": withoutResources(modules["policy.ts"]) }, { rolebook: root }],
    "permix 4": [programs.permix4Program(asked), { permix: folderOf("permix-4") }],
    "permix 3": [programs.permix3Program(asked), { permix: folderOf("permix") }],
    "@casl/ability": [programs.caslProgram(asked), { "@casl/ability": folderOf("@casl/ability") }],
  };
  for (const [name, [files, packages]] of Object.entries(all)) {
    writeProgram(join(folder, name), files, packages);
  }
  return Object.keys(all);
}

/** What no check that infers its permission can go below: the generated types, but any object will do for a resource. */
function withoutResources(text) {
  const parameter = "resource: ResourceFor<P>";
  if (!text.includes(parameter)) throw new Error(`the generated checks have no \`${parameter}\``);
  return text.replaceAll(parameter, "resource: object");
}

/** Where a contestant stands: the folder of its package.json, which need not be exported. */
function folderOf(name) {
  const places = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const found = places.map((place) => join(place, name)).find((path) => isPackage(path));
  if (found === undefined) throw new Error(`${name} is not installed`);
  return found;
}

function isPackage(path) {
  return existsSync(join(path, "package.json"));
}

/** In turns: whatever slows the machine for a while slows all of them. Far slower peers take fewer of the turns. */
function timesOf(how, folder, names, rounds) {
  const seconds = new Map(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, all] of seconds) {
      if (round < roundsOfSlow || !slow.has(name)) all.push(checkSeconds(how, join(folder, name)));
    }
  }
  return new Map([...seconds].map(([name, all]) => [name, median(all)]));
}

function countRows(detail, counts, permissions) {
  const own = counts.get("Rolebook");
  const least = counts.get(bare);
  const shared = { part, what: counted, detail, unit: "instantiations" };
  return [
    row({
      ...shared,
      name: "Rolebook",
      value: own,
      ratio: (own - least) / permissions,
      against: `what is above the ${bare}, for each permission`,
      target,
      limit: { atMost: mostPerPermission },
    }),
    row({
      ...shared,
      name: "Rolebook",
      value: own,
      ratio: own / counts.get("permix 4"),
      against: "its count / permix 4",
      target,
      limit: { atMost: mostOfPeer },
    }),
    ...[...counts]
      .filter(([name]) => name !== "Rolebook")
      .map(([name, value]) =>
        row({ ...shared, name, value, ratio: value / own, against: "its count / Rolebook" }),
      ),
  ];
}

function timeRows(detail, times) {
  const own = times.get("Rolebook");
  const shared = { part, what: timed, detail };
  return [
    row({
      ...shared,
      name: "Rolebook",
      medianNs: own * 1e9,
      ratio: own / times.get(bare),
      against: `its time / ${bare}`,
      target,
      limit: { atMost: mostOfBare },
    }),
    ...[...times]
      .filter(([name]) => name !== "Rolebook")
      .map(([name, seconds]) =>
        row({
          ...shared,
          name,
          medianNs: seconds * 1e9,
          ratio: seconds / own,
          against: "its time / Rolebook",
        }),
      ),
  ];
}

/**
 * Org-level checks of the DynamoAI model: Rolebook, what one writes by hand, and the peers, each asked the same seeded questions.
 * The one part has each principal ready; in the other each question starts from the names of the roles.
 */
import { groupsBy } from "../support/groups.mjs";
import { interleave } from "../support/interleave.mjs";
import { row } from "../support/rows.mjs";
import { verify } from "../support/verify.mjs";
import { readModel } from "./model.mjs";
import { describeQuestion, questionsFor } from "./questions.mjs";

const rolebook = "rolebook";
const hand = "sets";
const typed = "typed";
const functions = "functions";
const floor = "floor";
const peers = [
  "casl",
  "permix",
  "better-auth",
  "better-auth-merged",
  "easy-rbac",
  "accesscontrol",
  "cedar",
  "casbin",
];

const roleCounts = [1, 3, 10];

/** Both parts: what is measured, and what is wanted of it. */
const parts = {
  merged: {
    name: "merged principal, string permission",
    what: "merged principal, string permission, against the hand-written merged Set",
    target: "at most 1.1 times its time (a first sketch with all laws: 1.01 to 1.28)",
    atMost: { 1: 1.1, 3: 1.1, 10: 1.1 },
    peers: {
      what: "the same, against CASL and permix / better-auth / casbin and cedar-wasm",
      target: "at least 6 / 20 / 4,000 times faster",
      atLeast: { casl: 6, permix: 6, "better-auth": 20, casbin: 4000, cedar: 4000 },
    },
  },
  uncached: {
    name: "uncached `can`",
    what: "uncached `can` with 1, 3, 10 roles, against the hand-written Sets",
    target: "at most 1.2 / 0.9 / 0.7 times its time (a first sketch with all laws: 2.2 / 0.9 / 0.8)",
    atMost: { 1: 1.2, 3: 0.9, 10: 0.7 },
    peers: {
      what: "uncached, against CASL building its ability",
      target: "at least 20 times faster",
      atLeast: { casl: 20 },
    },
  },
};

/**
 * The sequence of questions is asked again and again. A processor learns the answers of a short one by heart, which leaves the work of
 * each contestant; in a long one each branch on an answer is a surprise, as in an app.
 */
const sequences = [
  { length: 4096, ids: [rolebook, hand, typed, functions, ...peers, floor] },
  { length: 65_536, ids: [rolebook, hand, typed, "casl", "permix", floor], isLong: true },
];
const quickLength = 512;

/** @returns the rows of the part `merged` or `uncached` */
export async function rows(part, options) {
  const model = readModel();
  const found = [];
  for (const { length, ids, isLong = false } of sequences) {
    const rowsOfSequence = [];
    for (const roleCount of roleCounts) {
      const set = questionsFor(model, { roleCount, length: options.quick ? quickLength : length });
      const contestants = await contestantsOf(part, model, set, ids);
      const answering = contestants.filter(({ answers }) => answers);
      await verify(answering, set, (index) => describeQuestion(set, index));
      const timed = await interleave(contestants, set.length, options);
      rowsOfSequence.push(...(isLong ? longRowsOf : rowsOf)(part, roleCount, contestants, timed));
    }
    found.push(...groupsBy(rowsOfSequence, "name").flatMap(([, own]) => own));
  }
  return found;
}

async function contestantsOf(part, model, set, ids) {
  const contestants = [];
  for (const id of ids) {
    // A module for each count of roles: the engine compiles its loop for these questions alone, as the others do not exist.
    const url = `./contestants/${id}.mjs?${part}-${set.roleCount}-${set.length}`;
    const { name, answers = true, contestant } = await import(url);
    const { [part]: prepare } = await contestant(model);
    if (prepare !== undefined) contestants.push({ id, name, answers, run: await prepare(set) });
  }
  return contestants;
}

/** What the long sequence changes; nothing is wanted of it. */
function longRowsOf(part, roles, contestants, timed) {
  const own = timed.get(contestants[0].name).medianNs;
  return contestants.map(({ name }) => {
    const ratio = timed.get(name).medianNs / own;
    const common = { part, name, detail: rolesText(roles), roles, isLong: true, ...timed.get(name) };
    const what = `${parts[part].name}, in an order too long to be learnt by heart`;
    return row({ ...common, what, ratio, against: "its time / Rolebook" });
  });
}

function rolesText(roles) {
  return `${roles} ${roles === 1 ? "role" : "roles"}`;
}

function rowsOf(part, roles, contestants, timed) {
  const { what, target, atMost, peers: wanted } = parts[part];
  const nsOf = (id) => timed.get(contestants.find((contestant) => contestant.id === id).name).medianNs;
  return contestants.map(({ id, name }) => {
    const common = {
      part,
      name,
      detail: rolesText(roles),
      roles,
      ...timed.get(name),
    };
    if (id === rolebook) {
      const against = "its time / hand-written Sets";
      return row({
        ...common,
        what,
        target,
        limit: { atMost: atMost[roles] },
        against,
        ratio: nsOf(id) / nsOf(hand),
      });
    }
    const limit = wanted.atLeast[id];
    return row({
      ...common,
      what: limit === undefined ? what : wanted.what,
      ...(limit !== undefined && { target: wanted.target, limit: { atLeast: limit } }),
      against: "its time / Rolebook",
      ratio: nsOf(id) / nsOf(rolebook),
    });
  });
}

/** The questions that all contestants answer: seeded, half of them allowed where the principal may do anything at all. */
import { pick, randomFrom, sample } from "../support/random.mjs";

const principalsPerSet = 64;

/** Instances on which nothing but the org-level roles decides: private, shared with nobody, in no project, still pending. */
const plain = {
  dataset: { type: "dataset", id: "d1", visibility: "private" },
  model: { type: "model", id: "m1", visibility: "private" },
  policy: { type: "policy", id: "p1", visibility: "private" },
  project: { type: "project", id: "j1" },
  role: { type: "role", id: "r1" },
  user: { type: "user", id: "u1", status: "Pending Onboarding" },
};

/**
 * @param model what `readModel` gives
 * @param roleCount how many roles each principal holds; 10 are all that there are, in some order
 * @returns the principals, and by the number of a question: `who` (a principal's number), `permission`, its `type` and `action`, the
 *   `resource` (undefined if it is on the type), the `expected` answer; and `distinct`,
 *   the numbers of the questions of which the others are repetitions
 */
export function questionsFor(model, { roleCount, length, seed = 5 }) {
  const random = randomFrom(seed + roleCount);
  // The role that every member holds by default comes last: to be given it changes nothing.
  const given = Object.keys(model.roles).filter((role) => role !== "org-member");
  const all = roleCount > given.length ? [...given, "org-member"] : given;
  const principals = Array.from({ length: principalsPerSet }, (_, index) => ({
    id: `user-${roleCount}-${index}`,
    roles: sample(random, all, roleCount),
  }));
  const set = { roleCount, length, principals, who: new Uint8Array(length) };
  Object.assign(set, { permission: [], type: [], action: [], resource: [], expected: [] });
  for (let index = 0; index < length; index++) {
    set.who[index] = Math.floor(random() * principalsPerSet);
    const has = new Set(principals[set.who[index]].roles.flatMap((role) => model.roles[role]));
    const wanted = has.size > 0 && random() < 0.5;
    const { name, type, action, isInstance } = pick(
      random,
      model.permissions.filter((permission) => has.has(permission.name) === wanted),
    );
    set.permission.push(name);
    set.type.push(type);
    set.action.push(action);
    set.resource.push(isInstance ? plain[type] : undefined);
    set.expected.push(wanted);
  }
  // Who asks, and for what, is all that a question is.
  const first = new Map();
  for (let index = length - 1; index >= 0; index--) {
    first.set(`${set.who[index]} ${set.permission[index]}`, index);
  }
  return { ...set, distinct: first.values() };
}

/** A question in words. */
export function describeQuestion({ principals, who, permission }, index) {
  return `${permission[index]} for the roles ${principals[who[index]].roles.join(", ")}`;
}

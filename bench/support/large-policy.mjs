/**
 * A seeded policy of any size, in the shape of a cloud provider's: services with resources, viewers, editors that inherit
 * them, admins that inherit those, roles of many sizes that cut across services, and some wildcards. It compiles without a finding.
 *
 * `node bench/support/large-policy.mjs FOLDER [roles permissions grants seed]` writes it to `FOLDER/policies/large`.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** What the largest cloud providers have. */
export const providerSize = { roles: 2_500, permissions: 14_000, grants: 165_000, seed: 1 };

const actionsPerResource = 47;
const resourcesPerFile = 30;
const rolesPerFile = 100;

const verbs =
  "get list create update delete run stop start attach detach move copy export import audit".split(" ");
const nouns = "disk image key policy backup network route label quota".split(" ");
const things =
  "instance bucket queue topic table cluster node secret function pipeline model dataset zone gateway job".split(
    " ",
  );

/**
 * The files of a policy, by path.
 * @param size `grants` counts the permissions and wildcards that roles list; `permissions` those that resources have
 */
export function largePolicy({ roles, permissions, grants, seed } = providerSize) {
  const random = generator(seed);
  const resources = resourcesOf(permissions);
  const files = new Map();
  for (const [index, part] of chunks(resources, resourcesPerFile).entries()) {
    files.set(`resources/${numbered(index)}.yaml`, `resources:\n${part.map(resourceText).join("")}`);
  }
  const made = rolesOf({ roles, grants, resources, random });
  for (const [index, part] of chunks(made, rolesPerFile).entries()) {
    files.set(`roles/${numbered(index)}.yaml`, `roles:\n${part.map(roleText).join("")}`);
  }
  return files;
}

/** Writes a policy into the folder of a project, and nothing else of it. */
export function writeLargePolicy(root, size = providerSize) {
  const folder = join(root, "policies/large");
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of largePolicy(size)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function resourcesOf(permissions) {
  const number = Math.ceil(permissions / actionsPerResource);
  return Array.from({ length: number }, (_, index) => {
    const thing = things[index % things.length];
    const name = `${thing}-${numbered(Math.floor(index / things.length))}`;
    const length =
      Math.floor(((index + 1) * permissions) / number) - Math.floor((index * permissions) / number);
    const actions = Array.from({ length }, (_, at) => {
      const verb = verbs[at % verbs.length];
      const noun = at < verbs.length ? "" : capitalized(nouns[Math.floor(at / verbs.length) % nouns.length]);
      return `${verb}${noun}`;
    });
    return { name, title: capitalized(name.replace("-", " ")), actions };
  });
}

function rolesOf({ roles, grants, resources, random }) {
  // Many small roles and a few very large ones.
  const weights = Array.from({ length: roles }, () => Math.exp(1.2 * normal(random)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const all = resources.flatMap(({ name, actions }) => actions.map((action) => `${name}:${action}`));
  const made = [];
  let [before, dealt] = [0, 0];
  for (const [index, weight] of weights.entries()) {
    const first = Math.round((before / total) * grants);
    before += weight;
    const length = Math.round((before / total) * grants) - first;
    // Three roles of each resource make a ladder; all others cut across.
    const home = resources[Math.floor(index / 3) % resources.length];
    const tier = index < 3 * resources.length ? ["viewer", "editor", "admin"][index % 3] : `custom-${index}`;
    const junior = tier === "editor" || tier === "admin" ? made[index - 1] : undefined;
    const held = new Set(junior?.held);
    const entries = [];
    const add = (entry, permissions) => {
      if (entries.length >= length || permissions.every((one) => held.has(one))) return;
      // An entry that has something from elsewhere would be reported when all of it is.
      if (permissions.length > 1 && permissions.some((one) => held.has(one))) return;
      for (const one of permissions) held.add(one);
      entries.push(entry);
    };
    if (tier === "admin" || random() < 0.1) {
      const { name, actions } = tier === "admin" ? resources[Math.floor(random() * resources.length)] : home;
      if (actions.length > 1)
        add(
          `${name}:*`,
          actions.map((action) => `${name}:${action}`),
        );
    }
    for (let tries = 0; entries.length < length && tries < 20 * length; tries++) {
      const isNear = tries < 0.4 * length;
      const near = `${home.name}:${home.actions[Math.floor(random() * home.actions.length)]}`;
      // Whatever else is listed is dealt out in turn, so that every permission is held by someone.
      const entry = isNear ? near : (all[(dealt++ * 7_919) % all.length] ?? near);
      add(entry, [entry]);
    }
    made.push({ name: `${home.name}.${tier}`, home, junior, entries, held });
  }
  return made;
}

function resourceText({ name, title, actions }) {
  const entries = actions.map(
    (action) => `      ${action}: { description: ${sentence(action)} ${title}. }\n`,
  );
  return `  ${name}:\n    title: ${title}\n    description: One ${title} of a project.\n    actions:\n${entries.join("")}`;
}

function roleText({ name, home, junior, entries }) {
  const inherits = junior === undefined ? "" : `    inherits: [${junior.name}]\n`;
  const title = capitalized(name.replace(/[-.]/g, " "));
  const allow = entries.map((entry) => `      - ${entry}\n`);
  const lines = allow.length === 0 ? "" : `    allow:\n${allow.join("")}`;
  return `  ${name}:\n    title: ${title}\n    description: For people who work with ${home.title}.\n${inherits}${lines}`;
}

function sentence(action) {
  return capitalized(action.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
}

function capitalized(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function numbered(index) {
  return String(index).padStart(3, "0");
}

function chunks(list, length) {
  return Array.from({ length: Math.ceil(list.length / length) }, (_, index) =>
    list.slice(index * length, (index + 1) * length),
  );
}

/** mulberry32: numbers from 0 to 1 that depend on the seed alone. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = ".", ...numbers] = process.argv.slice(2);
  const [roles, permissions, grants, seed] = numbers.map(Number);
  writeLargePolicy(folder, {
    roles: roles ?? providerSize.roles,
    permissions: permissions ?? providerSize.permissions,
    grants: grants ?? providerSize.grants,
    seed: seed ?? providerSize.seed,
  });
}

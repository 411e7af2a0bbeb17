/**
 * A seeded policy, and checks of it for every contestant to write. Ten permissions a resource, with as many different needs as Modzy's
 * have: two on the type, and instance-level ones with a scope, a condition of their own, one on a container, or none.
 */
import { pick, randomFrom } from "../support/random.mjs";

const things =
  "bucket cluster dataset disk function image job key model network policy queue secret table topic".split(
    " ",
  );

/** What each action declares, what is granted of it, and which attributes a check therefore needs. */
const actions = {
  create: { on: "type", needs: [] },
  list: { on: "type", needs: [] },
  view: { scope: "TEAM", needs: ["key", "team"] },
  rename: { scope: "TEAM", needs: ["key", "team"] },
  delete: { scope: "TEAM", needs: ["key", "team"] },
  edit: { scope: "OWN", needs: ["key"] },
  cancel: {
    scope: "TEAM",
    requires: "resource.status in ['DRAFT', 'LIVE']",
    needs: ["key", "status", "team"],
  },
  share: { needs: [] },
  tag: { needs: [] },
  move: { needs: [] },
};

/** A quarter of the resources ask more of some actions. */
const stricterActions = {
  ...actions,
  tag: { when: "resource.size < 10.0", needs: ["size"] },
  move: { requires: "resource.container.team == principal.team", needs: ["container"] },
};

const values = {
  key: '"k1"',
  team: '"t1"',
  size: "1",
  status: '"LIVE"',
  container: '{ type: "project", team: "t1" }',
};

/**
 * @param size how many resources, and how many checks: each permission once, then any
 * @returns the policy's text, its resources, its permissions, and the checks
 */
export function subject({ resources: number, calls: length, seed = 1 }) {
  const random = randomFrom(seed);
  const resources = Array.from({ length: number }, (_, index) => {
    const name = `${things[index % things.length]}${Math.floor(index / things.length)}`;
    const type = name.charAt(0).toUpperCase() + name.slice(1);
    return { name, type, actions: index % 4 === 0 ? stricterActions : actions };
  });
  const permissions = resources.flatMap((resource) =>
    Object.entries(resource.actions).map(([action, { on, needs }]) => ({
      resource,
      action,
      id: `${resource.name}:${action}`,
      isOnType: on === "type",
      needs,
    })),
  );
  const calls = Array.from({ length }, (_, index) => {
    const permission = permissions[index] ?? pick(random, permissions);
    return { permission, ...manner(random, permission), order: random() };
  });
  return {
    yaml: yamlOf(resources),
    resources,
    permissions,
    calls: calls.sort((a, b) => a.order - b.order),
  };
}

/** A resource that is written in place, with what the permission needs. */
export function inPlace({ resource, needs }) {
  const members = needs.map((name) => `, ${name}: ${values[name]}`);
  return `{ type: "${resource.name}"${members.join("")} }`;
}

/** Most checks are a `can` with a constant and a resource that is at hand. */
function manner(random, { needs }) {
  const share = random();
  return {
    ask: share < 0.85 ? "can" : share < 0.9 ? "check" : share < 0.95 ? "assert" : "mine",
    isConstant: random() < 0.7,
    isInPlace: random() < 0.3 || needs.includes("container"),
  };
}

function yamlOf(resources) {
  return [
    "principals:\n",
    "  user: { attributes: { team: string } }\n",
    "  service: { attributes: { team: string } }\n",
    "scopes:\n",
    '  - { name: OWN, when: "resource.key == principal.id" }\n',
    '  - { name: TEAM, when: "resource.team == principal.team" }\n',
    "  - { name: ALL }\n",
    "resources:\n",
    "  project: { attributes: { team: string } }\n",
    ...resources.map(resourceYaml),
    "roles:\n",
    ...resources.map(roleYaml),
  ].join("");
}

function resourceYaml({ name, actions: own }) {
  const declared = Object.entries(own).map(([action, { on, requires }]) => {
    const body = [on && `on: ${on}`, requires && `requires: "${requires}"`].filter(Boolean);
    return `      ${action}: ${body.length === 0 ? "" : `{ ${body.join(", ")} }`}\n`;
  });
  return [
    `  ${name}:\n`,
    "    in: project\n",
    "    attributes: { key: string, team: string, owner: string, size: number, status: [DRAFT, LIVE, GONE] }\n",
    "    actions:\n",
    ...declared,
  ].join("");
}

function roleYaml({ name, actions: own }) {
  const grants = Object.entries(own).map(([action, { scope, when }]) => {
    const limits = [scope && `scope: ${scope}`, when && `when: "${when}"`].filter(Boolean);
    return limits.length === 0
      ? `      - ${name}:${action}\n`
      : `      - { permissions: ["${name}:${action}"], ${limits.join(", ")} }\n`;
  });
  return `  ${name}-worker:\n    allow:\n${grants.join("")}`;
}

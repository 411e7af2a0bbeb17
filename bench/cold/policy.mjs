/**
 * A large role table: 1,000 roles, 10,000 permissions, 100 permissions a role. A role has runs of neighbouring actions on some
 * resources, as real ones have.
 */
import { randomFrom } from "../support/random.mjs";

const size = { resources: 500, actions: 20, roles: 1000, grants: 100 };

/** @returns the names of the permissions in order, and from each role to the numbers of its permissions in order */
export function largeTable({ resources, actions, roles, grants } = size) {
  const random = randomFrom(7);
  const names = Array.from(
    { length: resources * actions },
    (_, index) => `resource${Math.floor(index / actions)}:action${index % actions}`,
  ).sort();
  const held = new Map();
  for (let role = 0; role < roles; role++) {
    const numbers = new Set();
    while (numbers.size < grants) {
      const first = Math.floor(random() * names.length);
      const length = 1 + Math.floor(random() * 8);
      for (let at = first; at < first + length && at < names.length && numbers.size < grants; at++)
        numbers.add(at);
    }
    held.set(
      `role-${role}`,
      [...numbers].sort((a, b) => a - b),
    );
  }
  return { names, held };
}

/** The same as a policy of YAML files. */
export function largeSources({ names, held }) {
  const actions = new Map();
  for (const name of names) {
    const [type, action] = name.split(":");
    actions.set(type, [...(actions.get(type) ?? []), action]);
  }
  const resources = [...actions].map(
    ([type, all]) =>
      `  ${type}:\n    actions:\n${all.map((action) => `      ${action}: { on: type }\n`).join("")}`,
  );
  const roles = [...held].map(
    ([role, numbers]) =>
      `  ${role}:\n    allow:\n${numbers.map((number) => `      - ${names[number]}\n`).join("")}`,
  );
  return { "resources.yaml": `resources:\n${resources.join("")}`, "roles.yaml": `roles:\n${roles.join("")}` };
}

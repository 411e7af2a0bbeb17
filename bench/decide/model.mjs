/** The DynamoAI model as its YAML says it: read without the compiler, so that the answers have a source of their own. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

const folder = resolve(import.meta.dirname, "../../policies/dynamoai");

/**
 * The org-level half of the model: what each role has, and where each permission is asked.
 * @returns `roles`: from each role to its permissions, sorted, inheritance counted, conditions left out; `permissions`: each with its
 *   `type`, `action`, and whether it is asked of an instance
 */
export function readModel() {
  const fragments = readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => parse(readFileSync(join(folder, name), "utf8")));
  const permissions = fragments.flatMap(({ resources = {} }) =>
    Object.entries(resources).flatMap(([type, { actions = {} }]) =>
      Object.entries(actions).map(([action, { on } = {}]) => ({
        name: `${type}:${action}`,
        type,
        action,
        isInstance: on !== "type",
      })),
    ),
  );
  const written = fragments.flatMap(({ roles = {} }) => Object.entries(roles));
  const has = (role) =>
    written
      .filter(([name]) => name === role)
      .flatMap(([, { allow = [], inherits = [] }]) => [
        ...allow.filter((grant) => typeof grant === "string"),
        ...inherits.flatMap(has),
      ]);
  const names = [...new Set(written.map(([name]) => name))].sort();
  const roles = Object.fromEntries(names.map((name) => [name, [...new Set(has(name))].sort()]));
  return { roles, permissions: permissions.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

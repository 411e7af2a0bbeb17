import { createHash } from "node:crypto";
import type {
  Attribute,
  Condition,
  Permission,
  PolicyModel,
  Reserved,
  Resource,
  Role,
  Table,
} from "../ir.js";

/** The hash of the resolved policy: its table and all that its files say beside, in no order of theirs. */
export function hashOf(
  model: PolicyModel,
  table: Omit<Table, "hash">,
  conditions: readonly Condition[],
): string {
  const hash = createHash("sha256");
  // Part by part: the text of a whole large policy would be longer than a string can be.
  const { roles, resources, ...rest } = table;
  for (const part of [rest, ...Object.entries(resources), ...Object.entries(roles)])
    hash.update(JSON.stringify(part));
  const resolved = {
    conditions: conditions.map(({ key, expression }) => [key, expression]),
    kinds: model.kinds.map(({ name, attributes }) => [name, attributes.map(attribute)]),
    resources: model.resources.map(resource),
    roles: model.roles.map(role),
    routes: model.routes.map(({ method, path, demands }) => [
      method,
      path,
      demands === "public" ? demands : demands.id,
    ]),
    reserved: reserved(model.reserved),
  };
  return hash.update(JSON.stringify(resolved)).digest("hex").slice(0, 32);
}

/** Left out where nothing is reserved. */
function reserved({ permissions, roles }: Reserved): unknown {
  const names = [permissions, roles].map((list) => list.map(({ name }) => name));
  return names.some((list) => list.length > 0) ? names : undefined;
}

function resource({ name, title, description, attributes, permissions, roles }: Resource): unknown {
  return {
    name,
    title,
    description,
    attributes: attributes.map(attribute),
    permissions: permissions.map(permission),
    roles: roles.map(role),
  };
}

function attribute({ name, optional, type }: Attribute): unknown {
  return [name, optional, type];
}

function permission({ name, id, level, description, deprecated }: Permission): unknown {
  return { name, id, level, description, deprecated };
}

function role({ name, id, title, description, deprecated, annotations }: Role): unknown {
  return { name, id, title, description, deprecated, annotations: canonical(annotations) };
}

/** The same data with the keys of every map sorted. */
function canonical(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(canonical);
  if (typeof data !== "object" || data === null) return typeof data === "bigint" ? String(data) : data;
  const entries = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
  return { map: entries.map(([key, value]) => [key, canonical(value)]) };
}

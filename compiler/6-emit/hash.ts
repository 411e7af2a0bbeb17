import { createHash } from "node:crypto";
import type { AnalyzedPolicy, Attribute, Permission, Resource, Role } from "../ir.js";
import { tableOf } from "./table.js";

/** The hash of the resolved policy: of everything that generated code says, and of nothing else. */
export function hashOf(policy: AnalyzedPolicy): string {
  const { model } = policy;
  const resolved = {
    table: tableOf(policy, ""),
    kinds: model.kinds.map(({ name, attributes }) => [name, attributes.map(attribute)]),
    resources: model.resources.map(resource),
    roles: model.roles.map(role),
    routes: model.routes.map(({ method, path, demands }) => [
      method,
      path,
      demands === "public" ? demands : demands.id,
    ]),
  };
  return createHash("sha256").update(JSON.stringify(resolved)).digest("hex").slice(0, 32);
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
  return Object.entries(data)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [key, canonical(value)]);
}

/** `policy.schema.json`: the schema of a policy file in which this policy's names are the ones that may be written. */
import { createRequire } from "node:module";
import type { Json, JsonObject, PolicyModel, Resource } from "../ir.js";
import { aboutOf, actionsOf, choicesInside, choicesOf, listsOf, type Choices } from "./choices.js";
import { forEditors, listSchema, namesSchema, narrowed, part } from "./schema.js";

/** The hand-written schema is part of the package and is found by its name, from its sources and from its build. */
const require = createRequire(import.meta.url);

/** The definitions that differ from one resource type to another: those of its actions. */
const actionParts = new Set(["resource", "action", "actionReference"]);

/** Those of its resource roles. What `except` names may be out of reach. */
const roleParts = new Set(["role", "grant", "assigns", "roleReference", "rolePattern", "permissionPattern"]);

/** The schema for an editor; `comment` says how it came into being. It accepts all that the compiler accepts. */
export function editorSchema(model: PolicyModel, comment: string): JsonObject {
  const { resources } = model;
  const written = forEditors(require("rolebook/schema/policy.schema.json") as Json) as JsonObject;
  const [sections, definitions] = [part(written, "properties"), part(written, "$defs")];
  const lists = listsOf(model);
  const byKey = new Map(lists.map((list) => [list.key, list]));
  const chosen = (choices: ReadonlyMap<string, Choices>): JsonObject =>
    Object.fromEntries(
      [...choices].map(([name, { names, lists: keys }]) => {
        const { title } = part(definitions, name);
        return [
          name,
          namesSchema(
            title,
            names,
            keys.flatMap((key) => byKey.get(key) ?? []),
          ),
        ];
      }),
    );
  const ofType = (resource: Resource): JsonObject => {
    const { name, roles } = resource;
    const own = { ...part(definitions, "resource"), ...words(resource) };
    const actions = { ...definitions, resource: own, ...chosen(actionsOf(resource)) };
    const inside = (): JsonObject => ({ ...definitions, ...chosen(choicesInside(resource)) });
    return {
      ...copies(actionParts, actions, name),
      ...(roles.length > 0 && copies(roleParts, inside(), name)),
    };
  };
  const choices = choicesOf(model);
  return {
    $comment: comment,
    ...without("$id", written),
    properties: {
      ...sections,
      resources: {
        ...part(sections, "resources"),
        properties: byName(resources, ({ name }) => ({ $ref: `#/$defs/resource:${name}` })),
      },
      resourceRoles: {
        ...without("propertyNames", part(sections, "resourceRoles")),
        properties: byName(resources, (home) => rolesOfType(sections, home)),
        additionalProperties: false,
      },
    },
    $defs: Object.assign(
      { ...definitions, ...chosen(choices), typeScopes: typeScopes(definitions, choices) },
      Object.fromEntries(lists.map((list) => [list.key, listSchema(list)])),
      ...resources.map(ofType),
    ) as JsonObject,
  };
}

/** The map of a type's own conditions for the scopes of the ladder. */
function typeScopes(definitions: JsonObject, choices: ReadonlyMap<string, Choices>): JsonObject {
  const { names = [] } = choices.get("scopeReference") ?? {};
  const condition = { $ref: "#/$defs/condition" };
  return {
    ...without("propertyNames", part(definitions, "typeScopes")),
    properties: Object.fromEntries(
      names.map(({ name, about }) => [name, { title: name, description: about, ...condition }]),
    ),
    additionalProperties: false,
  };
}

/** The map of a type's resource roles. A type without any has nothing of its own to offer. */
function rolesOfType(sections: JsonObject, home: Resource): JsonObject {
  const map = part(sections, "resourceRoles", "additionalProperties");
  const own = home.roles.length > 0 ? (narrowed(map, roleParts, home.name) as JsonObject) : map;
  return { ...words(home), ...own };
}

/** Definitions for one type. */
function copies(names: ReadonlySet<string>, definitions: JsonObject, type: string): JsonObject {
  return Object.fromEntries(
    [...names].map((name) => [`${name}:${type}`, narrowed(part(definitions, name), names, type)]),
  );
}

function without(key: string, schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([other]) => other !== key));
}

function byName(resources: readonly Resource[], schema: (resource: Resource) => JsonObject): JsonObject {
  return Object.fromEntries(resources.map((resource) => [resource.name, schema(resource)]));
}

/** What hovering over a resource type's name says. */
function words(resource: Resource): JsonObject {
  return { title: resource.name, description: aboutOf(resource) };
}

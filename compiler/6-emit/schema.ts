/** Parts of a JSON Schema, and the forms of them that editors understand. */
import type { Json, JsonObject } from "../ir.js";
import type { Choice, List } from "./choices.js";

/** The part of a schema at the end of some keys. */
export function part(schema: JsonObject, ...keys: readonly string[]): JsonObject {
  return keys.reduce((inside, key) => {
    const value = inside[key];
    if (!isObject(value)) throw new Error(`the schema has no ${keys.join(".")}`);
    return value;
  }, schema);
}

/** For each name in a file an editor tries alternatives one by one, and it is slow at that. */
const mostAlternatives = 200;

/** A schema that accepts the names of some lists. Hovering over one says what it is; over one of very many, what all are. */
export function namesSchema(
  title: Json | undefined,
  names: readonly Choice[],
  lists: readonly List[],
): JsonObject {
  const all = [...names, ...lists.flatMap((list) => list.names)];
  if (all.length > mostAlternatives) return { ...heading(title), type: "string", ...enumeration(all) };
  const [only] = lists;
  if (only !== undefined && lists.length === 1 && names.length === 0) return reference(only);
  return {
    ...heading(title),
    ...(all.length === 0 ? { not: {} } : { anyOf: [...constants(names), ...lists.map(reference)] }),
  };
}

/** The schema of one list, to which others refer. */
export function listSchema({ title, names }: List): JsonObject {
  return names.length > mostAlternatives
    ? { title, type: "string", ...enumeration(names) }
    : { title, anyOf: constants(names) };
}

function reference({ key }: List): JsonObject {
  return { $ref: `#/$defs/${key}` };
}

function heading(title: Json | undefined): JsonObject {
  return title === undefined ? {} : { title };
}

function constants(names: readonly Choice[]): readonly JsonObject[] {
  return names.map(({ name, about }) => ({ type: "string", const: name, description: about }));
}

/** The descriptions are an annotation that editors know and JSON Schema does not. */
function enumeration(names: readonly Choice[]): JsonObject {
  return { enum: names.map(({ name }) => name), enumDescriptions: names.map(({ about }) => about) };
}

/** The same schema, in which references to some definitions are to those of one type. */
export function narrowed(schema: Json, names: ReadonlySet<string>, type: string): Json {
  return mapObjects(schema, (inner) => {
    const name = typeof inner["$ref"] === "string" ? inner["$ref"].slice("#/$defs/".length) : undefined;
    return name !== undefined && names.has(name) ? { $ref: `#/$defs/${name}:${type}` } : inner;
  });
}

/** The same schema without what editors do not follow, `if`, and without what they would offer: other policies' names. */
export function forEditors(schema: Json): Json {
  return mapObjects(schema, (inner) => withoutExamples(withoutIf(inner)));
}

/** An example that is a map or a list has names in it. */
function withoutExamples(schema: JsonObject): JsonObject {
  const { examples } = schema;
  const hasNames = Array.isArray(examples) && examples.some((one) => typeof one === "object");
  return Object.fromEntries(
    Object.entries(schema).filter(
      ([key, value]) => !(key === "examples" && hasNames) && !(key === "default" && isObject(value)),
    ),
  );
}

/** `type: [a, b]` with `if: { type: a }` says in another way what `anyOf` says. */
function withoutIf(schema: JsonObject): JsonObject {
  const { type, if: condition, then, else: otherwise, ...others } = schema;
  if (condition === undefined || !Array.isArray(type)) return schema;
  const branches = { if: condition, then: then ?? {}, else: otherwise ?? {} };
  return { ...others, anyOf: alternatives(branches, type as readonly Json[]) };
}

function alternatives(schema: JsonObject, types: readonly Json[]): readonly Json[] {
  const { if: condition, then, else: otherwise } = schema;
  if (schema["$ref"] !== undefined || schema["anyOf"] !== undefined) return [schema];
  if (!isObject(condition)) return types.map((type) => ({ type, ...(type === "null" ? {} : schema) }));
  const own = types.filter((type) => type === condition["type"]);
  const rest = types.filter((type) => type !== condition["type"]);
  return [
    ...alternatives(isObject(then) ? then : {}, own),
    ...alternatives(isObject(otherwise) ? otherwise : {}, rest),
  ];
}

/** Applies a function to every map in some data, the outer before the inner ones. */
function mapObjects(data: Json, change: (map: JsonObject) => JsonObject): Json {
  if (Array.isArray(data)) return (data as readonly Json[]).map((item) => mapObjects(item, change));
  if (!isObject(data)) return data;
  return Object.fromEntries(
    Object.entries(change(data)).map(([key, value]) => [key, mapObjects(value, change)]),
  );
}

function isObject(data: Json | undefined): data is JsonObject {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}

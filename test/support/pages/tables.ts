/**
 * Reference tables, made of the JSON Schemas. A page has them between two comments: `<!-- keys: policy.schema.json #/$defs/role -->`
 * for the keys of a map, `<!-- values: policy.schema.json -->` for everything that is written as one text, each up to `<!-- end -->`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { root } from "./page.js";

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Schemas;
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Schemas;
  readonly required?: readonly string[];
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
}

type Schemas = Readonly<Record<string, Schema>>;

/** A table that a page asks for. */
interface Mark {
  readonly about: "keys" | "values";
  readonly file: string;
  readonly pointer: string;
  /** The anchor of the heading above it. */
  readonly anchor: string;
}

const marks = /<!-- (keys|values): (\S+)(?: (#\S*))? -->\n[^]*?<!-- end -->/g;

/** A page with its tables made anew; their layout is prettier's. */
export function withTables(markdown: string): string {
  const all = marksOf(markdown);
  return markdown.replaceAll(marks, (_: string, about: string, file: string, found?: string) => {
    const pointer = found ?? "";
    const schema = read(file);
    const table = about === "keys" ? keysTable(schema, pointer, all) : valuesTable(schema);
    return `<!-- ${[`${about}: ${file}`, pointer].join(" ").trim()} -->\n\n${table}\n\n<!-- end -->`;
  });
}

/** The maps whose keys no page explains, of the schemas that pages have tables of. */
export function missing(pages: readonly string[], files: readonly string[]): readonly string[] {
  const all = pages.flatMap(marksOf);
  return files.flatMap((file) =>
    mapsOf(read(file), "#")
      .filter((pointer) => !all.some((mark) => mark.file === file && mark.pointer === pointer))
      .map((pointer) => `${file} ${pointer}`),
  );
}

function marksOf(markdown: string): readonly Mark[] {
  return [...markdown.matchAll(marks)].map(({ 1: about, 2: file = "", 3: pointer = "", index }) => {
    const heading = [...markdown.slice(0, index).matchAll(/^#+ (.+)$/gm)].at(-1)?.[1] ?? "";
    const anchor = heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-");
    return { about: about === "keys" ? "keys" : "values", file, pointer, anchor };
  });
}

function read(file: string): Schema {
  return JSON.parse(readFileSync(join(root, "schema", file), "utf8")) as Schema;
}

/** The pointers to everything below a schema that has keys of its own. */
function mapsOf(schema: Schema, pointer: string): readonly string[] {
  const { $defs = {}, properties = {}, additionalProperties, items, then, else: otherwise } = schema;
  const named = (folder: string, schemas: Schemas): readonly [string, Schema][] =>
    Object.entries(schemas).map(([name, one]) => [`${pointer}/${folder}/${name}`, one]);
  const below: readonly (readonly [string, Schema | boolean | undefined])[] = [
    ...named("properties", properties),
    ...named("$defs", $defs),
    [`${pointer}/additionalProperties`, additionalProperties],
    [`${pointer}/items`, items],
    [`${pointer}/then`, then],
    [`${pointer}/else`, otherwise],
  ];
  return [
    ...(Object.values(properties).some((one) => typeof one === "object") ? [pointer] : []),
    ...below.flatMap(([path, one]) => (typeof one === "object" ? mapsOf(one, path) : [])),
  ];
}

function at(schema: Schema, pointer: string): Schema {
  const found = pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], schema);
  if (found === undefined) throw new Error(`the schema has no ${pointer}`);
  return found as Schema;
}

/** What a reference leads to, under the words that stand beside the reference. */
function resolved(schema: Schema, all: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...own } = schema;
  return { ...resolved(at(all, $ref), all), ...own };
}

function keysTable(all: Schema, pointer: string, marks: readonly Mark[]): string {
  const { properties = {}, required = [] } = at(all, pointer);
  const rows = Object.entries(properties).map(([key, schema]) => {
    const { description = "", examples = [], default: usual } = resolved(schema, all);
    const otherwise = required.includes(key) ? "required" : usual === undefined ? "" : code(flow(usual));
    const example = examples.length === 0 ? "" : code(`${key}: ${flow(examples[0])}`);
    const type = typeOf(schema, `${pointer}/properties/${key}`, { all, marks });
    return [code(key), type, otherwise, description, example];
  });
  return table(["key", "type", "default", "meaning", "example"], rows);
}

/** Everything that is written as one text, by its title: a name, a wildcard. */
function valuesTable(all: Schema): string {
  const rows = Object.values(all.$defs ?? {})
    .map((schema) => resolved(schema, all))
    .filter(({ title = "", description = "" }) => /^an? /.test(title) && description !== "")
    .map(({ title = "", description = "", examples = [] }) => [
      title,
      description,
      examples.map((example) => code(flow(example))).join(", "),
    ]);
  return table(["what", "how it is written", "examples"], rows);
}

/** A schema's surroundings: all of it, and the tables of the page. */
interface Context {
  readonly all: Schema;
  readonly marks: readonly Mark[];
}

/** What may stand at a pointer, in words. */
function typeOf(schema: Schema, place: string, context: Context): string {
  const { all } = context;
  const pointer = schema.$ref ?? place;
  const full = schema.$ref === undefined ? schema : resolved(at(all, schema.$ref), all);
  const { title = "", then, else: otherwise, items, propertyNames, additionalProperties } = full;
  const below = (one: Schema, step: string): string => typeOf(one, `${pointer}/${step}`, context);
  if (/^an? /.test(title)) return title;
  if (full.enum !== undefined) return full.enum.map((value) => code(flow(value))).join(", ");
  if (then !== undefined) {
    const parts = [below(then, "then"), otherwise === undefined ? "" : below(otherwise, "else")];
    return [...new Set(parts.filter((part) => part !== ""))].join(", or ");
  }
  if (full.properties !== undefined) return link(full, pointer, context);
  if (items !== undefined) return `list of: ${below(items, "items")}`;
  if (propertyNames !== undefined && typeof additionalProperties === "object") {
    return `map of: ${below(propertyNames, "propertyNames")} → ${below(additionalProperties, "additionalProperties")}`;
  }
  const types = [full.type ?? []].flat().filter((type) => type !== "null");
  return types.map((type) => words[type] ?? type).join(", ");
}

const words: Readonly<Record<string, string>> = {
  string: "text",
  object: "map",
  array: "list",
  boolean: "`true` or `false`",
};

/** A link to the table with the keys of a map. */
function link({ title = "" }: Schema, pointer: string, { marks }: Context): string {
  const mark = marks.find((one) => one.pointer === pointer);
  return mark === undefined ? `map: ${title}` : `[${title}](#${mark.anchor})`;
}

function flow(value: unknown): string {
  const text = stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();
  return text.replaceAll("[ ", "[").replaceAll(" ]", "]");
}

function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** A table full of what makes filters and checks disagree: rows as an app has them in memory, and the same ones in PostgreSQL. */
import type { PGlite } from "@electric-sql/pglite";

/** A column: the attribute it holds, and the texts of its values, as PostgreSQL writes them. */
interface Column {
  readonly attribute: string;
  readonly type: string;
  readonly pool: readonly (Cell | null)[];
}

/** A value in memory, and its text in PostgreSQL. */
export interface Cell {
  readonly value: unknown;
  readonly text: string;
}

export const same = (...values: readonly (string | number | boolean)[]): Cell[] =>
  values.map((value) => ({ value, text: String(value) }));

export const TEXTS = [
  "",
  "a",
  "A",
  "ab",
  "red",
  "blue",
  "it's",
  '"quoted"',
  "back\\slash",
  "\\",
  "50%",
  "50x",
  "%",
  "_",
  "a_b",
  "axb",
  "$1",
  "'; DROP TABLE rows; --",
  "line\nbreak",
  " red ",
  "é",
  "e\u0301",
  "\u{1F600}",
  "x\u{1F600}y",
  "\u{1F601}",
  "NULL",
  "{a,b}",
];

const NUMBERS = [0, -0, 1, 2, 3, -1, 0.5, 2.5, 1e150, -1e150, 1e151, 1e300, 1e-150, 1e-151, 5e-324, 2 ** 53];
const INTEGERS = [0, 1, 2, 3, -1, 50, 2147483647];

/** Not every text that PostgreSQL writes is an RFC 3339 text: then it is no moment in memory either. */
const MOMENTS = [
  "2026-01-31T12:00:00Z",
  "2026-01-31T12:00:00.123Z",
  "2026-01-31T12:00:00.123456Z",
  "2026-01-31T12:00:00.123999Z",
  "2026-01-31T13:00:00.124+01:00",
  "2026-02-01T00:00:00Z",
  "1969-12-31T23:59:59.999999Z",
  "0001-01-01T00:00:00Z",
  "0001-01-01 00:00:00+00 BC",
  "9999-12-31T23:59:59.999999Z",
  "10000-01-01 00:00:00+00",
  "infinity",
  "-infinity",
];

const EMPTY: Cell = { value: [], text: "{}" };

/** Lists of some values: without any, with one, with several and with nulls. */
export function lists(items: readonly (Cell | null)[]): (Cell | null)[] {
  const written = (item: Cell | null): string =>
    item === null ? "NULL" : `"${item.text.replace(/["\\]/g, "\\$&")}"`;
  const list = (...of: (Cell | null)[]): Cell => ({
    value: of.map((item) => item?.value ?? null),
    text: `{${of.map(written).join(",")}}`,
  });
  const pairs = items.map((item, index) => list(item, items[(index * 5 + 3) % items.length] ?? null));
  const triples = items.map((item, index) => list(null, item, items[(index * 3 + 1) % items.length] ?? null));
  return [null, EMPTY, list(null), ...items.map((item) => list(item)), ...pairs, ...triples];
}

const flags = same(true, false);
const moments = same(...MOMENTS);
const infinite: Cell[] = [
  { value: Infinity, text: "Infinity" },
  { value: -Infinity, text: "-Infinity" },
  { value: NaN, text: "NaN" },
];
const numbers = [...same(...NUMBERS), ...infinite];
const UUIDS = ["00000000-0000-0000-0000-000000000000", "0b2c4d6e-1234-4abc-8def-0123456789ab"];

/** The columns of the table; the ones in capitals are of types that no condition has. */
const COLUMNS: readonly Column[] = [
  { attribute: "name", type: "text", pool: [null, ...same(...TEXTS)] },
  { attribute: "team", type: "varchar(200)", pool: [null, ...same(...TEXTS)] },
  { attribute: "ref", type: "uuid", pool: [null, ...same(...UUIDS)] },
  { attribute: "status", type: "hostile_status", pool: [null, ...same("OPEN", "it's", "50%")] },
  { attribute: "size", type: "double precision", pool: [null, ...numbers] },
  { attribute: "limit", type: "double precision", pool: [null, ...numbers] },
  { attribute: "count", type: "integer", pool: [null, ...same(...INTEGERS)] },
  { attribute: "price", type: "numeric", pool: [null, ...same(0, 0.5, 2.5, 1e20), ...infinite] },
  { attribute: "active", type: "boolean", pool: [null, ...flags] },
  { attribute: "public", type: "boolean", pool: [null, ...flags] },
  { attribute: "created", type: "timestamptz", pool: [null, ...moments] },
  { attribute: "due", type: "timestamptz", pool: [null, ...moments] },
  { attribute: "tags", type: "text[]", pool: lists(same(...TEXTS)) },
  { attribute: "sizes", type: "double precision[]", pool: lists(numbers) },
  { attribute: "flags", type: "boolean[]", pool: lists(flags) },
  { attribute: "dates", type: "timestamptz[]", pool: lists(moments) },
];

/** The attributes of the table by type, those of its containers too. */
export const ATTRIBUTES = {
  string: ["name", "team", "ref", "status", "container.team", "container.type"],
  number: ["size", "limit", "count", "price"],
  boolean: ["active", "public"],
  timestamp: ["created", "due"],
  "list<string>": ["tags"],
  "list<number>": ["sizes"],
  "list<boolean>": ["flags"],
  "list<timestamp>": ["dates"],
} as const;

export const PRESENCES = [...Object.values(ATTRIBUTES).flat(), "container.container.type"] as const;

export type Attribute = (typeof PRESENCES)[number];

/** Which column holds an attribute; some names must be quoted. */
export function columnOf(attribute: string): string {
  return attribute === "limit" ? 'the "limit"' : attribute.replaceAll(".", "_");
}

export const columns = Object.fromEntries(
  PRESENCES.map((attribute) => [attribute, `rows.${columnOf(attribute)}`]),
) as Record<Attribute, string>;

const TYPES = ["project", "folder"];
export const ROLES = ["viewer", "editor", "owner"];

export interface Row {
  readonly id: number;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly cells: readonly (string | null)[];
}

/** The values of each type, and null. */
export const POOLS: Readonly<Record<string, readonly (Cell | null)[]>> = {
  string: [null, ...same(...TEXTS)],
  number: [null, ...numbers],
  boolean: [null, ...flags],
  timestamp: [null, ...moments],
};

/** The same numbers in every run. */
export function diceOf(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** Every value of every column, each several times in other company. */
function makeRows(count: number): readonly Row[] {
  const dice = diceOf(7);
  const some = (names: readonly string[]): string[] => names.filter(() => dice(3) === 0);
  const around = (depth: number): Record<string, unknown> | undefined =>
    depth > 2 || dice(2) === 0
      ? undefined
      : {
          type: TYPES[dice(2)],
          team: [null, ...TEXTS][dice(TEXTS.length + 1)],
          roles: some(ROLES),
          container: around(depth + 1),
        };
  return Array.from({ length: count }, (_, id) => {
    const cells = COLUMNS.map(({ pool }) => (id < pool.length ? pool[id] : pool[dice(pool.length)]) ?? null);
    const container = around(1);
    const attributes = COLUMNS.map(
      ({ attribute }, index) => [attribute, cells[index]?.value ?? null] as const,
    );
    const resource = { ...Object.fromEntries(attributes), type: "job", roles: some(ROLES), container };
    return { id, resource, cells: cells.map((cell) => cell?.text ?? null) };
  });
}

export const rows = makeRows(360);

type Node = Readonly<Record<string, unknown>> | undefined;

/** The containers of a row, innermost first. */
function containersOf({ resource }: Row): NonNullable<Node>[] {
  const found: NonNullable<Node>[] = [];
  for (let node = resource["container"] as Node; node; node = node["container"] as Node) found.push(node);
  return found;
}

/** Makes the tables `rows`, `shares` and `around`. */
export async function fill(database: Pick<PGlite, "exec" | "query">): Promise<void> {
  const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  const declared = COLUMNS.map(({ attribute, type }) => `${quoted(columnOf(attribute))} ${type}`);
  await database.exec(`
    CREATE TYPE hostile_status AS ENUM ('OPEN', 'it''s', '50%');
    CREATE TABLE rows (id integer, ${declared.join(", ")}, container_team text, container_type text, container_container_type text);
    CREATE TABLE shares (row integer, type text, role text);
    CREATE TABLE around (row integer, type text);
  `);
  const casts = [...COLUMNS.map(({ type }) => type), "text", "text", "text"].map(
    (type, index) => `(row ->> ${index + 1})::${type}`,
  );
  const written = rows.map((row) => {
    const nodes = containersOf(row);
    return [row.id, ...row.cells, nodes[0]?.["team"], nodes[0]?.["type"], nodes[1]?.["type"]];
  });
  const shares = rows.flatMap((row) =>
    [row.resource, ...containersOf(row)].flatMap(({ type, roles }) =>
      (roles as string[]).map((role) => [row.id, type, role]),
    ),
  );
  const around = rows.flatMap((row) => containersOf(row).map(({ type }) => [row.id, type]));
  const insert = (into: string, values: string, all: unknown): Promise<unknown> =>
    database.query(
      `INSERT INTO ${into} SELECT (row ->> 0)::integer, ${values} FROM jsonb_array_elements($1) row`,
      [JSON.stringify(all)],
    );
  await insert("rows", casts.join(", "), written);
  await insert("shares", "row ->> 1, row ->> 2", shares);
  await insert("around", "row ->> 1", around);
}

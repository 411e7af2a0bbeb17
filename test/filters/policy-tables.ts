/** Resources of a policy's types, in memory and in tables of PostgreSQL, with what its conditions read. */
import type { PGlite } from "@electric-sql/pglite";
import type { Expression, PolicyTable } from "rolebook";
import { diceOf, lists, POOLS, same, type Cell } from "./hostile.js";

type Dice = ReturnType<typeof diceOf>;

/** The attributes that are read of the resource and its containers, and their types. */
export type Reads = ReadonlyMap<string, string>;

export interface Resource {
  readonly id: number;
  readonly resource: Readonly<Record<string, unknown>>;
}

/** Everything that stands in a policy's conditions. */
function expressionsIn(table: PolicyTable): Expression[] {
  const inside = (value: unknown): Expression[] => {
    if (typeof value !== "object" || value === null) return [];
    const parts = Object.values(value).flatMap(inside);
    return "op" in value ? [value as Expression, ...parts] : parts;
  };
  return table.trees.flatMap(inside);
}

/** Undefined if two types have an attribute of one name and of different types: one column cannot hold both. */
export function readsIn(table: PolicyTable): Reads | undefined {
  const reads = new Map<string, string>([
    ["container.type", "string"],
    ["container.container.type", "string"],
  ]);
  for (const one of expressionsIn(table)) {
    if (one.op !== "resource") continue;
    const path = one.path.replace(/(^|\.)container$/, "$1container.type");
    if ((reads.get(path) ?? one.type) !== one.type && path === one.path) return undefined;
    if (!reads.has(path)) reads.set(path, path === one.path ? one.type : "string");
  }
  return reads;
}

/** The texts, numbers and moments that conditions are written with. */
export function literalsIn(table: PolicyTable): unknown[] {
  return expressionsIn(table).flatMap((one) => (one.op === "value" ? [one.value] : []));
}

/** Values that are likely to matter, by type, beside those that are hostile. */
function poolsOf(likely: readonly unknown[]): Readonly<Record<string, readonly (Cell | null)[]>> {
  const isMoment = (value: unknown): boolean =>
    typeof value === "string" && /^\d{4}-\d\d-\d\dT.*Z$/.test(value);
  const typed: Readonly<Record<string, readonly unknown[]>> = {
    string: likely.filter((value) => typeof value === "string"),
    number: likely.filter((value) => typeof value === "number"),
    timestamp: likely.filter(isMoment),
    boolean: [],
  };
  return Object.fromEntries(
    Object.entries(POOLS).flatMap(([type, hostile]) => {
      const wanted = same(...((typed[type] ?? []) as string[]));
      const scalars = [...Array.from({ length: 3 }, () => wanted).flat(), ...hostile];
      return [[type, scalars] as const, [`list<${type}>`, lists(scalars)] as const];
    }),
  );
}

/** Resources of a type, each in containers that may hold it, with resource roles here and there. */
export function resourcesOf(
  table: PolicyTable,
  type: string,
  reads: Reads,
  likely: readonly unknown[],
  count: number,
): readonly Resource[] {
  const dice = diceOf(type.length + count);
  const pools = poolsOf(likely);
  const pick = <T>(of: readonly T[]): T | undefined => of[dice(of.length)];
  const node = (of: string, prefix: string, depth: number): Record<string, unknown> => {
    const around = table.resources[of]?.in ?? [];
    const inner = around.length === 0 || depth > 3 || dice(4) === 0 ? undefined : pick(around);
    const attributes = [...reads].flatMap(([path, read]) => {
      const name = path.startsWith(prefix) ? path.slice(prefix.length) : ".";
      return name.includes(".") || name === "type"
        ? []
        : [[name, valueOf(pick(pools[read] ?? []), read, dice)] as const];
    });
    return {
      ...Object.fromEntries(attributes),
      type: of,
      roles: Object.keys(table.resources[of]?.roles ?? {}).filter(() => dice(4) === 0),
      ...(inner !== undefined && { container: node(inner, `${prefix}container.`, depth + 1) }),
    };
  };
  return Array.from({ length: count }, (_, id) => ({ id, resource: node(type, "", 0) }));
}

/** A moment is sometimes a `Date`. */
function valueOf(cell: Cell | null | undefined, read: string, dice: Dice): unknown {
  const value = cell?.value ?? null;
  const isExact =
    read === "timestamp" &&
    typeof value === "string" &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(value);
  return isExact && dice(2) === 0 ? new Date(value) : value;
}

const sqlTypes: Readonly<Record<string, string>> = {
  string: "text",
  number: "double precision",
  boolean: "boolean",
  timestamp: "timestamptz",
};

export function columnFor(path: string): string {
  return `a_${path.replaceAll(".", "_")}`;
}

function columnType(read: string): string {
  const element = /^list<(.*)>$/.exec(read)?.[1];
  return element === undefined ? (sqlTypes[read] ?? "text") : `${sqlTypes[element] ?? "text"}[]`;
}

/** A value as PostgreSQL writes it. */
function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (!Array.isArray(value)) return null;
  const items = value.map((item) => textOf(item)?.replace(/["\\]/g, "\\$&"));
  return `{${items.map((item) => (item === undefined ? "NULL" : `"${item}"`)).join(",")}}`;
}

function at(resource: Resource["resource"], path: string): unknown {
  const steps = path.split(".");
  return steps.reduce<unknown>(
    (node, step) =>
      typeof node === "object" && node !== null ? (node as Resource["resource"])[step] : undefined,
    resource,
  );
}

/** The resource and its containers. */
function nodesOf(resource: Resource["resource"]): Resource["resource"][] {
  const inner = resource["container"] as Resource["resource"] | undefined;
  return [resource, ...(inner === undefined ? [] : nodesOf(inner))];
}

/** Makes the tables of some resources: `<name>` with a column for each path, `<name>_shares` and `<name>_around`. */
export async function fillTable(
  database: PGlite,
  name: string,
  reads: Reads,
  resources: readonly Resource[],
): Promise<void> {
  const columns = [...reads].map(([path, read]) => ({ path, name: columnFor(path), type: columnType(read) }));
  await database.exec(`
    CREATE TABLE ${name} (row integer, ${columns.map((one) => `"${one.name}" ${one.type}`).join(", ")});
    CREATE TABLE ${name}_shares (row integer, type text, role text);
    CREATE TABLE ${name}_around (row integer, type text);
  `);
  const insert = (into: string, types: readonly string[], all: unknown): Promise<unknown> => {
    const values = types.map((type, index) => `(one ->> ${index})::${type}`).join(", ");
    return database.query(`INSERT INTO ${into} SELECT ${values} FROM jsonb_array_elements($1) one`, [
      JSON.stringify(all),
    ]);
  };
  const written = resources.map(({ id, resource }) => [
    id,
    ...columns.map(({ path }) => textOf(at(resource, path))),
  ]);
  await insert(name, ["integer", ...columns.map(({ type }) => type)], written);
  const held = resources.flatMap(({ id, resource }) =>
    nodesOf(resource).flatMap(({ type, roles }) => (roles as string[]).map((role) => [id, type, role])),
  );
  await insert(`${name}_shares`, ["integer", "text", "text"], held);
  const around = resources.flatMap(({ id, resource }) =>
    nodesOf(resource)
      .slice(1)
      .map(({ type }) => [id, type]),
  );
  await insert(`${name}_around`, ["integer", "text"], around);
}

/** Filters select on a real PostgreSQL exactly the rows for which `matches` says yes. */
import { PGlite } from "@electric-sql/pglite";
import { sql as fragment, type SQL } from "drizzle-orm";
import { integer, pgTable, text, type AnyPgColumn } from "drizzle-orm/pg-core";
import { drizzle } from "drizzle-orm/pglite";
import * as fc from "fast-check";
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type SqlBool,
} from "kysely";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { toDrizzle, type DrizzleOptions } from "rolebook/drizzle";
import { toKysely, type KyselyOptions } from "rolebook/kysely";
import { toSql, type SqlOptions } from "rolebook/sql";
import { matches, type Filter, type FilterCondition } from "rolebook/filter";
import { conditionArbitrary } from "./arbitrary.js";
import { columnOf, columns, fill, PRESENCES, rows, type Attribute } from "./hostile.js";

const runs = Number(process.env["FILTER_RUNS"] ?? 1_000);
vi.setConfig({ testTimeout: Math.max(120_000, runs * 100) });

const database = new PGlite();
beforeAll(() => fill(database));
afterAll(() => database.close());

const expected = (filter: Filter<Attribute>): number[] =>
  rows.filter(({ resource }) => matches(filter, resource)).map(({ id }) => id);

async function ids(query: string, values: readonly unknown[]): Promise<number[]> {
  const { rows: found } = await database.query<{ id: number }>(query, [...values]);
  return found.map(({ id }) => id);
}

const sqlOptions: SqlOptions<Attribute> = {
  columns,
  holds: ({ type, roles }, parameter) =>
    `EXISTS (SELECT 1 FROM shares s WHERE s.row = rows.id AND s.type = ${parameter(type)} AND s.role = ANY(${parameter(roles, "text[]")}))`,
  inside: ({ type }, parameter) =>
    `EXISTS (SELECT 1 FROM around a WHERE a.row = rows.id AND a.type = ${parameter(type, "text")})`,
};

function bySql(filter: Filter<Attribute>): Promise<number[]> {
  const { text: where, values } = toSql(filter, sqlOptions);
  return ids(`SELECT id FROM rows WHERE ${where} ORDER BY id`, values);
}

interface Tables {
  readonly rows: { readonly id: number };
  readonly shares: { readonly row: number; readonly type: string; readonly role: string };
  readonly around: { readonly row: number; readonly type: string };
}

const kysely = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

const kyselyOptions: KyselyOptions<Attribute> = {
  columns: { ...columns, team: sql`rows.team` },
  holds: ({ type, roles }) =>
    sql<SqlBool>`exists ${kysely
      .selectFrom("shares")
      .select("row")
      .whereRef("row", "=", sql.ref("rows.id"))
      .where("type", "=", type)
      .where("role", "in", roles)}`,
  inside: ({ type }) =>
    sql<SqlBool>`exists (select 1 from around a where a.row = ${sql.ref("rows.id")} and a.type = ${type})`,
};

function byKysely(filter: Filter<Attribute>): Promise<number[]> {
  const where = toKysely(filter, kyselyOptions);
  const query = kysely.selectFrom("rows").select("id").where(where).where("id", ">=", 0).orderBy("id");
  const { sql: written, parameters } = query.compile();
  return ids(written, parameters);
}

const drizzled = drizzle(database);
const rowsTable = pgTable("rows", {
  id: integer("id").notNull(),
  ...Object.fromEntries(PRESENCES.map((attribute) => [attribute, text(columnOf(attribute))])),
});
const shares = pgTable("shares", { row: integer("row"), type: text("type"), role: text("role") });

const drizzleOptions: DrizzleOptions<Attribute> = {
  columns: rowsTable as unknown as Record<Attribute, AnyPgColumn>,
  holds: ({ type, roles }): SQL =>
    fragment`exists (select 1 from ${shares} where ${shares.row} = ${rowsTable.id} and ${shares.type} = ${type} and ${shares.role} in ${roles})`,
  inside: ({ type }): SQL =>
    fragment`exists (select 1 from around a where a.row = ${rowsTable.id} and a.type = ${type})`,
};

async function byDrizzle(filter: Filter<Attribute>): Promise<number[]> {
  const where = toDrizzle(filter, drizzleOptions);
  const found = await drizzled
    .select({ id: rowsTable.id })
    .from(rowsTable)
    .where(where)
    .orderBy(rowsTable.id);
  return found.map(({ id }) => id);
}

describe.each([
  ["SQL", bySql],
  ["Kysely", byKysely],
  ["Drizzle", byDrizzle],
])("%s", (_, select) => {
  test("selects what matches", async () => {
    await fc.assert(
      fc.asyncProperty(conditionArbitrary, async (when) => {
        const filter = { kind: "when", when } as const;
        expect(await select(filter)).toEqual(expected(filter));
      }),
      { numRuns: runs },
    );
  });

  test("selects all or nothing", async () => {
    expect(await select({ kind: "all" })).toHaveLength(rows.length);
    expect(await select({ kind: "none" })).toEqual([]);
  });
});

test("texts that PostgreSQL cannot store are found, or not, as in memory", async () => {
  const texts = [
    "a\0",
    "\0a",
    "red\0a_b",
    "it's\ud83d",
    "\ude00ab",
    "\ud83d",
    "\ude00",
    "x\ud83d",
    "\ude00y",
    "\0",
    "\ud83d\0red",
    "ab\ud83d\u{1F600}",
  ];
  const name = { op: "attribute", name: "name", type: "string" } as const;
  for (const value of texts) {
    const known = { op: "value", type: "string", value } as const;
    for (const [left, right] of [
      [name, known],
      [known, name],
    ] as const) {
      const conditions: FilterCondition<Attribute>[] = [
        { op: "==", left, right },
        { op: "!=", left, right },
        ...(["startsWith", "endsWith", "contains"] as const).flatMap((op) =>
          [false, true].map((negated) => ({ op, left, right, negated })),
        ),
      ];
      for (const when of conditions) {
        const filter = { kind: "when", when } as const;
        expect([filter, await bySql(filter)]).toEqual([filter, expected(filter)]);
      }
    }
  }
});

test("the table is hostile", () => {
  expect(rows.length).toBeGreaterThanOrEqual(300);
});

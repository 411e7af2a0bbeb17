/** What the adapters write, and that no value ever becomes a part of it. */
import { PGlite } from "@electric-sql/pglite";
import { sql as fragment } from "drizzle-orm";
import { PgDialect, pgTable, text } from "drizzle-orm/pg-core";
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type SqlBool,
} from "kysely";
import { toDrizzle } from "rolebook/drizzle";
import type { Filter, FilterCondition, FilterValue } from "rolebook/filter";
import { toKysely } from "rolebook/kysely";
import { toPrisma } from "rolebook/prisma";
import { toSql } from "rolebook/sql";
import { afterAll, describe, expect, test } from "vitest";

const text_ = (name: string): FilterValue => ({ op: "attribute", name, type: "string" });
const known = (
  value: string | number | boolean,
  type: "string" | "number" | "boolean" | "timestamp" = "string",
): FilterValue => ({
  op: "value",
  type,
  value,
});
const when = (condition: FilterCondition): Filter => ({ kind: "when", when: condition });
const team = (value: string): FilterCondition => ({ op: "==", left: text_("team"), right: known(value) });
const held: FilterCondition = { op: "holds", type: "project", roles: ["owner", "viewer"] };

describe("SQL", () => {
  test.each([
    ["text", team("red"), `(CAST("j"."team_id" AS text) = $1::text)`, ["red"]],
    ["a name with quotes", { op: "has", attribute: "odd", negated: true }, `("a""b" IS NULL)`, []],
    [
      "a number",
      { op: "<", left: { op: "attribute", name: "size", type: "number" }, right: known(3, "number") },
      `(NULLIF(CAST("size" AS double precision), 'NaN') < $1::double precision)`,
      [3],
    ],
    [
      "several",
      {
        op: "and",
        of: [team("red"), { op: "or", of: [team("a"), { op: "has", attribute: "team", negated: false }] }],
      },
      `(CAST("j"."team_id" AS text) = $1::text AND (CAST("j"."team_id" AS text) = $2::text OR "j"."team_id" IS NOT NULL))`,
      ["red", "a"],
    ],
    [
      "one of known values",
      {
        op: "in",
        left: text_("team"),
        right: { op: "values", type: "string", values: ["a", "b"] },
        negated: false,
      },
      `(CAST("j"."team_id" AS text) = ANY($1::text[]))`,
      [["a", "b"]],
    ],
    [
      "not in a list of the row",
      {
        op: "in",
        left: known("a"),
        right: { op: "attribute", name: "tags", type: "list<string>" },
        negated: true,
      },
      `(($1::text IS NOT NULL AND $2::text <> ALL(CAST("tags" AS text[]))))`,
      ["a", "a"],
    ],
    [
      "every element",
      {
        op: "all",
        over: { op: "attribute", name: "tags", type: "list<string>" },
        as: "x",
        where: { op: "!=", left: { op: "element", name: "x", type: "string" }, right: known("a") },
      },
      `(("tags" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM unnest("tags") AS rolebook_1(rolebook_1) WHERE (CAST(rolebook_1 AS text) <> $1::text) IS NOT TRUE)))`,
      ["a"],
    ],
    ["a share", held, `(role IN ($1::text[]) AND type = $2)`, [["owner", "viewer"], "project"]],
  ] satisfies readonly [string, FilterCondition, string, unknown[]][])(
    "%s",
    (_, condition, expected, values) => {
      const written = toSql(when(condition), {
        columns: { team: "j.team_id", odd: 'a"b', size: "size", tags: "tags" },
        holds: ({ type, roles }, parameter) =>
          `role IN (${parameter(roles, "text[]")}) AND type = ${parameter(type)}`,
      });
      expect(written).toEqual({ text: expected, values });
    },
  );

  test("placeholders go on where the app's own end", () => {
    expect(toSql(when(team("red")), { columns: { team: "team" }, firstParameter: 4 }).text).toContain(
      "$4::text",
    );
  });

  test("all and none", () => {
    expect(toSql({ kind: "all" }, { columns: {} })).toEqual({ text: "TRUE", values: [] });
    expect(toSql({ kind: "none" }, { columns: {} })).toEqual({ text: "FALSE", values: [] });
  });
});

const kysely = new Kysely<Record<string, { team: string }>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});
const jobs = pgTable("job", { team: text("team_id") });

test("Kysely", () => {
  const expression = toKysely(when({ op: "or", of: [team("red"), held] }), {
    columns: { team: "job.team_id" },
    holds: ({ roles }) => sql<SqlBool>`role in (${sql.join(roles)})`,
  });
  const { sql: written, parameters } = kysely.selectFrom("job").selectAll().where(expression).compile();
  expect(written).toBe(
    `select * from "job" where (CAST("job"."team_id" AS text) = $1::text OR (role in ($2, $3)))`,
  );
  expect(parameters).toEqual(["red", "owner", "viewer"]);
});

test("Drizzle", () => {
  const expression = toDrizzle(when({ op: "or", of: [team("red"), held] }), {
    columns: { team: jobs.team },
    holds: ({ roles }) => fragment`role in ${roles}`,
  });
  expect(new PgDialect().sqlToQuery(expression)).toMatchObject({
    sql: `(CAST("job"."team_id" AS text) = $1::text OR (role in ($2, $3)))`,
    params: ["red", "owner", "viewer"],
  });
});

describe("Prisma", () => {
  const fields = {
    team: "team",
    note: "project.note",
    size: "size",
    created: "created",
    tags: "tags",
    odd: "odd",
  };
  const list = { op: "attribute", name: "tags", type: "list<string>" } as const;
  const element = { op: "element", name: "x", type: "string" } as const;
  const size = { op: "attribute", name: "size", type: "number" } as const;
  const at = (time: string): Date => new Date(time);

  test.each([
    [team("red"), { team: { equals: "red" } }],
    [{ op: "!=", left: text_("note"), right: known("x") }, { project: { is: { note: { not: "x" } } } }],
    [{ op: "<", left: known(3, "number"), right: size }, { size: { gt: 3 } }],
    [{ op: "<", left: size, right: known(Infinity, "number") }, { size: { not: null } }],
    [
      { op: "startsWith", left: text_("team"), right: known("50%_\\"), negated: false },
      { team: { startsWith: "50\\%\\_\\\\" } },
    ],
    [
      { op: "contains", left: text_("team"), right: known("x"), negated: true },
      { team: { not: { contains: "x" } } },
    ],
    [team("a\0"), { id: { in: [] } }],
    [
      {
        op: "in",
        left: text_("team"),
        right: { op: "values", type: "string", values: ["a", "b\0"] },
        negated: true,
      },
      { team: { notIn: ["a"] } },
    ],
    [{ op: "in", left: known("a"), right: list, negated: true }, { NOT: { tags: { hasSome: ["a"] } } }],
    [
      { op: "exists", over: list, as: "x", where: { op: "==", left: element, right: known("a") } },
      { tags: { hasSome: ["a"] } },
    ],
    [{ op: ">", left: { op: "size", of: list }, right: known(0, "number") }, { tags: { isEmpty: false } }],
    [
      {
        op: "==",
        left: { op: "attribute", name: "created", type: "timestamp" },
        right: known("2026-01-31T12:00:00.000Z", "timestamp"),
      },
      { created: { gte: at("2026-01-31T12:00:00.000Z"), lt: at("2026-01-31T12:00:00.001Z") } },
    ],
    [{ op: "has", attribute: "note", negated: false }, { project: { is: { note: { not: null } } } }],
    [
      { op: "has", attribute: "note", negated: true },
      { OR: [{ project: null }, { project: { is: { note: null } } }] },
    ],
    [{ op: "has", attribute: "odd", negated: false }, {}],
    [{ op: "has", attribute: "odd", negated: true }, { id: { in: [] } }],
    [{ op: "or", of: [team("red"), { op: "has", attribute: "odd", negated: false }] }, {}],
    [
      { op: "and", of: [team("red"), held] },
      { AND: [{ team: { equals: "red" } }, { shares: { some: { role: { in: ["owner", "viewer"] } } } }] },
    ],
  ] satisfies readonly [FilterCondition, object][])("%j", (condition, expected) => {
    const where = toPrisma(when(condition), {
      fields,
      required: ["odd"],
      holds: ({ roles }) => ({ shares: { some: { role: { in: roles } } } }),
    });
    expect(where).toEqual(expected);
  });

  test.each([
    [{ op: "==", left: text_("team"), right: text_("note") }, "`team` beside the other field `note`"],
    [
      { op: "startsWith", left: known("a"), right: text_("team"), negated: false },
      "a test of a known string",
    ],
    [{ op: "<", left: { op: "+", left: size, right: size }, right: known(1, "number") }, "arithmetic"],
    [{ op: "==", left: { op: "size", of: list }, right: known(3, "number") }, "how many elements `tags` has"],
    [
      { op: "exists", over: list, as: "x", where: { op: "!=", left: element, right: known("a") } },
      "this `exists` over `tags`",
    ],
    [{ op: "in", left: text_("team"), right: list, negated: false }, "in `tags`"],
  ] satisfies readonly [FilterCondition, string][])("refuses %j", (condition, said) => {
    expect(() => toPrisma(when(condition), { fields })).toThrow(said);
    expect(() => toPrisma(when(condition), { fields })).toThrow(TypeError);
  });

  test("all and none stay what they are beside other conditions", () => {
    expect(toPrisma({ kind: "all" }, { fields: {} })).toEqual({});
    expect(toPrisma({ kind: "none" }, { fields: {}, id: "key" })).toEqual({ key: { in: [] } });
  });
});

test("what is not mapped is named", () => {
  const columns = {} as Record<string, never>;
  const inside = when({ op: "inside", type: "folder" });
  for (const adapter of [toSql, toKysely, toDrizzle]) {
    expect(() => adapter(when(team("red")), { columns })).toThrow(/reads `team`.*`columns`/);
    expect(() => adapter(when(held), { columns })).toThrow(/held on `project`.*`holds`/);
    expect(() => adapter(inside, { columns })).toThrow(/inside `folder`.*`inside`/);
    expect(() => adapter(when({ ...team("red"), left: text_("toString") } as never), { columns })).toThrow(
      /`toString`/,
    );
  }
  expect(() => toPrisma(when(team("red")), { fields: columns })).toThrow(/reads `team`.*`fields`/);
  expect(() => toPrisma(when(held), { fields: columns })).toThrow(/`holds`/);
});

describe("injection", () => {
  const database = new PGlite();
  afterAll(() => database.close());

  const hostile = [
    "'",
    '"',
    "''; DROP TABLE job; --",
    "\\",
    "%",
    "_",
    "$1",
    "$2::text",
    "?",
    "{}",
    "{a,b}",
    "/*",
    "\n",
    "NULL",
    "\u{1F600}",
    "a\0b",
    "\ud800",
    "__proto__",
  ];
  /** Every form that takes a text. */
  const shapes = (value: string): FilterCondition => ({
    op: "or",
    of: [
      team(value),
      { op: "!=", left: text_("team"), right: known(value) },
      { op: "contains", left: text_("team"), right: known(value), negated: false },
      { op: "startsWith", left: known(value), right: text_("team"), negated: false },
      {
        op: "in",
        left: text_("team"),
        right: { op: "values", type: "string", values: [value, "x"] },
        negated: false,
      },
      {
        op: "in",
        left: known(value),
        right: { op: "attribute", name: "tags", type: "list<string>" },
        negated: false,
      },
      { op: "holds", type: value, roles: [value] },
    ],
  });
  const columns = { team: "team", tags: "tags" };
  const byHolds = {
    sql: (
      all: { type: string; roles: readonly string[] },
      parameter: (value: unknown, type?: string) => string,
    ) => `${parameter(all.type, "text")} = ANY(${parameter(all.roles, "text[]")})`,
    kysely: (all: { type: string }) => sql<SqlBool>`${all.type} = 'x'`,
    drizzle: (all: { type: string }) => fragment`${all.type} = 'x'`,
  };
  const written = (value: string): readonly string[] => [
    toSql(when(shapes(value)), { columns, holds: byHolds.sql }).text,
    kysely
      .selectFrom("job")
      .selectAll()
      .where(toKysely(when(shapes(value)), { columns, holds: byHolds.kysely }))
      .compile().sql,
    new PgDialect().sqlToQuery(
      toDrizzle(when(shapes(value)), {
        columns: { team: jobs.team, tags: fragment`tags` },
        holds: byHolds.drizzle,
      }),
    ).sql,
  ];
  const isStorable = (value: string): boolean => !/\0|\p{Surrogate}/u.test(value);

  test.each(hostile.filter(isStorable))("%j changes no statement", (value) => {
    expect(written(value)).toEqual(written("red"));
  });

  test.each(hostile.filter((value) => !isStorable(value)))("%j is in no statement and no value", (value) => {
    const { text: statement, values } = toSql(
      when({
        ...(shapes(value) as { of: readonly FilterCondition[] }),
        op: "or",
        of: (shapes(value) as { of: readonly FilterCondition[] }).of.slice(0, -1),
      }),
      { columns },
    );
    expect(statement).not.toContain(value);
    expect(isStorable(values.flat().join("|"))).toBe(true);
  });

  test("nothing breaks", async () => {
    await database.exec("CREATE TABLE job (team text, tags text[])");
    for (const value of hostile) {
      if (isStorable(value)) await database.query("INSERT INTO job VALUES ($1, $2)", [value, [value]]);
      for (const condition of (shapes(value) as { of: readonly FilterCondition[] }).of.slice(0, -1)) {
        const { text: statement, values } = toSql(when(condition), { columns });
        await database.query(`SELECT 1 FROM job WHERE ${statement}`, [...values]);
      }
      const { text: statement, values } = toSql(when(team(value)), { columns });
      const { rows } = await database.query(`SELECT 1 FROM job WHERE ${statement}`, [...values]);
      expect(rows).toHaveLength(isStorable(value) ? 1 : 0);
    }
  });
});

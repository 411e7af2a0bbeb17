/** For the two policies, and random ones: the rows that a filter selects are those for which `can` says yes. */
import { PGlite } from "@electric-sql/pglite";
import { sql as fragment, type SQL } from "drizzle-orm";
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
import { createAuthorizer, type Policy, type PolicyTable } from "rolebook";
import { toDrizzle } from "rolebook/drizzle";
import { filter, matches, type Filter } from "rolebook/filter";
import { toKysely } from "rolebook/kysely";
import { toSql } from "rolebook/sql";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { policy as dynamoai } from "../../generated/dynamoai/policy.js";
import { policy as modzy } from "../../generated/modzy/policy.js";
import { policyArbitrary, principalsOf } from "../laws/arbitrary.js";
import { tableFrom } from "../support/policy.js";
import {
  columnFor,
  fillTable,
  literalsIn,
  readsIn,
  resourcesOf,
  type Reads,
  type Resource,
} from "./policy-tables.js";

const runs = Number(process.env["FILTER_RUNS"] ?? 250);
vi.setConfig({ testTimeout: Math.max(300_000, runs * 1_000), hookTimeout: 300_000 });

type Principal = Readonly<Record<string, unknown>>;
type Can = (principal: unknown, permission: string, resource?: unknown) => boolean;
type FilterFor = (policy: PolicyTable, principal: unknown, permission: string) => Filter;
const filterFor = filter as unknown as FilterFor;

const database = new PGlite();
afterAll(() => database.close());

type Select = (where: Filter, table: string, reads: Reads) => Promise<readonly number[]>;

async function rowsOf(query: string, values: readonly unknown[]): Promise<readonly number[]> {
  const { rows } = await database.query<{ row: number }>(query, [...values]);
  return rows.map(({ row }) => row);
}

const bySql: Select = (where, table, reads) => {
  const { text, values } = toSql(where, {
    columns: Object.fromEntries([...reads.keys()].map((path) => [path, `${table}.${columnFor(path)}`])),
    holds: ({ type, roles }, parameter) =>
      `${table}.row IN (SELECT row FROM ${table}_shares WHERE type = ${parameter(type)} AND role = ANY(${parameter(roles)}))`,
    inside: ({ type }, parameter) =>
      `${table}.row IN (SELECT row FROM ${table}_around WHERE type = ${parameter(type)})`,
  });
  return rowsOf(`SELECT row FROM ${table} WHERE ${text} ORDER BY row`, values);
};

const kysely = new Kysely<Record<string, { row: number; type: string; role: string }>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

const byKysely: Select = (where, table, reads) => {
  const among = (rows: object): ReturnType<typeof sql<SqlBool>> =>
    sql<SqlBool>`${sql.ref(`${table}.row`)} in ${rows}`;
  const expression = toKysely(where, {
    columns: Object.fromEntries([...reads.keys()].map((path) => [path, `${table}.${columnFor(path)}`])),
    holds: ({ type, roles }) =>
      among(
        kysely
          .selectFrom(`${table}_shares`)
          .select("row")
          .where("type", "=", type)
          .where("role", "in", roles),
      ),
    inside: ({ type }) => among(kysely.selectFrom(`${table}_around`).select("row").where("type", "=", type)),
  });
  const query = kysely.selectFrom(table).select("row").where(expression).orderBy("row").compile();
  return rowsOf(query.sql, query.parameters);
};

const drizzled = drizzle(database);

const byDrizzle: Select = async (where, table, reads) => {
  const name = (...parts: string[]): SQL =>
    fragment.join(
      parts.map((part) => fragment.identifier(part)),
      fragment.raw("."),
    );
  const row = name(table, "row");
  const expression = toDrizzle(where, {
    columns: Object.fromEntries([...reads.keys()].map((path) => [path, name(table, columnFor(path))])),
    holds: ({ type, roles }) =>
      fragment`${row} in (select row from ${name(`${table}_shares`)} where type = ${type} and role in ${roles})`,
    inside: ({ type }) =>
      fragment`${row} in (select row from ${name(`${table}_around`)} where type = ${type})`,
  });
  const found = await drizzled.execute<{ row: number }>(
    fragment`select row from ${name(table)} where ${expression} order by row`,
  );
  return found.rows.map((one) => one.row);
};

/** The resources of a policy's types, each in a table. */
interface Tables {
  readonly policy: PolicyTable;
  readonly reads: Reads;
  readonly of: ReadonlyMap<string, { readonly table: string; readonly resources: readonly Resource[] }>;
}

async function tablesFor(
  policy: PolicyTable,
  prefix: string,
  likely: readonly unknown[],
  count: number,
): Promise<Tables> {
  const reads = readsIn(policy);
  if (reads === undefined) throw new Error("two types of one name");
  const of = new Map<string, { table: string; resources: readonly Resource[] }>();
  for (const [index, type] of Object.keys(policy.resources).entries()) {
    const resources = resourcesOf(policy, type, reads, [...likely, ...literalsIn(policy)], count);
    const table = `${prefix}_${index}`;
    await fillTable(database, table, reads, resources);
    of.set(type, { table, resources });
  }
  return { policy, reads, of };
}

/** Asks about every permission for every principal, and counts what came out. */
async function compare(
  { policy, reads, of }: Tables,
  askers: readonly unknown[],
  adapters: Readonly<Record<string, Select>>,
): Promise<Readonly<Record<string, number>>> {
  const can = createAuthorizer(policy as Policy).can as unknown as Can;
  const sent = new Map<string, readonly number[]>();
  const seen = { all: 0, none: 0, when: 0, rows: 0, statements: 0 };
  const send = async (adapter: string, found: Filter, table: string): Promise<readonly number[]> => {
    const key = `${adapter} ${table} ${JSON.stringify(found)}`;
    const known = sent.get(key) ?? (await adapters[adapter]?.(found, table, reads)) ?? [];
    sent.set(key, known);
    return known;
  };
  const permissions = Object.values(policy.permissions)
    .flatMap(Object.entries<string>)
    .map(([permission, question]) => {
      const [, type = ""] = question.split("|");
      return { permission, type };
    });
  for (const { permission } of permissions.filter((one) => one.type === "")) {
    for (const asker of askers) {
      expect(filterFor(policy, asker, permission).kind).toBe(can(asker, permission) ? "all" : "none");
    }
  }
  for (const [type, { table, resources }] of of) {
    for (const asker of askers) {
      for (const { permission } of permissions.filter((one) => one.type === type)) {
        const found = filterFor(policy, asker, permission);
        seen[found.kind]++;
        const expected = resources
          .filter(({ resource }) => can(asker, permission, resource))
          .map(({ id }) => id);
        seen.rows += expected.length;
        const matching = resources.filter(({ resource }) => matches(found, resource)).map(({ id }) => id);
        expect([permission, asker, matching]).toEqual([permission, asker, expected]);
        for (const adapter of Object.keys(adapters)) {
          expect([permission, asker, await send(adapter, found, table)]).toEqual([
            permission,
            asker,
            expected,
          ]);
        }
      }
    }
  }
  return { ...seen, statements: sent.size };
}

/** Each principal as it is, and without each of its attributes. */
function lacking(principal: Principal): Principal[] {
  const names = Object.keys(principal).filter((name) => name !== "kind" && name !== "roles");
  return names.flatMap((name) => [
    { ...principal, [name]: undefined },
    { ...principal, [name]: 7 },
  ]);
}

/** Every kind with every role, with none, with all, and with roles that are not there. */
function askersOf(policy: PolicyTable, principals: readonly Principal[]): unknown[] {
  const roles = Object.keys(policy.roles);
  const each = principals.flatMap((one) => [
    ...[...roles, "nobody"].map((role) => ({ ...one, roles: [role] })),
    { ...one, roles: [] },
    { ...one, roles },
    ...lacking({ ...one, roles }),
  ]);
  const [first, second] = [each[0], each[Math.floor(each.length / 2)]];
  return [
    ...each,
    [first, second],
    [second, ...each.slice(3, 6)],
    [],
    [null, first],
    null,
    undefined,
    "k1",
    { kind: "nobody", roles },
  ];
}

const hostileTexts = ["it's", "%", "'; DROP TABLE m_0; --", "a\0b", "$1", "\\"];

const KEY = { id: "k1", team: "t1", account: "a1", status: "Active", accountStatus: "Active" };
const modzyPrincipals: Principal[] = [
  { kind: "team-key", ...KEY, user: "u1" },
  { kind: "team-key", ...KEY, id: "k2", team: "t2", user: "u2" },
  { kind: "team-key", ...KEY, status: "Inactive", user: "u1" },
  { kind: "project-key", ...KEY, id: "k3", project: "p1", models: ["m1", "m2", null] },
  { kind: "project-key", ...KEY, id: "k4", account: "a2", project: "p2", models: [] },
  ...hostileTexts.map((text) => ({ kind: "team-key", ...KEY, id: text, team: text, user: text })),
];

const dynamoaiPrincipals: Principal[] = [
  { kind: "user", id: "u1", organization: "o1" },
  { id: "u2", organization: "o2" },
  ...hostileTexts.map((text) => ({ kind: "user", id: text, organization: text })),
];

function textsIn(principals: readonly Principal[]): unknown[] {
  return principals
    .flatMap((one) => Object.values(one))
    .flat()
    .filter((value) => typeof value === "string" && !value.includes("\0"));
}

const adapters = { SQL: bySql, Kysely: byKysely, Drizzle: byDrizzle };

describe.each([
  ["modzy", modzy as PolicyTable, modzyPrincipals],
  ["dynamoai", dynamoai as PolicyTable, dynamoaiPrincipals],
])("%s", (name, policy, principals) => {
  let tables: Tables;
  beforeAll(async () => {
    tables = await tablesFor(policy, name, textsIn(principals), 320);
  });

  test("every permission, every principal, every row", async () => {
    const seen = await compare(tables, askersOf(policy, principals), adapters);
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
  });
});

test("random policies", async () => {
  const likely = ["t1", "t2", "ann", 1, 2, 0.5, "2026-01-31T12:00:00Z", "2026-02-01T00:00:00Z"];
  let count = 0;
  const seen: Record<string, number> = {};
  const cases = policyArbitrary.chain((policy) =>
    fc.tuple(fc.constant(policy), fc.array(principalsOf(policy), { minLength: 4, maxLength: 4 })),
  );
  await fc.assert(
    fc.asyncProperty(cases, async ([fragments, askers]) => {
      const policy = tableFrom(fragments);
      fc.pre(readsIn(policy) !== undefined);
      const prefix = `random_${count++}`;
      const tables = await tablesFor(policy, prefix, likely, 40);
      const found = await compare(tables, [...askers, askers], { SQL: bySql });
      for (const [key, value] of Object.entries(found)) seen[key] = (seen[key] ?? 0) + value;
      const made = [...tables.of.values()].flatMap(({ table }) => [
        table,
        `${table}_shares`,
        `${table}_around`,
      ]);
      await database.exec(`DROP TABLE ${made.join(", ")}`);
    }),
    { numRuns: runs },
  );
  for (const number of Object.values(seen)) expect(number).toBeGreaterThan(50);
});

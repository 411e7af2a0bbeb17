/** The Prisma adapter selects on a real PostgreSQL exactly the rows for which `matches` says yes. */
import { PGlite } from "@electric-sql/pglite";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toPrisma } from "../../adapters/prisma.js";
import { matches, type FilterCondition } from "../../runtime/filter/index.js";
import { conditionOf } from "../filters/arbitrary.js";
import { fill, rows as hostileRows, type Attribute } from "../filters/hostile.js";

/** What of Prisma is used here: it is not installed where the rest of the repository is type-checked. */
interface Client {
  readonly row: { readonly findMany: (query: object) => Promise<readonly { readonly id: number }[]> };
}

const runs = Number(process.env["FILTER_RUNS"] ?? 2_000);
const database = new PGlite();
let client: Client;

const LISTS = ["tags", "sizes", "flags"];

/** Prisma has no words for numbers that are none or infinite; its lists hold no nulls and are none. */
function tame(name: string, value: unknown): unknown {
  if (LISTS.includes(name) && value === null) return [];
  const isWild = (one: unknown): boolean =>
    one === null || (typeof one === "number" && !Number.isFinite(one));
  if (Array.isArray(value)) return value.some(isWild) ? [] : value;
  return isWild(value) ? null : value;
}

const rows = hostileRows.map(({ id, resource }) => ({
  id,
  resource: Object.fromEntries(
    Object.entries(resource).map(([name, value]) => [name, name === "roles" ? value : tame(name, value)]),
  ),
}));

const packages: Readonly<Record<string, string>> = {
  client: "./node_modules/.client/index.js",
  adapter: "./node_modules/pglite-prisma-adapter/dist/index.mjs",
};

beforeAll(async () => {
  await fill(database);
  const wild = (name: string): string =>
    `UPDATE rows SET ${name} = NULL WHERE ${name} IN ('NaN', 'Infinity', '-Infinity');`;
  const empty = (name: string): string =>
    `UPDATE rows SET ${name} = '{}' WHERE ${name} IS NULL OR array_position(${name}, NULL) IS NOT NULL;`;
  // Prisma does not quote the quotes in a column's name.
  await database.exec(`
    ALTER TABLE rows RENAME "the ""limit""" TO "limit";
    ${wild("size")} ${wild('"limit"')}
    ${empty("tags")} ${empty("sizes")} ${empty("flags")}
    UPDATE rows SET sizes = '{}' WHERE sizes && '{NaN,Infinity,-Infinity}';
    ALTER TABLE rows ADD parent_id integer;
    UPDATE rows SET parent_id = id WHERE container_type IS NOT NULL;
    CREATE TABLE containers AS SELECT id, container_team AS team, container_type AS type, container_container_type AS inner
      FROM rows WHERE parent_id IS NOT NULL;
    CREATE TABLE numbered_shares AS SELECT row_number() OVER ()::integer AS id, s.* FROM shares s;
    CREATE TABLE numbered_around AS SELECT row_number() OVER ()::integer AS id, a.* FROM around a;
  `);
  const { PrismaClient } = (await import(packages["client"] ?? "")) as {
    PrismaClient: new (options: object) => Client;
  };
  const { PrismaPGlite } = (await import(packages["adapter"] ?? "")) as {
    PrismaPGlite: new (db: PGlite) => object;
  };
  client = new PrismaClient({ adapter: new PrismaPGlite(database) });
});
afterAll(() => database.close());

const fields: Readonly<Record<string, string>> = {
  name: "name",
  team: "team",
  size: "size",
  limit: "limit",
  active: "active",
  public: "public",
  created: "created",
  due: "due",
  tags: "tags",
  sizes: "sizes",
  flags: "flags",
  "container.team": "parent.team",
  "container.type": "parent.type",
  "container.container.type": "parent.inner",
};

function where(when: FilterCondition<Attribute>): object | undefined {
  try {
    return toPrisma(
      { kind: "when", when },
      {
        fields: fields as Readonly<Record<Attribute, string>>,
        required: ["container.type", "tags", "sizes", "flags"],
        holds: ({ type, roles }) => ({ shares: { some: { type, role: { in: [...roles] } } } }),
        inside: ({ type }) => ({ around: { some: { type } } }),
      },
    );
  } catch (error) {
    if (error instanceof TypeError && error.message.startsWith("rolebook: ")) return undefined;
    throw error;
  }
}

/** Half a character: in memory it is found inside a whole one, with Prisma it is not. */
const half = /"\\ud[c-f]|\\ud[89ab].."/;

const single = conditionOf(0, {}).filter(
  (when) => where(when) !== undefined && !half.test(JSON.stringify(when)),
);
const quantified = conditionOf(1, {}).filter(
  (when) => (when.op === "exists" || when.op === "all") && where(when) !== undefined,
);
const simple = fc.oneof({ weight: 9, arbitrary: single }, { weight: 1, arbitrary: quantified });
const joined = fc.record({
  op: fc.constantFrom("and", "or"),
  of: fc.array(simple, { minLength: 1, maxLength: 3 }),
});
const expressible: fc.Arbitrary<FilterCondition<Attribute>> = fc.oneof(simple, joined);

test("selects what matches", async () => {
  const seen = { none: 0, some: 0 };
  await fc.assert(
    fc.asyncProperty(expressible, async (when) => {
      const expected = rows
        .filter(({ resource }) => matches({ kind: "when", when }, resource))
        .map(({ id }) => id);
      seen[expected.length === 0 ? "none" : "some"]++;
      const found = await client.row.findMany({
        where: where(when),
        select: { id: true },
        orderBy: { id: "asc" },
      });
      expect(found.map(({ id }) => id)).toEqual(expected);
    }),
    { numRuns: runs },
  );
  expect(seen.some).toBeGreaterThan(seen.none / 2);
});

test("all and none, beside other conditions too", async () => {
  const none = toPrisma({ kind: "none" }, { fields: {} });
  const select = async (where: object): Promise<number> =>
    (await client.row.findMany({ where, select: { id: true } })).length;
  expect(await select(toPrisma({ kind: "all" }, { fields: {} }))).toBe(rows.length);
  for (const where of [none, { AND: [none] }, { AND: [none, { id: 1 }] }, { OR: [none] }]) {
    expect(await select(where)).toBe(0);
  }
  expect(await select({ OR: [none, { id: 1 }] })).toBe(1);
});

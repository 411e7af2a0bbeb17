/** What the type checker knows of filters: the attributes that a permission's conditions read, and no others. */
import { filter, type Filter } from "rolebook/filter";
import { toPrisma } from "rolebook/prisma";
import { toSql } from "rolebook/sql";
import { expect, expectTypeOf, test } from "vitest";
import { policy as modzy } from "../../generated/modzy/policy.js";

const key = {
  kind: "team-key",
  id: "k1",
  team: "t1",
  account: "a1",
  user: "u1",
  status: "Active",
  accountStatus: "Active",
  roles: ["DATA_SCIENTIST"],
} as const;

test("a filter has the attributes of its permission", () => {
  const jobs = filter(modzy, key, "job:get");
  expectTypeOf(jobs).toEqualTypeOf<Filter<"key" | "team">>();
  expectTypeOf(filter(modzy, [key, key], "account:get")).toEqualTypeOf<Filter<never>>();
  expectTypeOf(filter(modzy, null, "job:create")).toEqualTypeOf<Filter<never>>();
  // @ts-expect-error no such permission
  filter(modzy, key, "job:gte");
  // @ts-expect-error no such kind
  filter(modzy, { ...key, kind: "user" }, "job:get");
});

test("each of them is mapped", () => {
  const jobs = filter(modzy, key, "job:get");
  expect(toSql(jobs, { columns: { key: "key", team: "team" } }).values).not.toEqual([]);
  // @ts-expect-error `team` is left out
  toSql(jobs, { columns: { key: "key" } });
  // @ts-expect-error `status` is not asked for
  toSql(jobs, { columns: { key: "key", team: "team", status: "status" } });
  const where: { team?: { equals: string }; OR?: unknown[] } = toPrisma(jobs, {
    fields: { key: "key", team: "team" },
  });
  expect(where).not.toEqual({});
});

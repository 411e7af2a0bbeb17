/** Every public answer about the two systems, asked of the generated modules. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { createAuthorizer } from "rolebook";
import { policy as dynamoaiPolicy } from "../../generated/dynamoai/policy.js";
import { permissionFor as dynamoaiRoute } from "../../generated/dynamoai/routes.js";
import { policy as modzyPolicy } from "../../generated/modzy/policy.js";
import { isRole } from "../../generated/modzy/roles.js";
import { permissionFor as modzyRoute } from "../../generated/modzy/routes.js";
import { dynamoai, modzy, type Question, type Row, type Waiting } from "./mapping.js";

interface Seed {
  readonly testCases: readonly Row[];
}

interface System {
  readonly rows: readonly Row[];
  readonly question: (row: Row) => Question | Waiting;
  readonly authorizer: Loose;
  readonly permissionFor: (method: string, path: string) => string | undefined;
}

/** The same functions for names that come from data. */
interface Loose {
  readonly can: (asker: unknown, permission: unknown, resource?: unknown) => boolean;
  readonly canAssign: (asker: unknown, role: unknown, target: unknown, resource?: unknown) => boolean;
  readonly permissionsOf: (asker: unknown) => readonly { readonly permission: string }[];
}

function rowsOf(name: string): readonly Row[] {
  const { testCases } = JSON.parse(readFileSync(join(import.meta.dirname, `${name}.json`), "utf8")) as Seed;
  return testCases;
}

const systems: Readonly<Record<string, System>> = {
  dynamoai: {
    rows: rowsOf("dynamoai"),
    question: dynamoai,
    authorizer: createAuthorizer(dynamoaiPolicy) as unknown as Loose,
    permissionFor: dynamoaiRoute,
  },
  modzy: {
    rows: rowsOf("modzy"),
    question: modzy,
    authorizer: createAuthorizer(modzyPolicy) as unknown as Loose,
    permissionFor: modzyRoute,
  },
};

/** Rows that wait for conditions, or that no authorization can answer. They are listed, so that none is lost. */
const waiting: Readonly<Record<string, readonly string[]>> = {
  dynamoai: [
    "rule/public-visible",
    "rule/public-not-visible-outside-org",
    "rule/reset-pending",
    "rule/reset-onboarded",
  ],
  modzy: [
    "scope/TEAM-same",
    "scope/TEAM-other",
    "scope/OWN-own",
    "scope/OWN-teammate",
    "route/version-own",
    "route/version-create-colleague",
    "route/version-create-other-org",
    "route/key-body-not-owner",
    "route/key-body-second-time",
    "route/cancel-finished",
    "auth/inactive-key",
    "auth/missing-key",
    "auth/inactive-account",
  ],
};

/** The groups of rows that are complete tables, with their sizes in the sources. */
const tables: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  dynamoai: { org: 153, "model-share": 72, assign: 27, "invite-at-role": 9, rule: 13 },
  modzy: { route: 120, "role-kind": 4, auto: 3, scope: 6, auth: 3 },
};

describe.each(Object.entries(systems))("%s", (name, { rows, question, authorizer, permissionFor }) => {
  const questions = rows.map((row) => ({ row, asked: question(row) }));

  test("has every row of its source", () => {
    const groups: Record<string, number> = {};
    for (const { id } of rows) {
      const group = id.slice(0, id.indexOf("/"));
      groups[group] = (groups[group] ?? 0) + 1;
    }
    expect(groups).toEqual(tables[name]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  const expected = waiting[name] ?? [];
  test(`waits for conditions in ${String(expected.length)} rows only: ${expected.join(", ")}`, () => {
    const ids = questions.filter(({ asked }) => "waits" in asked).map(({ row }) => row.id);
    expect(ids.sort()).toEqual([...expected].sort());
  });

  const answerable = questions.flatMap(({ row, asked }) =>
    "waits" in asked ? [] : [{ id: row.id, row, asked }],
  );
  test.each(answerable)("$id", ({ row, asked }) => {
    expect(answer(asked, authorizer, permissionFor)).toBe(row.expected === "allow");
  });
});

function answer(asked: Question, authorizer: Loose, permissionFor: System["permissionFor"]): boolean {
  switch (asked.ask) {
    case "can":
      return authorizer.can(asked.principal, asked.permission, asked.resource);
    case "assign":
      return (
        authorizer.can(asked.principal, asked.permission, asked.resource) &&
        authorizer.canAssign(asked.principal, asked.role, asked.target)
      );
    case "route": {
      if (asked.method !== undefined && asked.path !== undefined) {
        expect(permissionFor(asked.method, asked.path)).toBe(asked.permission);
      }
      return authorizer
        .permissionsOf(asked.principal)
        .some(({ permission }) => permission === asked.permission);
    }
    case "holds": {
      // A new key holds a role if the role is one for its kind and giving it adds nothing.
      const [bare, given] = [[], [asked.role]].map((roles) =>
        authorizer.permissionsOf({ kind: asked.kind, roles }),
      );
      expect(isRole(asked.role, asked.kind as "team-key" | "project-key")).toBe(true);
      expect(bare).not.toEqual([]);
      return isDeepStrictEqual(bare, given);
    }
  }
}

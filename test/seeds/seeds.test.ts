/** Every public answer about the two systems, asked of the generated modules. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { createAuthorizer, ForbiddenError } from "rolebook";
import { policy as dynamoaiPolicy } from "../../generated/dynamoai/policy.js";
import { permissionFor as dynamoaiRoute } from "../../generated/dynamoai/routes.js";
import { policy as modzyPolicy } from "../../generated/modzy/policy.js";
import { isRole } from "../../generated/modzy/roles.js";
import { permissionFor as modzyRoute, routes } from "../../generated/modzy/routes.js";
import { dynamoai, modzy, type Principal, type Question, type Row, type Waiting } from "./mapping.js";

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
  readonly check: (asker: unknown, permission: unknown, resource?: unknown) => { readonly reason: string };
  readonly assert: (asker: unknown, permission: unknown, resource?: unknown) => void;
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

/** Rows that no authorization can answer. They are listed, so that none is lost. */
const waiting: Readonly<Record<string, readonly string[]>> = { dynamoai: [], modzy: ["auth/missing-key"] };

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
  test(`leaves ${String(expected.length)} rows to authentication: ${expected.join(", ")}`, () => {
    const ids = questions.filter(({ asked }) => "waits" in asked).map(({ row }) => row.id);
    expect(ids.sort()).toEqual([...expected].sort());
  });

  const answerable = questions.flatMap(({ row, asked }) =>
    "waits" in asked ? [] : [{ id: row.id, row, asked }],
  );
  test.each(answerable)("$id", ({ row, asked }) => {
    expect(answer(asked, authorizer, permissionFor)).toBe(row.expected);
  });
});

type Answer = "allow" | "deny" | "401";

function answer(asked: Question, authorizer: Loose, permissionFor: System["permissionFor"]): Answer {
  switch (asked.ask) {
    case "can":
      return word(authorizer.can(asked.principal, asked.permission, asked.resource));
    case "assign":
      return word(
        authorizer.can(asked.principal, asked.permission, asked.resource) &&
          authorizer.canAssign(asked.principal, asked.role, asked.target),
      );
    case "route": {
      if (asked.method !== undefined && asked.path !== undefined) {
        expect(permissionFor(asked.method, asked.path)).toBe(asked.permission);
      }
      const { reason } = authorizer.check(asked.principal, asked.permission, asked.resource);
      expect(["granted", "not-granted"]).toContain(reason);
      return word(authorizer.can(asked.principal, asked.permission, asked.resource));
    }
    case "holds": {
      // It holds the role if the role is one for its kind and giving it adds nothing.
      const { principal, role } = asked;
      const [bare, given] = [[], [role]].map((roles) => authorizer.permissionsOf({ ...principal, roles }));
      expect(isRole(role, principal.kind as "team-key" | "project-key")).toBe(true);
      expect(bare).not.toEqual([]);
      return word(isDeepStrictEqual(bare, given));
    }
    case "anything": {
      const statuses = Object.values(routes).map((permission) =>
        statusOf(asked.principal, permission, authorizer),
      );
      return statuses.every((status) => status === 401) ? "401" : "deny";
    }
  }
}

function word(allowed: boolean): Answer {
  return allowed ? "allow" : "deny";
}

/** The status that a refused principal is answered with; nothing where it is not refused. */
function statusOf(principal: Principal, permission: string, { assert, check }: Loose): number | undefined {
  expect(check(principal, permission).reason).toBe("principal-refused");
  try {
    assert(principal, permission);
  } catch (error) {
    if (error instanceof ForbiddenError) return error.status;
  }
  return undefined;
}

/** What questions cover of small policies of which the answer is known. */
import { describe, expect, test } from "vitest";
import { coverageOf, percentOf, type Coverage } from "../../review/coverage/index.js";
import type { Question } from "../../review/tests/case.js";
import { writtenPolicy } from "../support/review.js";

const { policy } = writtenPolicy(
  `principals:
  user:
    attributes: { team: string, active: boolean }
    defaultRoles: [member]
    requires: principal.active
  bot: { attributes: { team: string } }
scopes:
  - { name: OWN, when: resource.owner == principal.id }
  - { name: TEAM, when: resource.team == principal.team }
  - { name: ALL }
resources:
  box: { actions: { look: } }
  job:
    in: box
    attributes: { owner: string, team?: string, open: boolean }
    actions: { create: { on: type }, view: , edit: { requires: resource.open } }
`,
  `roles:
  member: { heldBy: [user], allow: ["job:create"] }
  viewer:
    allow:
      - { permissions: ["job:view"], scope: TEAM }
  editor:
    inherits: [viewer]
    allow:
      - { permissions: ["job:view", "job:edit"], when: 'resource.owner != "u9"' }
    assigns: [viewer, editor]
  base: { heldBy: [], allow: ["box:look"] }
resourceRoles:
  box:
    keeper: { allow: ["job:*"], assigns: ["*"] }
`,
);

const viewer = { kind: "user", id: "u1", team: "t1", active: true, roles: ["viewer"] };
const editor = { ...viewer, roles: ["editor"] };
const bot = { kind: "bot", id: "b1", team: "t1", roles: ["viewer"] };
const own = { type: "job", id: "j1", owner: "u1", team: "t1", open: true };
const ofTeam = { ...own, owner: "u2" };
const other = { ...ofTeam, team: "t2" };
const kept = { ...other, container: { type: "box", roles: ["keeper"] } };

const check = (principal: unknown, permission: string, resource?: unknown): Question => ({
  ask: "check",
  principal,
  permission,
  resource,
});
const assign = (principal: unknown, role: string, target: unknown, resource?: unknown): Question => ({
  ask: "assign",
  principal,
  role,
  target,
  resource,
});

const coverage = (...questions: readonly Question[]): Coverage => coverageOf(policy, questions).coverage;

/** The cells that are covered, by holder. */
function cellsOf(...questions: readonly Question[]): readonly string[] {
  const before = new Map(coverage().uncovered.cells.map(({ holder, permissions }) => [holder, permissions]));
  const after = new Map(
    coverage(...questions).uncovered.cells.map(({ holder, permissions }) => [holder, permissions]),
  );
  return [...before].flatMap(([holder, permissions]) =>
    permissions.flatMap((permission) =>
      after.get(holder)?.includes(permission) === true ? [] : [`${holder} ${permission}`],
    ),
  );
}

test("without questions nothing is covered, and everything is listed with its line", () => {
  const { uncovered, ...counts } = coverage();
  expect(counts).toEqual({
    cells: { covered: 0, total: 15 },
    grants: { covered: 0, total: 6 },
    conditions: { covered: 0, total: 5 },
    resourceRoles: { covered: 0, total: 1 },
    assigns: { covered: 0, total: 3 },
  });
  const file = "policies/test/1.yaml";
  const permissions = ["box:look", "job:create", "job:edit", "job:view"];
  expect(uncovered).toEqual({
    cells: [
      { holder: "role:member", file, line: 2, permissions },
      { holder: "role:viewer", file, line: 3, permissions },
      { holder: "role:editor", file, line: 6, permissions },
      {
        holder: "resourceRole:box#keeper",
        file,
        line: 14,
        permissions: ["box:look", "job:edit", "job:view"],
      },
    ],
    grants: [
      { holder: "role:member", file, line: 2, grant: "job:create" },
      { holder: "role:viewer", file, line: 5, grant: "job:view" },
      { holder: "role:editor", file, line: 9, grant: "job:view" },
      { holder: "role:editor", file, line: 9, grant: "job:edit" },
      { holder: "role:base", file, line: 11, grant: "box:look" },
      { holder: "resourceRole:box#keeper", file, line: 14, grant: "job:*" },
    ],
    conditions: [
      { condition: "principal.active", file: "policies/test/0.yaml", line: 5, missing: [true, false] },
      {
        condition: "resource.owner == principal.id",
        file: "policies/test/0.yaml",
        line: 8,
        missing: [true, false],
      },
      {
        condition: "resource.team == principal.team",
        file: "policies/test/0.yaml",
        line: 9,
        missing: [true, false],
      },
      { condition: "resource.open", file: "policies/test/0.yaml", line: 16, missing: [true, false] },
      { condition: 'resource.owner != "u9"', file, line: 9, missing: [true, false] },
    ],
    resourceRoles: [{ holder: "resourceRole:box#keeper", file, line: 14 }],
    assigns: [
      { holder: "role:editor", file, line: 10, assigns: "viewer" },
      { holder: "role:editor", file, line: 10, assigns: "editor" },
      { holder: "resourceRole:box#keeper", file, line: 14, assigns: "*" },
    ],
  });
});

describe("a cell", () => {
  test.each<readonly [string, readonly Question[], readonly string[]]>([
    [
      "is that of every role that the asker has, default ones too, whatever the answer",
      [check(viewer, "job:create")],
      ["role:member job:create", "role:viewer job:create"],
    ],
    [
      "of a junior is not that of its senior",
      [check({ ...editor, kind: "bot" }, "job:view", own)],
      ["role:editor job:view"],
    ],
    [
      "of a resource role is that of what is inside",
      [check({ ...bot, roles: [] }, "job:edit", kept)],
      ["resourceRole:box#keeper job:edit"],
    ],
    [
      "of several principals is that of each",
      [check([bot, { ...bot, roles: ["editor"] }], "job:view", own)],
      ["role:viewer job:view", "role:editor job:view"],
    ],
    [
      "is not that of a role that the kind may not hold",
      [check({ ...bot, roles: ["member"] }, "job:create")],
      [],
    ],
    ["is not that of an unknown role", [check({ ...bot, roles: ["gone"] }, "job:create")], []],
    ["is not covered without a resource", [check(bot, "job:view")], []],
    ["is not covered with a resource too many", [check(bot, "job:create", own)], []],
    ["is not covered with a wrong resource", [check(bot, "job:view", { type: "box" })], []],
    [
      "is not covered with a wrong container",
      [check(bot, "job:view", { ...own, container: { type: "job" } })],
      [],
    ],
    ["is not covered by an unknown permission", [check(bot, "job:gone", own)], []],
    ["is not covered by nobody", [check(null, "job:create"), check([], "job:create")], []],
    ["is not covered by an unknown kind", [check({ ...bot, kind: "cat" }, "job:create")], []],
    ["is not covered by somebody who is refused", [check({ ...viewer, active: false }, "job:create")], []],
    ["is not covered by an assignment", [assign(bot, "viewer", viewer)], []],
  ])("%s", (_, questions, expected) => {
    expect(cellsOf(...questions)).toEqual(expected);
  });
});

describe("a grant", () => {
  const grantsOf = (...questions: readonly Question[]): readonly string[] => {
    const missing = coverage(...questions).uncovered.grants.map(({ holder, grant }) => `${holder} ${grant}`);
    return coverage()
      .uncovered.grants.map(({ holder, grant }) => `${holder} ${grant}`)
      .filter((one) => !missing.includes(one));
  };

  test.each<readonly [string, readonly Question[], readonly string[]]>([
    ["is covered when it allows", [check(bot, "job:view", own)], ["role:viewer job:view"]],
    ["is not covered outside of its scope", [check(bot, "job:view", other)], []],
    [
      "is covered along with the others that allow, inherited ones too",
      [check({ ...editor, kind: "bot" }, "job:view", ofTeam)],
      ["role:viewer job:view", "role:editor job:view"],
    ],
    [
      "is not covered where its own condition fails",
      [check(editor, "job:view", { ...ofTeam, owner: "u9" })],
      ["role:viewer job:view"],
    ],
    [
      "is not covered where what binds everyone denies",
      [check(editor, "job:edit", { ...own, open: false })],
      [],
    ],
    [
      "is covered by a wildcard",
      [check({ ...bot, roles: [] }, "job:edit", kept)],
      ["resourceRole:box#keeper job:*"],
    ],
    [
      "of a default role is covered by everybody who has it",
      [check({ ...viewer, roles: [] }, "job:create")],
      ["role:member job:create"],
    ],
    ["is not covered by somebody else", [check({ ...bot, roles: [] }, "job:view", own)], []],
  ])("%s", (_, questions, expected) => {
    expect(grantsOf(...questions)).toEqual(expected);
  });
});

describe("a condition", () => {
  const missingOf = (...questions: readonly Question[]): Readonly<Record<string, readonly boolean[]>> =>
    Object.fromEntries(
      coverage(...questions)
        .uncovered.conditions.filter(({ missing }) => missing.length < 2)
        .map(({ condition, missing }) => [condition, missing]),
    );
  const [isOwn, isOfTeam] = ["resource.owner == principal.id", "resource.team == principal.team"];

  test("of a kind is asked whenever such a principal asks", () => {
    expect(missingOf(check(viewer, "job:gone"))).toEqual({ "principal.active": [false] });
    expect(missingOf(assign({ ...viewer, active: false }, "viewer", bot))).toEqual({
      "principal.active": [true],
    });
  });

  test("of a wider scope is asked where no narrower one reaches", () => {
    expect(missingOf(check({ ...bot, id: "u1" }, "job:view", own))).toEqual({ [isOwn]: [false] });
    expect(missingOf(check(bot, "job:view", other))).toEqual({ [isOwn]: [true], [isOfTeam]: [true] });
  });

  test("that misses a value was not true", () => {
    expect(missingOf(check(bot, "job:view", { ...other, team: undefined }))[isOfTeam]).toEqual([true]);
  });

  test("of everyone is asked where a grant allows", () => {
    const closed = { ...other, open: false };
    expect(missingOf(check({ ...bot, roles: ["editor"] }, "job:edit", closed))["resource.open"]).toEqual([
      true,
    ]);
    expect(missingOf(check(bot, "job:edit", closed))["resource.open"]).toBeUndefined();
  });

  test("is not asked of a role that the asker has not", () => {
    expect(missingOf(check({ ...bot, roles: [] }, "job:view", own))).toEqual({});
  });

  test("is covered both ways", () => {
    const { conditions } = coverage(check(bot, "job:view", ofTeam), check(bot, "job:view", other));
    expect(conditions).toEqual({ covered: 1, total: 5 });
  });
});

describe("an entry of `assigns`", () => {
  const assignsOf = (...questions: readonly Question[]): readonly string[] => {
    const missing = coverage(...questions).uncovered.assigns.map(({ assigns }) => assigns);
    return ["viewer", "editor", "*"].filter((one) => !missing.includes(one));
  };

  test("is covered when it lets somebody assign the role", () => {
    expect(assignsOf(assign(editor, "viewer", bot))).toEqual(["viewer"]);
    expect(assignsOf(assign(bot, "box#keeper", bot, { type: "box", roles: ["keeper"] }))).toEqual(["*"]);
  });

  test("is not covered by somebody else, for another role, or for a kind that may not hold it", () => {
    expect(assignsOf(assign(viewer, "viewer", bot))).toEqual([]);
    expect(assignsOf(assign(editor, "member", viewer))).toEqual([]);
    expect(assignsOf(assign(bot, "box#keeper", bot, { type: "box" }))).toEqual([]);
    expect(assignsOf(assign(editor, "viewer", null))).toEqual([]);
  });
});

test("a resource role is covered when somebody asks who has it there", () => {
  const sharesOf = (...questions: readonly Question[]): number =>
    coverage(...questions).resourceRoles.covered;
  expect(sharesOf(check(bot, "job:view", kept))).toBe(1);
  expect(sharesOf(check(bot, "box:look", { type: "box", roles: ["keeper"] }))).toBe(1);
  expect(sharesOf(assign(bot, "box#keeper", bot, { type: "box", roles: ["keeper"] }))).toBe(1);
  expect(sharesOf(check(bot, "job:view", own), check(bot, "job:create"))).toBe(0);
});

test("percentages are cut, so that only what is complete is 100", () => {
  expect(percentOf({ covered: 2_499, total: 2_500 })).toBe(99.9);
  expect(percentOf({ covered: 99_999, total: 100_000 })).toBe(99.9);
  expect(percentOf({ covered: 3, total: 3 })).toBe(100);
  expect(percentOf({ covered: 1, total: 3 })).toBe(33.3);
  expect(percentOf({ covered: 0, total: 0 })).toBe(100);
});

/** Filters of small policies, in one line each; and what garbage gives. */
import { filter, matches, type Filter } from "rolebook/filter";
import type { PolicyTable } from "rolebook";
import { describe, expect, test } from "vitest";
import { tableFrom } from "../support/policy.js";
import { show } from "./show.js";

const filterFor = filter as unknown as (policy: unknown, principal: unknown, permission: unknown) => Filter;

const policy: PolicyTable = tableFrom([
  {
    principals: {
      user: {
        attributes: { team: "string", status: ["on", "off"] },
        requires: 'principal.status == "on"',
        defaultRoles: ["member"],
      },
      robot: { attributes: { team: "string" } },
    },
    scopes: [
      { name: "OWN", when: "resource.owner == principal.id" },
      { name: "TEAM", when: "resource.team == principal.team" },
      { name: "ALL" },
    ],
    resources: {
      folder: {
        in: "folder",
        attributes: { owner: "string", team: "string" },
        actions: { view: null },
      },
      doc: {
        in: "folder",
        attributes: { owner: "string", team: "string", open: "boolean", closed: "boolean" },
        requires: "!resource.closed",
        actions: {
          view: null,
          edit: { requires: 'principal.team != "guests"' },
          create: { on: "type" },
        },
      },
      note: {
        attributes: { owner: "string", team: "string", keeper: "string" },
        scopes: { OWN: "resource.keeper == principal.id", TEAM: "false" },
        actions: { view: null },
      },
    },
    roles: {
      member: { allow: [{ permissions: ["doc:view"], when: "resource.open" }] },
      owner: { allow: [{ permissions: ["doc:view", "doc:edit", "note:view"], scope: "OWN" }, "doc:create"] },
      teammate: {
        allow: [
          { permissions: ["doc:view"], scope: "TEAM" },
          { permissions: ["doc:view"], scope: "TEAM", when: "resource.open" },
        ],
      },
      admin: { heldBy: ["user"], allow: ["doc:view", "folder:view"] },
      everyFolder: { inherits: ["folder#reader"] },
    },
    resourceRoles: {
      folder: {
        reader: { allow: ["folder:view", "doc:view"] },
        keeper: { allow: ["doc:view"] },
        ownOnly: { allow: [{ permissions: ["doc:view"], scope: "OWN" }] },
      },
      doc: { reader: { heldBy: ["user"], allow: ["doc:view"] } },
    },
  },
]);

const user = (...roles: string[]) => ({ kind: "user", id: "ann", team: "red", status: "on", roles });
const robot = (...roles: string[]) => ({ kind: "robot", id: "r2", team: "red", roles });

/** What every user may view by its default role, and by shares. */
const shares = 'holds doc#reader or holds folder#keeper,reader or (holds folder#ownOnly and owner == "ann")';

test.each([
  ["by default", user(), "doc:view", `(open == true or ${shares}) and closed == false`],
  ["a narrow scope", robot("owner"), "note:view", 'keeper == "r2"'],
  ["a scope that the type does not have", robot("teammate"), "note:view", "none"],
  [
    "a scope with the narrower ones; what adds nothing is left out",
    robot("teammate"),
    "doc:view",
    '(owner == "r2" or team == "red" or holds folder#keeper,reader) and closed == false',
  ],
  ["the widest scope", user("admin"), "folder:view", "all"],
  ["the widest scope, with requires", user("admin"), "doc:view", "closed == false"],
  ["a role that this kind may not hold", robot("admin"), "folder:view", "holds folder#reader"],
  ["a role that inherits a resource role", robot("everyFolder"), "folder:view", "all"],
  [
    "the same, on what is inside",
    robot("everyFolder"),
    "doc:view",
    '(inside folder or holds folder#keeper,reader or (holds folder#ownOnly and owner == "r2")) and closed == false',
  ],
  ["requires of the action", { ...user("owner"), team: "guests" }, "doc:edit", "none"],
  ["a missing attribute there", { ...user("owner"), team: undefined }, "doc:edit", "none"],
  ["a refused principal", { ...user("admin"), status: "off" }, "doc:view", "none"],
  ["a refused principal on the type", { ...user("owner"), status: "off" }, "doc:create", "none"],
  ["a permission on the type", user("owner"), "doc:create", "all"],
  ["one that is not granted", user("admin"), "doc:create", "none"],
  [
    "several principals",
    [robot("owner"), { ...robot("owner"), id: "r3" }],
    "note:view",
    'keeper == "r2" or keeper == "r3"',
  ],
  [
    "several, of which one is refused",
    [{ ...user("admin"), status: "off" }, robot("owner")],
    "note:view",
    'keeper == "r2"',
  ],
  ["several, of which one may all", [robot("owner"), user("admin")], "folder:view", "all"],
])("%s", (_, principal, permission, expected) => {
  expect(show(filterFor(policy, principal, permission))).toBe(expected);
});

test("the order of roles changes nothing", () => {
  expect(filterFor(policy, user("owner", "teammate"), "doc:view")).toEqual(
    filterFor(policy, user("teammate", "owner", "teammate"), "doc:view"),
  );
});

const throwing = (name: string): object =>
  Object.defineProperty({ ...user("admin") }, name, {
    get: () => {
      throw new Error("no");
    },
  });

describe("garbage", () => {
  test.each<[string, () => unknown]>([
    ["null", () => null],
    ["undefined", () => undefined],
    ["a number", () => 7],
    ["a text", () => "ann"],
    ["no principals", () => []],
    ["a list of nobody", () => [null]],
    ["a list in a list", () => [[user("admin")]]],
    ["an empty object", () => ({})],
    ["no kind, where there are several", () => ({ roles: ["admin"] })],
    ["a kind that every object has", () => ({ ...user(), kind: "constructor" })],
    ["a list of a kind", () => ({ ...user(), kind: ["user"] })],
    ["a kind that cannot be read", () => throwing("kind")],
    ["roles that cannot be read", () => throwing("roles")],
    ["a requirement that cannot be read", () => throwing("status")],
    [
      "a list that cannot be read",
      () =>
        new Proxy([], {
          get: () => {
            throw new Error("no");
          },
        }),
    ],
  ])("%s may nothing", (_, principal) => {
    expect(filterFor(policy, principal(), "folder:view")).toEqual({ kind: "none" });
  });

  test.each([undefined, null, 7, "", "folder", "folder:veiw", "constructor", ["folder:view"]])(
    "%j is no permission",
    (permission) => {
      expect(filterFor(policy, user("admin"), permission)).toEqual({ kind: "none" });
    },
  );

  test("roles that are no list of names", () => {
    for (const roles of ["admin", { 0: "admin", length: 1 }, [["admin"]], [null, 7, "toString"]]) {
      expect(show(filterFor(policy, { ...user(), roles }, "folder:view"))).toBe("holds folder#reader");
    }
  });

  test("an attribute that cannot be read is missing", () => {
    expect(show(filterFor(policy, Object.assign(throwing("team"), { roles: ["owner"] }), "doc:edit"))).toBe(
      "none",
    );
    expect(show(filterFor(policy, throwing("team"), "doc:view"))).toBe("closed == false");
  });

  test("a table of another format", () => {
    expect(() => filterFor({ ...policy, format: 2 }, user("admin"), "doc:view")).toThrow(TypeError);
  });
});

describe("matches", () => {
  const found = filterFor(policy, user(), "doc:view");

  test.each([
    [{ open: true, closed: false }, true],
    [{ open: true }, false],
    [{ open: 1, closed: false }, false],
    [{ closed: false, roles: ["reader"] }, true],
    [{ closed: false, roles: ["keeper"] }, false],
    [{ closed: false, container: { type: "folder", roles: ["keeper"] } }, true],
    [
      { closed: false, container: { type: "folder", container: { type: "folder", roles: ["keeper"] } } },
      true,
    ],
    [{ closed: false, container: { type: "folder", roles: "keeper" } }, false],
    [{ closed: false, owner: "ann", container: { type: "folder", roles: ["ownOnly"] } }, true],
  ])("%j: %s", (attributes, expected) => {
    expect(matches(found, { type: "doc", ...attributes })).toBe(expected);
  });

  test("containers count 32 deep", () => {
    const chain = (depth: number): object =>
      depth === 0 ? { type: "folder", roles: ["keeper"] } : { type: "folder", container: chain(depth - 1) };
    expect(matches(found, { type: "doc", closed: false, container: chain(31) })).toBe(true);
    expect(matches(found, { type: "doc", closed: false, container: chain(32) })).toBe(false);
    const circle: Record<string, unknown> = { type: "folder" };
    circle["container"] = circle;
    expect(matches(found, { type: "doc", closed: false, container: circle })).toBe(false);
  });

  test("garbage", () => {
    for (const resource of [
      null,
      undefined,
      7,
      "doc",
      [],
      [{ open: true, closed: false }],
      throwing("closed"),
    ]) {
      expect(matches(found, resource)).toBe(false);
    }
    expect(matches({ kind: "all" }, null)).toBe(false);
    expect(matches({ kind: "all" }, {})).toBe(true);
    expect(matches({ kind: "none" }, {})).toBe(false);
    expect(matches(undefined as never, {})).toBe(false);
  });
});

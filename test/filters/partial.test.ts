/** What is left of a condition once it is known who asks. */
import { filter, matches, type Filter } from "rolebook/filter";
import { describe, expect, test } from "vitest";
import { conditionRows, fragmentsWith } from "../laws/condition-rows.js";
import { tableFrom } from "../support/policy.js";
import { show } from "./show.js";

type Principal = Readonly<Record<string, unknown>>;

const ANN = {
  kind: "user",
  id: "ann",
  roles: ["reader"],
  team: "red",
  level: 2,
  active: true,
  since: new Date("2026-01-01T00:00:00.5Z"),
  teams: ["red", "blue"],
  limits: [1, 2],
  tier: "PRO",
};
const KEY = { kind: "key", id: "k1", roles: ["reader"], team: "red" };

function filterFor(when: string, principal: unknown): Filter {
  const policy = tableFrom(fragmentsWith(when));
  return (filter as unknown as (...all: unknown[]) => Filter)(policy, principal, "doc:view");
}

const left = (when: string, principal: Principal = {}): string =>
  show(filterFor(when, { ...ANN, ...principal }));

test.each([
  // The principal is filled in, and what reads it alone is answered.
  ["resource.team == principal.team", 'team == "red"'],
  ["principal.team == resource.team", 'team == "red"'],
  ['principal.tier == "PRO"', "all"],
  ['principal.tier == "FREE"', "none"],
  ['principal.kind == "user" && resource.public', "public == true"],
  ['principal.tier == "FREE" || resource.public', "public == true"],
  ["has(principal.level) && resource.size > principal.level", "size > 2"],
  ["resource.created > principal.since", 'created > "2026-01-01T00:00:00.500Z"'],
  ["principal.level + 1 < resource.size", "size > 3"],
  ["principal.level / (principal.level - principal.level) < resource.size", "none"],
  ["size(principal.teams) == resource.size", "size == 2"],
  // Negation moves inward, to single comparisons.
  ["!(resource.team == principal.team)", 'team != "red"'],
  ["!(resource.size < 3)", "size >= 3"],
  ["!(resource.size >= 3)", "size < 3"],
  ["!resource.public", "public == false"],
  ["resource.public != principal.active", "public == false"],
  ["!(resource.public && resource.size == 3)", "public == false or size != 3"],
  ["!(resource.public || resource.size == 3)", "public == false and size != 3"],
  ['!resource.note.startsWith("5")', 'note not startsWith "5"'],
  ['!(resource.team in ["a", "b"])', 'team not in ["a","b"]'],
  ['!resource.tags.exists(x, x == "a")', 'all x of tags: x != "a"'],
  ['!resource.tags.all(x, x == "a")', 'exists x of tags: x != "a"'],
  ["!has(resource.note)", "lacks note"],
  [
    "!(resource.public ? resource.size == 3 : resource.size == 4)",
    "(public == true and size != 3) or (public == false and size != 4)",
  ],
  [
    "(resource.size == 1) == resource.public",
    "(size == 1 and public == true) or (size != 1 and public == false)",
  ],
  [
    "(resource.size == 1) != resource.public",
    "(size == 1 and public == false) or (size != 1 and public == true)",
  ],
  // Lists.
  ["resource.team in principal.teams", 'team in ["red","blue"]'],
  ["!(resource.team in principal.teams)", 'team not in ["red","blue"]'],
  ['resource.team in ["a"]', 'team == "a"'],
  ['!(resource.team in ["a"])', 'team != "a"'],
  ["resource.team in [resource.note, principal.team]", 'team == "red" or team == note'],
  ["!(resource.team in [resource.note, principal.team])", 'team != "red" and team != note'],
  ["principal.team in resource.tags", '"red" in tags'],
  ['"red" in principal.teams && resource.public', "public == true"],
  ["principal.teams.exists(x, x == resource.team)", 'team in ["red","blue"]'],
  ["!principal.teams.all(x, resource.team != x)", 'team in ["red","blue"]'],
  ["!principal.teams.exists(x, x == resource.team)", 'team != "red" and team != "blue"'],
  ["principal.teams.all(x, x != resource.team)", 'team != "red" and team != "blue"'],
  ["resource.tags.exists(x, x in principal.teams)", 'exists x of tags: x in ["red","blue"]'],
  ["resource.tags.exists(x, principal.active)", "size tags > 0"],
  ["resource.tags.all(x, principal.active)", "size tags >= 0"],
  ["resource.tags.all(x, !principal.active)", "size tags == 0"],
  [
    "resource.sizes.exists(x, principal.limits.exists(y, x == y + 1))",
    "exists x of sizes: (x == 2 or x == 3)",
  ],
  ["resource.sizes.exists(x, [x, resource.size].exists(y, y > 2))", "exists x of sizes: (x > 2 or size > 2)"],
  // Ternaries of values.
  [
    "(resource.public ? resource.size : resource.limit) == 3",
    "(public == true and size == 3) or (public == false and limit == 3)",
  ],
  ["(principal.active ? resource.size : resource.limit) == 3", "size == 3"],
  [
    "(resource.public ? resource.size : resource.limit) == (resource.note == 'x' ? 1 : 2)",
    '{public == true: size; public == false: limit} == {note == "x": 1; note != "x": 2}',
  ],
  [
    "(resource.public ? resource.size : resource.limit) + 1 == 3",
    "(public == true and (size + 1) == 3) or (public == false and (limit + 1) == 3)",
  ],
  [
    "3 == (resource.public ? resource.size : resource.limit)",
    "(public == true and size == 3) or (public == false and limit == 3)",
  ],
  // Containers.
  ["resource.note == resource.container.owner", 'container.type == "project" and note == container.owner'],
  ["resource.container.team == principal.team", 'container.team == "red"'],
  ["resource.container.owner == principal.id", 'container.type == "project" and container.owner == "ann"'],
  ["has(resource.container)", "has container.type"],
  ["!has(resource.container)", "lacks container.type"],
  ["has(resource.container.team)", "has container.team"],
  ["!has(resource.container.team)", "has container.type and lacks container.team"],
  ["has(resource.container.owner)", 'container.type == "project" and has container.owner'],
  [
    "!has(resource.container.owner)",
    'has container.type and (lacks container.owner or container.type != "project")',
  ],
  ["has(resource.container.container)", "has container.container.type"],
  ["!has(resource.container.container)", "has container.type and lacks container.container.type"],
  // What is said twice is said once.
  ['resource.public && (resource.public || resource.note == "x")', "public == true"],
  ['resource.public || (resource.public && resource.note == "x")', "public == true"],
  [
    'resource.public || resource.size == 3 || ((resource.public || resource.size == 3) && resource.note == "x")',
    "public == true or size == 3",
  ],
  ["resource.public && (resource.public && resource.size == 3)", "public == true and size == 3"],
])("%s", (when, expected) => {
  expect(left(when)).toBe(expected);
});

describe("what is missing is not true, negated or not", () => {
  test.each([
    ["resource.team == principal.team", { team: undefined }],
    ["resource.team != principal.team", { team: null }],
    ["resource.team != principal.team", { team: 7 }],
    ["resource.size != principal.level", { level: NaN }],
    ["resource.size != principal.level", { level: "2" }],
    ["resource.created != principal.since", { since: "yesterday" }],
    ["resource.created != principal.since", { since: new Date(NaN) }],
    ["resource.public != principal.active", { active: "true" }],
    ["resource.team in principal.teams", { teams: "red" }],
    ["!(resource.team in principal.teams)", { teams: ["red", null] }],
    ["!(resource.team in principal.teams)", { teams: ["red", 7] }],
    ["principal.teams.all(x, x != resource.team)", { teams: ["red", undefined] }],
    ['principal.issuer != "me"', { issuer: "you" }],
    ["has(principal.issuer)", { issuer: "you" }],
    ["resource.size + principal.level != 3", { level: 1e151 }],
    ["principal.level / resource.size != 3", { level: 1e151 }],
    ["resource.size / principal.level != 3", { level: 0 }],
    ["resource.size < -principal.level", { level: NaN }],
    ["(principal.active ? resource.size : resource.limit) == 3", { active: undefined }],
  ])("%s %o", (when, principal) => {
    expect(left(when, principal)).toBe("none");
  });

  test("the known ones of a list count", () => {
    expect(left("resource.team in principal.teams", { teams: ["red", null, 7] })).toBe('team == "red"');
    expect(left("resource.team in principal.teams", { teams: [] })).toBe("none");
    expect(left("!(resource.team in principal.teams)", { teams: [] })).toBe("team not in []");
    expect(left("size(principal.teams) == resource.size", { teams: [null, "a"] })).toBe("size == 2");
  });

  test("what is infinite is not what is infinite the other way", () => {
    const found = filterFor("resource.size < principal.level", [
      { ...ANN, level: Infinity },
      { ...ANN, level: -Infinity },
    ]);
    expect(found.kind === "when" && found.when.op === "or" && found.when.of.length).toBe(2);
  });

  test("what another kind declares is not read", () => {
    expect(show(filterFor("resource.public == principal.active", { ...KEY, active: true }))).toBe("none");
    expect(show(filterFor("resource.team == principal.issuer", { ...KEY, issuer: "me" }))).toBe(
      'team == "me"',
    );
  });
});

/** A row's answer, as the filter gives it. */
test.each(conditionRows.map((row, index) => ({ ...row, title: `${index}, ${row.rule}: ${row.when}` })))(
  "row $title",
  ({ when, principal, resource, expected }) => {
    expect(matches(filterFor(when, principal), resource)).toBe(expected === true);
  },
);

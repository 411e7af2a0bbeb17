/** Each way in which a policy is changed, and what becomes of it where tests ask everything, something or nothing. */
import { describe, expect, test } from "vitest";
import { mutate, countsOf } from "../../review/mutation/index.js";
import { withoutOperands } from "../../review/mutation/operands.js";
import { dataOf, matrix, writtenPolicy, type Written } from "../support/review.js";

const users = ["viewer", "editor", "admin"].map((role) => ({
  kind: "user",
  id: "u1",
  team: "t1",
  roles: [role],
}));
const nobody = { kind: "user", id: "u1", team: "t1", roles: [] };
const bots = ["viewer", "editor"].map((role) => ({ kind: "bot", id: "b1", team: "t1", roles: [role] }));
const jobs = [
  { type: "job", id: "j1", owner: "u1", team: "t1", open: true },
  { type: "job", id: "j2", owner: "u2", team: "t1", open: false },
  { type: "job", id: "j3", owner: "u2", team: "t2", open: true },
  { type: "job", id: "j4", owner: "u2", team: "t2", open: true, roles: ["owner"] },
  { type: "job", id: "j6", owner: "u2", team: "t2", open: false },
  {
    type: "job",
    id: "j5",
    owner: "u2",
    team: "t2",
    open: true,
    container: { type: "box", roles: ["keeper"] },
  },
  { type: "box", id: "b1", roles: ["keeper"] },
  { type: "box", id: "b2" },
];

const vocabulary = `
principals:
  user: { attributes: { team: string } }
  bot: { attributes: { team: string } }
scopes:
  - { name: OWN, when: resource.owner == principal.id }
  - { name: TEAM, when: resource.team == principal.team }
  - { name: ALL }
resources:
  box: { actions: { look: } }
  job:
    in: box
    attributes: { owner: string, team: string, open: boolean }
    actions: { create: { on: type }, view: , edit: }
`;

/** What is written beside the vocabulary, and what becomes of each mutant of that where everything is asked. */
const policies: readonly (readonly [title: string, yaml: string, mutants: readonly string[]])[] = [
  [
    "a grant without a scope",
    `roles: { viewer: { allow: ["job:view"] } }`,
    ["killed: drop the grant job:view", "killed: narrow the grant job:view from ALL to TEAM"],
  ],
  [
    "a grant on the type, which has no scope",
    `roles: { viewer: { allow: ["job:create"] } }`,
    ["killed: drop the grant job:create"],
  ],
  [
    "a grant at a scope between two",
    `roles: { viewer: { allow: [{ permissions: ["job:view"], scope: TEAM }] } }`,
    [
      "killed: drop the grant job:view",
      "killed: narrow the grant job:view from TEAM to OWN",
      "killed: widen the grant job:view from TEAM to ALL",
    ],
  ],
  [
    "one of several patterns, each by itself",
    `roles: { viewer: { allow: [{ permissions: ["job:view", "job:edit"], scope: OWN }] } }`,
    [
      "killed: drop the grant job:view",
      "killed: widen the grant job:view from OWN to TEAM",
      "killed: drop the grant job:edit",
      "killed: widen the grant job:edit from OWN to TEAM",
    ],
  ],
  [
    "a wildcard and what it leaves out",
    `roles: { viewer: { allow: [{ permissions: ["job:*"], except: ["job:edit"] }] } }`,
    [
      "killed: drop the grant job:*",
      "killed: narrow the grant job:* from ALL to TEAM",
      "killed: grant job:edit too: drop the exception",
    ],
  ],
  [
    "a rung that the type has no condition for is passed over",
    `
resources: { box: { scopes: { TEAM: "false", OWN: 'resource.id == principal.id' } } }
roles: { viewer: { allow: [box:look] } }`,
    [
      // It is not asked about as long as nobody is granted less than everything.
      "equivalent: drop the condition false",
      "equivalent: negate the condition resource.id == principal.id",
      "equivalent: drop the condition resource.id == principal.id",
      "killed: drop the grant box:look",
      "killed: narrow the grant box:look from ALL to OWN",
    ],
  ],
  [
    "no rung below has a meaning",
    `roles: { viewer: { allow: [box:look] } }`,
    ["killed: drop the grant box:look", "invalid: narrow the grant box:look from ALL to TEAM"],
  ],
  [
    "the condition of a grant",
    `roles: { viewer: { allow: [{ permissions: ["job:view"], when: "resource.open // or not" }] } }`,
    [
      "killed: drop the grant job:view",
      "killed: narrow the grant job:view from ALL to TEAM",
      "killed: negate the condition resource.open // or not",
      "killed: drop the condition resource.open // or not",
    ],
  ],
  [
    "operands, nested ones too",
    `
roles:
  viewer:
    allow:
      - permissions: ["job:view"]
        when: |
          resource.open && (resource.team == "t1" // or
          || !(resource.owner == "u2" && resource.id == "j3"))`,
    [
      "killed: drop the grant job:view",
      "killed: narrow the grant job:view from ALL to TEAM",
      'killed: negate the condition resource.open && (resource.team == "t1" // or || !(resource.owner == "u2" && resource.id == "j3"))',
      'killed: drop the condition resource.open && (resource.team == "t1" // or || !(resource.owner == "u2" && resource.id == "j3"))',
      "killed: drop the operand resource.open",
      'killed: drop the operand resource.team == "t1" || !(resource.owner == "u2" && resource.id == "j3")',
      // What is open in t1 is not of u2.
      'survived: drop the operand resource.team == "t1"',
      'killed: drop the operand !(resource.owner == "u2" && resource.id == "j3")',
      // Nobody else has a j3.
      'survived: drop the operand resource.owner == "u2"',
      'killed: drop the operand resource.id == "j3"',
    ],
  ],
  [
    "a condition on several types, each of whose operands is one mutant",
    `
resources: { box: { attributes: { open: boolean } } }
roles: { viewer: { allow: [{ permissions: ["*:look", "job:view"], when: 'resource.open && principal.team == "t1"' }] } }`,
    [
      // The boxes that are asked about are neither open nor closed.
      "survived: drop the grant *:look",
      "invalid: narrow the grant *:look from ALL to TEAM",
      "killed: drop the grant job:view",
      "killed: narrow the grant job:view from ALL to TEAM",
      'killed: negate the condition resource.open && principal.team == "t1"',
      'killed: drop the condition resource.open && principal.team == "t1"',
      "killed: drop the operand resource.open",
      'survived: drop the operand principal.team == "t1"',
    ],
  ],
  [
    "conditions that bind everyone",
    `
principals: { bot: { requires: 'principal.team == "t2"' } }
resources: { job: { requires: "!resource.open", actions: { close: { requires: 'resource.owner == "u1"' } } } }
roles: { viewer: { allow: ["job:create"] } }`,
    [
      'killed: negate the condition principal.team == "t2"',
      'killed: drop the condition principal.team == "t2"',
      "survived: negate the condition !resource.open",
      "survived: drop the condition !resource.open",
      'survived: negate the condition resource.owner == "u1"',
      'survived: drop the condition resource.owner == "u1"',
      "killed: drop the grant job:create",
    ],
  ],
  [
    "inheritance",
    `
roles:
  viewer: { allow: [{ permissions: ["job:view"], scope: OWN }] }
  editor: { inherits: [viewer] }
  admin: { inherits: [editor, "job#owner"] }
resourceRoles: { job: { owner: { allow: ["job:edit"] } } }`,
    [
      "killed: drop the grant job:view",
      "killed: widen the grant job:view from OWN to TEAM",
      "killed: inherit viewer no more",
      "killed: inherit editor no more",
      "killed: inherit job#owner no more",
      "killed: drop the grant job:edit",
      "killed: narrow the grant job:edit from ALL to TEAM",
    ],
  ],
  [
    "inheritance that adds nothing",
    `
roles:
  viewer: { allow: ["job:create"] }
  editor: { inherits: [viewer], allow: ["job:create"] }`,
    [
      "killed: drop the grant job:create",
      "equivalent: inherit viewer no more",
      "equivalent: drop the grant job:create",
    ],
  ],
  [
    "a grant that another one contains",
    `
roles:
  viewer:
    allow:
      - job:view
      - { permissions: ["job:view"], scope: OWN }
      - { permissions: ["job:view"], when: resource.open }`,
    [
      "killed: drop the grant job:view",
      "killed: narrow the grant job:view from ALL to TEAM",
      "equivalent: drop the grant job:view",
      "equivalent: widen the grant job:view from OWN to TEAM",
      "equivalent: drop the grant job:view",
      "equivalent: narrow the grant job:view from ALL to TEAM",
      "equivalent: negate the condition resource.open",
      "equivalent: drop the condition resource.open",
    ],
  ],
  [
    "who may hold a role",
    `roles: { viewer: { heldBy: [user], allow: ["job:create"] }, editor: { heldBy: [user, bot] } }`,
    [
      "killed: let every kind hold it",
      "killed: let user hold it no more",
      "killed: drop the grant job:create",
      "equivalent: let every kind hold it",
      "equivalent: let user hold it no more",
      "equivalent: let bot hold it no more",
    ],
  ],
  [
    "default roles",
    `
principals: { user: { defaultRoles: [viewer] } }
roles: { viewer: { heldBy: [user], allow: ["job:create"] } }`,
    [
      "killed: hold viewer by default no more",
      "killed: let every kind hold it",
      "invalid: let user hold it no more",
      "killed: drop the grant job:create",
    ],
  ],
  [
    "assigning",
    `
roles:
  viewer: {}
  editor: { assigns: [viewer] }
  admin: { assigns: { roles: ["*"], except: [viewer] } }
resourceRoles: { job: { owner: { assigns: ["*"] } } }`,
    [
      "killed: assign viewer no more",
      "killed: assign * no more",
      "killed: assign viewer too: drop the exception",
      "killed: assign * no more",
    ],
  ],
  [
    "implied permissions",
    `
resources: { job: { actions: { run: { implies: [start, stop] }, start: , stop: } } }
roles: { viewer: { allow: [{ permissions: ["job:run"], scope: OWN }] } }`,
    [
      "killed: imply start no more",
      "killed: imply stop no more",
      "killed: drop the grant job:run",
      "killed: widen the grant job:run from OWN to TEAM",
    ],
  ],
  [
    "a resource role that reaches into its resource",
    `resourceRoles: { box: { keeper: { allow: ["box:look", "job:view"] } } }`,
    [
      "killed: drop the grant box:look",
      "invalid: narrow the grant box:look from ALL to TEAM",
      "killed: drop the grant job:view",
      "killed: narrow the grant job:view from ALL to TEAM",
    ],
  ],
];

const scopeOfLadder = /resource\.(owner|team) == principal\.(id|team)$/;

function outcomes(
  written: Written,
  cases = matrix(written, [...users, nobody, ...bots], jobs),
): readonly string[] {
  return [...mutate(written.files, written.policy, cases).tried].map(
    ({ verdict, change }) => `${verdict}: ${change}`,
  );
}

describe("mutants", () => {
  test.each(policies)("of %s", (_, yaml, expected) => {
    const written = writtenPolicy(vocabulary, yaml);
    const before = JSON.stringify(dataOf(written));
    const found = outcomes(written).filter((line) => !scopeOfLadder.test(line));
    expect(found).toEqual(expected);
    expect(JSON.stringify(dataOf(written))).toBe(before);
  });

  test("of the ladder of scopes: only the widest may do without a condition", () => {
    const written = writtenPolicy(`
principals: { user: { attributes: { tenant: string } } }
scopes:
  - { name: OWN, when: resource.owner == principal.id }
  - { name: ALL, when: resource.tenant == principal.tenant }
resources: { doc: { attributes: { owner: string, tenant: string }, actions: { view: } } }
roles: { reader: { allow: [{ permissions: ["doc:view"], scope: OWN }] }, boss: { allow: ["doc:view"] } }`);
    const people = ["reader", "boss"].map((role) => ({ id: "u1", tenant: "a", roles: [role] }));
    const docs = [
      { type: "doc", owner: "u1", tenant: "b" },
      { type: "doc", owner: "u2", tenant: "a" },
      { type: "doc", owner: "u2", tenant: "b" },
    ];
    const found = outcomes(written, matrix(written, people, docs));
    expect(found.filter((line) => line.includes("condition"))).toEqual([
      "killed: negate the condition resource.owner == principal.id",
      "killed: negate the condition resource.tenant == principal.tenant",
      "killed: drop the condition resource.tenant == principal.tenant",
    ]);
  });
});

describe("the operands of a condition", () => {
  const attributes =
    "{ a: boolean, b: boolean, c: boolean, n: number, s: string, o?: string, tags: list<string> }";
  /** What each way to leave an operand out makes of a condition. */
  const rests = (when: string): readonly (readonly [operand: string, rest: string])[] => {
    const { policy } = writtenPolicy(`
resources: { doc: { attributes: ${attributes}, actions: { view: { requires: ${JSON.stringify(when)} } } } }
roles: { reader: { allow: [doc:view] } }`);
    const [doc] = policy.model.resources;
    const condition = doc?.permissions[0]?.requires?.to ?? expect.fail("no condition");
    return withoutOperands(condition.expression).map(({ operand, rest }) => [
      operand.replaceAll("resource.", ""),
      rest.replaceAll("resource.", ""),
    ]);
  };

  test.each<readonly [when: string, rests: readonly (readonly [string, string])[]]>([
    ["r.a", []],
    ["!r.a", []],
    [
      "r.a && r.b",
      [
        ["a", "b"],
        ["b", "a"],
      ],
    ],
    [
      "r.a || r.b && r.c",
      [
        ["a", "b && c"],
        ["b && c", "a"],
        ["b", "a || c"],
        ["c", "a || b"],
      ],
    ],
    [
      "!(r.a || r.b) && r.c",
      [
        ["!(a || b)", "c"],
        ["c", "!(a || b)"],
        ["a", "!b && c"],
        ["b", "!a && c"],
      ],
    ],
    [
      "r.a ? r.b && r.c : !r.b",
      [
        ["b", "a ? c : !b"],
        ["c", "a ? b : !b"],
      ],
    ],
    [
      'r.tags.exists(t, t == "x" || t == r.s)',
      [
        ['t == "x"', "tags.exists(t, t == s)"],
        ["t == s", 'tags.exists(t, t == "x")'],
      ],
    ],
    [
      "(r.a && r.b) == r.c",
      [
        ["a", "b == c"],
        ["b", "a == c"],
      ],
    ],
    [
      "r.a && (size(r.tags) + 1.0) / 2.0 < 7.0 / r.n && -2.0 / size(r.tags) == 1.0",
      [
        ["a", "(size(tags) + 1.0) / 2.0 < 7.0 / n && -2.0 / size(tags) == 1"],
        ["(size(tags) + 1) / 2 < 7 / n", "a && -2.0 / size(tags) == 1"],
        ["-2 / size(tags) == 1", "a && (size(tags) + 1.0) / 2.0 < 7.0 / n"],
      ],
    ],
    // Without the `has` the rest is unknown where it was false: no answer differs.
    ['has(r.o) && r.o == "x"', [['o == "x"', "has(o)"]]],
    [
      '!has(r.o) || r.o == "x"',
      [
        ["!has(o)", 'o == "x"'],
        ['o == "x"', "!has(o)"],
      ],
    ],
    // Here it does: `!` makes of false true, and of what is unknown nothing.
    [
      '!(has(r.o) && r.o == "x")',
      [
        ["has(o)", '!(o == "x")'],
        ['o == "x"', "!has(o)"],
      ],
    ],
    [
      'has(r.o) && (r.o == "x" || r.a)',
      [
        ["has(o)", 'o == "x" || a'],
        ['o == "x" || a', "has(o)"],
        ['o == "x"', "has(o) && a"],
        ["a", 'has(o) && o == "x"'],
      ],
    ],
  ])("of %s", (when, expected) => {
    const found = rests(when.replace(/\br\./g, "resource."));
    expect(found).toEqual(expected);
    // Each of them is a condition again.
    for (const [, rest] of found) rests(rest.replace(/(?<!")\b(a|b|c|n|s|o|tags)\b(?!")/g, "resource.$1"));
  });
});

describe("a mutant", () => {
  const written = writtenPolicy(
    vocabulary,
    `roles:\n  viewer:\n    allow:\n      - job:create\n      - box:look\n`,
  );

  test("says where it is, what is changed, and which case noticed", () => {
    const cases = matrix(written, users);
    const [dropped] = [...mutate(written.files, written.policy, cases).tried].filter(
      ({ operator }) => operator === "drop-grant",
    );
    expect(dropped).toEqual({
      operator: "drop-grant",
      of: "role:viewer",
      file: "policies/test/1.yaml",
      line: 4,
      change: "drop the grant job:create",
      verdict: "killed",
      killedBy: cases.find(({ expected }) => expected.allowed),
    });
  });

  test("survives where no test asks", () => {
    const { tried, size } = mutate(written.files, written.policy, []);
    const all = [...tried];
    expect(size).toBe(all.length);
    expect(countsOf(all)).toEqual({ mutants: 5, killed: 0, survived: 2, equivalent: 2, invalid: 1 });
    expect(all.find(({ verdict }) => verdict === "invalid")?.because).toBe(
      "`owner` is not an attribute of `box`",
    );
  });

  test.each([
    ["a role", `roles: { viewer: { allow: ["job:*", "box:look"] } }`, users[0], "j1", "survived"],
    [
      "a role with a condition",
      `roles: { viewer: { allow: [{ permissions: ["job:*"], when: "principal.team == 't1'" }] } }`,
      users[0],
      "j1",
      "survived",
    ],
    ["a resource role", `resourceRoles: { job: { owner: { allow: ["job:*"] } } }`, nobody, "j4", "killed"],
  ])("that narrows a wildcard of %s leaves alone what is on types", (_, yaml, asker, job, verdict) => {
    const wild = writtenPolicy(vocabulary, yaml);
    // Asked is everything on types, and of instances one.
    const cases = matrix(
      wild,
      [asker],
      jobs.filter(({ id }) => id === job),
    );
    const narrowed = [...mutate(wild.files, wild.policy, cases).tried].find(
      ({ change }) => change === "narrow the grant job:* from ALL to TEAM",
    );
    expect(narrowed?.verdict).toBe(verdict);
  });

  test("is taken back even if a case throws", () => {
    const before = JSON.stringify(dataOf(written));
    const broken = new Proxy({}, { get: () => expect.fail("asked") });
    const [one] = matrix(written, users);
    const cases = [{ ...one, expected: broken } as never];
    expect(() => [...mutate(written.files, written.policy, cases).tried]).toThrow("asked");
    expect(JSON.stringify(dataOf(written))).toBe(before);
  });

  test("is asked about by the cases that it can change, and by no others", () => {
    const asked: string[] = [];
    const cases = matrix(written, users).map((one) => ({
      ...one,
      get expected() {
        asked.push(one.question.ask === "check" ? one.question.permission : one.question.role);
        return one.expected;
      },
    }));
    for (const { change } of mutate(written.files, written.policy, cases).tried) {
      if (change === "drop the grant job:create") expect(new Set(asked)).toEqual(new Set(["job:create"]));
      asked.length = 0;
    }
  });
});

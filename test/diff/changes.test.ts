/** What a change is called, whose it is, and which line caused it: small policies, side by side. */
import { describe, expect, test } from "vitest";
import type { SourceFile } from "../../compiler/ir.js";
import { diffPolicies, type Change, type Difference } from "../../review/diff/index.js";
import { analyzeSources } from "../support/policy.js";

function compiled(text: string): NonNullable<ReturnType<typeof analyzeSources>["policy"]> {
  const files: SourceFile[] = [{ path: "a.yaml", text }];
  const { policy, diagnostics } = analyzeSources(files);
  if (policy === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return policy;
}

function difference(before: string, after: string): Difference {
  return diffPolicies(compiled(before), compiled(after));
}

/** Without what is the same for all. */
function told({
  policy: _policy,
  file: _file,
  side,
  category,
  change,
  holder,
  line,
  ...rest
}: Change): unknown[] {
  expect([_policy, _file]).toEqual(["test", "a.yaml"]);
  // Only of what is less than before can the line be gone.
  if (side !== undefined) expect(["gained"]).not.toContain(change);
  return [category, change, holder, rest, line];
}

const changes = (before: string, after: string): unknown[] => difference(before, after).changes.map(told);

const jobs = `resources:
  job:
    attributes: { owner: string, team: string, done: boolean }
    actions: { view: , edit: { implies: [view] }, run: , create: { on: type } }
principals: { user: { attributes: { team: string } } }
scopes:
  - { name: OWN, when: "resource.owner == principal.id" }
  - { name: TEAM, when: "resource.team == principal.team" }
  - { name: ALL }
`;
const all = { before: "ALL", after: "ALL" };

describe("the line and the path", () => {
  test("of a grant behind a new inheritance: the inheritance", () => {
    const roles = (inherits: string): string =>
      `${jobs}roles:\n  low: { allow: ["job:view"] }\n  mid: { inherits: [low] }\n  top:\n    inherits: ${inherits}\n    allow: ["job:run"]\n`;
    const path = ["top", "mid", "low"];
    const about = { permission: "job:view", path };
    expect(changes(roles("[]"), roles("[mid]"))).toEqual([
      ["WIDEN", "gained", "role:top", { ...about, scope: { before: null, after: "ALL" } }, 14],
    ]);
    // The line that is gone is one of before.
    expect(changes(roles("[mid]"), roles("[]"))).toEqual([
      ["NARROW", "lost", "role:top", { ...about, scope: { before: "ALL", after: null } }, 14],
    ]);
  });

  test("of a permission that a wildcard takes in: the action", () => {
    const policy = (actions: string): string =>
      `resources:\n  job:\n    actions:\n      view:\n${actions}roles:\n  top: { allow: ["job:*"] }\n`;
    const about = { permission: "job:stop", scope: { before: null, after: "ALL" } };
    expect(changes(policy(""), policy("      stop:\n"))).toEqual([["WIDEN", "gained", "role:top", about, 5]]);
  });

  test("of what is implied from now on: the implication", () => {
    const policy = (run: string): string =>
      `resources:\n  job:\n    actions:\n      view:\n      run:${run}\nroles:\n  top: { allow: ["job:run"] }\n`;
    const about = { permission: "job:view", scope: { before: null, after: "ALL" } };
    expect(changes(policy(""), policy("\n        implies: [view]"))).toEqual([
      ["WIDEN", "gained", "role:top", about, 6],
    ]);
  });

  test("of a grant that is changed: its scope, or its condition", () => {
    const policy = (scope: string, when: string): string =>
      `${jobs}roles:\n  top:\n    allow:\n      - permissions: ["job:run"]\n        scope: ${scope}\n        when: ${when}\n`;
    const when = { before: "resource.done", after: "resource.done" };
    const scope = { before: "OWN", after: "TEAM" };
    expect(changes(policy("OWN", "resource.done"), policy("TEAM", "resource.done"))).toEqual([
      ["WIDEN", "widened", "role:top", { permission: "job:run", scope, when }, 14],
    ]);
    expect(changes(policy("OWN", "resource.done"), policy("OWN", "'!resource.done'"))).toEqual([
      [
        "WIDEN",
        "condition-changed",
        "role:top",
        {
          permission: "job:run",
          scope: { before: "OWN", after: "OWN" },
          when: { before: "resource.done", after: "!resource.done" },
        },
        15,
      ],
    ]);
    expect(changes(policy("TEAM", "resource.done"), policy("OWN", "'!resource.done'"))).toEqual([
      [
        "WIDEN",
        "condition-changed",
        "role:top",
        {
          permission: "job:run",
          scope: { before: "TEAM", after: "OWN" },
          when: { before: "resource.done", after: "!resource.done" },
        },
        14,
      ],
    ]);
  });

  test("of a scope that means something else: its condition", () => {
    const policy = (own: string): string =>
      jobs.replace("resource.owner == principal.id", own) +
      `roles:\n  own: { allow: [{ permissions: ["job:run"], scope: OWN }] }\n  team: { allow: [{ permissions: ["job:run"], scope: TEAM }] }\n  all: { allow: ["job:run"] }\n`;
    const was = "resource.owner == principal.id";
    const is = "resource.owner == principal.id && !resource.done";
    const team = "resource.team == principal.team";
    expect(changes(policy(was), policy(is))).toEqual([
      [
        "WIDEN",
        "condition-changed",
        "role:own",
        { permission: "job:run", scope: { before: "OWN", after: "OWN" }, when: { before: was, after: is } },
        7,
      ],
      [
        "WIDEN",
        "condition-changed",
        "role:team",
        {
          permission: "job:run",
          scope: { before: "TEAM", after: "TEAM" },
          when: { before: `${was} || ${team}`, after: `${is} || ${team}` },
        },
        7,
      ],
    ]);
  });
});

describe("what one has in several ways", () => {
  const top = (...grants: string[]): string =>
    `${jobs}roles:\n  top:\n    allow:\n${grants.map((grant) => `      - ${grant}\n`).join("")}`;
  const own = '{ permissions: ["job:run"], scope: OWN }';
  const done = '{ permissions: ["job:run"], when: "resource.done" }';
  const doneOwn = '{ permissions: ["job:run"], scope: OWN, when: "resource.done" }';

  test("is compared way by way", () => {
    expect(changes(top(own), top(own, done))).toEqual([
      [
        "WIDEN",
        "widened",
        "role:top",
        {
          permission: "job:run",
          scope: { before: "OWN", after: "ALL" },
          when: { before: null, after: "resource.done" },
        },
        14,
      ],
    ]);
    expect(changes(top(own, done), top(done))).toHaveLength(1);
  });

  test("counts once: what adds nothing is no change", () => {
    expect(changes(top(own), top(own, doneOwn))).toEqual([]);
    expect(changes(top(done), top(done, doneOwn))).toEqual([]);
    expect(changes(top("job:edit"), top("job:edit", "job:view", own.replace("run", "edit")))).toEqual([]);
  });

  test("gets a condition, or loses it", () => {
    const narrowed = [
      "NARROW",
      "narrowed",
      "role:top",
      { permission: "job:run", scope: all, when: { before: null, after: "resource.done" } },
      13,
    ];
    expect(changes(top("job:run"), top(done))).toEqual([narrowed]);
    expect(changes(top(done), top("job:run"))).toMatchObject([["WIDEN", "widened", "role:top", {}, 13]]);
  });

  test("has no scope on the type", () => {
    expect(changes(top("job:run"), top("job:run", "job:create"))).toEqual([
      ["WIDEN", "gained", "role:top", { permission: "job:create" }, 14],
    ]);
  });
});

describe("names", () => {
  const policy = (actions: string, reserved = ""): string =>
    `resources:\n  job:\n    actions: { ${actions} }\nroles: { top: { allow: ["job:*"] } }\n${reserved}`;
  const names = (before: string, after: string): unknown[] =>
    difference(before, after)
      .changes.filter(({ category }) => category === "API" || category === "STORED")
      .map(({ category, change, holder, id }) => [
        category,
        change,
        holder,
        ...(id ? [id.before, id.after] : []),
      ]);

  test("that are gone", () => {
    const gone = ["API", "removed", "permission:job:b"];
    const stored = ["STORED", "removed", "permission:job:b"];
    expect(names(policy("a: , b: "), policy("a: "))).toEqual([gone, stored]);
    expect(names(policy("a: , b: "), policy("a: ", 'reserved: { permissions: ["job:b"] }'))).toEqual([gone]);
    expect(names(policy("a: , b: { id: B }"), policy("a: ", "reserved: { permissions: [B] }"))).toEqual([
      gone,
    ]);
    expect(names(policy("a: , b: { id: B }"), policy("a: ", 'reserved: { permissions: ["job:b"] }'))).toEqual(
      [gone],
    );
    expect(names(policy("a: , b: "), policy("a: , c: { id: job:b }"))).toEqual([gone]);
  });

  test("that stay, with another id: whoever asks with the constant asks for the same", () => {
    const ids = ["job:b", "B"];
    const [before, after] = [policy("a: , b: "), policy("a: , b: { id: B }")];
    expect(difference(before, after).changes.map(({ category }) => category)).toEqual(["API", "STORED"]);
    expect(names(before, after)).toEqual([
      ["API", "renamed-id", "permission:job:b", ...ids],
      ["STORED", "renamed-id", "permission:job:b", ...ids],
    ]);
    expect(names(before, `${after}reserved: { permissions: ["job:b"] }\n`)).toEqual([
      ["API", "renamed-id", "permission:job:b", ...ids],
    ]);
  });

  test("that change places keep what is stored, and what it gives", () => {
    const grants = (list: string): string => policy("a: { id: A }, b: { id: B }").replace('["job:*"]', list);
    const swapped = grants('["job:b"]').replace("{ id: A }, b: { id: B }", "{ id: B }, b: { id: A }");
    expect(changes(grants('["job:a"]'), swapped).map((one) => (one as unknown[]).slice(0, 3))).toEqual([
      ["API", "renamed-id", "permission:job:a"],
      ["API", "renamed-id", "permission:job:b"],
    ]);
  });

  test("that move to the type", () => {
    const rows = changes(policy("a: "), policy("a: { on: type }")).map((one) =>
      (one as unknown[]).slice(0, 4),
    );
    expect(rows).toEqual([
      ["API", "removed", "permission:job:a", {}],
      ["WIDEN", "gained", "role:top", { permission: "job:a" }],
      ["NARROW", "lost", "role:top", { permission: "job:a", scope: { before: "ALL", after: null } }],
    ]);
  });

  test("of roles, kinds and resource roles", () => {
    const before = `principals: { user: , bot: }
resources: { job: { actions: { view: } } }
roles: { top: { allow: ["job:view"] } }
resourceRoles: { job: { owner: { id: o, allow: ["job:view"] }, reader: { allow: ["job:view"] } } }
`;
    const after = `principals: { user: }
resources: { job: { actions: { view: } } }
roles: { chief: { id: top, allow: ["job:view"] } }
resourceRoles: { job: { reader: { allow: ["job:view"] } } }
reserved: { roles: ["job#o"] }
`;
    expect(changes(before, after).map((one) => (one as unknown[]).slice(0, 3))).toEqual([
      ["NARROW", "lost", "kind:bot"],
      ["API", "removed", "kind:bot"],
      ["API", "removed", "resourceRole:job#owner"],
      ["NARROW", "lost", "resourceRole:job#owner"],
      ["API", "removed", "role:top"],
    ]);
  });

  test("of a scope: every answer carries another one", () => {
    const policy2 = `${jobs}roles: { top: { allow: [{ permissions: ["job:run"], scope: TEAM }] } }\n`;
    expect(changes(policy2, policy2.replaceAll("TEAM", "SQUAD"))).toEqual([
      [
        "API",
        "renamed-id",
        "role:top",
        { permission: "job:run", scope: { before: "TEAM", after: "SQUAD" } },
        10,
      ],
    ]);
  });
});

describe("what binds, who may hold, who may assign", () => {
  const policy = (requires: string, more = ""): string =>
    `principals: { user: , bot: }\nresources:\n  job:\n${requires}    attributes: { done: boolean, open: boolean }\n    actions: { view: , lonely: , create: { on: type } }\n${more}`;
  const viewer = 'roles: { viewer: { allow: ["job:view", "job:create"] } }\n';

  test("a requirement concerns what somebody has", () => {
    const [none, done] = [policy("", viewer), policy("    requires: resource.done\n", viewer)];
    const both = policy("    requires: resource.open && resource.done\n", viewer);
    const row = (
      category: string,
      change: string,
      before: string | null,
      after: string | null,
      line: number,
    ) => [[category, change, "permission:job:view", { when: { before, after } }, line]];
    expect(changes(none, done)).toEqual(row("NARROW", "narrowed", null, "resource.done", 4));
    expect(changes(done, none)).toEqual(row("WIDEN", "widened", "resource.done", null, 4));
    expect(changes(done, both)).toEqual(
      row("NARROW", "narrowed", "resource.done", "resource.open && resource.done", 4),
    );
    expect(changes(done, policy("    requires: resource.open\n", viewer))).toEqual(
      row("WIDEN", "condition-changed", "resource.done", "resource.open", 4),
    );
  });

  test("a requirement may move between a resource and its actions", () => {
    const own = policy("    requires: resource.done\n", viewer);
    const each = policy("", viewer).replace("view: ,", "view: { requires: resource.done },");
    expect(changes(own, each)).toEqual([]);
  });

  test("kinds that may hold a role", () => {
    const held = (kinds: string): string =>
      policy("", viewer.replace("{ allow", `{ heldBy: [${kinds}], allow`));
    const kinds = { before: ["user"], after: ["bot", "user"] };
    expect(changes(held("user"), held("user, bot"))).toEqual([
      ["WIDEN", "gained", "role:viewer", { kinds }, 6],
    ]);
    expect(changes(held("user, bot"), held("bot"))).toMatchObject([["NARROW", "lost", "role:viewer", {}, 6]]);
    expect(changes(held("user"), held("bot"))).toHaveLength(2);
    expect(changes(held("user, bot"), policy("", viewer))).toEqual([]);
    // A role that nobody may hold gives nothing.
    expect(changes(held(""), held("user")).map((one) => (one as unknown[]).slice(0, 3))).toEqual([
      ["WIDEN", "gained", "role:viewer"],
      ["WIDEN", "gained", "role:viewer"],
    ]);
    expect(
      changes(
        policy("", viewer),
        policy("", viewer.replace("viewer:", "x: { heldBy: [], allow: ['job:view'] }, viewer:")),
      ),
    ).toEqual([]);
  });

  test("the line is that of `heldBy`", () => {
    const roles = (heldBy: string): string =>
      policy("", `roles:\n  viewer:\n${heldBy}    allow: ["job:view"]\n`);
    const [some, every] = [roles("    heldBy: [user]\n"), roles("")];
    expect(difference(every, some).changes.map(({ line }) => line)).toEqual([8]);
    // It is gone: what is left is the role.
    expect(difference(some, every).changes.map(({ line }) => line)).toEqual([7]);
  });

  test("roles that may be assigned", () => {
    const roles = (assigns: string): string =>
      policy("", `roles:\n  viewer:\n  boss: { assigns: ${assigns} }\nresourceRoles: { job: { owner: } }\n`);
    expect(changes(roles("[viewer]"), roles('[viewer, "job#*"]'))).toEqual([
      ["WIDEN", "gained", "role:boss", { assigns: "job#owner" }, 8],
    ]);
    expect(changes(roles("[viewer, boss]"), roles('["*"]'))).toEqual([]);
  });

  test("default roles that can be assigned by somebody else", () => {
    const roles = (defaults: string): string =>
      policy("", "roles:\n  empty:\n  boss: { assigns: [empty] }\n").replace(
        "user: ,",
        `user: { defaultRoles: [${defaults}] },`,
      );
    expect(changes(roles(""), roles("empty"))).toEqual([
      ["WIDEN", "gained", "kind:user", { defaultRole: "empty" }, 1],
    ]);
  });
});

describe("a condition on an attribute that some kinds declare", () => {
  const policy = (bot: string, more = ""): string => `principals:
  user: { attributes: { team: string } }
  bot: { attributes: { ${bot} } }
${more}resources: { job: { attributes: { team: string }, actions: { view: } } }
roles: { top: { allow: [{ permissions: ["job:view"], when: resource.team == principal.team }] } }
`;

  test("means something else where another one declares it", () => {
    const text = "resource.team == principal.team";
    expect(changes(policy(""), policy("team: string"))).toEqual([
      [
        "WIDEN",
        "condition-changed",
        "role:top",
        { permission: "job:view", scope: all, when: { before: text, after: text } },
        5,
      ],
    ]);
  });

  test("means the same for the kinds that were there", () => {
    const rows = changes(policy("team: string"), policy("team: string", "  guest:\n"));
    expect(rows.map((one) => (one as unknown[]).slice(0, 3))).toEqual([["WIDEN", "gained", "kind:guest"]]);
  });
});

describe("routes", () => {
  const policy = (routes: string): string =>
    `resources: { job: { actions: { view: , edit: } } }\nroles: { top: { allow: ["job:*"] } }\nroutes:\n${routes}`;

  test("open for who has another permission, or for everyone", () => {
    const [view, edit, open] = ["job:view", "job:edit", "public"].map((to) =>
      policy(`  GET /jobs/{id}: ${to}\n`),
    );
    const route = "GET /jobs/{id}";
    expect(changes(String(view), String(edit))).toEqual([
      ["WIDEN", "gained", "permission:job:edit", { route }, 4],
      ["NARROW", "lost", "permission:job:view", { route }, 4],
    ]);
    expect(changes(String(view), String(open))[1]).toEqual([
      "WIDEN",
      "gained",
      "permission:public",
      { route },
      4,
    ]);
    expect(changes(String(view), policy("  GET /jobs/{jobId}: job:view\n"))).toEqual([]);
  });
});

describe("the suggested bump", () => {
  const policy = (text: string): string => `resources: { job: { actions: { view: } } }\n${text}`;
  const role = 'roles: { top: { allow: ["job:view"] } }\n';

  test.each([
    ["major", policy(role), policy("")],
    ["minor", policy(""), policy(role)],
    ["minor", policy(role), policy('roles: { top: { allow: ["job:view"] }, empty: }\n')],
    [
      "minor",
      policy(role),
      policy('roles: { top: { allow: ["job:view"], heldBy: [] } }\nreserved: { roles: [x] }\n'),
    ],
    ["patch", policy(role), policy(`${role}reserved: { roles: [x] }\n`)],
    ["patch", policy(role), policy('roles: { top: { title: Top, allow: ["job:view"] } }\n')],
    ["none", policy(role), policy('roles: { top: { allow: ["*:*"] } }\n# a comment\n')],
  ])("is %s", (bump, before, after) => {
    expect(difference(before, after).bump).toBe(bump);
  });

  test("of a policy that comes or goes", () => {
    const one = compiled(policy(role));
    expect(diffPolicies(undefined, one).bump).toBe("minor");
    expect(diffPolicies(one, undefined).bump).toBe("major");
    expect(diffPolicies(undefined, undefined)).toEqual({ bump: "none", changes: [] });
  });
});

/** What a change is called, whose it is, and which line caused it: small policies, side by side. */
import { describe, expect, test } from "vitest";
import type { SourceFile } from "../../compiler/ir.js";
import { diffPolicies, united, type Change, type Difference } from "../../review/diff/index.js";
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
  // Only of what is less than before can the line be gone, or where another route takes over.
  if (side !== undefined && rest.route === undefined) expect(["gained"]).not.toContain(change);
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
    // What is stored is the id: that the name is reserved does not keep it from being used again.
    expect(names(policy("a: , b: { id: B }"), policy("a: ", 'reserved: { permissions: ["job:b"] }'))).toEqual(
      [gone, stored],
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
      ["WIDEN", "widened", "kind:user"],
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
    // Who may assign it can no longer give it to users, nor take it.
    expect(changes(roles(""), roles("empty"))).toEqual([
      ["NARROW", "narrowed", "kind:user", { defaultRole: "empty" }, 1],
    ]);
    expect(changes(roles("empty"), roles(""))).toEqual([
      ["WIDEN", "widened", "kind:user", { defaultRole: "empty" }, 1],
    ]);
    // A kind that may not hold it any more cannot be given it either.
    const bots = roles("").replace("empty:", "empty: { heldBy: [bot] }");
    expect(changes(roles("empty"), bots).map((one) => (one as unknown[]).slice(0, 3))).not.toContainEqual([
      "WIDEN",
      "widened",
      "kind:user",
    ]);
  });

  test("a kind that is the only one: then a principal may leave it out", () => {
    const kinds = (list: string): string =>
      policy("", 'roles: { viewer: { heldBy: [user], allow: ["job:view"] } }\n').replace(
        "user: , bot:",
        list,
      );
    const rows = (before: string, after: string): unknown[] =>
      changes(kinds(before), kinds(after)).map((one) => (one as unknown[]).slice(0, 4));
    expect(rows("user: , bot:", "user:")).toEqual([
      ["API", "removed", "kind:bot", {}],
      ["WIDEN", "widened", "kind:user", {}],
    ]);
    expect(rows("user:", "user: , bot:")).toEqual([["NARROW", "narrowed", "kind:user", {}]]);
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
        {
          permission: "job:view",
          scope: all,
          when: { before: text, after: text },
          meaning: { before: null, after: "bot.team: string" },
        },
        3,
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
    // What is open for everyone takes nothing from those who have a permission.
    expect(changes(String(view), String(open))).toEqual([
      ["WIDEN", "gained", "permission:public", { route }, 4],
    ]);
    expect(changes(String(open), String(view))).toEqual([
      ["NARROW", "lost", "permission:public", { route }, 4],
    ]);
    expect(changes(String(view), policy("  GET /jobs/{jobId}: job:view\n"))).toEqual([]);
  });
});

describe("routes that match in place of another one", () => {
  const policy = (routes: string): string =>
    `resources: { job: { actions: { view: , edit: } } }\nroles: { top: { allow: ["job:*"] } }\nroutes:\n  GET /jobs/{id}: public\n${routes}`;

  test("a parameter in place of a literal", () => {
    const [with_, without_] = [policy("  GET /jobs/secret: job:edit\n"), policy("")];
    const route = "GET /jobs/secret";
    expect(changes(with_, without_)).toEqual([["WIDEN", "gained", "permission:public", { route }, 5]]);
    expect(changes(without_, with_)).toEqual([["NARROW", "lost", "permission:public", { route }, 5]]);
  });

  test("GET in place of HEAD", () => {
    const [with_, without_] = [policy("  HEAD /jobs/{id}: job:edit\n"), policy("")];
    const route = "HEAD /jobs/{id}";
    expect(changes(with_, without_)).toEqual([["WIDEN", "gained", "permission:public", { route }, 5]]);
    expect(changes(without_, with_)).toEqual([["NARROW", "lost", "permission:public", { route }, 5]]);
  });

  test("where two of them meet", () => {
    const [with_, without_] = [
      policy("  GET /{a}/b: public\n  GET /x/{b}: job:edit\n"),
      policy("  GET /{a}/b: public\n"),
    ];
    expect(changes(with_, without_)).toEqual([
      ["NARROW", "lost", "permission:job:edit", { route: "GET /x/{b}" }, 6],
      ["WIDEN", "gained", "permission:public", { route: "GET /x/b" }, 6],
    ]);
  });
});

describe("what a resource may be in", () => {
  const folders = (more: string): string =>
    `resources:\n  folder:\n${more}    actions: { view: }\nresourceRoles:\n  folder: { owner: { allow: ["folder:view"] } }\n`;
  const steps = (one: string) => ({ before: null, after: [one] });

  test("itself: what is held on a folder reaches those in it", () => {
    const [alone, nested] = [folders(""), folders("    in: folder\n")];
    const containers = steps("folder in folder");
    expect(changes(alone, nested)).toEqual([
      ["WIDEN", "widened", "resource:folder", { containers }, 3],
      ["WIDEN", "widened", "resourceRole:folder#owner", { permission: "folder:view", containers }, 3],
    ]);
    expect(changes(nested, alone).map((one) => (one as unknown[]).slice(0, 3))).toEqual([
      ["NARROW", "narrowed", "resource:folder"],
      ["NARROW", "narrowed", "resourceRole:folder#owner"],
    ]);
  });

  const models = (to: string, roles = ""): string =>
    `resources:
  org: { actions: { view: } }
  project: { in: org }
  folder: { in: org }
  model: { in: ${to}, actions: { view: } }
resourceRoles: { org: { admin: { allow: ["model:view"] } } }
${roles}`;

  test("more types, or others: for each way to the container", () => {
    const about = { permission: "model:view" };
    expect(changes(models("project"), models("[project, org]"))).toEqual([
      ["WIDEN", "widened", "resource:model", { containers: steps("model in org") }, 5],
      ["WIDEN", "widened", "resourceRole:org#admin", { ...about, containers: steps("model in org") }, 5],
    ]);
    const gone = { before: ["model in project"], after: null };
    expect(changes(models("project"), models("folder"))).toEqual([
      ["WIDEN", "widened", "resource:model", { containers: steps("model in folder") }, 5],
      ["NARROW", "narrowed", "resource:model", { containers: gone }, 5],
      ["WIDEN", "widened", "resourceRole:org#admin", { ...about, containers: steps("model in folder") }, 5],
      ["NARROW", "narrowed", "resourceRole:org#admin", { ...about, containers: gone }, 5],
    ]);
    // Far away from the type.
    const far = models("project").replace("project: { in: org }", "project: { in: [org, folder] }");
    expect(changes(models("project"), far).map((one) => (one as unknown[]).slice(0, 5))).toEqual([
      ["WIDEN", "widened", "resource:project", { containers: steps("project in folder") }, 3],
      [
        "WIDEN",
        "widened",
        "resourceRole:org#admin",
        { ...about, containers: { before: null, after: ["folder in org", "project in folder"].slice(1) } },
        3,
      ],
    ]);
  });

  test("for a role that inherits what is held on the container", () => {
    const roles = 'roles: { boss: { inherits: ["org#admin"] } }\n';
    const rows = changes(models("project", roles), models("[project, org]", roles));
    expect(rows).toContainEqual([
      "WIDEN",
      "widened",
      "role:boss",
      {
        permission: "model:view",
        containers: steps("model in org"),
        inside: { before: "org", after: "org" },
        path: ["boss", "org#admin"],
      },
      5,
    ]);
  });

  test("what is always inside of something that counts already adds nothing", () => {
    const roles = (project: string): string =>
      models("project", 'roles: { boss: { inherits: ["org#admin", "project#lead"] } }\n')
        .replace('"model:view"', "")
        .replace("{ org: { admin:", `{ project: { lead: { allow: ["model:view"] } }, org: { admin:`)
        .replace("allow: [] } }", `allow: [${project}] } }`);
    const rows = changes(roles(""), roles('"model:view"'));
    expect(rows.map((one) => (one as unknown[])[2])).toEqual(["resourceRole:org#admin"]);
  });

  test("where nobody has anything, nothing is told", () => {
    const bare = (to: string): string => models(to).replace('"model:view"', '"org:view"');
    expect(changes(bare("project"), bare("[project, org]"))).toEqual([]);
  });
});

describe("stored names", () => {
  const stored = (before: string, after: string): unknown[] =>
    changes(before, after).filter((one) => (one as unknown[])[0] === "STORED");
  const base = "resources: { job: { actions: { view: } }, run: { actions: { view: } } }\n";

  test("that are reserved no longer", () => {
    const before = `${base}reserved: { permissions: ["job:old"], roles: [OLD, "job#old"] }\n`;
    const row = (holder: string, name: string): unknown[] => [
      "STORED",
      "removed",
      holder,
      { reserved: { before: name, after: null } },
      2,
    ];
    const rows = [
      row("permission:job:old", "job:old"),
      row("resourceRole:job#old", "job#old"),
      row("role:OLD", "OLD"),
    ];
    expect(stored(before, base)).toEqual(rows);
    expect(stored(before, `${base}roles: { OLD: }\n`)).toEqual(rows);
    expect(stored(base, before)).toEqual([]);
  });

  test("that mean another permission", () => {
    const job = base.replace("job: { actions: { view: }", "job: { actions: { view: { id: CAN } }");
    const run = base.replace("run: { actions: { view: }", "run: { actions: { view: { id: CAN } }");
    expect(stored(job, run)).toEqual([
      [
        "STORED",
        "renamed-id",
        "permission:job:view",
        {
          id: { before: "CAN", after: "job:view" },
          meaning: { before: "job:view", after: "run:view" },
        },
        1,
      ],
      ["STORED", "renamed-id", "permission:run:view", { id: { before: "run:view", after: "CAN" } }, 1],
    ]);
  });
});

describe("a condition with one part more", () => {
  const policy = (when: string): string =>
    `${jobs}roles:\n  top:\n    allow: [{ permissions: ["job:run"], when: '${when}' }]\n`;
  const a = "resource.done";
  const b = 'resource.team == "a"';

  test.each([
    ["narrowed", a, `${a} && ${b}`],
    ["widened", `${b} && ${a}`, a],
    ["widened", a, `${b} || ${a}`],
    ["narrowed", `${a} || ${b}`, a],
    ["condition-changed", `${a} || ${b}`, `${a} && ${b}`],
    ["condition-changed", a, b],
  ])("is %s", (change, before, after) => {
    expect(changes(policy(before), policy(after)).map((one) => (one as unknown[])[1])).toEqual([change]);
  });

  test("adds nothing beside the shorter one", () => {
    const [one, both] = [a, `${a} && ${b}`].map((when) => `{ permissions: ["job:run"], when: '${when}' }`);
    const grants = (list: string): string => `${jobs}roles:\n  top:\n    allow: [${list}]\n`;
    expect(changes(grants(String(one)), grants(`${String(one)}, ${String(both)}`))).toEqual([]);
  });
});

describe("an attribute of a kind that cannot hold the role", () => {
  test("changes nothing", () => {
    const policy = (
      bot: string,
    ): string => `principals: { user: { attributes: { team: string } }, bot: { ${bot} } }
resources: { job: { attributes: { team: string }, actions: { view: { requires: resource.team == principal.team } } } }
roles: { top: { heldBy: [user], allow: [{ permissions: ["job:view"], when: resource.team == principal.team }] } }
`;
    expect(changes(policy(""), policy("attributes: { team: string }"))).toEqual([]);
  });
});

describe("an attribute that is declared in another way", () => {
  const asked = (bot: string, job: string, scope = ""): string => `principals:
  user: { attributes: { "team?": string } }
  bot: { attributes: { ${bot} } }
scopes: [{ name: TEAM, when: "resource.at < resource.until" }, { name: ALL }]
resources:
  job:
    attributes: { ${job} }
    actions:
      make: { on: type, requires: "principal.team == 'x'" }
      view:
      edit:
roles:
  top:
    allow:
      - job:make
      - { permissions: ["job:view"]${scope} }
      - { permissions: ["job:edit"], when: "resource.at > resource.until" }
`;
  const times = "at: timestamp, until: timestamp";
  const numbers = "at: number, until: number";

  test("is the line that a condition on it changed by", () => {
    const both = asked('"team?": string', times, ", scope: TEAM");
    const team = "principal.team == 'x'";
    expect(changes(both, asked("", times, ", scope: TEAM"))).toEqual([
      [
        "WIDEN",
        "condition-changed",
        "permission:job:make",
        {
          when: { before: team.replaceAll("'", '"'), after: team.replaceAll("'", '"') },
          meaning: { before: "bot.team: string", after: null },
        },
        3,
      ],
    ]);
    const meaning = { before: "job.at: timestamp", after: "job.at: number" };
    const reached = { before: "resource.at < resource.until", after: "resource.at < resource.until" };
    const when = { before: "resource.at > resource.until", after: "resource.at > resource.until" };
    const atTeam = { before: "TEAM", after: "TEAM" };
    expect(changes(both, asked('"team?": string', numbers, ", scope: TEAM"))).toEqual([
      ["WIDEN", "condition-changed", "role:top", { permission: "job:edit", scope: all, when, meaning }, 7],
      [
        "WIDEN",
        "condition-changed",
        "role:top",
        { permission: "job:view", scope: atTeam, when: reached, meaning },
        7,
      ],
    ]);
  });

  const typed = (invoice: string, job: string): string => `principals: { user: }
resources:
  invoice: { attributes: { owner: ${invoice} }, actions: { get: } }
  org: { attributes: { plan: ${invoice} } }
  job: { in: org, attributes: { owner: string, team: ${job} }, actions: { get: } }
roles:
  top: { allow: [{ permissions: ["job:get"], when: "resource.owner == 'resource.plan' && has(resource.team)" }] }
  low: { allow: [{ permissions: ["job:get"], when: "has(resource.container.plan)" }] }
`;

  test("is one that the condition reads, of the type that it is about", () => {
    const found = difference(typed("number", "string"), typed("string", "number")).changes;
    expect(found.map(({ holder, line, meaning }) => [holder, line, meaning])).toEqual([
      ["role:low", 4, { before: "org.plan: number", after: "org.plan: string" }],
      ["role:top", 5, { before: "job.team: string", after: "job.team: number" }],
    ]);
  });

  test("is not told where the condition is written in another way", () => {
    const one = asked('"team?": string', times);
    const other = asked("", times).replace("== 'x'", "== 'y'");
    const [change] = difference(one, other).changes;
    expect(change).toMatchObject({ holder: "permission:job:make", line: 9 });
    expect(change).not.toHaveProperty("meaning");
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

  const shaped = (user: string, job: string, scopes = "[{ name: ALL }]"): string =>
    `principals: { user: { attributes: { ${user} } } }
scopes: ${scopes}
resources: { org: , job: { ${job} } }
`;
  const attributes = (list: string): string => shaped("", `attributes: { ${list} }`);
  test.each([
    ["an attribute that is gone", "major", attributes("a: string"), attributes("")],
    ["one of another type", "major", attributes("a: string"), attributes("a: number")],
    ["one that takes less", "major", attributes("a: [x, y]"), attributes("a: [x]")],
    ["one that takes more", "patch", attributes("a: [x]"), attributes("a: [x, y]")],
    ["a new one that is required", "major", attributes(""), attributes("a: string")],
    ["one that becomes required", "major", attributes("a?: string"), attributes("a: string")],
    ["a new one that is optional", "patch", attributes(""), attributes("a?: string")],
    ["one of a kind", "major", shaped("a: string", ""), shaped("", "")],
    ["a container", "major", shaped("", "in: org"), shaped("", "")],
    ["a resource type", "major", shaped("", ""), shaped("", "").replace("org: ,", "")],
    ["a scope", "major", shaped("", "", '[{ name: A, when: "false" }, { name: ALL }]'), shaped("", "")],
  ])("for types: %s is %s", (_, bump, before, after) => {
    expect(difference(before, after).bump).toBe(bump);
  });

  const held = (heldBy: string, kinds = "user: , bot: "): string =>
    `principals: { ${kinds} }\nresources: { job: { actions: { view: } } }\nroles: { top: { ${heldBy}allow: ["job:view"] } }\n`;
  const asked = (requires: string, around = "in: org, "): string => `principals: { user: }
resources:
  org: { attributes: { owner: string, "plan?": string }, actions: { see: } }
  job: { ${around}attributes: { owner: string, "team?": string }, actions: { view: { ${requires} } } }
roles: { top: { allow: ["job:view"] } }
`;
  const owned = "requires: resource.owner == principal.id";
  test.each([
    ["the scope A is gone", shaped("", "", '[{ name: A, when: "false" }, { name: ALL }]'), shaped("", "")],
    ["the resource type org is gone", shaped("", ""), shaped("", "").replace("org: ,", "")],
    ["job has other attributes", attributes("a: string"), attributes("")],
    ["job is in other containers", shaped("", "in: org"), shaped("", "")],
    ["user has other attributes", shaped("a: string", ""), shaped("", "")],
    ["principals have to say their kind", held("", "user: "), held("")],
    ["a check of job:view now needs resource.owner", asked(""), asked(owned)],
    [
      "a check of job:view now needs resource.container",
      asked(owned),
      asked(`${owned} && has(resource.container.plan)`),
    ],
    [
      "a check of job:view now needs resource.container.owner",
      asked("requires: has(resource.container.plan)"),
      asked("requires: has(resource.container.plan) || resource.container.owner == principal.id"),
    ],
    [undefined, asked(owned), asked(`${owned} && resource.team == 'x'`)],
    [undefined, asked(`${owned} || resource.container.owner == 'x'`), asked(owned)],
    [undefined, held("heldBy: [user], "), held("")],
    // The change says so.
    [undefined, held(""), held("heldBy: [user], ")],
    [undefined, held("", "user: , bot: "), held("heldBy: [user, bot], ", "bot: , user: ")],
  ])("has its reason, or what callers have to do: %s", (because, before, after) => {
    expect(difference(before, after).because).toBe(because);
  });

  test("has its reason where no change tells it", () => {
    expect(difference(policy(role), policy(`${role}reserved: { roles: [x] }\n`)).because).toBe(
      "what is generated differs",
    );
    expect(difference(policy(""), policy("roles: { empty: }\n")).because).toBe("there are new names");
    expect(difference(policy(role), policy("")).because).toBeUndefined();
    const callers = difference(asked(""), asked(owned));
    const other = difference(policy(""), policy(role));
    expect(united([callers, other, difference(asked(""), asked(""))])).toMatchObject({
      bump: "minor",
      because: "a check of job:view now needs resource.owner",
    });
    expect(united([other])).not.toHaveProperty("because");
  });

  test("of a policy that comes or goes", () => {
    const one = compiled(policy(role));
    expect(diffPolicies(undefined, one).bump).toBe("minor");
    expect(diffPolicies(one, undefined).bump).toBe("major");
    expect(diffPolicies(undefined, undefined)).toEqual({ bump: "none", changes: [] });
  });
});

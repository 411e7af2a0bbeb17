/** The decision matrix: the page for people, and the same as CSV and JSON. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type AnySchemaObject } from "ajv/dist/2020.js";
import fc from "fast-check";
import { parsers } from "prettier/plugins/markdown";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { largePolicy } from "../bench/support/large-policy.mjs";
import { matrixOf, policyPage, tableOf } from "../compiler/6-emit/index.js";
import type { AnalyzedPolicy, Matrix } from "../compiler/ir.js";
import { policyArbitrary, shuffled } from "./laws/arbitrary.js";
import { analyzeSources, sources } from "./support/policy.js";
import { rolebook, Scratch, snapshot, write } from "./support/project.js";

const root = join(import.meta.dirname, "..");
const scratch = new Scratch("matrix");

beforeAll(() => {
  vi.stubEnv("NO_COLOR", "1");
});

afterAll(() => {
  vi.unstubAllEnvs();
  scratch.dispose();
});

function analyzed(...fragments: readonly unknown[]): AnalyzedPolicy {
  const { policy, diagnostics } = analyzeSources(sources(fragments.map((one) => stringify(one))));
  if (policy === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return policy;
}

// ---- Markdown, read again.

type Row = Readonly<Record<string, string>>;

/** The tables of a page, each as its rows by column. */
function tablesOf(markdown: string): readonly (readonly Row[])[] {
  const blocks = markdown.split(/\n{2,}/).filter((block) => block.startsWith("| "));
  return blocks.map((block) => {
    const [columns = [], , ...lines] = block.split("\n").map((line) => line.slice(2, -2).split(/ \| /));
    return lines.map((cells) => {
      expect(cells).toHaveLength(columns.length);
      return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ""]));
    });
  });
}

/** The one table of a page that has these columns first. */
function tableWith(markdown: string, ...columns: readonly string[]): readonly Row[] {
  const fitting = tablesOf(markdown).filter(
    ([first]) =>
      Object.keys(first ?? {})
        .slice(0, columns.length)
        .join() === columns.join(),
  );
  expect(fitting).toHaveLength(1);
  return fitting[0] ?? [];
}

/** A page as a tree: its nodes, and what its cells say. */
interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

function treeOf(markdown: string): Node {
  return parsers.remark.parse(markdown, {} as never) as Node;
}

function nodesIn(node: Node): readonly Node[] {
  return [node, ...(node.children ?? []).flatMap(nodesIn)];
}

describe("the three tables of DynamoAI's document", () => {
  interface Table {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly string[])[];
  }
  const page = readFileSync(join(root, "generated/dynamoai/POLICY.md"), "utf8");
  const source = JSON.parse(readFileSync(join(root, "test/seeds/dynamoai-tables.json"), "utf8")) as Readonly<
    Record<"resourceScopes" | "organizationalLevel" | "resourceRoles", Table>
  >;
  /** A cell without the order of what it lists. */
  const bag = (cell: string): string => cell.split(", ").sort().join(", ");

  test.each([
    { table: "resourceScopes", names: ["Resource"], cells: 3, surplus: ["Project", "Role", "User"] },
    { table: "organizationalLevel", names: ["Role"], cells: 9, surplus: ["Organization Member"] },
    {
      table: "resourceRoles",
      names: ["Resource", "Role"],
      cells: 6,
      surplus: [
        "Dataset, DynamoEval Editor",
        "Dataset, DynamoEval Owner",
        "Dataset, DynamoEval Viewer",
        "Policy, DynamoGuard Editor",
        "Policy, DynamoGuard Owner",
        "Policy, DynamoGuard Viewer",
        "Project, Project Editor",
        "Project, Project Owner",
        "Project, Project Viewer",
      ],
    },
  ] as const)(
    "$table: every cell, and the rows that only the policy has",
    ({ table, names, cells, surplus }) => {
      const { columns, rows } = source[table];
      // What the document's third table calls scopes are permissions, as in its other two.
      const [listed = ""] = columns.filter((column) => !names.some((name) => name === column));
      expect(["Permissions", "Scopes"]).toContain(listed);
      const ours = new Map(
        tableWith(page, ...names, "Permissions").map((row) => [
          names.map((name) => row[name]).join(", "),
          row["Permissions"] ?? "",
        ]),
      );
      const theirs = new Map(
        rows.map((row) => [row.slice(0, names.length).join(", "), row[names.length] ?? ""]),
      );
      expect(theirs.size).toBe(cells);
      expect([...theirs.keys()].map((name) => [name, bag(ours.get(name) ?? "")])).toEqual(
        [...theirs].map(([name, cell]) => [name, bag(cell)]),
      );
      expect([...ours.keys()].filter((name) => !theirs.has(name)).sort()).toEqual(surplus);
    },
  );

  test("what the policy has beyond a cell stands beside it: resetting passwords, and creating", () => {
    const conditional = tableWith(page, "Role", "Permissions").filter(
      (row) => row["Role"] !== "Organization Member" && row["Under a condition"] !== "NA",
    );
    expect(conditional.map((row) => [row["Role"], row["Under a condition"]])).toEqual([
      ["IAM Admin", "user:resetPassword (if C1)"],
    ]);
    expect(page).toContain('- **C1**: the user\'s status is "Pending Onboarding"\n');
    const onType = tableWith(page, "Resource", "Permissions", "On the type").map((row) => row["On the type"]);
    expect(onType).toEqual(["dataset:create", "model:create", "policy:create", "NA", "NA", "user:create"]);
  });
});

const shop = {
  reserved: { permissions: ["order:burn"], roles: ["boss"] },
  principals: {
    user: { attributes: { team: "string" }, requires: 'principal.team != ""', defaultRoles: ["guest"] },
    robot: { attributes: { team: "string" } },
  },
  scopes: [
    { name: "OWN", when: "resource.owner == principal.id" },
    { name: "TEAM", when: "resource.team == principal.team" },
    { name: "ALL" },
  ],
  resources: {
    shop: {
      title: "Shop",
      attributes: { owner: "string", team: "string" },
      scopes: { OWN: "false" },
      actions: { open: {}, create: { on: "type" } },
    },
    order: {
      in: "shop",
      attributes: { owner: "string", team: "string", paid: "boolean", total: "number" },
      requires: "resource.total > 0",
      actions: {
        view: {},
        cancel: {
          requires: "!resource.paid",
          id: "CAN_CANCEL",
          description: "Stop an order.",
        },
        refund: {},
      },
    },
  },
  roles: {
    guest: { allow: [{ permissions: ["order:view"], scope: "OWN" }] },
    clerk: {
      title: "Clerk",
      heldBy: ["user"],
      inherits: ["guest", "base", "shop#keeper"],
      allow: [
        { permissions: ["order:view"], scope: "TEAM" },
        { permissions: ["order:cancel"], when: "-resource.total > -100" },
        "shop:create",
      ],
      assigns: ["guest", "shop#*"],
    },
    base: { heldBy: [], allow: ["shop:open"] },
  },
  resourceRoles: { shop: { keeper: { allow: ["shop:open", "order:refund"], assigns: ["keeper"] } } },
  routes: { "DELETE /orders/{id}": "order:cancel", "GET /health": "public" },
};

describe("the page", () => {
  const page = policyPage(analyzed(shop));

  test("has every section, and nothing else", () => {
    expect(page.match(/^##? .*/gm)).toEqual([
      "# test",
      "## Principals",
      "## Scopes",
      "## Resources",
      "## Roles",
      "## Resource roles",
      "## Decision matrix",
      "## Assigning roles",
      "## Routes",
      "## Reserved names",
      "## Conditions",
    ]);
    expect(tableWith(page, "Name", "Was a")).toEqual([
      { Name: "`order:burn`", "Was a": "permission" },
      { Name: "`boss`", "Was a": "role" },
    ]);
    const smallest = policyPage(
      analyzed({ resources: { a: { actions: { b: {} } } }, roles: { c: { allow: ["a:b"] } } }),
    );
    expect(smallest).toBe(`# test

1 role, 0 resource roles, 1 permission on 1 resource type.
Roles and resource roles are shown with everything that they have, inherited permissions included. What is not shown is denied.
\`NA\` stands where there is none.

## Principals

| Kind | Default roles |
| --- | --- |
| \`user\` | NA |

## Resources

| Resource | Permissions | Name |
| --- | --- | --- |
| \`a\` | a:b | \`a\` |

## Roles

| Role | Permissions | Name |
| --- | --- | --- |
| \`c\` | a:b | \`c\` |

## Decision matrix

An empty cell is a no.

Roles that have nothing on a resource type are not columns of its table.

### \`a\`

| Permission | \`c\` |
| --- | --- |
| \`a:b\` | yes |
`);
  });

  test("says what scopes reach, with what a resource type says of its own", () => {
    expect(page).toContain(`- \`OWN\`
  - on \`order\`: the order's owner is the principal's id, \`resource.owner == principal.id\`
- \`TEAM\`
  - on \`order\`: the order's team is the principal's team, \`resource.team == principal.team\`
- \`ALL\`
  - on every resource type: everything
`);
  });

  test("says of a role what it has outright and what under a condition", () => {
    const rows = tableWith(page, "Role", "Permissions", "Under a condition");
    expect(
      rows.map((row) => [row["Role"], row["Permissions"], row["Under a condition"], row["Held by"]]),
    ).toEqual([
      ["`base`", "shop:open", "NA", "nobody: it is there to be inherited"],
      [
        "Clerk",
        "shop:create, shop:open",
        "order:cancel (if C2 and C1 and C4), order:refund (if C4 in a shop), order:view (TEAM if C4)",
        "`user`",
      ],
      ["`guest`", "NA", "order:view (OWN if C4)", ""],
    ]);
    expect(page).toContain(`- **C1**: the order's paid is false
  \`!resource.paid\`
- **C2**: minus the order's total is greater than -100
  \`-resource.total > -100\`
- **C3**: the principal's team is not ""
  \`principal.team != ""\`
- **C4**: the order's total is greater than 0
  \`resource.total > 0\`
`);
  });

  test("has a table of permissions by roles for each resource type", () => {
    expect(page).toContain(`### \`order\`

| Permission | Requires | Clerk \`clerk\` | \`guest\` | \`shop#keeper\` |
| --- | --- | --- | --- | --- |
| \`order:cancel\`, stored as \`CAN_CANCEL\` | C1 and C4 | ALL if C2 |  |  |
| \`order:refund\` | C4 | ALL in a shop |  | ALL |
| \`order:view\` | C4 | TEAM | OWN |  |

### Shop (\`shop\`)

| Permission | Level | \`base\` | Clerk \`clerk\` | \`shop#keeper\` |
| --- | --- | --- | --- | --- |
| \`shop:create\` | type |  | yes |  |
| \`shop:open\` | instance | ALL | ALL | ALL |
`);
  });

  test("says who may assign what, and what routes demand", () => {
    expect(page).toContain(`| Holder | May give and take | Name |
| --- | --- | --- |
| Clerk | guest, shop#keeper | \`clerk\` |
| \`keeper\` | shop#keeper | \`shop#keeper\` |
`);
    expect(page).toContain(`| Route | Permission |
| --- | --- |
| \`GET /health\` | **public** |
| \`DELETE /orders/{id}\` | order:cancel |
`);
  });

  test("does not name roles that nobody can be given", () => {
    const given = policyPage(
      analyzed({
        principals: { user: { defaultRoles: ["member"] }, bot: { defaultRoles: ["unit"] } },
        roles: {
          boss: { assigns: ["*"], heldBy: ["user"] },
          abstract: { heldBy: [] },
          unit: { heldBy: ["bot"] },
          member: {},
          left: { assigns: ["abstract", "unit"] },
        },
      }),
    );
    expect(given).toContain(
      "| Holder | May give and take | Name |\n| --- | --- | --- |\n| `boss` | boss, left, member | `boss` |\n",
    );
  });

  test("of a permission that nobody has says so", () => {
    const lonely = policyPage(
      analyzed({
        resources: { a: { actions: { b: {} } }, c: { actions: { d: {} } } },
        roles: { e: { allow: ["c:d"] } },
      }),
    );
    expect(lonely).toContain("### `a`\n\nNo role has any of these.\n\n| Permission |\n| --- |\n| `a:b` |\n");
  });

  test("of many roles has a list in place of columns", () => {
    const roles = Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`r${at}`, { allow: ["a:b"] }]));
    const text = policyPage(analyzed({ resources: { a: { actions: { b: {} } } }, roles }));
    expect(text).toMatch(
      /\| Permission \| Held by \|\n\| --- \| --- \|\n\| `a:b` \| (?:`r\d+`, ){16}`r9` \|\n/,
    );
  });
});

describe("an author's text", () => {
  const texts = [
    "a | b \\| c || d",
    "`code` ``x`` `",
    "<script>alert(1)</script><!-- x --> --> &lt; &amp;",
    "[link](https://evil.example) ![image](x.png) <https://evil.example>",
    "# heading\n\n- list\n\n| a | b |\n| --- | --- |\n",
    "*a* _b_ **c** __d__ ~~e~~ $x$ $$y$$",
    "@somebody, www.evil.example, https://evil.example, a@b.example",
    "[^1] [x]: y  two  spaces \\",
    "\u0000\u0007\u001b[31m\u202e\u2066\u200b\ufeff end",
    "one\r\ntwo\u2028three\u2029four\u0085five",
  ];
  const policyWith = (text: string): AnalyzedPolicy => {
    const inCel = JSON.stringify(text);
    return analyzed({
      principals: { user: { attributes: { mood: [text, "fine", "bad"] }, defaultRoles: ["member"] } },
      resources: {
        model: {
          title: text,
          description: text,
          attributes: { state: ["fine", text] },
          requires: `resource.state != ${inCel}`,
          actions: { get: { description: text } },
        },
      },
      roles: { member: { title: text, description: text, deprecated: text, allow: ["model:get"] } },
      resourceRoles: {
        model: {
          owner: {
            title: text,
            allow: [{ permissions: ["model:*"], when: `principal.mood in [${inCel}, "fine"]` }],
          },
        },
      },
    });
  };
  /** Node types, without how a run of text is divided. */
  const shapeOf = (markdown: string): readonly string[] =>
    nodesIn(treeOf(markdown))
      .map(({ type }) => type)
      .filter((type) => type !== "text" && type !== "html");

  test.each(texts)("%j is no markup", (text) => {
    const page = policyPage(policyWith(text));
    expect(shapeOf(page)).toEqual(shapeOf(policyPage(policyWith("plain words"))));
    const tags = nodesIn(treeOf(page)).flatMap(({ type, value }) => (type === "html" ? [value] : []));
    expect(tags.filter((tag) => !/^<\/?(?:span|code)>$|^<!-- -->$/.test(tag ?? ""))).toEqual([]);
    expect(page).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u);
    expect(page.replace(/^ {2}`.*`$/gm, "")).not.toMatch(/@(?!<!-- -->)\w/);
  });

  test("reads as it was written", () => {
    const text = "a | b `c` <d> [e](f) *g* _h_ i_j & &lt; # ~k~ \\ end";
    const cells = nodesIn(treeOf(policyPage(policyWith(text)))).filter(({ type }) => type === "tableCell");
    const said = cells.map((one) =>
      nodesIn(one)
        .map(({ value = "" }) => value)
        .join(""),
    );
    expect(said).toContain(text);
  });

  test("that is very long is cut", () => {
    const text = "long ".repeat(10_000);
    const { length } = policyPage(
      analyzed({
        resources: { a: { title: text, description: text, actions: { b: {} } } },
        roles: { c: { title: text, description: text, allow: ["a:b"] } },
      }),
    );
    expect(length).toBeLessThan(5_000);
  });
});

describe("a large policy", () => {
  const files = [...largePolicy({ roles: 400, permissions: 3_000, grants: 20_000, seed: 1 })];
  const { policy } = analyzeSources(files.map(([path, text]) => ({ path, text })));

  test("has a page that is short enough to be opened, and says that it is cut", () => {
    if (policy === undefined) throw new Error("it does not compile");
    const cells = [...matrixOf(policy).cells].length;
    expect(cells).toBeGreaterThan(30_000);
    const page = policyPage(policy);
    expect(page).toContain("`rolebook matrix --format csv` has every cell");
    expect(page).toMatch(/ and \d+ more \|/);
    expect(Buffer.byteLength(page)).toBeLessThan(1_500_000);
  });
});

test("the page and the cells are the same in whatever order a policy is written", () => {
  const pairs = policyArbitrary.chain((fragments) => fc.tuple(fc.constant(fragments), shuffled(fragments)));
  fc.assert(
    fc.property(pairs, ([one, other]) => {
      const [before, after] = [analyzed(...one), analyzed(...other)];
      const page = policyPage(before);
      expect(page).toBe(policyPage(after));
      expect(page).not.toMatch(/undefined|\[object|\bNaN\b|\(\)|C\d+ and $/);
      const data = ({ cells, ...rest }: Matrix): unknown => ({ ...rest, cells: [...cells] });
      expect(data(matrixOf(before))).toEqual(data(matrixOf(after)));
    }),
    { numRuns: 200 },
  );
});

interface Cell {
  readonly holder: string;
  readonly resource: string;
  readonly permission: string;
  readonly level: string;
  readonly scope?: string;
  readonly when?: string;
  readonly inside?: string;
  readonly requires?: string;
}

interface MatrixDocument {
  readonly policies: readonly { readonly policy: string; readonly cells: readonly Cell[] }[];
}

describe("the cells", () => {
  test("name the holders that the runtime's table names", () => {
    fc.assert(
      fc.property(policyArbitrary, (fragments) => {
        const policy = analyzed(...fragments);
        const table = tableOf(policy, Infinity);
        const ofTable = Object.values(table.permissions).flatMap((questions) =>
          Object.entries(questions).flatMap(([permission, text]) => {
            const [holders = ""] = text.split("|");
            const names = holders.split(" ").filter((name) => name !== "");
            return names.map((name) => `${permission} ${name.replace(/[@?].*$/, "").replace(/^[^>]*>/, "")}`);
          }),
        );
        const ofMatrix = [...matrixOf(policy).cells].map(
          ({ permission, holder }) => `${permission} ${holder.replace(/^\w+:/, "")}`,
        );
        expect([...new Set(ofMatrix)].sort()).toEqual([...new Set(ofTable)].sort());
      }),
      { numRuns: 200 },
    );
  });

  test("say how far, under which condition, and where", () => {
    expect([...matrixOf(analyzed(shop)).cells].filter(({ holder }) => holder === "role:clerk")).toEqual([
      {
        holder: "role:clerk",
        resource: "order",
        permission: "CAN_CANCEL",
        level: "instance",
        scope: "ALL",
        when: "-resource.total > -100",
        requires: "!resource.paid && resource.total > 0",
      },
      {
        holder: "role:clerk",
        resource: "order",
        permission: "order:refund",
        level: "instance",
        scope: "ALL",
        inside: "shop",
        requires: "resource.total > 0",
      },
      {
        holder: "role:clerk",
        resource: "order",
        permission: "order:view",
        level: "instance",
        scope: "TEAM",
        requires: "resource.total > 0",
      },
      { holder: "role:clerk", resource: "shop", permission: "shop:create", level: "type" },
      { holder: "role:clerk", resource: "shop", permission: "shop:open", level: "instance", scope: "ALL" },
    ]);
  });
});

describe("rolebook matrix", () => {
  const project = scratch.project({
    "policies/shop/a.yaml": stringify(shop),
    "policies/notes/a.yaml":
      'resources: { note: { attributes: { text: string }, actions: { get: } } }\nroles: { "reader": { allow: [{ permissions: ["note:get"], when: \'resource.text != "a, \\"b\\""\' }] } }\n',
  });
  const schema = JSON.parse(readFileSync(join(root, "schema/matrix.schema.json"), "utf8")) as AnySchemaObject;
  const validate = new Ajv2020({ strict: true }).compile(schema);

  async function json(...names: readonly string[]): Promise<MatrixDocument> {
    const { exitCode, stdout, stderr } = await rolebook(project, ["matrix", "--format", "json", ...names]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    const document = JSON.parse(stdout) as MatrixDocument;
    if (!validate(document)) throw new Error(JSON.stringify(validate.errors));
    return document;
  }

  test("prints the page that build commits, without its header", async () => {
    const { exitCode, stdout, stderr } = await rolebook(project, ["matrix", "shop"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect((await rolebook(project, ["build", "shop"])).exitCode).toBe(0);
    const built = readFileSync(join(project, "generated/shop/POLICY.md"), "utf8");
    expect(built).toMatch(
      /^<!-- @generated by rolebook\. [^>]*\n {2}rolebook build shop\nSources:\n {2}policies\/shop\/a\.yaml\nPolicy hash: [0-9a-f]+\n-->\n\n# shop\n/,
    );
    expect(stdout).toBe(built.slice(built.indexOf("# shop")));
  });

  test("prints all policies if none is named, and writes nothing", async () => {
    const before = snapshot(join(project, "policies"));
    const { stdout } = await rolebook(project, ["matrix"]);
    expect(stdout.match(/^# .*/gm)).toEqual(["# notes", "# shop"]);
    expect(snapshot(join(project, "policies"))).toEqual(before);
  });

  test("prints one JSON document that its schema describes", async () => {
    const { policies } = await json();
    expect(policies.map(({ policy, cells }) => [policy, cells.length])).toEqual([
      ["notes", 1],
      ["shop", 9],
    ]);
    expect((await json("shop")).policies.map(({ policy }) => policy)).toEqual(["shop"]);
    expect(policies[0]).toMatchObject({
      scopes: ["ALL"],
      permissions: [{ permission: "note:get", resource: "note", level: "instance" }],
      holders: [{ holder: "role:reader", name: "reader" }],
      conditions: [
        { condition: 'resource.text != "a, \\"b\\""', words: 'the resource\'s text is not "a, \\"b\\""' },
      ],
    });
  });

  test("of the policies of this project, too", async () => {
    const { exitCode, stdout } = await rolebook(root, ["matrix", "--format", "json"]);
    expect(exitCode).toBe(0);
    expect(validate(JSON.parse(stdout))).toBe(true);
  });

  test("prints the same cells as CSV", async () => {
    const { exitCode, stdout, stderr } = await rolebook(project, ["matrix", "--format", "csv"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    const [columns = [], ...records] = parseCsv(stdout);
    expect(columns).toEqual([
      "policy",
      "holder",
      "resource",
      "permission",
      "level",
      "scope",
      "when",
      "inside",
      "requires",
    ]);
    const read = records.map((fields): Readonly<Record<string, string>> =>
      Object.fromEntries<string>(
        columns.map((column, at) => [column, fields[at] ?? ""] as const).filter(([, field]) => field !== ""),
      ),
    );
    const { policies } = await json();
    // A formula would begin with a minus.
    const unlike = (text: string): string => (text.startsWith("-") ? `(${text})` : text);
    const expected = policies.flatMap(({ policy, cells }) =>
      cells.map((cell) => ({ policy, ...cell, ...(cell.when !== undefined && { when: unlike(cell.when) }) })),
    );
    expect(read).toEqual(expected);
    expect(records.flat().filter((field) => /^[-+=@\t\r]/.test(field))).toEqual([]);
    expect(read.some(({ when }) => when === "(-resource.total > -100)")).toBe(true);
  });

  test("shows what is wrong on stderr, and prints nothing then, or as JSON the errors", async () => {
    const broken = scratch.project({
      "policies/p/a.yaml": 'resources: { unused: { actions: { b: } } }\nroles: { a: { allow: ["b:c"] } }\n',
    });
    for (const format of ["markdown", "csv", "json"]) {
      const { exitCode, stdout, stderr } = await rolebook(broken, ["matrix", "--format", format]);
      expect(exitCode).toBe(1);
      expect(stderr).toContain("error[unknown-resource]");
      if (format === "json") expectErrors(stdout, ["unknown-resource"]);
      else expect(stdout).toBe("");
    }
    const none = await rolebook(scratch.project({}), ["matrix", "--format", "json"]);
    expect(none.exitCode).toBe(2);
    expectErrors(none.stdout, ["no-policy-file"]);
  });

  test.each([
    [["matrix", "nothing"], "`nothing` is not a policy of this project"],
    [["matrix", "--format", "xlsx"], "Allowed choices are markdown, csv, json"],
    [["matrix", "--role", "x"], "unknown option '--role'"],
  ])("%j is a wrong call", async (args, message) => {
    const { exitCode, stdout, stderr } = await rolebook(project, args);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });

  test("--help has an example", async () => {
    const { exitCode, stdout } = await rolebook(project, ["matrix", "--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("rolebook matrix modzy --format csv > modzy.csv");
  });

  test("commands no terminal", async () => {
    const hostile = scratch.project({
      "policies/p/a.yaml": stringify({
        resources: {
          a: { title: "\u001b[31m\u202e\u009b31m", attributes: { t: "string" }, actions: { b: {} } },
        },
        roles: {
          c: {
            title: "\u001b[31m",
            allow: [{ permissions: ["a:b"], when: 'resource.t == "\\u001b\\u202e\\u009b"' }],
          },
        },
      }),
    });
    for (const format of ["markdown", "csv", "json"]) {
      const { stdout } = await rolebook(hostile, ["matrix", "--format", format]);
      expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
      if (format !== "markdown") expect(stdout).toMatch(/\\+u001b\\+u202e\\+u009b/);
    }
  });
});

/** Expects the document of findings with these codes. */
function expectErrors(stdout: string, codes: readonly string[]): void {
  const document = JSON.parse(stdout) as { readonly diagnostics: readonly { readonly code: string }[] };
  const schema = JSON.parse(
    readFileSync(join(root, "schema/diagnostics.schema.json"), "utf8"),
  ) as AnySchemaObject;
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  expect(document.diagnostics.map(({ code }) => code)).toEqual(codes);
}

/** Records of fields, by RFC 4180. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const records: string[][] = [[]];
  for (const [, quoted, bare = "", end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    records.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === "\n") records.push([]);
  }
  expect(records.pop()).toEqual([]);
  return records;
}

test("a page that nothing generates any more is removed, and one of somebody else is not", async () => {
  const at = scratch.project({
    "policies/p/a.yaml": 'resources: { a: { actions: { b: } } }\nroles: { c: { allow: ["a:b"] } }\n',
  });
  expect((await rolebook(at, ["build"])).exitCode).toBe(0);
  write(at, {
    "generated/gone/POLICY.md": "<!-- @generated by rolebook. Do not edit -->\n",
    "generated/p/OLD.md": "<!-- @generated by rolebook. Do not edit -->\n",
    "generated/p/README.md": "# Mine\n",
    "generated/p/POLICY.md": "# edited\n",
  });
  const check = await rolebook(at, ["build", "--check"]);
  expect(check.exitCode).toBe(1);
  expect(check.stdout).toContain("--- a/generated/p/POLICY.md\n+++ b/generated/p/POLICY.md\n");
  const dry = await rolebook(at, ["build", "--dry-run"]);
  expect(dry.stdout).toContain("p: 1 roles, 1 permissions, 1 cells, 1 to write, ");
  expect(dry.stdout).toContain("1 to remove\ngenerated/gone: of no policy, 1 to remove\n");
  expect((await rolebook(at, ["build"])).exitCode).toBe(0);
  const left = [...snapshot(join(at, "generated")).keys()].filter((path) => path.endsWith(".md"));
  expect(left).toEqual(["p/POLICY.md", "p/README.md"]);
});

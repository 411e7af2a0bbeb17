/** How findings are taken: rules in the config, comments with a reason, and what cannot be lowered. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { compile } from "rolebook/compiler";

const scratch = mkdtempSync(join(tmpdir(), "rolebook-levels-"));
let projects = 0;

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** The findings of a project as `severity code line`, and the number of files it generates. */
async function findings(
  policy: string,
  config?: string,
): Promise<{ found: readonly string[]; files: number }> {
  const root = join(scratch, String(projects++));
  mkdirSync(join(root, "policies/p"), { recursive: true });
  writeFileSync(join(root, "policies/p/policy.yaml"), policy);
  if (config !== undefined) writeFileSync(join(root, "rolebook.yaml"), config);
  const { diagnostics, files } = await compile({ root });
  const found = diagnostics.map(({ severity, code, span }) => `${severity} ${code} ${String(span.line)}`);
  return { found, files: files.length };
}

const head = "version: 1\npolicies: { p: { source: policies/p, out: out } }\n";
const wildcard = `resources: { doc: { actions: { view: } } }
roles:
  admin:
    allow:
      - "*:*"
`;

describe("a rule in the config", () => {
  test.each([
    ["", ["warn broad-wildcard 5"], true],
    ["rules:\n", ["warn broad-wildcard 5"], true],
    ["rules: { broad-wildcard: warn }", ["warn broad-wildcard 5"], true],
    ["rules: { broad-wildcard: off }", [], true],
    ["rules: { broad-wildcard: error }", ["error broad-wildcard 5"], false],
  ])("%j", async (rules, expected, isGenerated) => {
    const { found, files } = await findings(wildcard, head + rules);
    expect(found).toEqual(expected);
    expect(files > 0).toBe(isGenerated);
  });

  test.each([
    "rules: { unknown-role: off }",
    "rules: { broad-wildcards: off }",
    "rules: { broad-wildcard: no }",
  ])("%j is refused", async (rules) => {
    expect((await findings(wildcard, head + rules)).found).toEqual(["error config-invalid 3"]);
  });
});

describe("a comment", () => {
  const at = (comment: string, above = ""): string =>
    wildcard.replace(/ {6}- .*/, `${above}      - "*:*"${comment}`);

  test.each([
    [at(" # rolebook-ignore broad-wildcard: the one administrator"), []],
    [at("", "      # rolebook-ignore broad-wildcard: the one administrator\n"), []],
    [at("", "      # rolebook-ignore broad-wildcard: a reason\n\n      # another comment\n"), []],
    [at("", "      # rolebook-ignore broad-wildcard: a reason\r\n"), []],
    [
      `# rolebook-ignore broad-wildcard: too far above\n${wildcard}`,
      ["warn unused-ignore 1", "warn broad-wildcard 6"],
    ],
    [at(" # rolebook-ignore unused-role: another code"), ["warn broad-wildcard 5", "warn unused-ignore 5"]],
    [at(" # rolebook-ignore broad-wildcard"), ["warn broad-wildcard 5", "error invalid-ignore 5"]],
    [at(" # rolebook-ignore broad-wildcard:   "), ["warn broad-wildcard 5", "error invalid-ignore 5"]],
    [at(" # see rolebook-ignore broad-wildcard: only prose"), ["warn broad-wildcard 5"]],
  ])("%j", async (policy, expected) => {
    expect((await findings(policy)).found).toEqual(expected);
  });

  test("does not silence an error, nor say that a lint was not found where lints were not looked for", async () => {
    const policy = `${wildcard}  other: { inherits: [nobody-here] } # rolebook-ignore unused-role: kept\n`;
    expect((await findings(policy)).found).toEqual(["error unknown-role 6"]);
  });

  test("is not needed for a lint that is off", async () => {
    const policy = at(" # rolebook-ignore broad-wildcard: a reason");
    expect((await findings(policy, `${head}rules: { broad-wildcard: off }`)).found).toEqual([]);
  });
});

test("the same finding of two policies that share a folder is shown once", async () => {
  const config =
    "version: 1\npolicies: { a: { source: policies/p, out: a }, b: { source: policies/p, out: b } }\n";
  expect((await findings(wildcard, config)).found).toEqual(["warn broad-wildcard 5"]);
});

test("very many lints are no error, and do not hide those of another code", async () => {
  const actions = Array.from({ length: 10_100 }, (_, n) => `      a${String(n)}:\n`).join("");
  const policy = `resources:\n  doc:\n    actions:\n${actions}roles:\n  reader: { allow: ["doc:a1"] }\n  reader2: { allow: ["doc:a1"] }\n`;
  const { found, files } = await findings(policy);
  expect(found.filter((one) => one.startsWith("error"))).toEqual([]);
  expect(found.filter((one) => one.includes("unheld-permission"))).toHaveLength(10_000);
  expect(found.filter((one) => one.includes("equal-roles"))).toHaveLength(1);
  expect(files).toBeGreaterThan(0);
});

test("very many comments are read in one go, and the first that fits counts", async () => {
  const comments = Array.from(
    { length: 100_000 },
    () => "      # rolebook-ignore broad-wildcard: again\n",
  ).join("");
  const { found } = await findings(wildcard.replace(/( {6}- .*)/, `${comments}$1`));
  expect(found).toHaveLength(99_999);
  expect(new Set(found.map((one) => one.replace(/ \d+$/, "")))).toEqual(new Set(["warn unused-ignore"]));
  expect(found).not.toContain("warn unused-ignore 5");
});

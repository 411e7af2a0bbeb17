/**
 * `docs/diagnostics.md` is printed from the catalogue and the fixtures.
 * `UPDATE_DOCS=1 npx vitest run test/docs.test.ts` rewrites it.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { format } from "prettier";
import { expect, test } from "vitest";
import { catalogue, isLint, type Code } from "../compiler/catalogue.js";

const root = resolve(import.meta.dirname, "..");
const fixtures = join(import.meta.dirname, "fixtures/error");
/** Of these the file of tests is shown, without the policy that it tests. */
const testFixtures = join(import.meta.dirname, "policy-tests/findings");
const page = join(root, "docs/diagnostics.md");

/** The shortest fixture of a code, as an example. */
function exampleOf(code: Code): string | undefined {
  return exampleIn(fixtures, /\.ya?ml$/, code) ?? exampleIn(testFixtures, /\.test\.yaml$/, code);
}

function exampleIn(all: string, shownFiles: RegExp, code: Code): string | undefined {
  const examples = readdirSync(all)
    .filter((name) => name.startsWith(`${code}--`))
    .map((name) => {
      const folder = join(all, name);
      const texts = readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile() && shownFiles.test(entry.name))
        .map(({ name: file }) => ({ file, text: readFileSync(join(folder, file), "utf8") }));
      return { texts, shown: readFileSync(join(folder, "expected.txt"), "utf8") };
    })
    .filter(
      ({ texts, shown }) =>
        texts.length === 1 && !/[^\n\x20-\x7e]/.test(texts[0]?.text ?? "") && /^\w+\[/.test(shown),
    )
    .sort(
      (a, b) =>
        a.shown.length + (a.texts[0]?.text.length ?? 0) - b.shown.length - (b.texts[0]?.text.length ?? 0),
    );
  const [first] = examples;
  if (first === undefined) return undefined;
  return `\`\`\`yaml\n${first.texts[0]?.text.trimEnd() ?? ""}\n\`\`\`\n\n\`\`\`text\n${first.shown.trimEnd()}\n\`\`\``;
}

function print(): string {
  const codes = Object.keys(catalogue) as Code[];
  const section = (code: Code): string => {
    const { severity, exit, sentence, cure } = catalogue[code];
    const level = isLint(code)
      ? `A lint, \`${severity}\` unless \`rolebook.yaml\` says otherwise.`
      : `An error; exit code ${String(exit)}.`;
    return [`### \`${code}\``, sentence, `${level} ${cure}`, exampleOf(code)]
      .filter((part) => part !== undefined)
      .join("\n\n");
  };
  return [
    "# Diagnostics",
    "Everything that rolebook reports. This page is generated from `compiler/catalogue.ts` and `test/fixtures`.",
    "## Levels",
    "An error stays an error. A lint may be set to `off`, `warn` or `error` in `rolebook.yaml`, and `--max-warnings` limits the warnings that pass:",
    "```yaml rolebook.yaml\nversion: 1\npolicies:\n  shop: { source: policies/shop, out: generated/shop }\nrules:\n  equal-roles: off\n  broad-wildcard: error\n```",
    "A comment silences a lint in one place. It stands on the line of the finding or alone above it, and must give a reason, as in `policies/shop/policy.yaml`:",
    "```yaml policies/shop/policy.yaml\nresources:\n  order:\n    actions:\n      view:\n      # rolebook-ignore unheld-permission: granted from the next release on\n      archive:\nroles:\n  clerk: { allow: [order:view] }\n```",
    "## Errors",
    ...codes.filter((code) => !isLint(code)).map(section),
    "## Lints",
    ...codes.filter(isLint).map(section),
  ].join("\n\n");
}

test("docs/diagnostics.md is what the catalogue and the fixtures say", async () => {
  const text = await format(print(), {
    parser: "markdown",
    printWidth: 110,
    embeddedLanguageFormatting: "off",
  });
  if (process.env["UPDATE_DOCS"] === "1") {
    mkdirSync(join(root, "docs"), { recursive: true });
    writeFileSync(page, text);
  }
  expect(readFileSync(page, "utf8")).toBe(text);
});

test("every code has a sentence and a cure, and the config schema knows exactly the lints", () => {
  for (const { sentence, cure } of Object.values(catalogue)) {
    for (const text of [sentence, cure]) expect(text).toMatch(/^[A-Z].*\.$/);
  }
  const schema = JSON.parse(readFileSync(join(root, "schema/config.schema.json"), "utf8")) as {
    properties: { rules: { properties: object } };
  };
  expect(Object.keys(schema.properties.rules.properties)).toEqual(Object.keys(catalogue).filter(isLint));
});

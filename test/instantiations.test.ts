/**
 * How many types a type checker instantiates for checks, against the numbers in `instantiations.json`: the same programs as the
 * benchmark's. What became less on purpose, or more with a reason, is written there by
 * `UPDATE_INSTANTIATIONS=1 npx vitest run test/instantiations.test.ts`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { compile } from "rolebook/compiler";
import { writeDeclarations } from "./support/declarations.js";
import { write } from "./support/project.js";

type Files = Readonly<Record<string, string>>;
type Checker = object;

interface Subject {
  readonly yaml: string;
  readonly permissions: readonly object[];
}

const benchmark = resolve(import.meta.dirname, "../bench/types");
const load = async <T>(file: string): Promise<T> =>
  (await import(pathToFileURL(join(benchmark, file)).href)) as T;
const { subject } = await load<{
  subject: (size: { readonly resources: number; readonly calls: number }) => Subject;
}>("subject.mjs");
const { rolebookProgram } = await load<{ rolebookProgram: (asked: Subject) => Files }>("programs.mjs");
const { checkers, writeProgram, countInstantiations } = await load<{
  checkers: Readonly<Record<string, Checker>>;
  writeProgram: (folder: string, files: Files, packages: Files) => void;
  countInstantiations: (checker: Checker, folder: string) => number;
}>("measure.mjs");

/** What a permission more may cost. */
const mostPerPermission = 10;

const scratch = mkdtempSync(join(tmpdir(), "rolebook-instantiations-"));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});
const rolebook = writeDeclarations(scratch);

/** A program with two checks for each permission, in a folder of its own. */
async function writeChecks(resources: number) {
  const asked = subject({ resources, calls: 20 * resources });
  const root = join(scratch, String(resources));
  write(root, { "policies/subject/policy.yaml": asked.yaml });
  const { files, diagnostics } = await compile({ root });
  expect(diagnostics).toEqual([]);
  const generated = files
    .filter(({ path }) => path.endsWith(".ts"))
    .map(({ path, text }) => [path.replace("generated/subject/", "generated/"), text] as const);
  const folder = join(root, "program");
  writeProgram(folder, { ...rolebookProgram(asked), ...Object.fromEntries(generated) }, { rolebook });
  return { folder, permissions: asked.permissions.length };
}

const small = await writeChecks(20);
const large = await writeChecks(40);
const counts = new Map(
  Object.entries(checkers).map(([name, checker]) => [
    name,
    { small: countInstantiations(checker, small.folder), large: countInstantiations(checker, large.folder) },
  ]),
);

const stored = join(import.meta.dirname, "instantiations.json");
if (process.env["UPDATE_INSTANTIATIONS"] === "1") {
  const found = [...counts].map(([name, count]) => [name, count.small] as const);
  writeFileSync(stored, `${JSON.stringify(Object.fromEntries(found), null, 2)}\n`);
}
const limits = JSON.parse(readFileSync(stored, "utf8")) as Readonly<Record<string, number>>;

describe.each([...counts])("%s", (name, count) => {
  test("instantiates no more types than it did", () => {
    const limit = limits[name] ?? 0;
    const hint = `${name}: ${count.small}; stored are ${limit}. If it should be so: UPDATE_INSTANTIATIONS=1 npx vitest run test/instantiations.test.ts`;
    expect(count.small, hint).toBeLessThanOrEqual(limit);
  });

  test(`instantiates at most ${mostPerPermission} types more for a permission more`, () => {
    const permissions = large.permissions - small.permissions;
    expect((count.large - count.small) / permissions).toBeLessThanOrEqual(mostPerPermission);
  });
});

test("the type checkers are those whose numbers are stored", () => {
  expect(Object.keys(limits)).toEqual([...counts.keys()]);
});

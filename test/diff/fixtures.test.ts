/**
 * Realistic edits of the two policies in this repository. `fixtures/<name>/edit.yaml` is the edit; beside it stand the reports.
 * `UPDATE_FIXTURES=1 npx vitest run test/diff/fixtures.test.ts` rewrites them; read the difference as a reviewer would.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createColors } from "picocolors";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { check } from "../../compiler/check.js";
import { json } from "../../compiler/cli/diff/json.js";
import { markdown } from "../../compiler/cli/diff/markdown.js";
import { text } from "../../compiler/cli/diff/text.js";
import type { AnalyzedPolicy, SourceFile } from "../../compiler/ir.js";
import { diffPolicies } from "../../review/diff/index.js";

const folder = join(import.meta.dirname, "fixtures");
const root = join(import.meta.dirname, "../..");

interface Edit {
  readonly about: string;
  readonly policy: string;
  readonly markdown?: boolean;
  readonly edits: readonly {
    readonly file: string;
    /** Stands there once. */
    readonly find?: string;
    readonly replace?: string;
    readonly write?: string;
  }[];
}

function sourcesOf(policy: string): readonly SourceFile[] {
  const path = `policies/${policy}`;
  return readdirSync(join(root, path))
    .filter((name) => name.endsWith(".yaml") && !name.endsWith(".test.yaml"))
    .sort()
    .map((name) => ({ path: `${path}/${name}`, text: readFileSync(join(root, path, name), "utf8") }));
}

function edited(files: readonly SourceFile[], { policy, edits }: Edit): readonly SourceFile[] {
  const texts = new Map(files.map((file) => [file.path, file.text]));
  for (const { file, find, replace = "", write } of edits) {
    const path = `policies/${policy}/${file}`;
    const before = texts.get(path) ?? "";
    if (write !== undefined) texts.set(path, write);
    else {
      expect(before.split(find ?? "")).toHaveLength(2);
      texts.set(path, before.split(find ?? "").join(replace));
    }
  }
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, content]) => ({ path, text: content }));
}

function compiled(name: string, files: readonly SourceFile[]): AnalyzedPolicy {
  const config = { source: `policies/${name}`, out: `generated/${name}` };
  const { analyzed, diagnostics } = check({ name, config, files, diagnostics: [] }, {}, () => undefined);
  if (analyzed === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return analyzed;
}

describe("an edit of a real policy", () => {
  test.each(readdirSync(folder).sort())("%s", (name) => {
    const edit = parse(readFileSync(join(folder, name, "edit.yaml"), "utf8")) as Edit;
    const files = sourcesOf(edit.policy);
    const difference = diffPolicies(compiled(edit.policy, files), compiled(edit.policy, edited(files, edit)));
    const surroundings = { cwd: root, root, repository: root, colors: createColors(false) };
    const judged = { ...difference, failOn: [] };
    const reports = {
      "expected.json": json(judged, surroundings),
      "expected.txt": text(judged, surroundings),
      ...(edit.markdown === true && { "expected.md": markdown(judged, surroundings) }),
    };
    for (const [file, report] of Object.entries(reports)) {
      const path = join(folder, name, file);
      if (process.env["UPDATE_FIXTURES"] === "1") writeFileSync(path, report);
      expect(report).toBe(existsSync(path) ? readFileSync(path, "utf8") : "");
    }
  });
});

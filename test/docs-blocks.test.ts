/**
 * Every code block of the documentation is followed as a newcomer follows it, page by page from an empty folder.
 *
 * | block | what happens |
 * | --- | --- |
 * | `yaml path`, `json path` | the file is written there; the policies of the page must compile |
 * | `yaml` | compiled as a policy of its own |
 * | `ts`, `ts path` | a module: type-checked against what the page's policies generate, and run where it says `// => value` |
 * | `ts continued` | goes on in the module above |
 * | `sh` | run; a command exits with 0, or with what a comment behind it says: `# exits with 1` |
 * | `text`, `diff` | what the block above prints; a line `…` stands for any lines |
 *
 * Any other block is an error. A block in an HTML comment counts like another. `UPDATE_DOCS=1` writes what is printed into the pages.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isPart, steady } from "./support/pages/outputs.js";
import { blocksOf, pages, root, textOf, type Block } from "./support/pages/page.js";
import { checkTypes, runModule } from "./support/pages/modules.js";
import { writePrograms, type Programs } from "./support/pages/shell.js";
import { follow, type Problem, type Shown, type Story } from "./support/pages/story.js";
import { buildProgram } from "./support/program.js";
import { Scratch } from "./support/project.js";

/** Blocks that another test reads, from a heading on to the end of the page. */
const elsewhere: Readonly<Record<string, { readonly from: string; readonly test: string }>> = {
  "docs/diagnostics.md": { from: "## Errors", test: "test/docs.test.ts prints it from test/fixtures" },
  "policies/dynamoai/README.md": { from: "# ", test: "test/runtime.test.ts" },
};

/** Drawings: blocks of text that nothing prints. */
const drawings: Readonly<Record<string, string>> = { "ARCHITECTURE.md": "policies/*.yaml ──▶" };

const scratch = new Scratch("pages");
const stories = new Map<string, Story>();
let programs: Programs;

beforeAll(() => {
  programs = writePrograms(join(scratch.path, "programs"), buildProgram(join(scratch.path, "package")));
});

afterAll(() => {
  scratch.dispose();
});

function followed(page: string): readonly Block[] {
  const text = textOf(page);
  const from = elsewhere[page]?.from;
  const end = from === undefined ? text.length : text.indexOf(`\n${from}`);
  return blocksOf(page, text.slice(0, end < 0 ? 0 : end)).filter(
    ({ language, text: code }) => language !== "text" || !code.startsWith(drawings[page] ?? "\0"),
  );
}

test.concurrent.each(pages)("%s says what is so", async (page) => {
  const folder = join(scratch.path, page.replaceAll("/", "-"));
  mkdirSync(folder);
  const story = await follow(followed(page), folder, programs);
  stories.set(page, story);
  const isUpdate = process.env["UPDATE_DOCS"] === "1";
  if (isUpdate) update(page, story.shown);
  const problems = story.problems.filter(
    ({ line }) => !isUpdate || !story.shown.some(({ block }) => block.line === line),
  );
  expect(problems.map(sentence)).toEqual([]);
});

test("the TypeScript of all pages compiles, and gives what it says", async () => {
  const modules = [...stories.values()].flatMap((story) =>
    story.modules.map((module) => ({ ...module, folder: story.folder })),
  );
  const problems = [...checkTypes(modules)];
  for (const module of modules) problems.push(...(await runModule(module)));
  expect(problems.map(sentence)).toEqual([]);
});

function sentence({ page, line, problem }: Problem): string {
  return `${page}:${line}: ${problem}`;
}

/** Writes what is printed into a page, but where it leaves lines out. */
function update(page: string, shown: readonly Shown[]): void {
  const lines = textOf(page).split("\n");
  for (const { block, actual } of [...shown].reverse()) {
    if (isPart(block.text) || steady(block.text) === actual) continue;
    const end = lines.indexOf("```", block.line - 1);
    lines.splice(block.line - 1, end - block.line + 1, ...actual.split("\n"));
  }
  if (lines.join("\n") !== textOf(page)) writeFileSync(join(root, page), lines.join("\n"));
}

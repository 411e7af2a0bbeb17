/**
 * Random conditions over random rows, asked of three that know nothing of each other: the generated TypeScript, the naive
 * interpreter, and an independent CEL. CEL_EXPRESSIONS, CEL_ROWS and CEL_SEED change how many and which.
 */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { emit } from "../../compiler/6-emit/index.js";
import { print } from "../../compiler/7-print/index.js";
import type { Condition } from "../../compiler/ir.js";
import { evaluate } from "../laws/condition.js";
import { bindingsOf, type Bindings } from "./bindings.js";
import { compile } from "./compile.js";
import { diceFrom, several } from "./dice.js";
import { functionsIn, moduleOf, typeErrors } from "./generated.js";
import { shown, type Difference, type Written } from "./differences.js";
import { condition } from "./generate.js";
import { independent } from "./independent.js";
import { partsOf, type Node } from "./nodes.js";
import { row, type Row } from "./rows.js";
import { kinds, types } from "./vocabulary.js";
import { write } from "./write.js";

const setting = (name: string, usual: number): number => Number(process.env[name] ?? usual);
const count = setting("CEL_EXPRESSIONS", 5000);
const rowCount = setting("CEL_ROWS", 50);
const seed = setting("CEL_SEED", 1);
const batchSize = 500;
const operators =
  "&& || ! ?: == != < <= > >= in has size exists all startsWith endsWith contains + - * / negate list".split(
    " ",
  );

/** True, false, or the attribute that makes it unknown. */
type Truth = boolean | string;

interface Asked {
  readonly row: Row;
  readonly bindings: Bindings;
}

const declared = {
  ofKind: (kind: string, name: string) => kinds[kind]?.[name],
  ofType: (type: string, name: string) => types[type]?.[name],
};

/** Distinct conditions: of the short ones some come up again. */
function conditions(): readonly Written[] {
  const made = new Map<string, Written>();
  for (const [at, one] of fc.sample(fc.nat(), { numRuns: count * 2, seed }).entries()) {
    if (made.size === count) break;
    const dice = diceFrom(one);
    const node = condition(dice);
    const text = write(node, { dice, isWild: at % 6 === 0 });
    if (text.length < 800) made.set(text, { node, text });
  }
  return [...made.values()];
}

const all = conditions();
const batches = several(Math.ceil(count / batchSize), (index) =>
  all.slice(index * batchSize, (index + 1) * batchSize),
);
const pool = fc.sample(fc.nat(), { numRuns: rowCount * 10, seed: seed + 1 }).map((one): Asked => {
  const made = row(diceFrom(one));
  return { row: made, bindings: bindingsOf(made) };
});

/** So many rows, others for each condition. */
function rowsFor(index: number): Asked[] {
  return several(rowCount, (at) => pool[(index * 13 + at * 7) % pool.length]).filter(
    (one) => one !== undefined,
  );
}

function naively(text: string, { principal, resource }: Row): Truth {
  const truth = evaluate(text, { principal, resource, kind: String(principal["kind"]) }, declared);
  return typeof truth === "object" ? truth.missing : truth;
}

/** What is thrown is an answer that nobody else gives. */
function answerOf(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (error) {
    return error;
  }
}

const sample: Condition[] = [];
const differences: Difference[] = [];
const answers = { true: 0, false: 0, unknown: 0 };
const uses = new Map<string, number>();

/** A batch through all three. */
function run(batch: readonly Written[], offset: number): void {
  const { conditions } = compile(batch.map(({ text }) => text));
  const generatedFor = functionsIn(conditions);
  sample.push(...conditions.slice(0, Math.ceil(400 / batches.length)));
  for (const [index, { node, text }] of batch.entries()) {
    countUses(node);
    const one = conditions[index];
    if (one === undefined) throw new Error(`no condition for ${text}`);
    const generated = generatedFor(one);
    const cel = independent(node, text);
    for (const { row: asked, bindings } of rowsFor(offset + index)) {
      const truth = generated(asked.principal, asked.resource);
      answers[typeof truth === "string" ? "unknown" : truth ? "true" : "false"]++;
      const naive = answerOf(() => naively(text, asked));
      const other = answerOf(() => cel(bindings));
      if (truth === naive && (typeof truth === "string" ? undefined : truth) === other) continue;
      differences.push({ node, text, row: asked, generated: truth, naive, cel: other });
    }
  }
}

function countUses(node: Node): void {
  uses.set(node.op, (uses.get(node.op) ?? 0) + 1);
  for (const part of partsOf(node)) countUses(part);
}

beforeAll(() => {
  for (const [index, batch] of batches.entries()) run(batch, index * batchSize);
});

describe(`${String(count)} conditions, ${String(rowCount)} rows each`, () => {
  test("nobody differs", () => {
    expect(differences.length, shown(differences)).toBe(0);
  });

  test("they are true, false and unknown, and use everything there is", () => {
    const sum = answers.true + answers.false + answers.unknown;
    expect(sum).toBe(count * rowCount);
    for (const some of Object.values(answers)) expect(some / sum).toBeGreaterThan(0.15);
    const least = count / 500;
    for (const op of operators) expect(uses.get(op) ?? 0, op).toBeGreaterThan(least);
  });

  test("an integer beside a number is taken for one", () => {
    const strict = all.slice(0, 1000).map(({ node }) => write(node));
    const loose = all.slice(0, 1000).map(({ node }) => write(node, { isLoose: true }));
    const [keys, looseKeys] = [strict, loose].map((some) => compile(some).conditions.map(({ key }) => key));
    expect(looseKeys).toEqual(keys);
    expect(loose.filter((text, index) => text !== strict[index]).length).toBeGreaterThan(10);
  });
});

/** What a type checker knows the answer of, or finds unused. */
const tricky = [
  "resource.open in [true, false]",
  "resource.open in [false, false, true]",
  '"a" in ["b", resource.title]',
  "1 in [2, 1.0, resource.size]",
  'timestamp("2026-01-31T12:00:00Z") in [timestamp("2026-02-01T00:00:00Z"), resource.made]',
  "[principal.active, false].exists(x, resource.tags.all(y, y in resource.list))",
  '[resource.title].all(x, principal.name == "a1" || has(resource.list))',
  "size([resource.title, principal.name]) < size(principal.teams)",
  '(resource.open ? "a1" : "v2") == principal.name',
];

describe("what is generated compiles under strict options", () => {
  test("the functions and the data", () => {
    const errors = typeErrors({ "functions.ts": moduleOf(sample) });
    expect(errors, errors).toBe("");
  });

  test("what a type checker knows too much of", () => {
    const modules = tricky.map((text, index) => [`${index}.ts`, moduleOf(compile([text]).conditions)]);
    const errors = typeErrors(Object.fromEntries(modules) as Record<string, string>);
    expect(errors, errors).toBe("");
  });

  test("whole policies as they are printed", async () => {
    const { policy } = compile(batches.flatMap((batch) => batch.slice(0, 6)).map(({ text }) => text));
    const files = (await print(emit(policy))).filter(({ path }) => path.endsWith(".ts"));
    const errors = typeErrors(Object.fromEntries(files.map(({ path, text }) => [path, text])));
    expect(errors, errors).toBe("");
  });
});

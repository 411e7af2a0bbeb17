/** Conditions in words: what is said of each form, and that different conditions are never said in the same way. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textOf } from "../compiler/expression/text.js";
import { wordsOf } from "../compiler/expression/words.js";
import type { Condition, Expression } from "../compiler/ir.js";
import { compile } from "./cel/compile.js";
import { diceFrom } from "./cel/dice.js";
import { condition } from "./cel/generate.js";
import { write } from "./cel/write.js";
import { conditionFor, type Vocabulary } from "./laws/condition-arbitrary.js";
import { analyzeSources, sources } from "./support/policy.js";

const declarations = {
  principals: {
    user: {
      attributes: {
        team: "string",
        level: "number",
        now: "timestamp",
        teams: "list<string>",
        admin: "boolean",
      },
    },
  },
};
const attributes = {
  status: ["SUBMITTED", "PENDING", "done", "AND"],
  key: "string",
  note: "string",
  size: "number",
  most: "number",
  hidden: "boolean",
  open: "boolean",
  due: "timestamp",
  tags: "list<string>",
  sizes: "list<number>",
  "extra?": "string",
};

/** Conditions on a resource type `job` in a `project`, each through the whole compiler. */
function compiled(
  texts: readonly string[],
  job: Readonly<Record<string, unknown>> = attributes,
): readonly Condition[] {
  const actions = Object.fromEntries(texts.map((_, at) => [`a${at}`, {}]));
  const allow = texts.map((when, at) => ({ permissions: [`job:a${at}`], when }));
  const fragment = {
    ...declarations,
    resources: {
      job: { in: "project", attributes: job, actions },
      project: { in: "folder", attributes: { team: "string" }, actions: { view: {} } },
      folder: { attributes: { team: "string" } },
    },
    roles: { reader: { allow } },
  };
  const { policy, diagnostics } = analyzeSources(sources([JSON.stringify(fragment)]));
  if (policy === undefined)
    throw new Error(diagnostics.map(({ message, help }) => `${message} (${help ?? ""})`).join("\n"));
  const byAction = new Map<string, Condition>();
  for (const { everywhere } of policy.authorized.values()) {
    for (const [one, reach] of everywhere.conditional) {
      for (const { action } of reach.keys()) byAction.set(action, one);
    }
  }
  return texts.map((text, at) => {
    const found = byAction.get(`a${at}`);
    if (found === undefined) throw new Error(`there is no condition for ${text}`);
    return found;
  });
}

const rows: readonly (readonly [cel: string, words: string])[] = [
  // Values and attributes.
  [`resource.key == principal.id`, `the job's key is the principal's id`],
  [`resource.status == "PENDING"`, `the job's status is PENDING`],
  [`resource.status == "done"`, `the job's status is "done"`],
  [`resource.status == "AND"`, `the job's status is "AND"`],
  [`resource.note == "say \\"so\\""`, `the job's note is "say \\"so\\""`],
  [`resource.note != ""`, `the job's note is not ""`],
  [`"x" == resource.note`, `"x" is the job's note`],
  [`resource.container.team == principal.team`, `the job's container's team is the principal's team`],
  [`resource.container.container.id == "f"`, `the job's container's container's id is "f"`],
  // Truths.
  [`resource.hidden`, `the job's hidden is true`],
  [`!resource.hidden`, `the job's hidden is false`],
  [`resource.hidden == false`, `the job's hidden is false`],
  [`resource.hidden != resource.open`, `the job's hidden is not the job's open`],
  [
    `(resource.size > 1.0) == principal.admin`,
    `whether (the job's size is greater than 1) is the principal's admin`,
  ],
  // Comparisons.
  [`resource.size < 1.5`, `the job's size is less than 1.5`],
  [`resource.size <= 2`, `the job's size is at most 2`],
  [`resource.size > -3`, `the job's size is greater than -3`],
  [`resource.size >= principal.level`, `the job's size is at least the principal's level`],
  [`!(resource.size < 2)`, `the job's size is not less than 2`],
  [`principal.now < resource.due`, `the principal's now is before the job's due`],
  [`principal.now <= resource.due`, `the principal's now is at or before the job's due`],
  [`resource.due > timestamp("2026-01-31T12:00:00Z")`, `the job's due is after 2026-01-31 12:00:00 UTC`],
  [
    `resource.due >= timestamp("2026-01-31T12:00:00.25Z")`,
    `the job's due is at or after 2026-01-31 12:00:00.250 UTC`,
  ],
  [`!(resource.due == principal.now)`, `the job's due is not the principal's now`],
  // Lists.
  [`resource.status in ["SUBMITTED", "PENDING"]`, `the job's status is SUBMITTED or PENDING`],
  [`resource.status in ["SUBMITTED", "PENDING", "done"]`, `the job's status is SUBMITTED, PENDING or "done"`],
  [`resource.status in ["PENDING"]`, `the job's status is PENDING`],
  [`!(resource.status in ["SUBMITTED", "PENDING"])`, `the job's status is neither SUBMITTED nor PENDING`],
  [
    `!(resource.status in ["SUBMITTED", "PENDING", "done"])`,
    `the job's status is none of SUBMITTED, PENDING and "done"`,
  ],
  [`principal.team in resource.tags`, `the principal's team is one of the job's tags`],
  [`!(principal.team in resource.tags)`, `the principal's team is not one of the job's tags`],
  [`principal.id in [resource.key, resource.note]`, `the principal's id is the job's key or the job's note`],
  [`size(resource.tags) > 1`, `the number of items in the job's tags is greater than 1`],
  [
    `resource.tags.exists(t, t == principal.team)`,
    `for some t of the job's tags (t is the principal's team)`,
  ],
  [
    `resource.tags.all(tag, tag.startsWith("a"))`,
    `for every element tag of the job's tags (element tag starts with "a")`,
  ],
  [
    `!resource.tags.exists(t, t in principal.teams)`,
    `for no t of the job's tags (t is one of the principal's teams)`,
  ],
  [
    `!resource.tags.all(t, t != "x" && t != "y")`,
    `not for every t of the job's tags (t is not "x" and t is not "y")`,
  ],
  [
    `[resource.key, "k"].exists(k, k == principal.id)`,
    `for some k of the list (the job's key, "k") (k is the principal's id)`,
  ],
  // Text.
  [`resource.note.startsWith("a")`, `the job's note starts with "a"`],
  [`resource.note.endsWith(principal.team)`, `the job's note ends with the principal's team`],
  [`resource.note.contains("a b")`, `the job's note contains "a b"`],
  [`!resource.note.contains("a")`, `the job's note does not contain "a"`],
  // Presence.
  [`has(resource.extra)`, `the job's extra is set`],
  [`!has(resource.extra)`, `the job's extra is not set`],
  [`has(resource.container)`, `the job is in a container`],
  [`!has(resource.container.container)`, `the job's container is not in a container`],
  [`has(resource.container.team)`, `the job's container's team is set`],
  // Numbers.
  [`resource.size + 1 > resource.most`, `the job's size plus 1 is greater than the job's most`],
  [
    `resource.size - (resource.most - 2) > 1.0`,
    `the job's size minus (the job's most minus 2) is greater than 1`,
  ],
  [
    `(resource.size - resource.most) - 2 > 1.0`,
    `(the job's size minus the job's most) minus 2 is greater than 1`,
  ],
  [`2.0 * (resource.size / 3) == resource.most`, `2 times (the job's size divided by 3) is the job's most`],
  [`-resource.size < 0`, `minus the job's size is less than 0`],
  [`-(resource.size + 1) < 0`, `minus (the job's size plus 1) is less than 0`],
  // Logic.
  [`resource.hidden && resource.open`, `the job's hidden is true and the job's open is true`],
  [`resource.hidden || resource.open`, `either the job's hidden is true or the job's open is true`],
  [
    `resource.hidden && (resource.open || principal.admin)`,
    `the job's hidden is true and (either the job's open is true or the principal's admin is true)`,
  ],
  [
    `resource.hidden || resource.open && principal.admin`,
    `either the job's hidden is true or (the job's open is true and the principal's admin is true)`,
  ],
  [
    `resource.open && resource.status in ["SUBMITTED", "PENDING"]`,
    `the job's open is true and (the job's status is SUBMITTED or PENDING)`,
  ],
  [
    `resource.open && !(resource.status in ["SUBMITTED", "PENDING"])`,
    `the job's open is true and (the job's status is neither SUBMITTED nor PENDING)`,
  ],
  [
    `!(resource.hidden && resource.open)`,
    `it is not so that (the job's hidden is true and the job's open is true)`,
  ],
  [
    `resource.open ? resource.hidden : principal.admin || resource.size > 1`,
    `if the job's open is true then the job's hidden is true otherwise (either the principal's admin is true or the job's size is greater than 1)`,
  ],
  [
    `(resource.open ? resource.key : resource.note) == "k"`,
    `(the job's key if the job's open is true, otherwise the job's note) is "k"`,
  ],
];

describe("what is said", () => {
  const conditions = compiled(rows.map(([cel]) => cel));

  test.each(rows.map(([cel, words], at) => ({ cel, words, at })))("$cel", ({ words, at }) => {
    expect(wordsOf(conditions[at]?.expression ?? never, { resource: "job" })).toBe(words);
  });

  test("never and always", () => {
    expect(wordsOf(never)).toBe("never");
    expect(wordsOf({ op: "!", of: never })).toBe("always");
    expect(wordsOf({ op: "value", type: "boolean", value: true })).toBe("always");
  });

  test("names are the caller's, and two things never get one name", () => {
    const [one] = compiled([`resource.key == principal.id`]);
    const expression = one?.expression ?? never;
    expect(wordsOf(expression)).toBe("the resource's key is the principal's id");
    expect(wordsOf(expression, { resource: "job", principal: "team-key" })).toBe(
      "the job's key is the team-key's id",
    );
    expect(wordsOf(expression, { resource: "user", principal: "user" })).toBe(
      "the resource's key is the user's id",
    );
    expect(wordsOf(expression, { resource: "principal" })).toBe("the resource's key is the principal's id");
  });

  test("what a text holds stays a text in one line", () => {
    const hostile = 'a"b\\c\n\u2028\u202e\u200b\u0007 or the job\'s key is "x';
    const [one] = compiled([`resource.note == ${JSON.stringify(hostile)}`]);
    const words = wordsOf(one?.expression ?? never);
    expect(words).toBe(
      String.raw`the resource's note is "a\"b\\c\n\u2028\u202e\u200b\u0007 or the job's key is \"x"`,
    );
    expect(words).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
  });

  test("a variable is never taken for a value", () => {
    const [variable, value] = compiled([
      `resource.tags.exists(AB, AB == resource.note)`,
      `resource.tags.exists(AB, "AB" == resource.note)`,
    ]);
    expect(wordsOf(variable?.expression ?? never)).not.toBe(wordsOf(value?.expression ?? never));
  });
});

const never: Expression = { op: "value", type: "boolean", value: false };

describe("different conditions", () => {
  /** Conditions with the same words but another meaning, after the rewriting that words allow themselves. */
  function confused(conditions: readonly Condition[]): readonly string[] {
    const meanings = new Map<string, string>();
    const found: string[] = [];
    for (const { expression } of conditions) {
      const words = wordsOf(expression);
      const meaning = textOf(plainly(expression));
      const known = meanings.get(words) ?? meaning;
      meanings.set(words, known);
      if (known !== meaning) found.push(`${words}\n  ${known}\n  ${meaning}`);
    }
    return found;
  }

  test("of every form have different words", () => {
    const texts = fc.sample(fc.nat(), { numRuns: 4_000, seed: 11 }).flatMap((seed) => {
      const dice = diceFrom(seed);
      const text = write(condition(dice), { dice, isWild: false });
      return text.length < 800 ? [text] : [];
    });
    const { conditions } = compile([...new Set(texts)]);
    expect(new Set(conditions.map(({ key }) => key)).size).toBeGreaterThan(2_500);
    expect(confused(conditions)).toEqual([]);
    for (const { expression } of conditions) {
      expect(wordsOf(expression)).not.toMatch(/undefined|\[object|\bNaN\b|&&|\|\|/);
    }
  });

  test("as policies have them have different words", () => {
    const plainAttributes = Object.entries(attributes).filter(([name]) => !name.endsWith("?"));
    const vocabulary: Vocabulary = {
      kinds: new Map([["user", new Map(Object.entries(declarations.principals.user.attributes))]]),
      types: new Map([
        ["job", new Map<string, string | readonly string[]>(plainAttributes)],
        ["project", new Map([["team", "string"]])],
      ]),
      containers: new Map([["job", ["project"]]]),
    };
    const texts = fc
      .sample(fc.nat(), { numRuns: 3_000, seed: 5 })
      .map((seed) => conditionFor(vocabulary, { kinds: ["user"], types: ["job"] }, diceFrom(seed)));
    const conditions = compiled([...new Set(texts)]);
    expect(conditions.length).toBeGreaterThan(1_500);
    expect(confused(conditions)).toEqual([]);
  });
});

/** The same condition without what has the same words and the same answers: `x == true` and `x`, `!(a == b)` and `a != b`, `x in [a]` and `x == a`. */
function plainly(expression: Expression): Expression {
  const one = withParts(expression, plainly);
  if (one.op === "in" && one.right.op === "list" && one.right.of.length === 1) {
    const [right = never] = one.right.of;
    return plainly({ op: "==", left: one.left, right });
  }
  if (one.op === "==" && one.right.op === "value" && one.right.type === "boolean" && isRead(one.left)) {
    return one.right.value === true ? one.left : { op: "!", of: one.left };
  }
  if (one.op === "!") {
    if (one.of.op === "==") return { ...one.of, op: "!=" };
    if (one.of.op === "!=") return plainly({ ...one.of, op: "==" });
    if (one.of.op === "value") return { ...one.of, value: one.of.value === false };
  }
  return one;
}

function isRead({ op }: Expression): boolean {
  return op === "principal" || op === "resource" || op === "element";
}

/** An expression with each of its parts replaced. */
function withParts(one: Expression, change: (part: Expression) => Expression): Expression {
  switch (one.op) {
    case "value":
    case "principal":
    case "resource":
    case "element":
    case "has":
      return one;
    case "list":
    case "&&":
    case "||":
      return { ...one, of: one.of.map(change) };
    case "!":
    case "negate":
    case "size":
      return { ...one, of: change(one.of) };
    case "?:":
      return { ...one, if: change(one.if), then: change(one.then), else: change(one.else) };
    case "exists":
    case "all":
      return { ...one, over: change(one.over), where: change(one.where) };
    default:
      return { ...one, left: change(one.left), right: change(one.right) };
  }
}

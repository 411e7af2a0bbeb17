/** The differences that docs/conditions.md names, one by one: the same text and data, what CEL says and what we say. */
import { isCelError, run, type CelInput } from "@bufbuild/cel";
import { describe, expect, test } from "vitest";
import { evaluate } from "../laws/condition.js";
import { compile } from "./compile.js";
import { functionsIn } from "./generated.js";
import { kinds, types } from "./vocabulary.js";

const moment = (text: string): CelInput => {
  const made = run("timestamp(text)", { text });
  if (isCelError(made)) throw made;
  return made;
};

interface Case {
  readonly text: string;
  readonly resource: Readonly<Record<string, unknown>>;
  /** As CEL takes it, if that is not the same. */
  readonly bound?: Readonly<Record<string, CelInput>>;
  /** Undefined: an error. */
  readonly cel: boolean | undefined;
  /** Undefined: unknown. */
  readonly here: boolean | undefined;
}

const plus = "resource.size + resource.limit > 0.0";
const late = { made: "2026-01-31T12:00:00.0009Z" };
const bound = { made: moment("2026-01-31T12:00:00.000900Z") };

const cases: Readonly<Record<string, readonly Case[]>> = {
  "an integer literal beside a number is taken as a double": [
    { text: "resource.size * 2 == 5", resource: { size: 2.5 }, cel: undefined, here: true },
    { text: "1 - resource.size == -1.5", resource: { size: 2.5 }, cel: undefined, here: true },
    { text: "1 / resource.size == 0.4", resource: { size: 2.5 }, cel: undefined, here: true },
    { text: "resource.size + 1.0 == 3.5", resource: { size: 2.5 }, cel: true, here: true },
    { text: "resource.size > 2", resource: { size: 2.5 }, cel: true, here: true },
    {
      text: "size(resource.tags) * resource.size == 5",
      resource: { size: 2.5, tags: ["", ""] },
      cel: undefined,
      here: true,
    },
  ],
  "a null is a missing value": [
    { text: 'resource.title == "a"', resource: { title: null }, cel: false, here: undefined },
    { text: 'resource.title != "a"', resource: { title: null }, cel: true, here: undefined },
    { text: "has(resource.title)", resource: { title: null }, cel: false, here: false },
    { text: 'resource.title in ["a"]', resource: { title: null }, cel: false, here: undefined },
    { text: '"a" in resource.tags', resource: { tags: ["b", null] }, cel: false, here: undefined },
    { text: '"a" in resource.tags', resource: { tags: [null, "a"] }, cel: true, here: true },
    {
      text: 'resource.tags.exists(x, x != "b")',
      resource: { tags: ["b", null] },
      cel: true,
      here: undefined,
    },
    { text: "size(resource.tags) == 2", resource: { tags: ["b", null] }, cel: true, here: true },
  ],
  "a value of another type is a missing one": [
    { text: 'resource.title == "1"', resource: { title: 1 }, cel: false, here: undefined },
    { text: "resource.size != 1.0", resource: { size: "1" }, cel: true, here: undefined },
    { text: "has(resource.title)", resource: { title: 1 }, cel: true, here: true },
  ],
  "an undeclared attribute is a missing one": [
    { text: 'principal.issuer == "me"', resource: {}, cel: true, here: undefined },
    { text: "has(principal.issuer)", resource: {}, cel: true, here: false },
  ],
  "a NaN is a missing value": [
    { text: "resource.size == 1.0", resource: { size: NaN }, cel: false, here: undefined },
    { text: "resource.size != 1.0", resource: { size: NaN }, cel: true, here: undefined },
    { text: "resource.size < 1.0", resource: { size: NaN }, cel: false, here: undefined },
    { text: "1.0 in resource.nums", resource: { nums: [NaN] }, cel: false, here: undefined },
    { text: "has(resource.size)", resource: { size: NaN }, cel: true, here: true },
  ],
  "arithmetic is for ordinary numbers": [
    { text: plus, resource: { size: Infinity, limit: 1 }, cel: true, here: undefined },
    { text: plus, resource: { size: 1, limit: 1.1e150 }, cel: true, here: undefined },
    { text: plus, resource: { size: 1, limit: 0.9e-150 }, cel: true, here: undefined },
    { text: plus, resource: { size: 1, limit: -1e151 }, cel: false, here: undefined },
    { text: plus, resource: { size: 1e150, limit: -1e-150 }, cel: true, here: true },
    { text: "resource.size * resource.size > 1.0", resource: { size: 1e150 }, cel: true, here: true },
    {
      text: "resource.size * resource.size * 2.0 > 1.0",
      resource: { size: 1e100 },
      cel: true,
      here: undefined,
    },
    { text: "1.0 / resource.size > 1.0", resource: { size: 0 }, cel: true, here: undefined },
    { text: "1.0 / resource.size < 1.0", resource: { size: -0 }, cel: true, here: undefined },
    { text: "0.0 / resource.size == 0.0", resource: { size: 0 }, cel: false, here: undefined },
    { text: "-resource.size < 1.0", resource: { size: Infinity }, cel: true, here: true },
    { text: "resource.size > 1e200", resource: { size: Infinity }, cel: true, here: true },
  ],
  "a timestamp is cut to the millisecond": [
    {
      text: 'resource.made == timestamp("2026-01-31T12:00:00Z")',
      resource: late,
      bound,
      cel: false,
      here: true,
    },
    {
      text: 'resource.made > timestamp("2026-01-31T12:00:00Z")',
      resource: late,
      bound,
      cel: true,
      here: false,
    },
  ],
  "in a list that is written out each element is known or unknown by itself": [
    { text: '"a" in [resource.title, "a"]', resource: {}, cel: undefined, here: true },
    {
      text: "resource.team in [resource.title, resource.id]",
      resource: { team: "a", id: "a" },
      cel: undefined,
      here: true,
    },
    {
      text: "resource.team in [resource.title, resource.id]",
      resource: { team: "a", id: "b" },
      cel: undefined,
      here: undefined,
    },
    {
      text: '[resource.title, resource.id].exists(x, x == "a")',
      resource: { id: "a" },
      cel: undefined,
      here: true,
    },
    {
      text: '[resource.title, resource.id].all(x, x == "a")',
      resource: { id: "b" },
      cel: undefined,
      here: false,
    },
  ],
};

function ours(text: string, resource: Readonly<Record<string, unknown>>): readonly unknown[] {
  const { conditions } = compile([text]);
  const [condition] = conditions;
  if (condition === undefined) throw new Error(text);
  const subject = {
    principal: { kind: "user", id: "u", issuer: "me" },
    resource: { type: "doc", ...resource },
  };
  const truth = functionsIn(conditions)(condition)(subject.principal, subject.resource);
  const declared = {
    ofKind: (kind: string, name: string) => kinds[kind]?.[name],
    ofType: (type: string, name: string) => types[type]?.[name],
  };
  const naive = evaluate(text, { ...subject, kind: "user" }, declared);
  return [typeof truth === "string" ? undefined : truth, typeof naive === "object" ? undefined : naive];
}

function celOf({ text, resource, bound: given }: Case): boolean | undefined {
  const all = new Map(Object.entries({ ...resource, ...given })) as unknown as CelInput;
  const answer = run(text, { principal: { kind: "user", id: "u", issuer: "me" }, resource: all });
  if (isCelError(answer)) return undefined;
  expect(typeof answer).toBe("boolean");
  return answer as boolean;
}

describe.each(Object.entries(cases))("%s", (_, some) => {
  test.each(some)("$text of $resource: CEL $cel, here $here", (one) => {
    expect({ cel: celOf(one), here: ours(one.text, one.resource) }).toEqual({
      cel: one.cel,
      here: [one.here, one.here],
    });
  });
});

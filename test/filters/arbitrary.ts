/** Random filters over the hostile table, and over values that no table has. */
import * as fc from "fast-check";
import type { FilterCondition, FilterList, FilterValue } from "rolebook/filter";
import { ATTRIBUTES, PRESENCES, ROLES, TEXTS, type Attribute } from "./hostile.js";

type ScalarType = "string" | "number" | "boolean" | "timestamp";
type Condition = FilterCondition<Attribute>;
type Value = FilterValue<Attribute>;
type List = FilterList<Attribute>;

const values: Readonly<Record<ScalarType, fc.Arbitrary<string | number | boolean>>> = {
  string: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom(...TEXTS, "OPEN", "project", "0b2c4d6e-1234-4abc-8def-0123456789ab"),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "\0",
        "a\0b",
        "\ud83d",
        "\ude00",
        "x\ud83d",
        "\ude00y",
        "\0a",
        "red\0",
        "\ud83da\0red",
      ),
    },
    { weight: 1, arbitrary: fc.string({ maxLength: 3, unit: "binary" }) },
  ),
  number: fc.oneof(
    fc.constantFrom(0, -0, 1, 2, 3, 0.5, 2.5, 1e150, 1e151, 1e300, 5e-324, 1e-151, Infinity, -Infinity, NaN),
    fc.integer({ min: -3, max: 4 }),
  ),
  boolean: fc.boolean(),
  timestamp: fc.constantFrom(
    "2026-01-31T12:00:00.000Z",
    "2026-01-31T12:00:00.123Z",
    "2026-01-31T12:00:00.124Z",
    "2026-02-01T00:00:00.000Z",
    "1969-12-31T23:59:59.999Z",
    "0001-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59.999Z",
    "0000-12-31T23:59:59.999Z",
  ),
};

const types = Object.keys(values) as ScalarType[];

/** The variables of the lists around, by name. */
type Variables = Readonly<Record<string, ScalarType>>;

function known(type: ScalarType): fc.Arbitrary<Value> {
  return values[type].map((value) => ({ op: "value", type, value }) as const);
}

function read(type: ScalarType, variables: Variables): fc.Arbitrary<Value> {
  const attribute = fc
    .constantFrom<Attribute>(...ATTRIBUTES[type])
    .map((name) => ({ op: "attribute", name, type }) as const);
  const names = Object.keys(variables).filter((name) => variables[name] === type);
  if (names.length === 0) return attribute;
  const element = fc.constantFrom(...names).map((name) => ({ op: "element", name, type }) as const);
  return fc.oneof({ weight: 1, arbitrary: attribute }, { weight: 2, arbitrary: element });
}

function listOf(type: ScalarType): fc.Arbitrary<List> {
  const listed = `list<${type}>` as const;
  return fc.oneof(
    fc
      .constantFrom<Attribute>(...ATTRIBUTES[listed])
      .map((name) => ({ op: "attribute", name, type: listed }) as const),
    fc.array(values[type], { maxLength: 3 }).map((of) => ({ op: "values", type, values: of }) as const),
  );
}

function valueOf(type: ScalarType, depth: number, variables: Variables): fc.Arbitrary<Value> {
  const simple = fc.oneof(
    { weight: 2, arbitrary: read(type, variables) },
    { weight: 1, arbitrary: known(type) },
  );
  if (depth === 0) return simple;
  const inner = valueOf(type, depth - 1, variables);
  const chosen = fc.record({ when: conditionOf(depth - 1, variables), value: inner });
  const cases = fc.array(chosen, { maxLength: 2 }).map((of) => ({ op: "case", type, of }) as const);
  if (type !== "number") return fc.oneof({ weight: 6, arbitrary: simple }, { weight: 1, arbitrary: cases });
  const arithmetic = fc.record({ op: fc.constantFrom("+", "-", "*", "/"), left: inner, right: inner });
  return fc.oneof(
    { weight: 4, arbitrary: simple },
    { weight: 2, arbitrary: arithmetic },
    { weight: 1, arbitrary: fc.record({ op: fc.constant("negate"), of: inner }) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(...types)
        .chain(listOf)
        .map((of) => ({ op: "size", of }) as const),
    },
    { weight: 1, arbitrary: cases },
  );
}

function comparison(depth: number, variables: Variables): fc.Arbitrary<Condition> {
  return fc.constantFrom(...types).chain((type) => {
    const ordered = type === "number" || type === "timestamp";
    return fc.record({
      op: fc.constantFrom("==", "!=", ...(ordered ? (["<", "<=", ">", ">="] as const) : [])),
      left: valueOf(type, depth, variables),
      right: valueOf(type, depth, variables),
    });
  });
}

function membership(depth: number, variables: Variables): fc.Arbitrary<Condition> {
  return fc.constantFrom(...types).chain((type) =>
    fc.record({
      op: fc.constant("in"),
      left: valueOf(type, depth, variables),
      right: listOf(type),
      negated: fc.boolean(),
    }),
  );
}

function textTest(depth: number, variables: Variables): fc.Arbitrary<Condition> {
  return fc.record({
    op: fc.constantFrom("startsWith", "endsWith", "contains"),
    left: valueOf("string", depth, variables),
    right: valueOf("string", depth, variables),
    negated: fc.boolean(),
  });
}

function quantified(depth: number, variables: Variables): fc.Arbitrary<Condition> {
  return fc.constantFrom(...types).chain((type) =>
    fc.constantFrom("x", "y").chain((as) =>
      fc.record({
        op: fc.constantFrom("exists", "all"),
        over: listOf(type),
        as: fc.constant(as),
        where: conditionOf(depth - 1, { ...variables, [as]: type }),
      }),
    ),
  );
}

const roles = fc.uniqueArray(fc.constantFrom(...ROLES, "nobody"), { minLength: 1, maxLength: 2 });
const placed = fc.constantFrom("job", "project", "folder", "nothing");

export function conditionOf(depth: number, variables: Variables): fc.Arbitrary<Condition> {
  const single: fc.WeightedArbitrary<Condition>[] = [
    { weight: 5, arbitrary: comparison(depth, variables) },
    { weight: 2, arbitrary: membership(depth, variables) },
    { weight: 2, arbitrary: textTest(depth, variables) },
    {
      weight: 1,
      arbitrary: fc.record({
        op: fc.constant("has"),
        attribute: fc.constantFrom<Attribute>(...PRESENCES),
        negated: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ op: fc.constant("holds"), type: placed, roles }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant("inside"), type: placed }) },
  ];
  if (depth === 0) return fc.oneof(...single);
  const of = fc.array(conditionOf(depth - 1, variables), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    ...single,
    { weight: 3, arbitrary: quantified(depth, variables) },
    { weight: 4, arbitrary: fc.record({ op: fc.constantFrom("and", "or"), of }) },
  );
}

export const conditionArbitrary: fc.Arbitrary<Condition> = conditionOf(2, {});

/** The conformance cases of CEL as conditions: their literals and bindings become attributes of a resource. */
import type { IncrementalTestSuite } from "@bufbuild/cel-spec/testdata/tests.js";
import { parse, type ASTNode } from "@marcbachmann/cel-js";

type Original = IncrementalTestSuite["tests"][number]["original"];
type CelValue = NonNullable<Extract<Original["resultMatcher"], { case: "value" }>["value"]>;

export interface Case {
  readonly name: string;
  readonly original: Original;
}

/** A condition, with the types and the values of the attributes that it reads. */
export interface Variant {
  readonly text: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface Attribute {
  readonly type: string;
  readonly value: unknown;
}

/** Every case of a suite, under its full name. */
export function casesOf(suite: IncrementalTestSuite, prefix = ""): readonly Case[] {
  const name = `${prefix}${suite.name}`;
  return [
    ...suite.tests.map((one) => ({ name: `${name}/${one.name}`, original: one.original })),
    ...suite.suites.flatMap((one) => casesOf(one, `${name}/`)),
  ];
}

/** The value as an attribute may have it; undefined where no type is fitting. */
export function attributeFor(value: CelValue): Attribute | undefined {
  const { kind } = value;
  switch (kind.case) {
    case "stringValue":
      return { type: "string", value: kind.value };
    case "boolValue":
      return { type: "boolean", value: kind.value };
    case "doubleValue":
      return { type: "number", value: kind.value };
    case "int64Value":
      return Number.isSafeInteger(Number(kind.value))
        ? { type: "number", value: Number(kind.value) }
        : undefined;
    case "listValue": {
      const items = kind.value.values.map(attributeFor);
      const [type, ...others] = new Set(items.map((item) => item?.type));
      if (type === undefined || type.startsWith("list") || others.length > 0) return undefined;
      return { type: `list<${type}>`, value: items.map((item) => item?.value) };
    }
    default:
      return undefined;
  }
}

/** The case as it is, and rewritten in several ways. */
export function variantsOf({ name, original }: Case): readonly Variant[] {
  const { expr, container } = original;
  const spots = spotsOf(expr);
  // A container is a prefix of names, which conditions do not have.
  const bound = new Map(container === "" ? boundIn(original) : []);
  const literals = spots.filter((one) => one.attribute !== undefined);
  const choices = [
    [],
    literals.filter((one) => !one.isInside),
    literals.filter((one) => !one.isList),
    ...literals.slice(0, 6).map((one) => [one]),
  ];
  // An attribute is a double, which takes more than an integer does.
  const some = name.includes("overflow") ? [[]] : choices;
  const all = some.map((chosen) =>
    rewritten(expr, [...spots.filter((one) => one.name !== undefined), ...chosen], bound),
  );
  return [...new Map(all.map((one) => [one.text, one])).values()];
}

function boundIn({ bindings }: Original): (readonly [name: string, value: Attribute])[] {
  return Object.entries(bindings).flatMap(([name, { kind }]) => {
    const value = kind.case === "value" ? attributeFor(kind.value) : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
}

interface Spot {
  readonly range: readonly [start: number, end: number];
  /** A literal's type and value. */
  readonly attribute?: Attribute | undefined;
  readonly isList?: boolean;
  /** Part of a list that is a spot itself. */
  readonly isInside?: boolean;
  /** A name that something may be bound to. */
  readonly name?: string;
}

function rewritten(expr: string, spots: readonly Spot[], bound: ReadonlyMap<string, Attribute>): Variant {
  const attributes: Record<string, Attribute> = {};
  let text = expr;
  for (const [index, spot] of [...spots].sort((a, b) => b.range[0] - a.range[0]).entries()) {
    const name = spot.name ?? `v${index}`;
    const value = spot.name === undefined ? spot.attribute : bound.get(name);
    if (value === undefined) continue;
    attributes[name] = value;
    text = `${text.slice(0, spot.range[0])}resource.${name}${text.slice(spot.range[1])}`;
  }
  return { text, attributes };
}

/** Literals and names; none in what does not parse. */
function spotsOf(expr: string): readonly Spot[] {
  try {
    return spotsIn(parse(expr).ast, false);
  } catch {
    return [];
  }
}

function spotsIn(node: ASTNode, isInside: boolean): readonly Spot[] {
  const range = [node.start, node.end] as const;
  if (node.op === "value") {
    const attribute = literal(node.args);
    return attribute === undefined ? [] : [{ range, attribute, isInside }];
  }
  if (node.op === "id") return [{ range, name: node.args }];
  if (node.op === "call" && node.args[0] === "timestamp") {
    const [text] = node.args[1];
    return text?.op === "value"
      ? [{ range, attribute: { type: "timestamp", value: text.args }, isInside }]
      : [];
  }
  if (node.op === "list") {
    const items = node.args.map((item) => (item.op === "value" ? literal(item.args) : undefined));
    const types = new Set(items.map((item) => item?.type));
    const [type = "number"] = types;
    const isFlat = types.size <= 1 && !items.includes(undefined);
    const whole = {
      range,
      attribute: { type: `list<${type}>`, value: items.map((item) => item?.value) },
      isList: true,
    };
    return [...(isFlat ? [whole] : []), ...node.args.flatMap((item) => spotsIn(item, isFlat))];
  }
  return partsOf(node.args).flatMap((part) => spotsIn(part, isInside));
}

function literal(value: unknown): Attribute | undefined {
  if (typeof value === "bigint") {
    return Number.isSafeInteger(Number(value)) ? { type: "number", value: Number(value) } : undefined;
  }
  const type = typeof value;
  return type === "string" || type === "number" || type === "boolean" ? { type, value } : undefined;
}

function partsOf(args: unknown): readonly ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(partsOf);
  return typeof args === "object" && args !== null && "op" in args ? [args as ASTNode] : [];
}

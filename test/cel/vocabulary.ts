/** What the random conditions may read. Some names are those of functions and types of CEL. */
import type { Scalar } from "./nodes.js";

/** A scalar, a `list<...>` of them, or the values of an enumeration. */
export type Declared = Scalar | `list<${Scalar}>` | readonly string[];

type Attributes = Readonly<Record<string, Declared>>;

const status = ["DRAFT", "OPEN", "DONE"];

export const kinds: Readonly<Record<string, Attributes>> = {
  user: {
    team: "string",
    name: "string",
    level: "number",
    quota: "number",
    active: "boolean",
    since: "timestamp",
    teams: "list<string>",
    limits: "list<number>",
    flags: "list<boolean>",
    days: "list<timestamp>",
    tier: ["FREE", "PRO", "MAX"],
  },
  key: { team: "string", issuer: "string", level: "number", teams: "list<string>", contains: "string" },
};

export const types: Readonly<Record<string, Attributes>> = {
  org: { team: "string", region: ["EU", "US"], size: "number", live: "boolean", tags: "list<string>" },
  folder: {
    team: "string",
    title: "string",
    closed: "boolean",
    size: "number",
    made: "timestamp",
    tags: "list<string>",
    nums: "list<number>",
    status,
  },
  project: { team: "string", owner: "string", size: "number", days: "list<timestamp>", public: "boolean" },
  doc: {
    team: "string",
    title: "string",
    contains: "string",
    size: "number",
    limit: "number",
    double: "number",
    open: "boolean",
    public: "boolean",
    made: "timestamp",
    timestamp: "timestamp",
    tags: "list<string>",
    list: "list<string>",
    nums: "list<number>",
    flags: "list<boolean>",
    days: "list<timestamp>",
    status,
  },
};

/** What each type may be in. */
export const containers: Readonly<Record<string, readonly string[]>> = {
  org: [],
  folder: ["folder", "org"],
  project: ["folder", "org"],
  doc: ["folder", "project"],
};

/** Something that can be read. */
export interface Reading {
  readonly path: string;
  readonly type: Scalar;
  readonly isList: boolean;
  /** The texts of an enumeration. */
  readonly values?: readonly string[];
}

const deepest = 3;

function reading(path: string, declared: Declared): Reading {
  if (typeof declared !== "string") return { path, type: "string", isList: false, values: declared };
  const element = /^list<(.*)>$/.exec(declared)?.[1];
  return { path, type: (element ?? declared) as Scalar, isList: element !== undefined };
}

function ofOwners(prefix: string, owners: readonly Attributes[]): Reading[] {
  const united = Object.assign({}, ...owners) as Attributes;
  return Object.entries(united).map(([name, declared]) => reading(`${prefix}.${name}`, declared));
}

function around(prefix: string, inside: readonly string[], depth: number): Reading[] {
  const here = [...new Set(inside.flatMap((type) => containers[type] ?? []))].sort();
  if (depth === deepest || here.length === 0) return [];
  const container = `${prefix}.container`;
  return [
    reading(`${container}.id`, "string"),
    reading(`${container}.type`, here),
    ...ofOwners(
      container,
      here.map((type) => types[type] ?? {}),
    ),
    ...around(container, here, depth + 1),
  ];
}

/** Everything that a condition on a `doc` may read. */
export const readings: readonly Reading[] = [
  reading("principal.id", "string"),
  reading("principal.kind", Object.keys(kinds).sort()),
  ...ofOwners("principal", Object.values(kinds)),
  reading("resource.id", "string"),
  ...ofOwners("resource", [types["doc"] ?? {}]),
  ...around("resource", ["doc"], 0),
];

/** The same, those the more often that are there the more often. */
export const weighted: readonly Reading[] = readings.flatMap((one) => {
  const depth = one.path.split(".").length - 2;
  return Array.from({ length: [12, 4, 2, 1][depth] ?? 1 }, () => one);
});

/** What `has` may be asked about. */
export const presences: readonly string[] = [
  ...readings.map(({ path }) => path).filter((path) => path !== "principal.kind" && path !== "principal.id"),
  "resource.container",
  "resource.container.container",
  "resource.container.container.container",
];

/** The principals and resources of a policy; a `doc` has these actions. */
export function declarations(actions: readonly string[]): Record<string, unknown> {
  const of = (all: Readonly<Record<string, Attributes>>, more: (name: string) => object): object =>
    Object.fromEntries(
      Object.entries(all).map(([name, attributes]) => [name, { attributes, ...more(name) }]),
    );
  return {
    principals: of(kinds, () => ({})),
    resources: of(types, (type) => ({
      ...(containers[type]?.length && { in: containers[type] }),
      ...(type === "doc" && { actions: Object.fromEntries(actions.map((action) => [action, null])) }),
    })),
  };
}

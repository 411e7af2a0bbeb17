/**
 * What docs/conditions.md says, as rows: a condition, who asks about what, and what comes out. The rows know nothing
 * of how conditions are evaluated, so that everything that evaluates them can be held against them.
 */
import type { Fragment } from "./interpreter.js";

type Attributes = Readonly<Record<string, unknown>>;

export interface ConditionRow {
  /** The rule that it shows. */
  readonly rule: string;
  readonly when: string;
  readonly principal: Attributes;
  readonly resource: Attributes;
  /** True, false, or the attribute that makes it unknown. */
  readonly expected: boolean | string;
}

/** The declarations that the rows are written against. */
const PRINCIPALS = {
  user: {
    attributes: {
      team: "string",
      "level?": "number",
      active: "boolean",
      "since?": "timestamp",
      teams: "list<string>",
      "limits?": "list<number>",
      tier: ["FREE", "PRO", "MAX"],
    },
  },
  key: { attributes: { team: "string", "issuer?": "string" } },
};

const RESOURCES = {
  folder: {
    in: ["folder"],
    attributes: { team: "string", "note?": "string", closed: "boolean", status: ["DRAFT", "OPEN", "DONE"] },
  },
  project: { in: ["folder"], attributes: { team: "string", owner: "string" } },
  doc: {
    in: ["folder", "project"],
    attributes: {
      team: "string",
      "note?": "string",
      size: "number",
      "limit?": "number",
      public: "boolean",
      created: "timestamp",
      "due?": "timestamp",
      tags: "list<string>",
      sizes: "list<number>",
      "flags?": "list<boolean>",
      "dates?": "list<timestamp>",
      status: ["DRAFT", "OPEN", "DONE"],
    },
    actions: { view: null },
  },
};

/** The policy of a row: its condition on the only grant, of `doc:view`. */
export function fragmentsWith(when: string): Fragment[] {
  const allow = [{ permissions: ["doc:view"], when }];
  return [{ principals: PRINCIPALS, resources: RESOURCES, roles: { reader: { allow } } }];
}

const ANN = {
  kind: "user",
  id: "ann",
  roles: ["reader"],
  team: "red",
  level: 2,
  active: true,
  since: "2026-01-01T00:00:00Z",
  teams: ["red", "blue"],
  limits: [1, 2],
  tier: "PRO",
};

const KEY = { kind: "key", id: "k1", roles: ["reader"], team: "red" };

const DOC = {
  type: "doc",
  id: "d1",
  team: "red",
  note: "50% off_now",
  size: 3,
  limit: 10,
  public: false,
  created: "2026-01-31T12:00:00Z",
  due: new Date("2026-02-01T00:00:00Z"),
  tags: ["a", "b"],
  sizes: [1, 2, 3],
  flags: [true, false],
  dates: ["2026-01-31T12:00:00Z"],
  status: "OPEN",
};

const FOLDER = { type: "folder", id: "f1", team: "red", note: "n", closed: false, status: "OPEN" };
const PROJECT = { type: "project", id: "p1", team: "blue", owner: "ann" };

interface Case {
  readonly principal?: Attributes;
  readonly resource?: Attributes;
}

const rows: ConditionRow[] = [];

/** `undefined` takes an attribute away. */
function given(whole: Attributes, part: Attributes = {}): Attributes {
  return Object.fromEntries(Object.entries({ ...whole, ...part }).filter(([, value]) => value !== undefined));
}

/** Rows of one rule: a condition, what is expected, and how the principal and the resource differ from the usual. */
function rule(name: string, ...cases: readonly [string, boolean | string, Case?][]): void {
  for (const [when, expected, { principal, resource } = {}] of cases) {
    const base = principal?.["kind"] === "key" ? KEY : ANN;
    rows.push({
      rule: name,
      when,
      principal: given(base, principal),
      resource: given(DOC, resource),
      expected,
    });
  }
}

const of = (resource: Attributes): Case => ({ resource });
const by = (principal: Attributes): Case => ({ principal });
const inside = (...containers: readonly Attributes[]): Case => ({
  resource: { container: containers.reduceRight((container, node) => ({ ...node, container })) },
});

rule(
  "text",
  ["resource.team == principal.team", true],
  ["resource.team == principal.team", false, of({ team: "blue" })],
  ["resource.team == principal.team", "resource.team", of({ team: undefined })],
  ["resource.team == principal.team", "resource.team", of({ team: null })],
  ["resource.team == principal.team", "principal.team", by({ team: null })],
  ["principal.team == resource.team", "principal.team", { principal: { team: 7 }, resource: { team: 7 } }],
  ["resource.team != principal.team", false],
  ["resource.team != principal.team", true, of({ team: "Red" })],
  ["resource.team != principal.team", "resource.team", of({ team: undefined })],
  ["resource.team == 'red'", true],
  ['resource.note == "a\\nb"', true, of({ note: "a\nb" })],
  ['resource.note == "\\u00e9"', false, of({ note: "e\u0301" })],
  ['resource.note == "é😀"', true, of({ note: "\u00e9\u{1F600}" })],
  ['resource.note == "red "', false, of({ note: "red" })],
  ['resource.note == ""', true, of({ note: "" })],
);

rule(
  "identity",
  ["resource.id == principal.id", true, of({ id: "ann" })],
  ["resource.id == principal.id", "resource.id", of({ id: undefined })],
  ["resource.id == principal.id", "resource.id", of({ id: 7 })],
  [
    "principal.id == resource.id",
    "principal.id",
    { principal: { id: undefined }, resource: { id: undefined } },
  ],
  ['principal.kind == "user"', true],
  ['principal.kind == "user"', false, by({ kind: "key" })],
);

rule(
  "an enumeration holds text",
  ['resource.status == "OPEN"', true],
  ['resource.status == "OPEN"', false, of({ status: "open" })],
  ['resource.status != "OPEN"', true, of({ status: "UNHEARD_OF" })],
  ['resource.status == "OPEN"', "resource.status", of({ status: true })],
  ['resource.status in ["DRAFT", "OPEN"]', true],
  ['resource.status in ["DRAFT", "DONE"]', false],
  ['principal.tier == "PRO" && resource.status == "OPEN"', true],
);

rule(
  "numbers",
  ["resource.size == 3", true],
  ["resource.size == 3.0", true],
  ["resource.size != 3", false],
  ["resource.size < resource.limit", true],
  ["resource.size <= 3", true],
  ["resource.size > 3", false],
  ["resource.size >= 3.5", false],
  ["resource.size > -1", true],
  ["resource.size == 0", true, of({ size: -0 })],
  ["resource.size > 1.5", true, of({ size: Infinity })],
  ["resource.size > 1", "resource.size", of({ size: NaN })],
  ["resource.size != 1", "resource.size", of({ size: NaN })],
  ["resource.size == 3", "resource.size", of({ size: "3" })],
  ["resource.size == 3", "resource.size", of({ size: 3n })],
  ["resource.size < resource.limit", "resource.limit", of({ limit: undefined })],
  ["resource.size == 9007199254740991", true, of({ size: 2 ** 53 - 1 })],
);

rule(
  "booleans",
  ["resource.public", false],
  ["resource.public", true, of({ public: true })],
  ["resource.public", "resource.public", of({ public: 1 })],
  ["resource.public", "resource.public", of({ public: "true" })],
  ["!resource.public", true],
  ["!resource.public", "resource.public", of({ public: null })],
  ["resource.public == principal.active", false],
  ["resource.public != principal.active", "principal.active", by({ active: undefined })],
);

rule(
  "timestamps",
  ['resource.created == timestamp("2026-01-31T12:00:00Z")', true],
  ['resource.created == timestamp("2026-01-31T13:00:00+01:00")', true],
  [
    'resource.created == timestamp("2026-01-31T12:00:00Z")',
    true,
    of({ created: "2026-01-31T06:30:00-05:30" }),
  ],
  ["resource.created < resource.due", true],
  ["resource.created >= resource.due", false],
  ["resource.created > principal.since", true],
  ["resource.created != resource.due", false, of({ due: new Date("2026-01-31T12:00:00.000Z") })],
  ["resource.created == resource.due", true, of({ created: "2026-02-01T00:00:00.000999Z" })],
  ["resource.created == resource.due", false, of({ created: "2026-02-01T00:00:00.001Z" })],
  [
    "resource.created == resource.due",
    true,
    of({ created: "2026-01-31T23:59:59.9999Z", due: new Date(1769903999999) }),
  ],
  ["resource.created < resource.due", "resource.created", of({ created: "2026-01-31" })],
  ["resource.created < resource.due", "resource.created", of({ created: "2026-02-30T00:00:00Z" })],
  ["resource.created < resource.due", "resource.created", of({ created: "2026-01-31T24:00:00Z" })],
  ["resource.created < resource.due", "resource.created", of({ created: "2026-01-31T12:00:00" })],
  ["resource.created < resource.due", "resource.created", of({ created: " 2026-01-31T12:00:00Z" })],
  ["resource.created < resource.due", "resource.created", of({ created: 1769860800000 })],
  ["resource.created < resource.due", "resource.created", of({ created: "0000-12-31T23:59:59Z" })],
  ["resource.created < resource.due", true, of({ created: "0001-01-01T00:00:00Z" })],
  ["resource.created > resource.due", true, of({ created: "9999-12-31T23:59:59.999Z" })],
  ["resource.created < resource.due", true, of({ created: "2024-02-29T00:00:00Z" })],
  ["resource.created < resource.due", "resource.due", of({ due: new Date(NaN) })],
  ["resource.created < resource.due", "resource.due", of({ due: new Date(8.64e15) })],
);

rule(
  "not, and, or",
  ['!(resource.team == "blue")', true],
  ['!(resource.team == "blue")', "resource.team", of({ team: undefined })],
  ['resource.team == "red" && resource.size == 3', true],
  ['resource.team == "red" && resource.size == 4', false],
  ['resource.team == "red" && resource.size == 4', false, of({ team: undefined })],
  ['resource.team == "blue" && resource.size == 4', false, of({ size: undefined })],
  ['resource.team == "red" && resource.size == 3', "resource.team", of({ team: undefined })],
  ['resource.team == "red" && resource.size == 3', "resource.size", of({ size: undefined })],
  ['resource.size == 3 && resource.team == "red"', "resource.size", of({ size: null, team: null })],
  ['resource.team == "blue" || resource.size == 3', true, of({ team: undefined })],
  ['resource.team == "red" || resource.size == 3', true, of({ size: undefined })],
  ['resource.team == "blue" || resource.size == 3', "resource.size", of({ size: undefined })],
  ['resource.team == "blue" || resource.size == 4', "resource.team", of({ team: undefined })],
  ['resource.size == 4 || resource.team == "red"', "resource.size", of({ size: null, team: null })],
  ['resource.team == "blue" || resource.public && resource.size == 3', false, of({ size: undefined })],
  ["!(resource.public || resource.size == 4)", "resource.size", of({ size: undefined })],
);

rule(
  "a ternary",
  ["resource.public ? resource.size == 3 : resource.size == 4", true, of({ public: true })],
  ["resource.public ? resource.size == 3 : resource.size == 4", false],
  ["resource.public ? resource.size == 3 : resource.limit == 10", true, of({ size: undefined })],
  ["resource.public ? resource.size == 3 : resource.limit == 10", "resource.limit", of({ limit: undefined })],
  ["resource.public ? resource.size == 3 : resource.size != 3", "resource.public", of({ public: undefined })],
  ["(resource.public ? resource.size : resource.limit) == 10", true],
  ["(resource.public ? resource.size : resource.limit) == 10", true, of({ size: undefined })],
  ["(resource.public ? resource.size : resource.limit) == 10", "resource.limit", of({ limit: undefined })],
);

rule(
  "in",
  ['"a" in resource.tags', true],
  ['"c" in resource.tags', false],
  ["resource.team in principal.teams", true],
  ["resource.team in principal.teams", false, of({ team: "green" })],
  ["resource.team in principal.teams", "resource.team", of({ team: undefined })],
  [
    "resource.team in principal.teams",
    "resource.team",
    { principal: { teams: [] }, resource: { team: null } },
  ],
  [
    "resource.team in principal.teams",
    "resource.team",
    { principal: { teams: null }, resource: { team: null } },
  ],
  ["resource.team in principal.teams", false, by({ teams: [] })],
  ["resource.team in principal.teams", "principal.teams", by({ teams: undefined })],
  ["resource.team in principal.teams", "principal.teams", by({ teams: "red" })],
  ["resource.team in principal.teams", true, by({ teams: [null, "red"] })],
  ["resource.team in principal.teams", "principal.teams", by({ teams: ["blue", null] })],
  ["resource.team in principal.teams", "principal.teams", by({ teams: ["blue", 7] })],
  ["!(resource.team in principal.teams)", "principal.teams", by({ teams: ["blue", undefined] })],
  ['resource.team in ["green", "red"]', true],
  ["resource.size in [1, 2.5]", false],
  ["resource.size in resource.sizes", true],
  ["resource.size in resource.sizes", "resource.sizes", of({ sizes: [1, NaN] })],
  ["resource.created in resource.dates", true],
  ["resource.created in resource.dates", true, of({ dates: [new Date("2026-01-31T12:00:00Z")] })],
  ["resource.created in resource.dates", "resource.dates", of({ dates: ["never"] })],
  ["resource.public in resource.flags", true],
);

rule(
  "size",
  ["size(resource.tags) == 2", true],
  ["resource.tags.size() > 2", false],
  ["resource.tags.size() == 0", true, of({ tags: [] })],
  ["size(resource.tags) == 3", true, of({ tags: ["a", null, 7] })],
  ["size(resource.tags) == 2", "resource.tags", of({ tags: "ab" })],
  ["size(resource.tags) == 2", "resource.tags", of({ tags: { length: 2 } })],
  ["size(resource.tags) < size(principal.teams)", "principal.teams", by({ teams: undefined })],
);

rule(
  "exists and all",
  ['resource.tags.exists(x, x == "b")', true],
  ['resource.tags.exists(x, x == "c")', false],
  ['resource.tags.exists(x, x == "b")', false, of({ tags: [] })],
  ['resource.tags.exists(x, x == "b")', true, of({ tags: [null, "b"] })],
  ['resource.tags.exists(x, x == "b")', "resource.tags", of({ tags: ["a", null] })],
  ['resource.tags.exists(x, x == "b")', "resource.tags", of({ tags: undefined })],
  ["resource.tags.exists(x, x == resource.note)", "resource.note", of({ note: undefined })],
  ["resource.tags.exists(x, x == resource.note)", false, of({ note: undefined, tags: [] })],
  ["resource.tags.exists(x, x == resource.note)", "resource.tags", of({ note: undefined, tags: [null] })],
  ["resource.tags.exists(x, resource.note == x)", "resource.note", of({ note: undefined, tags: [null] })],
  ["resource.sizes.all(x, x > 0)", true],
  ["resource.sizes.all(x, x > 1)", false],
  ["resource.sizes.all(x, x > 1)", true, of({ sizes: [] })],
  ["resource.sizes.all(x, x > 0)", "resource.sizes", of({ sizes: [1, null] })],
  ["resource.sizes.all(x, x > 1)", false, of({ sizes: [null, 1] })],
  ["resource.sizes.all(x, x > 1)", "resource.sizes", of({ sizes: 3 })],
  ["resource.flags.all(x, x)", false],
  ["resource.sizes.exists(x, principal.limits.exists(y, x == y + 1))", true],
  ["resource.sizes.all(x, x in principal.limits)", "principal.limits", by({ limits: null })],
  ['resource.tags.exists(t, t.startsWith("b") && resource.size == 3)', true],
);

rule(
  "text functions",
  ['resource.note.startsWith("50%")', true],
  ['resource.note.startsWith("50_")', false],
  ['resource.note.endsWith("off_now")', true],
  ['resource.note.endsWith("off%now")', false],
  ['resource.note.contains("% off")', true],
  ['resource.note.contains("OFF")', false],
  ["resource.note.contains(principal.team)", true, of({ note: "a red one" })],
  [
    "resource.note.contains(principal.team)",
    "resource.note",
    { principal: { team: null }, resource: { note: null } },
  ],
  ["resource.note.contains(principal.team)", "principal.team", by({ team: null })],
  ['resource.note.startsWith("x")', "resource.note", of({ note: ["x"] })],
);

rule(
  "arithmetic",
  ["resource.size + 1 == 4", true],
  ["resource.size - resource.limit < 0", true],
  ["resource.size * 2 > 6", false],
  ["resource.limit / 4 == 2.5", true],
  ["resource.size + 2 * resource.limit == 23", true],
  ["-resource.size == -3", true],
  ["-resource.size < -1", true, of({ size: Infinity })],
  ["-resource.size < -1", "resource.size", of({ size: null })],
  ["0.1 + resource.size == 0.30000000000000004", true, of({ size: 0.2 })],
  ["resource.size + resource.limit > 1", "resource.size", of({ size: undefined, limit: undefined })],
  ["resource.size + resource.limit > 1", "resource.limit", of({ limit: undefined })],
  ["resource.limit / resource.size > 1", "resource.limit", of({ size: 0 })],
  ["resource.limit / resource.size > 1", "resource.limit", of({ size: -0 })],
  ["1.0 / resource.size > 1", "resource.size", of({ size: 0 })],
  ["resource.size * resource.limit > 1", "resource.size", of({ size: 1e151 })],
  ["resource.size * resource.limit > 1", "resource.size", of({ limit: -1e-151 })],
  ["resource.size * resource.limit > 1", "resource.size", of({ limit: -Infinity })],
  ["resource.size * resource.limit > 1", true, of({ size: 1e150, limit: 1e150 })],
  ["resource.size * resource.limit == 0", true, of({ size: 1e150, limit: 0 })],
  ["resource.size * resource.limit * 2 > 1", "resource.size", of({ size: 1e100, limit: 1e100 })],
  [
    "resource.limit / resource.size + principal.level > 1",
    "resource.limit",
    { principal: { level: null }, resource: { size: 0 } },
  ],
  ["principal.level + resource.limit / resource.size > 1", "resource.limit", of({ size: 0 })],
  ["resource.limit / resource.size in resource.sizes", "resource.limit", of({ size: 0, sizes: null })],
  ["resource.sizes.exists(x, 6.0 / x == 3.0)", true, of({ sizes: [0, 2] })],
  ["resource.sizes.exists(x, 6.0 / x == 3.0)", "resource.sizes", of({ sizes: [0, 1] })],
  ["resource.public || resource.limit / resource.size > 1", true, of({ size: 0, public: true })],
);

rule(
  "has",
  ["has(resource.note)", true],
  ["has(resource.note)", true, of({ note: 7 })],
  ["has(resource.note)", true, of({ note: "" })],
  ["has(resource.limit)", true, of({ limit: NaN })],
  ["has(resource.note)", false, of({ note: undefined })],
  ["has(resource.note)", false, of({ note: null })],
  ["!has(resource.note)", true, of({ note: null })],
  ['!has(resource.note) || resource.note == "x"', true, of({ note: null })],
  ['!has(resource.note) || resource.note == "x"', "resource.note", of({ note: 7 })],
  ["has(principal.issuer)", false, by({ issuer: "me" })],
  ["has(principal.issuer)", true, by({ kind: "key", issuer: "me" })],
  ["has(resource.container)", false],
  ["has(resource.container)", false, of({ container: null })],
  ["has(resource.container)", true, inside(FOLDER)],
  ["has(resource.container.note)", true, inside(FOLDER)],
  ["has(resource.container.note)", false, inside({ ...FOLDER, note: null })],
  ["has(resource.container.note)", false, inside({ ...PROJECT, note: "n" })],
  ["has(resource.container.note)", "resource.container.note"],
  ["!has(resource.container.note)", "resource.container.note"],
  ["has(resource.container.container)", false, inside(FOLDER)],
  ["has(resource.container.container)", "resource.container.container"],
);

rule(
  "containers",
  ["resource.container.team == principal.team", true, inside(FOLDER)],
  ["resource.container.team == principal.team", false, inside(PROJECT)],
  ["resource.container.team == principal.team", "resource.container.team"],
  ["resource.container.id == 'f1'", true, inside(FOLDER)],
  ['resource.container.type == "folder"', true, inside(FOLDER)],
  ['resource.container.type == "folder"', false, inside(PROJECT)],
  ['resource.container.type == "folder"', "resource.container.type"],
  ["resource.container.owner == principal.id", true, inside(PROJECT)],
  [
    "resource.container.owner == principal.id",
    "resource.container.owner",
    inside({ ...FOLDER, owner: "ann" }),
  ],
  [
    'resource.container.status == "OPEN"',
    "resource.container.status",
    inside({ ...PROJECT, status: "OPEN" }),
  ],
  ["resource.container.container.team == principal.team", true, inside(PROJECT, FOLDER)],
  ["resource.container.container.closed", "resource.container.container.closed", inside(PROJECT)],
  ["!resource.container.container.closed", true, inside(FOLDER, FOLDER)],
);

rule(
  "what the principal's kind does not declare",
  ['principal.issuer == "me"', "principal.issuer", by({ issuer: "me" })],
  ['principal.issuer == "me"', true, by({ kind: "key", issuer: "me" })],
  ["principal.active", "principal.active", by({ kind: "key", active: true })],
  ['principal.tier == "PRO" || principal.team == "red"', true, by({ kind: "key", tier: "PRO" })],
);

export const conditionRows: readonly ConditionRow[] = rows;

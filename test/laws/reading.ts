/** Typed readings: what an attribute of a principal, a resource or a container holds, if it has a value at all. */

/** `string`, `list<number>` and so on, or the values of an enumeration. */
export type AttributeType = string | readonly string[];

/** Attributes by name, without the `?` of optional ones. */
export type Attributes = ReadonlyMap<string, AttributeType>;

/** What the policy declares: the type of an attribute of a kind, and of one of a resource type. */
export interface Declarations {
  readonly ofKind: (kind: string, attribute: string) => AttributeType | undefined;
  readonly ofType: (type: string, attribute: string) => AttributeType | undefined;
}

/** What has no value, and the attribute that is to blame. */
export interface Unknown {
  readonly missing: string;
}

/** A list, and the attribute that holds it; a list that is written in the condition stands in none. */
export interface List {
  /** The attribute that holds each element; none for one that is written out. */
  readonly holders: readonly (string | undefined)[];
  readonly elements: readonly Result[];
}

/** A timestamp is its milliseconds. */
export type Value = string | number | boolean | List;

export type Result = { readonly value: Value } | Unknown;

/** Who asks about what; the principal's kind is settled by then. */
export interface Subject {
  readonly principal: unknown;
  readonly kind: string;
  readonly resource: unknown;
}

const FIRST = Date.parse("0001-01-01T00:00:00.000Z");
const LAST = Date.parse("9999-12-31T23:59:59.999Z");
const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)t(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i;

/** The moment of an RFC 3339 text, whatever its year; what is finer than a millisecond is cut. */
function parsed(text: string): number {
  const parts = RFC_3339.exec(text);
  if (parts === null) return NaN;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return NaN;
  if (hour > 23 || minute > 59 || second > 59) return NaN;
  date.setUTCHours(hour, minute, second, Number((parts[7] ?? "").padEnd(3, "0").slice(0, 3)));
  const offset = (Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0)) * 60_000;
  return date.getTime() - (parts[8] === "-" ? -offset : offset);
}

/** The milliseconds of a `Date` or an RFC 3339 text, in the years 1 to 9999. */
export function momentOf(raw: unknown): number | undefined {
  const moment = raw instanceof Date ? raw.getTime() : typeof raw === "string" ? parsed(raw) : NaN;
  return moment >= FIRST && moment <= LAST ? moment : undefined;
}

function isAbsent(raw: unknown): raw is null | undefined {
  return raw === null || raw === undefined;
}

function scalarOf(type: AttributeType, raw: unknown): Value | undefined {
  if (typeof type !== "string" || type === "string") return typeof raw === "string" ? raw : undefined;
  if (type === "number") return typeof raw === "number" && !Number.isNaN(raw) ? raw : undefined;
  if (type === "boolean") return typeof raw === "boolean" ? raw : undefined;
  return momentOf(raw);
}

/** A value of the declared type, or none. In a list each element is a reading of its own. */
function typed(type: AttributeType, raw: unknown, path: string): Result {
  const unknown = { missing: path };
  const of = typeof type === "string" ? /^list<(.*)>$/.exec(type)?.[1] : undefined;
  if (of === undefined) {
    const value = scalarOf(type, raw);
    return value === undefined ? unknown : { value };
  }
  if (!Array.isArray(raw)) return unknown;
  const elements = Array.from(raw, (element): Result => {
    const value = scalarOf(of, element);
    return value === undefined ? unknown : { value };
  });
  return { value: { holders: elements.map(() => path), elements } };
}

function property(object: unknown, name: string): unknown {
  return typeof object === "object" && object !== null
    ? (object as Record<string, unknown>)[name]
    : undefined;
}

/** What stands at a path, before it is read with a type; `cut` if a container on the way is missing. */
function locate(path: string, { principal, kind, resource }: Subject, declared: Declarations) {
  const [root, ...names] = path.split(".");
  const name = names.pop() ?? "";
  if (root === "principal") {
    const raw = name === "kind" ? kind : property(principal, name);
    const type = ["id", "kind"].includes(name) ? "string" : declared.ofKind(kind, name);
    return { raw, type, cut: false };
  }
  const object = names.reduce(property, resource);
  const around = String(property(object, "type"));
  const type = ["id", "type"].includes(name) ? "string" : declared.ofType(around, name);
  return { raw: property(object, name), type, cut: isAbsent(object) };
}

/** The value of an attribute, as in `resource.container.team`. */
export function read(path: string, subject: Subject, declared: Declarations): Result {
  const { raw, type } = locate(path, subject, declared);
  return type === undefined ? { missing: path } : typed(type, raw, path);
}

/** Is it there: of any type, but declared; unknown if a container on the way is not there. */
export function has(path: string, subject: Subject, declared: Declarations): Result {
  const { raw, type, cut } = locate(path, subject, declared);
  if (cut) return { missing: path };
  return { value: !isAbsent(raw) && (type !== undefined || path.endsWith(".container")) };
}

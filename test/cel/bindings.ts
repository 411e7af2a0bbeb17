/** Rows as CEL takes them: without what is null or not declared, and with errors where a value is none. */
import { celError, celMap, isCelError, run, type CelInput, type CelMap, type CelValue } from "@bufbuild/cel";
import type { Scalar } from "./nodes.js";
import type { Bag, Row } from "./rows.js";
import { elementPath, type Holed } from "./unfold.js";
import { noMoments } from "./values.js";
import { kinds, types, type Declared } from "./vocabulary.js";

export interface Bindings {
  readonly variables: { readonly principal: CelInput; readonly resource: CelInput };
  /** The lists with an element that is none, by path. */
  readonly holed: Holed;
}

/** A row for CEL. */
export function bindingsOf({ principal, resource }: Row): Bindings {
  const holed = new Map<string, number>();
  const kind = String(principal["kind"]);
  const variables = {
    principal: bound("principal", { id: "string", kind: "string", ...kinds[kind] }, principal, holed),
    resource: boundResource("resource", resource, holed),
  };
  return { variables, holed };
}

function boundResource(path: string, resource: Bag, holed: Map<string, number>): CelMap {
  const inside = resource["container"];
  const container =
    inside === null || inside === undefined
      ? undefined
      : boundResource(`${path}.container`, inside as Bag, holed);
  const declared = { id: "string", type: "string", ...types[String(resource["type"])] } as const;
  return bound(path, declared, resource, holed, container);
}

/** A map that knows what is there. What is there without a value is an error when it is read. */
function bound(
  path: string,
  declared: Readonly<Record<string, Declared>>,
  bag: Bag,
  holed: Map<string, number>,
  container?: CelMap,
): CelMap {
  const values = new Map<string, CelInput>(container === undefined ? [] : [["container", container]]);
  const broken = new Set<string>();
  const put = (name: string, raw: unknown, type: Scalar): void => {
    const value = scalarFor(type, raw);
    if (value === undefined) broken.add(name);
    else values.set(name, value);
  };
  for (const [name, type] of Object.entries(declared)) {
    const raw = bag[name];
    if (raw === null || raw === undefined) continue;
    const element = typeof type === "string" ? /^list<(.*)>$/.exec(type)?.[1] : undefined;
    if (element === undefined) put(name, raw, typeof type === "string" ? (type as Scalar) : "string");
    else if (!Array.isArray(raw)) broken.add(name);
    else {
      const items = raw.map((item: unknown) => scalarFor(element as Scalar, item));
      values.set(
        name,
        items.map((item) => item ?? null),
      );
      for (const [index, item] of raw.entries()) put(elementPath(name, index), item, element as Scalar);
      if (items.includes(undefined)) holed.set(`${path}.${name}`, items.length);
    }
  }
  return withErrors(celMap(values), broken);
}

/** CEL's own maps cannot hold an error. */
function withErrors(map: CelMap, broken: ReadonlySet<string>): CelMap {
  const isBroken = (key: unknown): boolean => typeof key === "string" && broken.has(key);
  const get = (key: never): CelValue | undefined =>
    isBroken(key) ? (celError(`no value: ${String(key)}`) as unknown as CelValue) : map.get(key);
  const has = (key: never): boolean => isBroken(key) || map.has(key);
  return Object.assign(Object.create(map) as CelMap, { get, has });
}

function scalarFor(type: Scalar, raw: unknown): CelInput | undefined {
  if (type === "timestamp") return momentFor(raw);
  return typeof raw === type && !Number.isNaN(raw) ? (raw as CelInput) : undefined;
}

const moments = new Map<string, CelInput | undefined>();

/** What CEL takes for a moment, cut to the millisecond. */
function momentFor(raw: unknown): CelInput | undefined {
  const isDate = raw instanceof Date && !Number.isNaN(raw.getTime());
  const text = isDate ? raw.toISOString() : raw;
  if (typeof text !== "string" || noMoments.includes(text)) return undefined;
  if (!moments.has(text)) {
    const moment = run("timestamp(text)", { text: text.replace(/(\.\d{3})\d+/, "$1") });
    moments.set(text, isCelError(moment) ? undefined : moment);
  }
  return moments.get(text);
}

/** Fragments are merged here: lists and maps unite, a scalar is written once. */
import type { Document, Fragment, Place } from "../ir.js";
import type { Findings } from "../findings.js";

type Section = keyof Fragment;

/** A list item or map entry with its place. */
export interface Item<T> {
  readonly value: T;
  readonly place: Place;
}

/** Something that is opened under one name, in one file or in several. */
export class Opened<T extends object> {
  readonly name: string;
  private readonly parts: readonly Item<T>[];
  private readonly findings: Findings;

  constructor(name: string, parts: readonly Item<T>[], findings: Findings) {
    this.name = name;
    this.parts = parts;
    this.findings = findings;
  }

  /** Where it is first opened. */
  get place(): Place {
    const [first] = this.parts;
    if (first === undefined) throw new Error(`${this.name} is opened nowhere`);
    return first.place;
  }

  /** The one value of a scalar key, with its place; a second one is a finding. */
  scalar<K extends keyof T & string>(key: K): Item<NonNullable<T[K]>> | undefined {
    const [first, ...others] = this.written(key);
    for (const { place } of others) {
      if (first === undefined) break;
      const message = `\`${key}\` of \`${this.name}\` is written twice`;
      this.findings.add("duplicate-definition", { ...place, part: "key" }, message, {
        help: "remove one of them",
        first: { ...first.place, part: "key" },
      });
    }
    return first;
  }

  /** Every value of a key, one for each file that writes it. */
  written<K extends keyof T & string>(key: K): readonly Item<NonNullable<T[K]>>[] {
    return this.parts.flatMap(({ value, place }) => {
      const written = value[key];
      return written === undefined || written === null
        ? []
        : [{ value: written, place: { file: place.file, container: value, key, part: "value" as const } }];
    });
  }

  /** All items of a list key. A single value counts as a list of one. */
  list<K extends keyof T & string>(key: K): readonly Item<ItemOf<T[K]>>[] {
    return this.written(key).flatMap(({ value, place }) => itemsOf<ItemOf<T[K]>>(value, place));
  }

  /** The entries of a map key; the same name twice is a finding. `what` is what an entry is called. */
  entries<E>(key: keyof T & string, what: string): readonly Entry<E>[] {
    const all = this.written(key).flatMap(({ value, place }) =>
      entriesOf(value as Readonly<Record<string, E>>, place),
    );
    return onlyOnce(all, (name) => `the ${what} \`${name}\` of \`${this.name}\``, this.findings);
  }

  /** Where the thing itself is a map of things: all of them, each opened in one file or in several. */
  members<E extends object>(): readonly Opened<E>[] {
    const maps = this.parts.map(({ value, place }) => ({
      value: value as Readonly<Record<string, E | null>>,
      place,
    }));
    return open(maps, this.findings);
  }
}

/** A map entry: its name, its value and the place of its key. */
export interface Entry<E> extends Item<E> {
  readonly name: string;
}

/** Keeps the first entry of each name and reports the others. */
export function onlyOnce<E>(
  entries: readonly Entry<E>[],
  describe: (name: string) => string,
  findings: Findings,
): readonly Entry<E>[] {
  const first = new Map<string, Entry<E>>();
  for (const entry of entries) {
    const earlier = first.get(entry.name);
    if (earlier === undefined) first.set(entry.name, entry);
    else {
      findings.add("duplicate-definition", entry.place, `${describe(entry.name)} is written twice`, {
        help: "remove or rename one of them",
        first: earlier.place,
      });
    }
  }
  return [...first.values()];
}

type ItemOf<L> = NonNullable<L> extends infer U ? (U extends readonly (infer I)[] ? I : U) : never;

/** The items of a list with their places. A single value counts as a list of one. */
export function itemsOf<I>(value: unknown, place: Place): readonly Item<I>[] {
  if (!Array.isArray(value)) return [{ value: value as I, place }];
  const list = value as readonly I[];
  return list.map((item, key) => ({
    value: item,
    place: { file: place.file, container: list, key, part: "value" },
  }));
}

/** The entries of a map with the places of their keys. */
export function entriesOf<E>(map: Readonly<Record<string, E>>, { file }: Place): readonly Entry<E>[] {
  return Object.keys(map).map((name) => ({
    name,
    value: map[name] as E,
    place: { file, container: map, key: name, part: "key" as const },
  }));
}

/** Everything that the documents open in one section, sorted by name. */
export function openSection<E extends object>(
  documents: readonly Document[],
  section: Section,
  findings: Findings,
): readonly Opened<E>[] {
  return open<E>(written(documents, section), findings);
}

/** Every value that the documents give to one section. */
export function written<T>(documents: readonly Document[], section: Section): readonly Item<T>[] {
  return documents.flatMap(({ file, fragment }) => {
    const value = fragment[section];
    return value === undefined || value === null
      ? []
      : [{ value: value as T, place: { file, container: fragment, key: section, part: "key" as const } }];
  });
}

function open<E extends object>(
  maps: readonly Item<Readonly<Record<string, E | null>>>[],
  findings: Findings,
): readonly Opened<E>[] {
  const parts = new Map<string, Item<E>[]>();
  for (const { value: map, place } of maps) {
    for (const { name, value, place: at } of entriesOf(map, place)) {
      const part = { value: value ?? ({} as E), place: at };
      const known = parts.get(name);
      if (known === undefined) parts.set(name, [part]);
      else known.push(part);
    }
  }
  return [...parts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, opened]) => new Opened(name, opened, findings));
}

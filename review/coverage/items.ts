/** What stands in the files of a policy and may be asked about: each item counts how often it was. */
import type { Place } from "../../compiler/ir.js";

/** Something that stands in a file, and how many questions it had a part in. */
export interface Item {
  readonly place: Place;
  hits: number;
}

/** A condition, and how many questions it answered with true and otherwise. */
export interface ConditionItem extends Item {
  /** In one line. */
  readonly text: string;
  /** How often it was false, or a value that it reads was missing. */
  misses: number;
}

/** Makes each item once: what stands in one place is one item, however many roles or resource types have it. */
export class Items<T extends Item> {
  private readonly known = new Map<object, Map<string | number | undefined, T>>();
  private readonly make: (place: Place) => T;

  constructor(make: (place: Place) => T) {
    this.make = make;
  }

  /** The item at a place. */
  at(place: Place): T {
    const { container, key } = place;
    const inside = this.known.get(container) ?? new Map<string | number | undefined, T>();
    this.known.set(container, inside);
    const item = inside.get(key) ?? this.make(place);
    inside.set(key, item);
    return item;
  }

  get all(): readonly T[] {
    return [...this.known.values()].flatMap((inside) => [...inside.values()]);
  }
}

/** The text that stands at a place: a pattern, or a name. */
export function textAt({ container, key }: Place): string {
  const value = key === undefined ? "" : (container as Readonly<Record<string | number, unknown>>)[key];
  return String(value).replace(/\s+/g, " ").trim();
}

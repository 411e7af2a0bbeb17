/** Anything that may have properties. */
export type Bag = Readonly<Record<string, unknown>>;

/** True for what may be a principal or a resource. */
export function isBag(value: unknown): value is Bag {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for null and undefined, which are the same wherever something may be left out. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** A property that is only reported; if the app's getter throws there is none. */
export function read(value: unknown, key: string): unknown {
  try {
    return isBag(value) ? value[key] : undefined;
  } catch {
    return undefined;
  }
}

/** The container chain is followed this deep. */
export const deepest = 32;

/** A property of its own, whatever the name is: a generated map has a prototype, whose names are names of a policy too. */
export function own<V>(map: Readonly<Record<string, V>> | undefined, name: unknown): V | undefined {
  return map !== undefined && typeof name === "string" && Object.hasOwn(map, name) ? map[name] : undefined;
}

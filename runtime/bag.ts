/** Anything that may have properties. */
export type Bag = Readonly<Record<string, unknown>>;

/** A map without a prototype, so that `constructor` and `__proto__` are names like others. */
export type Lookup<V> = Record<string, V>;

export function lookup<V>(): Lookup<V> {
  return Object.create(null) as Lookup<V>;
}

/** True for what may be a principal or a resource. */
export function isBag(value: unknown): value is Bag {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for null and undefined, which are the same wherever something may be left out. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** What an app's own code gives, or undefined if it throws. */
export function attempt<V>(give: () => V): V | undefined {
  try {
    return give();
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

/** The strings of what should be a list of names. */
export function namesIn(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((name): name is string => typeof name === "string") : [];
}

export function words(text: string | undefined): readonly string[] {
  return text ? text.split(" ") : [];
}

/** Changes of a policy's data, made in place and taken back, so that every other place still knows where it stands. */

/** A map or list of a parsed file. */
export type Container = Record<string | number, unknown>;

/** A value in place of another one. What is removed is undefined: the order of keys stays as it is. */
export interface Edit {
  readonly container: Container;
  readonly key: string | number;
  readonly value: unknown;
}

/** Makes a change, asks about it, and takes it back, whatever happens. */
export function edited<T>({ container, key, value }: Edit, ask: () => T): T {
  const before = container[key];
  container[key] = value;
  try {
    return ask();
  } finally {
    container[key] = before;
  }
}

/** Another value of a key. */
export function set(container: object, key: string | number, value: unknown): Edit {
  return { container: container as Container, key, value };
}

/** No value of a key, as if it were not written. */
export function unset(container: object, key: string): Edit {
  return set(container, key, undefined);
}

/** A list of a key with other items in place of one of them. */
export function replaceItem(
  container: object,
  key: string,
  index: number,
  ...items: readonly unknown[]
): Edit {
  const list = (container as Container)[key] as readonly unknown[];
  return set(container, key, [...list.slice(0, index), ...items, ...list.slice(index + 1)]);
}

/** A map of a key without one of its entries. */
export function withoutEntry(container: object, key: string, name: string): Edit {
  const map = (container as Container)[key] as Readonly<Record<string, unknown>>;
  return set(container, key, Object.fromEntries(Object.entries(map).filter(([other]) => other !== name)));
}

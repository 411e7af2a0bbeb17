import type { Place } from "../ir.js";

/** The data that stands at a place. */
export function written({ container, key }: Place): unknown {
  return key === undefined ? container : (container as Readonly<Record<string | number, unknown>>)[key];
}

import type { Document, RawReserved, Reserved, ReservedName } from "../ir.js";
import { byCodePoint } from "../order.js";
import { itemsOf, written } from "./opened.js";

/** The retired names of all files, each once, sorted: to retire a name again says nothing new. */
export function resolveReserved(documents: readonly Document[]): Reserved {
  const lists = written<RawReserved>(documents, "reserved");
  const named = (key: keyof RawReserved): readonly ReservedName[] => {
    const names = new Map<string, ReservedName>();
    for (const { value, place } of lists) {
      const at = { file: place.file, container: value, key, part: "value" as const };
      for (const { value: name, place: itemPlace } of itemsOf<string>(value[key] ?? [], at)) {
        if (!names.has(name)) names.set(name, { name, place: itemPlace });
      }
    }
    return [...names.values()].sort((a, b) => byCodePoint(a.name, b.name));
  };
  return { permissions: named("permissions"), roles: named("roles") };
}

import type { Attribute, AttributeType, RawAttributeType } from "../ir.js";
import type { Findings } from "../findings.js";
import { byCodePoint } from "../order.js";
import { onlyOnce, type Entry, type Opened } from "./opened.js";

type Scalar = Extract<AttributeType, { tag: "scalar" }>["of"];

/** The attributes of a kind or resource, sorted by name; a `?` after the name makes one optional. */
export function resolveAttributes(
  owner: Opened<{ readonly attributes?: Readonly<Record<string, RawAttributeType>> | null }>,
  findings: Findings,
): readonly Attribute[] {
  const written = owner.entries<RawAttributeType>("attributes", "attribute");
  const optional = new Set<Entry<RawAttributeType>>();
  const bare = written.map((entry) => {
    if (!entry.name.endsWith("?")) return entry;
    const named = { ...entry, name: entry.name.slice(0, -1) };
    optional.add(named);
    return named;
  });
  return onlyOnce(bare, (name) => `the attribute \`${name}\` of \`${owner.name}\``, findings)
    .map((entry) => ({
      name: entry.name,
      optional: optional.has(entry),
      type: attributeType(entry.value),
      place: entry.place,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The schema has checked the text. */
function attributeType(written: RawAttributeType): AttributeType {
  if (typeof written !== "string") return { tag: "enumeration", values: [...written].sort(byCodePoint) };
  const list = /^list<(.*)>$/.exec(written)?.[1];
  return list === undefined ? { tag: "scalar", of: written as Scalar } : { tag: "list", of: list as Scalar };
}

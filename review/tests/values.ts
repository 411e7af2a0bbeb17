/** Attributes of principals and resources in tests: they are declared, and their values fit. */
import type { Findings } from "../../compiler/findings.js";
import type { Attribute, AttributeType, ParsedFile, Place, ScalarType } from "../../compiler/ir.js";
import { cureFor, didYouMean } from "../../compiler/nearest.js";
import { instantOf } from "../../runtime/condition.js";

type Written = Readonly<Record<string, unknown>>;

/**
 * The attributes that a principal or resource is written with. What is not declared, or does not fit, is a finding.
 * @param owner what declares them, in words
 * @param keys the keys that are none
 */
export function attributesOf(
  written: Written,
  { owner, declared, keys }: { owner: string; declared: readonly Attribute[]; keys: readonly string[] },
  file: ParsedFile,
  findings: Findings,
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(written)) {
    if (keys.includes(name)) continue;
    const place: Place = { file, container: written, key: name };
    const attribute = declared.find((one) => one.name === name);
    if (attribute === undefined) {
      const known = declared.map((one) => one.name);
      const help =
        didYouMean(name, [...known, ...keys]) ??
        (known.length === 0 ? `${owner} has no attributes` : cureFor(name, known, "attribute"));
      const message = `\`${name}\` is not an attribute of ${owner}`;
      findings.add("unknown-attribute", { ...place, part: "key" }, message, { help });
      continue;
    }
    if (value !== null) checkValue(value, attribute, { ...place, part: "value" }, findings);
    values[name] = value;
  }
  return values;
}

function checkValue(value: unknown, { name, type }: Attribute, place: Place, findings: Findings): void {
  if (type.tag !== "list") {
    checkScalar(value, name, type, place, findings);
    return;
  }
  if (!Array.isArray(value)) {
    const help = typeof value === "object" ? undefined : `write \`[${written(value)}]\``;
    findings.add("wrong-type", place, `\`${name}\` must be a list, found ${inWords(value)}`, { help });
    return;
  }
  for (const [index, item] of (value as readonly unknown[]).entries()) {
    const at: Place = { file: place.file, container: value, key: index, part: "value" };
    checkScalar(item, `an entry of \`${name}\``, { tag: "scalar", of: type.of }, at, findings);
  }
}

function checkScalar(
  value: unknown,
  name: string,
  type: Exclude<AttributeType, { tag: "list" }>,
  place: Place,
  findings: Findings,
): void {
  const shown = name.includes(" ") ? name : `\`${name}\``;
  const of = type.tag === "enumeration" ? "string" : type.of;
  const expected = expectations[of];
  if (typeof value !== expected.is) {
    const isQuotable = expected.is === "string" && ["number", "boolean"].includes(typeof value);
    const help = isQuotable ? `quote it: \`"${String(value)}"\`` : undefined;
    findings.add("wrong-type", place, `${shown} must be ${expected.words}, found ${inWords(value)}`, {
      help,
    });
    return;
  }
  if (type.tag === "enumeration" && !type.values.includes(value as string)) {
    const help = cureFor(value as string, type.values, "value");
    findings.add("unknown-value", place, `\`${value as string}\` is not a value of ${shown}`, { help });
  } else if (of === "timestamp" && instantOf(value) === undefined) {
    findings.add("invalid-value", place, `\`${value as string}\` is not a moment`, {
      help: "write it with its zone, as in `2026-01-31T12:00:00Z`",
    });
  }
}

const expectations: Readonly<Record<ScalarType, { readonly is: string; readonly words: string }>> = {
  string: { is: "string", words: "a text" },
  number: { is: "number", words: "a number" },
  boolean: { is: "boolean", words: "`true` or `false`" },
  timestamp: { is: "string", words: "a timestamp as a text" },
};

function inWords(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return `the text \`${value}\``;
  if (typeof value !== "number" && typeof value !== "boolean") return "nothing";
  return `the ${typeof value} \`${String(value)}\``;
}

function written(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

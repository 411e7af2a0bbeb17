import type { ErrorObject } from "ajv";
import type { Code } from "../catalogue.js";
import { diagnostic, type Diagnostic, type Span } from "../diagnostic.js";
import type { ParsedFile } from "../ir.js";
import { didYouMean, nearest } from "../nearest.js";
import { Spot } from "./spot.js";

interface Violation {
  readonly code: Code;
  readonly span: Span;
  readonly message: string;
  readonly help?: string | undefined;
}

/** The words of a schema: its titles and descriptions are written for these messages too. */
interface Words {
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** ajv's errors as findings at the key or value that is wrong. */
export function violations(errors: readonly ErrorObject[], file: ParsedFile): readonly Diagnostic[] {
  const said = new Set<string>();
  return errors
    .filter((error) => !isEcho(error))
    .map((error) => violation(error, new Spot(file, error.instancePath)))
    .filter(({ code, span, message }) => {
      // A value may break the same law of two schemas.
      const once = `${span.line}:${span.column} ${code} ${message}`;
      return !said.has(once) && said.add(once);
    })
    .map(({ code, span, message, help }) => diagnostic(code, span, message, { help }));
}

/** `if` and `propertyNames` only repeat what others say; a missing key is no second mistake where it is misspelt. */
function isEcho({ keyword, data, params, parentSchema }: ErrorObject): boolean {
  if (keyword !== "required") return keyword === "if" || keyword === "propertyNames";
  const { properties, additionalProperties } = (parentSchema ?? {}) as Words;
  // Where any key may stand none is misspelt.
  if (additionalProperties !== false) return false;
  const known = Object.keys(properties ?? {});
  const written = Object.keys(data as object);
  const unknown = written.filter((key) => !known.includes(key));
  const missing = (params as { readonly missingProperty: string }).missingProperty;
  return unknown.some((key) => nearest(key, known) === missing || unknown.length === written.length);
}

function violation(error: ErrorObject, spot: Spot): Violation {
  const schema = (error.parentSchema ?? {}) as Words;
  const params = error.params as Readonly<Record<string, unknown>>;
  const data: unknown = error.data;
  if (error.propertyName !== undefined) {
    const span = spot.inside(error.propertyName, "key");
    const message = `${textInWords(error.propertyName)} is not ${schema.title ?? "a name"}`;
    return { code: "invalid-name", span, message, help: schema.description };
  }
  switch (error.keyword) {
    case "additionalProperties": {
      const key = String(params["additionalProperty"]);
      return {
        code: "unknown-key",
        span: spot.inside(key, "key"),
        message: `\`${key}\` is not a key of ${nameOf(schema)}`,
        help:
          conditionKey(key, Object.keys(schema.properties ?? {})) ??
          didYouMean(key, Object.keys(schema.properties ?? {})) ??
          (spot.name === "an entry of `allow`" ? withoutSpace(data) : undefined) ??
          keysOf(schema),
      };
    }
    case "required": {
      const message = `${nameOf(schema)} needs the key \`${String(params["missingProperty"])}\``;
      return { code: "missing-key", span: spot.owner, message };
    }
    case "type": {
      const expected = kinds(params["type"]);
      const message = `${spot.name} must be ${expected}, found ${kindOf(data, spot)}`;
      const help = cure(expected, data, schema, spot);
      return { code: "wrong-type", span: spot.comment ?? spot.value, message, help };
    }
    case "enum": {
      const message = `${kindOf(data, spot)} is not an allowed value of ${spot.name}`;
      const allowed = (params["allowedValues"] as readonly unknown[]).map(String);
      const help = typeof data === "string" ? cureOfText(data, allowed) : undefined;
      return {
        code: "invalid-value",
        span: spot.value,
        message,
        help:
          help ??
          schema.description ??
          `the allowed values are ${allowed.map((value) => `\`${value}\``).join(", ")}`,
      };
    }
    case "pattern": {
      const text = String(data);
      const message = `${text.trim() === "" ? "an empty text" : textInWords(text)} is not ${schema.title ?? "allowed here"}`;
      const help = /[“”„‘’«»]/.test(text)
        ? 'write straight quotes, `"`: typographic ones are part of the text'
        : schema.description;
      return { code: "invalid-value", span: spot.value, message, help };
    }
    case "minItems":
    case "minProperties":
    case "minLength": {
      const message = `${spot.name} must not be empty`;
      return { code: "invalid-value", span: spot.value, message, help: keysOf(schema) ?? schema.description };
    }
    case "minimum":
    case "maximum": {
      const [least, most] = [schema.minimum ?? -Infinity, schema.maximum ?? Infinity];
      const message = `${spot.name} must be a number from ${least} to ${most}, found \`${spot.written}\``;
      return { code: "invalid-value", span: spot.value, message };
    }
    case "maxLength": {
      const message = `${spot.name} is longer than ${String(params["limit"])} characters`;
      return { code: "too-large", span: spot.value, message, help: "say it more simply" };
    }
    case "maxItems": {
      const message = `${spot.name} has more than ${String(params["limit"])} entries`;
      return { code: "invalid-value", span: spot.owner, message };
    }
    case "uniqueItems": {
      const later = Math.max(Number(params["i"]), Number(params["j"]));
      const item: unknown = Array.isArray(data) ? data[later] : undefined;
      const message = `${textInWords(String(item))} is listed twice in ${spot.name}`;
      return { code: "duplicate-item", span: spot.inside(later, "value"), message, help: "remove it" };
    }
    default:
      throw new Error(`no words for the schema keyword ${error.keyword} at ${error.schemaPath}`);
  }
}

/** The key of a condition, where another one is written. */
function conditionKey(key: string, known: readonly string[]): string | undefined {
  if (!["when", "requires", "condition", "if"].includes(key)) return undefined;
  if (known.includes("when")) return "the condition of a grant or a scope is `when`";
  return known.includes("requires") ? "a condition that binds everyone is `requires`" : undefined;
}

/** What to write instead of a value of the wrong kind. */
function cure(expected: string, data: unknown, schema: Words, spot: Spot): string | undefined {
  const keys = Object.keys(schema.properties ?? {});
  if (spot.comment !== undefined) return "quote the value: unquoted, a `#` after a space starts a comment";
  if (expected.includes("text") && kindOf(data, spot) === "a map") {
    return (schema.pattern?.includes(":") === false ? undefined : withoutSpace(data)) ?? schema.description;
  }
  const isNull = data === null && /^(?:null|~)$/i.test(spot.written);
  if (expected.includes("text") && (isScalar(data) || isNull)) return `quote it: \`"${spot.written}"\``;
  if (expected === "a list" && typeof data === "string") return `write \`["${data}"]\``;
  if (expected !== "a map") return schema.description;
  if (keys.some((key) => spot.name === `\`${key}\``))
    return `indent it deeper: it is a key of ${nameOf(schema)}`;
  if (typeof data === "string" && keys.some((key) => data.startsWith(`${key}:`))) {
    return "write a space after the `:`";
  }
  return keysOf(schema) ?? "write each entry as `name:`";
}

/** What to write instead of a text that is not allowed. */
function cureOfText(text: string, allowed: readonly string[]): string | undefined {
  if (allowed.includes(text)) return "write it without quotes";
  const asList = text.replace(/^(\w+)\[\]$/, "list<$1>");
  return allowed.includes(asList) ? `write \`${asList}\`` : didYouMean(text, allowed);
}

/** The cure for `- model: get`, which is a map where `- model:get` is a text. */
function withoutSpace(data: unknown): string | undefined {
  const entries = Object.entries(data as object);
  const [[key, value] = []] = entries;
  return entries.length === 1 && typeof value === "string" && /^(?:\*|[\w.:-]+)$/.test(value)
    ? `write \`${key ?? ""}:${value}\`, without the space`
    : undefined;
}

function nameOf({ title }: Words): string {
  const name = title?.toLowerCase() ?? "map";
  return `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
}

function keysOf({ properties }: Words): string | undefined {
  const keys = Object.keys(properties ?? {}).map((key) => `\`${key}\``);
  return keys.length === 0
    ? undefined
    : `its ${keys.length === 1 ? "key is" : "keys are"} ${keys.join(", ")}`;
}

function kinds(types: unknown): string {
  const names: Record<string, string> = {
    object: "a map",
    array: "a list",
    string: "text",
    number: "a number",
    null: "nothing",
  };
  const all = (Array.isArray(types) ? types : [types]).map((type) => names[String(type)] ?? String(type));
  return all.filter((name) => name !== "nothing").join(" or ");
}

function kindOf(data: unknown, spot: Spot): string {
  if (typeof data === "string") return data === "" ? textInWords(data) : `the text \`${data}\``;
  if (isScalar(data)) return spot.isFile ? `a ${typeof data}` : `the ${typeof data} \`${spot.written}\``;
  if (Array.isArray(data)) return "a list";
  return data === null ? "nothing" : "a map";
}

function textInWords(text: string): string {
  return text === "" ? "an empty text" : `\`${text}\``;
}

function isScalar(data: unknown): data is string | number | bigint | boolean {
  return ["string", "number", "bigint", "boolean"].includes(typeof data);
}

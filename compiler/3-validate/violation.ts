import type { ErrorObject } from "ajv";
import { diagnostic, type Diagnostic, type Span } from "../diagnostic.js";
import type { Code } from "../catalogue.js";
import type { ParsedFile } from "../ir.js";
import { didYouMean } from "../nearest.js";

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
}

/** ajv's errors as findings at the key or value that is wrong. `if` and `propertyNames` only repeat what others say. */
export function violations(errors: readonly ErrorObject[], file: ParsedFile): readonly Diagnostic[] {
  return errors
    .filter(({ keyword }) => keyword !== "if" && keyword !== "propertyNames")
    .map((error) => violation(error, new Spot(file, error.instancePath)))
    .map(({ code, span, message, help }) => diagnostic(code, span, message, { help }));
}

function violation(error: ErrorObject, spot: Spot): Violation {
  const schema = (error.parentSchema ?? {}) as Words;
  const params = error.params as Readonly<Record<string, unknown>>;
  const data: unknown = error.data;
  if (error.propertyName !== undefined) {
    const span = spot.inside(error.propertyName, "key");
    const message = `\`${error.propertyName}\` is not ${schema.title ?? "a name"}`;
    return { code: "invalid-name", span, message, help: schema.description };
  }
  switch (error.keyword) {
    case "additionalProperties": {
      const key = String(params["additionalProperty"]);
      return {
        code: "unknown-key",
        span: spot.inside(key, "key"),
        message: `\`${key}\` is not a key of ${nameOf(schema)}`,
        help: didYouMean(key, Object.keys(schema.properties ?? {})) ?? keysOf(schema),
      };
    }
    case "required": {
      const message = `${nameOf(schema)} needs the key \`${String(params["missingProperty"])}\``;
      return { code: "missing-key", span: spot.parent(), message };
    }
    case "type": {
      const message = `expected ${kinds(params["type"])}, found ${kindOf(data)}`;
      const quotable = kinds(params["type"]).includes("text") && isScalar(data);
      const help = quotable ? `quote it: \`"${String(data)}"\`` : schema.description;
      return { code: "wrong-type", span: spot.value(), message, help };
    }
    case "enum": {
      const allowed = (params["allowedValues"] as readonly unknown[]).map(String);
      return {
        code: "invalid-value",
        span: spot.value(),
        message: `expected ${allowed.map((value) => `\`${value}\``).join(", ")}, found ${kindOf(data)}`,
        help: typeof data === "string" ? didYouMean(data, allowed) : undefined,
      };
    }
    case "pattern":
      return {
        code: "invalid-value",
        span: spot.value(),
        message: `\`${String(data)}\` is not ${schema.title ?? "allowed here"}`,
        help: schema.description,
      };
    case "minItems":
    case "minProperties":
    case "minLength":
      return {
        code: "invalid-value",
        span: spot.value(),
        message: "this is empty",
        help: schema.description,
      };
    case "maxItems": {
      const message = `more than ${String(params["limit"])} entries`;
      return { code: "invalid-value", span: spot.value(), message };
    }
    case "uniqueItems": {
      const [i, j] = [Number(params["i"]), Number(params["j"])];
      const item: unknown = Array.isArray(data) ? data[i] : undefined;
      const span = spot.inside(Math.max(i, j), "value");
      return { code: "duplicate-item", span, message: `${kindOf(item)} is listed twice` };
    }
    default:
      throw new Error(`no words for the schema keyword ${error.keyword} at ${error.schemaPath}`);
  }
}

/** A place in the data that an error's JSON pointer names. */
class Spot {
  private readonly file: ParsedFile;
  private readonly container: object | undefined;
  private readonly key: string | number | undefined;
  private readonly target: unknown;

  constructor(file: ParsedFile, pointer: string) {
    this.file = file;
    let container: object | undefined;
    let key: string | number | undefined;
    let target = file.data;
    for (const step of pointer.split("/").slice(1)) {
      container = target as object;
      const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
      key = Array.isArray(container) ? Number(name) : name;
      target = (container as Record<string | number, unknown>)[key];
    }
    this.container = container;
    this.key = key;
    this.target = target;
  }

  value(): Span {
    return this.at("value");
  }

  /** The key that the value stands under, or the item of a list. */
  parent(): Span {
    return this.at(typeof this.key === "string" ? "key" : "value");
  }

  inside(key: string | number, part: "key" | "value"): Span {
    return this.file.locate({ container: this.target as object, key, part });
  }

  private at(part: "key" | "value"): Span {
    if (this.container === undefined) {
      const { path } = this.file.source;
      return typeof this.target === "object" && this.target !== null
        ? firstLine(this.file.locate({ container: this.target }))
        : { file: path, line: 1, column: 1, endLine: 1, endColumn: 1, text: undefined };
    }
    const place = { container: this.container, part };
    return this.file.locate(this.key === undefined ? place : { ...place, key: this.key });
  }
}

function firstLine(span: Span): Span {
  return { ...span, endLine: span.line, endColumn: span.column };
}

function nameOf({ title }: Words): string {
  return title === undefined ? "this map" : `\`${title.toLowerCase()}\``;
}

function keysOf({ properties }: Words): string | undefined {
  const keys = Object.keys(properties ?? {});
  return keys.length === 0 ? undefined : `its keys are ${keys.map((key) => `\`${key}\``).join(", ")}`;
}

function kinds(types: unknown): string {
  const names: Record<string, string> = { object: "a map", array: "a list", string: "text", null: "nothing" };
  const all = (Array.isArray(types) ? types : [types]).map((type) => names[String(type)] ?? String(type));
  return all.filter((name) => name !== "nothing").join(" or ");
}

function kindOf(data: unknown): string {
  if (typeof data === "string") return `the text \`${data}\``;
  if (isScalar(data)) return `the ${typeof data} \`${String(data)}\``;
  if (Array.isArray(data)) return "a list";
  return data === null ? "nothing" : "a map";
}

function isScalar(data: unknown): data is string | number | bigint | boolean {
  return ["string", "number", "bigint", "boolean"].includes(typeof data);
}

import type { Place, ParsedFile } from "../ir.js";
import type { Span } from "../diagnostic.js";

/** A place in the data that an error's JSON pointer names. */
export class Spot {
  private readonly file: ParsedFile;
  private readonly container: object | undefined;
  private readonly key: string | number | undefined;
  private readonly target: unknown;
  /** What an author calls it: its key, an entry of a list, or the file. */
  readonly name: string;

  constructor(file: ParsedFile, pointer: string) {
    this.file = file;
    let container: object | undefined;
    let key: string | number | undefined;
    let name = "this file";
    let target = file.data;
    for (const step of pointer.split("/").slice(1)) {
      container = target as object;
      const written = step.replaceAll("~1", "/").replaceAll("~0", "~");
      key = Array.isArray(container) ? Number(written) : written;
      if (typeof key === "string") name = `\`${key}\``;
      else if (!name.startsWith("an ")) name = `an entry of ${name}`;
      target = (container as Record<string | number, unknown>)[key];
    }
    this.container = container;
    this.key = key;
    this.name = name;
    this.target = target;
  }

  /** The value. */
  get value(): Span {
    return this.at("value");
  }

  /** The key that the value stands under, or the item of a list. */
  get owner(): Span {
    return this.at(typeof this.key === "string" ? "key" : "value");
  }

  /** The key or the value of an entry. */
  inside(key: string | number, part: Place["part"]): Span {
    return this.file.locate({ container: this.target as object, key, part: part ?? "value" });
  }

  /** True for the whole file. */
  get isFile(): boolean {
    return this.container === undefined;
  }

  /** A scalar as it is written: `1.50` is the number 1.5. */
  get written(): string {
    const { line, column, endLine, endColumn, text } = this.value;
    return text === undefined || line !== endLine || this.container === undefined
      ? String(this.target)
      : text.slice(column - 1, endColumn - 1);
  }

  /** The comment that stands where the value would, if nothing else follows the key. */
  get comment(): Span | undefined {
    const { line, text = "", endColumn } = this.owner;
    const before = /^\s*:\s+(?=#)/.exec(text.slice(endColumn - 1))?.[0];
    if (this.target !== null || before === undefined) return undefined;
    const column = endColumn + before.length;
    return { ...this.owner, column, endLine: line, endColumn: text.trimEnd().length + 1 };
  }

  private at(part: "key" | "value"): Span {
    if (this.container !== undefined && this.key !== undefined) {
      return this.file.locate({ container: this.container, key: this.key, part });
    }
    const isWhole = typeof this.target === "object" && this.target !== null;
    const span = this.file.locate({ container: isWhole ? this.target : this.file });
    return { ...span, endLine: span.line, endColumn: span.column };
  }
}

import type { AttributeRead } from "../../ir.js";
import { quote } from "../text.js";
import type { Value } from "./value.js";

/** The statements of a predicate, while they are written. */
export class Code {
  /** The statements; the reading of attributes comes first. */
  get lines(): readonly string[] {
    return [...this.head, ...this.body];
  }

  private readonly head: string[] = [];
  private body: string[] = [];
  private readonly named = new Map<string, string>();
  private readonly elements = new Map<string, Value>();
  private count = 0;

  /** Adds statements. */
  add(...lines: readonly string[]): void {
    this.body.push(...lines);
  }

  /** The variable that holds an attribute; all are read first. */
  attribute({ op, path, type, of }: AttributeRead): string {
    return this.once(`${op}.${path} ${type === "timestamp" ? type : ""}`, "a", () => {
      const steps = path.split(".");
      const name = quote(steps.at(-1) ?? "");
      const owner = steps.length === 1 ? op : this.container(steps.length - 1);
      const read = steps.length === 1 ? `${owner}[${name}]` : `${owner}?.[${name}]`;
      const [kind, dot] = op === "principal" ? ["kind", ""] : ["type", "?."];
      const has = of?.map((one) => `${owner}${dot}[${quote(kind)}] === ${quote(one)}`).join(" || ");
      const guarded = has === undefined ? read : `${has} ? ${read} : undefined`;
      return type === "timestamp" ? `instantOf(${guarded})` : guarded;
    });
  }

  /** The variable that holds the container so many steps out. */
  container(steps: number): string {
    return this.once(`container ${steps}`, "c", () =>
      steps === 1 ? "containerIn(resource)" : `containerIn(${this.container(steps - 1)})`,
    );
  }

  /** Writes something in which an element of a list has a name. */
  withElement<T>(name: string, value: Value, write: () => T): T {
    const before = this.elements.get(name);
    this.elements.set(name, value);
    const written = write();
    if (before === undefined) this.elements.delete(name);
    else this.elements.set(name, before);
    return written;
  }

  /** Statements that are not added yet. */
  block(write: () => unknown): readonly string[] {
    const outer = this.body;
    this.body = [];
    write();
    const inner = this.body;
    this.body = outer;
    return inner;
  }

  /** A variable that is true, false or unknown. */
  variable(code: string): string {
    const name = this.next("t");
    this.body.push(`let ${name}: boolean | string = ${code};`);
    return name;
  }

  /**
   * A name for something that is true, false or unknown and is needed more than once. It has a type: what the type checker
   * concludes from a test that has a name, it would hold against other tests.
   */
  truth(code: string): string {
    if (/^\w+$/.test(code)) return code;
    const name = this.next("v");
    this.body.push(`const ${name}: boolean | string = ${code};`);
    return name;
  }

  /** A name for a value that is needed more than once. */
  value(code: string): string {
    const name = this.next("v");
    this.body.push(`const ${name} = ${code};`);
    return name;
  }

  /** A name that is not in use. */
  next(prefix: string): string {
    return `${prefix}${++this.count}`;
  }

  /** The element that has a name. */
  element(name: string): Value | undefined {
    return this.elements.get(name);
  }

  private once(key: string, prefix: string, code: () => string): string {
    const known = this.named.get(key);
    if (known !== undefined) return known;
    const value = code();
    const name = this.next(prefix);
    this.named.set(key, name);
    this.head.push(`const ${name} = ${value};`);
    return name;
  }
}

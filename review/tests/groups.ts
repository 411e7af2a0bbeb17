/** Names of a file of tests and groups of them, and the lists that use them. */
import type { Findings } from "../../compiler/findings.js";
import type { ParsedFile, Place } from "../../compiler/ir.js";
import { cureFor } from "../../compiler/nearest.js";
import { deepestNesting } from "./definitions.js";
import type { Word } from "./vocabulary.js";

/** Everything of one sort that a file defines by name. */
interface Defined<T> {
  /** `principal` or `resource`. */
  readonly what: string;
  /** By name; undefined for one that is wrong, which is reported where it stands. */
  readonly all: ReadonlyMap<string, T | undefined>;
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** What `*` does not mean, though it has a name. */
  readonly implied?: ReadonlyMap<string, T>;
}

/** The members of all groups of a file together. */
const mostMembers = 5_000_000;

export class Groups<T> {
  private members = 0;
  private isFull = false;
  private readonly defined: Defined<T>;
  private readonly file: ParsedFile;
  private readonly findings: Findings;
  private readonly known = new Map<string, ReadonlySet<T>>();
  private readonly names: readonly string[];

  constructor(defined: Defined<T>, file: ParsedFile, findings: Findings) {
    this.defined = defined;
    this.file = file;
    this.findings = findings;
    this.names = [...defined.all.keys(), ...Object.keys(defined.groups)];
    for (const name of Object.keys(defined.groups)) {
      if (!defined.all.has(name) && defined.implied?.has(name) !== true) continue;
      const place: Place = { file, container: defined.groups, key: name, part: "key" };
      const message = `\`${name}\` is the name of a ${defined.what} already`;
      findings.add("duplicate-definition", place, message, { help: "give the group another name" });
    }
    for (const name of Object.keys(defined.groups)) {
      this.group({ value: name, place: { file, container: defined.groups, key: name, part: "key" } }, []);
    }
  }

  /** One by name, undefined if it is unknown or wrong; a group is not one. */
  one({ value, place }: Word): T | undefined {
    const { all, implied, groups, what } = this.defined;
    if (all.has(value)) return all.get(value);
    const found = implied?.get(value);
    if (found !== undefined) return found;
    if (Object.hasOwn(groups, value)) {
      const message = `\`${value}\` is a group, where one ${what} stands`;
      this.findings.add("unknown-name", place, message, { help: `name one ${what}, or write a matrix` });
    } else this.unknown({ value, place }, [...all.keys()]);
    return undefined;
  }

  /** What a list names, each once. */
  every(list: readonly string[]): readonly T[] {
    return [...new Set(list.flatMap((value, index) => [...this.named(this.wordAt(list, index, value))]))];
  }

  /** What a name or a group or `*` means. */
  named(word: Word): ReadonlySet<T> {
    return this.expanded(word, []);
  }

  wordAt(list: readonly string[], index: number, value: string): Word {
    return { value, place: { file: this.file, container: list, key: index, part: "value" } };
  }

  private expanded(word: Word, way: readonly string[]): ReadonlySet<T> {
    const { value } = word;
    const { all, implied, groups } = this.defined;
    if (value === "*") return new Set([...all.values()].filter((one) => one !== undefined));
    if (all.has(value) || implied?.has(value) === true) {
      const found = all.get(value) ?? implied?.get(value);
      return new Set(found === undefined ? [] : [found]);
    }
    if (Object.hasOwn(groups, value)) return this.group(word, way);
    this.unknown(word, this.names);
    return new Set();
  }

  private group({ value: name, place }: Word, way: readonly string[]): ReadonlySet<T> {
    const before = this.known.get(name);
    if (before !== undefined) return before;
    if (way.includes(name)) {
      const circle = [...way.slice(way.indexOf(name)), name].map((one) => `\`${one}\``).join(" > ");
      this.findings.add("test-cycle", place, `groups contain each other: ${circle}`);
      return new Set();
    }
    if (way.length === deepestNesting || this.members > mostMembers) {
      const message = `groups of more than ${deepestNesting} groups, or of ${mostMembers} names in all`;
      if (!this.isFull) this.findings.add("too-large", place, message, { help: "name less at once" });
      this.isFull = true;
      return new Set();
    }
    const members = this.defined.groups[name] ?? [];
    const found = new Set(
      members.flatMap((value, index) => [
        ...this.expanded(this.wordAt(members, index, value), [...way, name]),
      ]),
    );
    this.known.set(name, found);
    this.members += found.size;
    return found;
  }

  private unknown({ value, place }: Word, names: readonly string[]): void {
    const { what } = this.defined;
    const help = names.length === 0 ? `write it under \`${what}s\`` : cureFor(value, names, what);
    this.findings.add(
      "unknown-name",
      { ...place, within: value },
      `\`${value}\` is not a ${what} of this file`,
      {
        help,
      },
    );
  }
}

/** What a matrix lists as allowed; what answers no question of it becomes a finding. */
import type { Place } from "../../compiler/ir.js";
import type { CasePlace, Expectation } from "./case.js";
import type { Player, Thing } from "./cast.js";
import { Contradictions, type Listed } from "./contradictions.js";
import type { Answer, Subject } from "./grid.js";
import type { RawAllowed, RawAssigned } from "./raw.js";
import type { Sort, Workplace } from "./subjects.js";
import type { Word } from "./vocabulary.js";

/** By principal or group, lines of what is allowed. */
type Lines = Readonly<Record<string, readonly (string | RawAllowed | RawAssigned)[] | null>>;

/** What a matrix asks. */
interface Asked {
  readonly sort: Sort;
  readonly askers: readonly Player[];
  readonly targets: ReadonlySet<Player>;
  readonly subjects: ReadonlySet<Subject>;
  readonly things: ReadonlySet<Thing>;
}

export class Answers {
  private readonly asked: Asked;
  private readonly workplace: Workplace;

  constructor(asked: Asked, workplace: Workplace) {
    this.asked = asked;
    this.workplace = workplace;
  }

  /** By principal, what is allowed. Lines that contradict each other are findings. */
  of(lines: Lines): ReadonlyMap<Player, readonly Answer[]> {
    const { cast, findings } = this.workplace;
    const listed = new Map<Player, Listed[]>();
    for (const [name, entries] of Object.entries(lines)) {
      const place: Place = { ...this.place(lines, name), part: "key" };
      const named = cast.principals.named({ value: name, place });
      const askers = this.asked.askers.filter((asker) => named.has(asker));
      if (askers.length === 0) {
        if (named.size === 0) continue;
        const message = `\`${name}\` is not asked: it is not under \`principals\` of this test`;
        findings.add("not-asked", place, message);
        continue;
      }
      const own = (entries ?? []).map((entry, index): Listed => ({
        answer: this.answer(entries ?? [], entry, index),
        written: (part) =>
          typeof entry === "object" && part in entry ? (entry as RawAllowed)[part] : undefined,
        at: (part) => this.place(entry as object, part),
      }));
      if (own.length > 0 && askers.every(({ value }) => value === null)) {
        findings.add("impossible-answer", place, "`nobody` may nothing");
      }
      for (const asker of askers) listed.set(asker, [...(listed.get(asker) ?? []), ...own]);
    }
    const contradictions = new Contradictions(this.asked.things, findings);
    for (const own of listed.values()) contradictions.report(own);
    return new Map([...listed].map(([asker, own]) => [asker, own.map(({ answer }) => answer)]));
  }

  /** One line of what is allowed. */
  private answer(list: readonly unknown[], entry: string | RawAllowed | RawAssigned, index: number): Answer {
    const { cast } = this.workplace;
    const place = this.lineOf({ ...this.place(list, index) });
    if (typeof entry === "string") {
      const matched = this.listed(this.word(list, index, entry));
      const subjects = new Set(matched);
      return { subjects, targets: undefined, things: undefined, expected: { allowed: true }, place };
    }
    const patterns = "roles" in entry ? entry.roles : entry.permissions;
    const to = "to" in entry ? entry.to : undefined;
    const targets = to && this.chosen(to, cast.principals, this.asked.targets, "targets");
    const things = entry.on && this.chosen(entry.on, cast.resources, this.asked.things, "resources");
    const except = this.excepted(entry.except ?? []);
    const { expected, isOnInstances } = this.expected(entry);
    const matched = patterns.flatMap((value, key) =>
      this.listed(this.word(patterns, key, value), things, isOnInstances),
    );
    const subjects = new Set(matched.filter((subject) => !except.has(subject)));
    if (entry.on !== undefined) this.checkOn(entry.on, subjects);
    return { subjects, targets, things, expected, place };
  }

  /** What the decisions of a line must say. A scope, and a resource role, decide on instances only. */
  private expected(entry: RawAllowed | RawAssigned): { expected: Expectation; isOnInstances: boolean } {
    const { vocabulary } = this.workplace;
    const { scope, via } = "roles" in entry ? {} : entry;
    if (scope !== undefined) vocabulary.scope({ value: scope, place: this.place(entry, "scope") });
    const role =
      via === undefined ? undefined : vocabulary.via({ value: via, place: this.place(entry, "via") });
    const expected = {
      allowed: true,
      ...(scope !== undefined && { scope }),
      ...(role !== undefined && { via: role }),
    };
    return { expected, isOnInstances: scope !== undefined || role?.startsWith("resourceRole:") === true };
  }

  /** What a pattern of an answer means among what is asked; to mean nothing there is a finding. */
  private listed(word: Word, things?: ReadonlySet<Thing>, isOnInstances = false): readonly Subject[] {
    const { key } = this.asked.sort;
    const matched = this.asked.sort.matched(word);
    const asked = matched.filter((subject) => this.asked.subjects.has(subject));
    const types = things && new Set([...things].map(({ type }) => type));
    const listed = asked.filter(({ type }) =>
      type === undefined ? types === undefined && !isOnInstances : types?.has(type) !== false,
    );
    if (matched.length === 0 || listed.length > 0 || things?.size === 0) return listed;
    const [first] = asked;
    const message =
      first === undefined
        ? `\`${word.value}\` is not asked: it is not under \`${key}\` of this test`
        : first.type === undefined
          ? `\`${word.value}\` is not asked here: it is on no resource`
          : `\`${word.value}\` is not asked here: no resource under \`on\` is a \`${first.type.name}\``;
    const help = first !== undefined && first.type === undefined ? "list it in a line of its own" : undefined;
    this.workplace.findings.add("not-asked", word.place, message, { help });
    return [];
  }

  private excepted(patterns: readonly string[]): ReadonlySet<Subject> {
    return new Set(
      patterns.flatMap((value, key) => this.asked.sort.matched(this.word(patterns, key, value))),
    );
  }

  /** The targets or resources that an answer names; each must be one of the matrix. */
  private chosen<T>(
    list: readonly string[],
    groups: { named: (word: Word) => ReadonlySet<T> },
    all: ReadonlySet<T>,
    key: "targets" | "resources",
  ): ReadonlySet<T> {
    const found = list.flatMap((value, index) => {
      const word = this.word(list, index, value);
      const named = [...groups.named(word)];
      const inside = named.filter((one) => all.has(one));
      if (named.length > 0 && inside.length === 0) {
        const message = `\`${value}\` is not asked: it is not under \`${key}\` of this test`;
        this.workplace.findings.add("not-asked", word.place, message);
      }
      return inside;
    });
    return new Set(found);
  }

  private checkOn(list: readonly string[], subjects: ReadonlySet<Subject>): void {
    const types = new Set([...subjects].map(({ type }) => type));
    if (types.size === 0) return;
    for (const [index, value] of list.entries()) {
      const word = this.word(list, index, value);
      const inside = [...this.workplace.cast.resources.named(word)].filter((one) =>
        this.asked.things.has(one),
      );
      if (inside.length === 0 || inside.some(({ type }) => types.has(type))) continue;
      const message = `\`${value}\` is not asked here: nothing in this line is on a \`${inside[0]?.type.name ?? ""}\``;
      this.workplace.findings.add("not-asked", word.place, message);
    }
  }

  private lineOf(place: Place): CasePlace {
    const { file, line } = place.file.locate(place);
    return { file, line };
  }

  private place(container: object, key: string | number): Place {
    return { file: this.workplace.document.file, container, key, part: "value" };
  }

  private word(list: readonly unknown[], index: number, value: string): Word {
    return { value, place: this.place(list, index) };
  }
}

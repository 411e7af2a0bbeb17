/** Matrices as they are written become grids, and what leads to no question, or answers none, becomes a finding. */
import type { Place } from "../../compiler/ir.js";
import { Answers } from "./answers.js";
import type { CasePlace } from "./case.js";
import type { Player, Thing } from "./cast.js";
import type { Grid, Subject } from "./grid.js";
import type { RawAssignmentMatrix, RawMatrix } from "./raw.js";
import { sortOf, type Sort, type Workplace } from "./subjects.js";
import type { Word } from "./vocabulary.js";

export class Matrix {
  private readonly workplace: Workplace;
  private readonly written: RawMatrix | RawAssignmentMatrix;
  private readonly sort: Sort;
  private readonly askers: readonly Player[];
  private readonly targets: readonly Player[];
  private readonly things: ReadonlySet<Thing>;
  private readonly subjects: ReadonlySet<Subject>;

  constructor(written: RawMatrix | RawAssignmentMatrix, workplace: Workplace) {
    this.workplace = workplace;
    this.written = written;
    const { cast } = workplace;
    const isAboutRoles = "roles" in written;
    this.sort = sortOf(isAboutRoles, workplace);
    this.askers = cast.principals.every(written.principals);
    this.targets = isAboutRoles ? this.targetsOf(written.targets) : [];
    this.things = new Set(cast.resources.every(written.resources ?? []));
    this.subjects = this.subjectsOf(isAboutRoles ? written.roles : written.permissions);
    this.checkThings(written.resources ?? []);
  }

  /** The grid that it is. */
  grid(place: CasePlace): Grid {
    const { written, sort, askers, targets, subjects, things } = this;
    const listed = "roles" in written ? written.assigns : written.allow;
    const answers = new Answers(
      { sort, askers, targets: new Set(targets), subjects, things },
      this.workplace,
    );
    return {
      test: written.name,
      place,
      askers,
      targets: "roles" in written ? targets : [undefined],
      subjects: [...subjects],
      things: [...things],
      answers: answers.of(listed ?? {}),
    };
  }

  private targetsOf(list: readonly string[]): readonly Player[] {
    const { cast, findings } = this.workplace;
    return cast.principals.every(list).filter((one) => {
      if (!Array.isArray(one.value)) return true;
      const message = `\`${one.name ?? ""}\` is several principals, where each target is one`;
      findings.add("invalid-value", this.place(this.written, "targets"), message);
      return false;
    });
  }

  /** Everything that is asked for, and a finding for each pattern that leads to no question, or to few of those it names. */
  private subjectsOf(patterns: readonly string[]): ReadonlySet<Subject> {
    const { findings } = this.workplace;
    const types = new Set([...this.things].map(({ type }) => type));
    const found = new Set<Subject>();
    for (const [index, value] of patterns.entries()) {
      const word = this.word(patterns, index, value);
      const matched = this.sort.matched(word);
      const asked = matched.filter(({ type }) => type === undefined || types.has(type));
      for (const subject of asked) found.add(subject);
      const [first] = matched;
      if (asked.length > 0) this.checkHalf(word, matched, asked);
      if (first === undefined || asked.length > 0) continue;
      const help = value.startsWith("*:")
        ? undefined
        : `add a \`${first.type?.name ?? ""}\` to \`resources\``;
      const message = `\`${value}\` leads to no question: this test names no resource that it is on`;
      findings.add("asks-nothing", word.place, message, { help });
    }
    return found;
  }

  /** A wildcard for all permissions of one type asks for more than those on the type itself. */
  private checkHalf({ value, place }: Word, matched: readonly Subject[], asked: readonly Subject[]): void {
    if (value.startsWith("*:") || !value.endsWith(":*")) return;
    const unasked = matched.find(({ type }) => type !== undefined);
    if (unasked === undefined || asked.some(({ type }) => type !== undefined)) return;
    const type = unasked.type?.name ?? "";
    const message = `\`${value}\` leads to no question about \`${unasked.name}\`: this test names no \`${type}\``;
    const help = `add a \`${type}\` to \`resources\`, or name the permissions on the type one by one`;
    this.workplace.findings.add("asks-nothing", place, message, { help });
  }

  private checkThings(list: readonly string[]): void {
    const types = new Set([...this.subjects].map(({ type }) => type));
    if (types.size === 0) return;
    for (const [index, value] of list.entries()) {
      const word = this.word(list, index, value);
      const named = [...this.workplace.cast.resources.named(word)];
      if (named.some(({ type }) => types.has(type))) continue;
      const [first] = named;
      if (first === undefined && value !== "*") continue;
      const message =
        first === undefined
          ? "this file defines no resources"
          : `\`${value}\` leads to no question: no ${this.sort.noun} of this test is on a \`${first.type.name}\``;
      this.workplace.findings.add("asks-nothing", word.place, message);
    }
  }

  private place(container: object, key: string | number): Place {
    return { file: this.workplace.document.file, container, key, part: "value" };
  }

  private word(list: readonly unknown[], index: number, value: string): Word {
    return { value, place: this.place(list, index) };
  }
}

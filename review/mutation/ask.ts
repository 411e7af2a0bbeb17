/** The cases of a policy's tests, found by what they are about. */
import type { PolicyModel } from "../../compiler/ir.js";
import type { Case, Question } from "../tests/case.js";

/** Cases by the subjects of a meaning. */
export class CasesBySubject {
  private readonly bySubject = new Map<string, Case[]>();

  constructor(cases: Iterable<Case>, { kinds }: PolicyModel) {
    const onlyKind = kinds.length === 1 ? kinds[0]?.name : undefined;
    for (const one of cases) {
      for (const subject of subjectsOf(one.question, onlyKind)) {
        const known = this.bySubject.get(subject);
        if (known === undefined) this.bySubject.set(subject, [one]);
        else known.push(one);
      }
    }
  }

  /** The cases about one of the subjects, each once, those about the fewest first. */
  about(subjects: readonly string[]): Iterable<Case> {
    const lists = subjects.map((subject) => this.bySubject.get(subject) ?? []);
    return new Set(lists.sort((a, b) => a.length - b.length).flat());
  }
}

function subjectsOf(question: Question, onlyKind: string | undefined): ReadonlySet<string> {
  const about =
    question.ask === "check" ? [`permission:${question.permission}`] : [`assign:${question.role}`];
  const people = [question.principal, question.ask === "assign" ? question.target : undefined].flat();
  const kinds = people.flatMap((one) => {
    if (typeof one !== "object" || one === null) return [];
    const kind = ("kind" in one ? one.kind : undefined) ?? onlyKind;
    return typeof kind === "string" ? [`kind:${kind}`] : [];
  });
  return new Set([...about, ...kinds]);
}

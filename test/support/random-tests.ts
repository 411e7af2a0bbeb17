/** Random policies with random cases that pass on them. */
import * as fc from "fast-check";
import { stringify } from "yaml";
import type { Case, Question } from "../../review/tests/case.js";
import { policyArbitrary, questionArbitrary, type Question as LawQuestion } from "../laws/arbitrary.js";
import { caseOf, writtenPolicy, type Written } from "./review.js";

/** A policy, and cases that pass on it. */
export interface Tested {
  readonly written: Written;
  readonly cases: readonly Case[];
}

/** @param most so many questions at most */
export function tested(most = 30): fc.Arbitrary<Tested> {
  return policyArbitrary
    .chain((fragments) =>
      fc.tuple(
        fc.constant(fragments),
        fc.array(questionArbitrary(fragments), { minLength: 1, maxLength: most }),
      ),
    )
    .map(([fragments, questions]) => {
      const written = writtenPolicy(...fragments.map((fragment) => stringify(fragment)));
      const cases = questions.flatMap((question) => {
        const asked = questionOf(question);
        return asked === undefined ? [] : [caseOf(written, asked)];
      });
      return { written, cases, [fc.toStringMethod]: () => shown(written, cases) };
    });
}

/** A counterexample without the compiler's data. */
function shown({ files }: Written, cases: readonly Case[]): string {
  const questions = cases.map(({ question }) => JSON.stringify(question));
  return [...files.map(({ text }) => text), ...questions].join("\n");
}

/** Tests ask in names: a question about anything else is none. */
function questionOf(question: LawQuestion): Question | undefined {
  const { asker: principal, resource } = question;
  if (question.about === "permission") {
    const { permission } = question;
    return typeof permission === "string" ? { ask: "check", principal, permission, resource } : undefined;
  }
  const { role, target } = question;
  return typeof role === "string" ? { ask: "assign", principal, role, target, resource } : undefined;
}

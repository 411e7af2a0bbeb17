/** A principal with its roles merged, permission by permission, when it first asks for each. */
import type { Asker } from "./asker.js";
import { isAbsent, isBag, type Bag } from "./bag.js";
import type { Can } from "./can.js";
import { decide, furthestOf, isPlain, nothing } from "./decide.js";
import { granted, notGranted } from "./ranks.js";
import { questionOf, type Grant, type Question, type Table } from "./table.js";

/**
 * The answer for a plain resource: one without roles and a container, which could allow or forbid. It is known, or what these grants
 * say, or the question's.
 */
type Answer = boolean | readonly Grant[] | Question;

/** `can` for one principal, as its roles are now. */
export function mergedCan(table: Table, { kind, roles, principal }: Asker): Can {
  if (typeof kind === "number") return () => false;
  /** By the number of the question. */
  const known: Answer[] = [];
  const merge = (question: Question): Answer => {
    const grants = roles.flatMap((name) => question.roles.by.get(name) ?? []);
    const isBound = kind.requires[0] ?? question.requires[0];
    const answer =
      grants[0] && isBound ? question : grants.some(({ isSure }) => isSure) || (grants[0] ? grants : false);
    return (known[question.number] = answer);
  };
  return (permission, resource) => {
    try {
      const question = questionOf(table, kind, permission);
      if (question === undefined) return false;
      const { type } = question;
      const isEasy = type
        ? isBag(resource) && resource["type"] === type && isPlain(resource)
        : isAbsent(resource);
      if (isEasy) {
        const answer = known[question.number] ?? merge(question);
        if (answer === true || answer === false) return answer;
        if ("map" in answer)
          return furthestOf(notGranted, answer, principal, (resource ?? nothing) as Bag) === granted;
      }
      return decide(table, kind, principal, roles, question, resource) === granted;
    } catch {
      return false;
    }
  };
}

/** Whether roles may be given and taken. */
import type { Asker } from "./asker.js";
import { attempt, isAbsent, own, type Bag } from "./bag.js";
import { decide } from "./decide.js";
import { granted } from "./ranks.js";
import { assignmentOf, kindOf, mayHold, type Table } from "./table.js";

/** True if the roles of one of these principals let it assign a role, or `type#role`, to the target. Never throws. */
export function mayAssign(
  table: Table,
  askers: readonly Asker[],
  role: string,
  target: unknown,
  resource: unknown,
): boolean {
  const { policy } = table;
  const answer = attempt(() => {
    const given = kindOf(table, target);
    const [name = "", type] = role.split("#").reverse();
    if (typeof given === "number" || !mayHold(policy, given, name, type)) return false;
    if (!type && given.defaults.includes(name)) return false;
    return askers.some(({ kind, principal, roles }) => {
      if (typeof kind === "number") return false;
      let question = assignmentOf(table, kind, role);
      // With a role, the resource only supplies the asker's resource roles, and those assign no roles.
      if (question && !type && !isAbsent(resource)) {
        const on = (resource as Bag)["type"] as string;
        question = own(policy.resources, on) && { ...question, type: on };
      }
      return attempt(() => decide(table, kind, principal, roles, question, resource)) === granted;
    });
  });
  return answer === true;
}

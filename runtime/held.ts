/** What a principal's roles permit without a resource at hand: what reads the principal alone is answered. */
import type { Asker } from "./asker.js";
import { rowsOf } from "./askers.js";
import { mayAsk } from "./decide.js";
import { ask, type Condition, type OpenTable, type Powers, type Question } from "./table.js";

/** A permission at its widest scope, counted from 1; `isSure` if no resource can make a difference. */
export interface Held {
  readonly scope: number;
  readonly isSure: boolean;
}

/** How much is known without the resource: it holds, it does not, or that depends on the resource. */
type Settled = boolean | undefined;

/** What a principal holds of a question, or undefined. */
export function heldBy(table: OpenTable, asker: Asker, question: Question): Held | undefined {
  if (!asker.kind || mayAsk(asker.kind, asker.principal) !== true) return undefined;
  const settle = (condition: Condition): Settled =>
    condition.on === "resource" ? undefined : ask(condition, asker.principal, {}) === true;
  const requires = question.requires.map(settle);
  if (requires.includes(false)) return undefined;
  const isBound = requires.includes(undefined);

  let scope = 0;
  let isSure = false;
  const look = ({ bits, when }: Powers, isInside: boolean): void => {
    for (const grant of [{ bits, condition: undefined }, ...when]) {
      const reach = table.reach(grant.bits, question);
      if (reach === 0) continue;
      const holds = grant.condition === undefined || settle(grant.condition);
      const reaches = settleScope(question, reach, settle);
      if (holds === false || reaches === false) continue;
      scope = Math.max(scope, reach);
      isSure ||= holds === true && reaches === true && !isInside && !isBound;
    }
  };
  for (const row of rowsOf(table, asker)) {
    look(row.powers(), false);
    for (const powers of Object.values(row.inside ?? {})) look(powers(), true);
  }
  return scope === 0 ? undefined : { scope, isSure };
}

function settleScope(
  { scopes }: Question,
  reach: number,
  settle: (condition: Condition) => Settled,
): Settled {
  const settled = scopes?.slice(0, reach).map((one) => (typeof one === "boolean" ? one : settle(one)));
  if (settled === undefined || settled.includes(true)) return true;
  return settled.includes(undefined) ? undefined : false;
}

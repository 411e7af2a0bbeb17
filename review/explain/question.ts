import type { AnalyzedPolicy, Permission, Role } from "../../compiler/ir.js";
import { createExplainer, type Explanation } from "../../runtime/explain/index.js";
import type { PolicyTable } from "../../runtime/format.js";
import { liveProvenance, liveTable } from "../live.js";
import { idleNotes } from "./idle.js";
import { principalNotes, resourceNotes } from "./notes.js";
import { askerWith } from "./short.js";

/** A question's answer with all it was made of. */
export interface QuestionAnswer extends Explanation {
  readonly policy: string;
  /** What in the question was probably not meant so. */
  readonly notes: readonly string[];
  /** True if nobody's attributes were given: what is unknown depends on them. */
  readonly isShort?: true;
}

/** Asks a policy as an app does, and says why. Principal and resource may be anything. */
export function explainQuestion(
  analyzed: AnalyzedPolicy,
  principal: unknown,
  permission: Permission,
  resource: unknown,
): QuestionAnswer {
  const answer = asked(analyzed, liveTable(analyzed), [principal, permission.id, resource]);
  const { model } = analyzed;
  const notes = [...principalNotes(principal, model), ...resourceNotes(resource, permission)];
  return { ...answer, notes: [...notes, ...idleNotes(answer.decision, principal, model)] };
}

/** The same for whoever has just a role, without default ones, and no attributes: what kinds require is taken as met. */
export function explainShort(
  analyzed: AnalyzedPolicy,
  role: Role,
  permission: Permission,
  resource?: unknown,
): QuestionAnswer {
  const table = liveTable(analyzed);
  const kinds = Object.keys(table.kinds).map((name) => [name, {}] as const);
  const short = askerWith(role, permission, analyzed.model);
  const question = [short.principal, permission.id, resource ?? short.resource];
  const answer = asked(analyzed, { ...table, kinds: Object.fromEntries(kinds) }, question);
  const { model } = analyzed;
  const wrong = resource === undefined ? [] : resourceNotes(resource, permission);
  const notes = [...wrong, ...idleNotes(answer.decision, short.principal, model)];
  return { ...answer, notes, isShort: true };
}

function asked(
  analyzed: AnalyzedPolicy,
  table: PolicyTable,
  question: readonly unknown[],
): Explanation & { readonly policy: string } {
  const { explain } = createExplainer(table, liveProvenance(analyzed, table));
  return { policy: analyzed.model.name, ...explain(...(question as Parameters<typeof explain>)) };
}

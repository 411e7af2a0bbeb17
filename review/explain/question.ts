import type { AnalyzedPolicy, Attribute, Permission, PolicyModel, Role } from "../../compiler/ir.js";
import { didYouMean } from "../../compiler/nearest.js";
import { createExplainer, type Explanation } from "../../runtime/explain/index.js";
import type { PolicyTable } from "../../runtime/format.js";
import { liveProvenance, liveTable } from "../live.js";
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
  permission: string,
  resource: unknown,
): QuestionAnswer {
  const answer = asked(analyzed, liveTable(analyzed), [principal, permission, resource]);
  const notes = [principal].flat().flatMap((one) => notesOn(one, analyzed.model));
  return { ...answer, notes: [...notes, ...notesOn(resource, analyzed.model)] };
}

/** The same for whoever has a role, and no attributes: what kinds require is taken as met. */
export function explainShort(
  analyzed: AnalyzedPolicy,
  role: Role,
  permission: Permission,
  resource?: unknown,
): QuestionAnswer {
  const table = liveTable(analyzed);
  const kinds = Object.entries(table.kinds).map(
    ([name, { defaultRoles }]) => [name, defaultRoles === undefined ? {} : { defaultRoles }] as const,
  );
  const short = askerWith(role, permission, analyzed.model);
  const question = [short.principal, permission.id, resource ?? short.resource];
  const answer = asked(analyzed, { ...table, kinds: Object.fromEntries(kinds) }, question);
  return { ...answer, notes: notesOn(resource, analyzed.model), isShort: true };
}

function asked(
  analyzed: AnalyzedPolicy,
  table: PolicyTable,
  question: readonly unknown[],
): Explanation & { readonly policy: string } {
  const { explain, check } = createExplainer(table, liveProvenance(analyzed, table));
  const ask = question as Parameters<typeof explain>;
  const decision = (check as (...asked: unknown[]) => Explanation["decision"])(...ask);
  return { policy: analyzed.model.name, ...explain(...ask), decision };
}

/** Attributes that nothing declares: a decision cannot tell that they are misspelt. */
function notesOn(asked: unknown, { kinds, resources }: PolicyModel): readonly string[] {
  if (typeof asked !== "object" || asked === null) return [];
  const { type, kind, container } = asked as Readonly<Record<string, unknown>>;
  const resource = resources.find(({ name }) => name === type);
  const principal = type === undefined ? (kinds.find(({ name }) => name === kind) ?? kinds[0]) : undefined;
  const of = resource ?? principal;
  if (of === undefined) return [];
  const what = resource === undefined ? `the kind \`${of.name}\`` : `\`${of.name}\``;
  const known = [
    ...of.attributes.map(({ name }: Attribute) => name),
    "id",
    "roles",
    resource ? "type" : "kind",
    "container",
  ];
  const own = Object.keys(asked).flatMap((name) => {
    if (known.includes(name)) return [];
    const guess = didYouMean(name, known);
    return [`${what} has no attribute \`${name}\`${guess === undefined ? "" : `; ${guess}`}`];
  });
  return [...own, ...notesOn(container, { kinds, resources } as PolicyModel)];
}

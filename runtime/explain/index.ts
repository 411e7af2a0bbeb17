/** `rolebook/explain`: the same answers, with the lines of the policy that give them. What only checks does not import it. */
import { readAskers } from "../asker.js";
import { openTable } from "../table.js";
import type { Policy, PolicyTypes, Source } from "../types.js";
import type { Line } from "./grants.js";
import { Inspector } from "./inspector.js";
import type { Provenance } from "./provenance.js";
import type { Explainer, Explanation } from "./types.js";

export type { Source } from "../types.js";
export { grantsOf, rulesOf, type HeldGrant, type HeldRule, type Line } from "./grants.js";
export type {
  BoundSource,
  GrantText,
  KindSource,
  PlaceText,
  Provenance,
  ResourceSource,
  RoleSource,
} from "./provenance.js";
export type {
  AskedCondition,
  AskedGrant,
  AskedRule,
  AssignExplanation,
  Explainer,
  Explanation,
} from "./types.js";

/**
 * Makes the functions that say why.
 * @param policy a generated table
 * @param provenance what was generated beside it
 * @throws TypeError for formats that this runtime does not know, and for the provenance of another policy or build
 */
export function createExplainer<T extends PolicyTypes>(
  policy: Policy<T>,
  provenance: Provenance,
): Explainer<T> {
  const table = openTable(policy);
  const { format, policy: belongsTo } = provenance;
  if ((format as number) !== 1 || belongsTo !== `${policy.name}@${policy.hash}`) {
    throw new TypeError(
      `rolebook: the provenance is of ${belongsTo}, the policy is ${policy.name}@${policy.hash}: build it again`,
    );
  }
  const inspector = new Inspector(table, provenance);
  const explain = (principal: unknown, permission: unknown, resource?: unknown): Explanation => {
    const explanation = inspector.explain(readAskers(table, principal), permission, resource);
    const source = sourceOf(explanation);
    return {
      ...explanation,
      decision: Object.freeze({ ...explanation.decision, ...(source && { source }) }),
    };
  };
  const explainer = {
    explain,
    check: (principal: unknown, permission: unknown, resource?: unknown) =>
      explain(principal, permission, resource).decision,
    explainAssign: (principal: unknown, role: string, target: unknown, resource?: unknown) =>
      inspector.explainAssign(readAskers(table, principal), role, target, resource),
  };
  return explainer as unknown as Explainer<T>;
}

/** The line that decided: of the grant that allowed, of what bound, or of the grant that came furthest. */
function sourceOf({ decision, grants, requires }: Explanation): Source | undefined {
  const { allowed, reason, via, scope } = decision;
  const held = grants.filter(({ isHeld }) => isHeld);
  const line = ({ file, line: at }: Partial<Line>, path?: readonly string[]): Source | undefined =>
    file === undefined || at === undefined ? undefined : { file, line: at, ...(path && { path }) };
  if (allowed) {
    const holder =
      via && ("role" in via ? `role:${via.role}` : `resourceRole:${via.type}#${via.resourceRole}`);
    const best = held.find(
      (one) => one.outcome === "granted" && one.holder === holder && one.scope === scope,
    );
    return best && line(best, best.path);
  }
  const bound = requires.find(
    ({ of, answer }) => answer !== true && (of === "kind") === (reason === "principal-refused"),
  );
  if (bound && (reason === "principal-refused" || reason === "requires")) return line(bound);
  const furthest = held.find(({ outcome }) => outcome === reason);
  if (furthest) return line(furthest, furthest.path);
  return bound && reason === "missing-attribute" ? line(bound) : undefined;
}

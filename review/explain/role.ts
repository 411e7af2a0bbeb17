import { assignable, isGivable, rolesOf } from "../../compiler/roles.js";
import type { AnalyzedPolicy, Role } from "../../compiler/ir.js";
import { grantsOf, rulesOf, type HeldGrant, type HeldRule } from "../../runtime/explain/index.js";
import { liveProvenance, liveTable } from "../live.js";

/** Everything that a role may do, and where each comes from. */
export interface RoleAnswer {
  readonly policy: string;
  /** `role:X` or `resourceRole:T#X`. */
  readonly holder: string;
  readonly title: string | undefined;
  /** By permission, then the nearest first. */
  readonly grants: readonly HeldGrant[];
  /** Of roles that somebody can be given. */
  readonly assigns: readonly HeldRule[];
}

/** What a role has after inheritance and wildcards. */
export function explainRole(analyzed: AnalyzedPolicy, one: Role): RoleAnswer {
  const { title, resource } = one;
  const table = liveTable(analyzed);
  const provenance = liveProvenance(analyzed, table);
  const role = assignable(one);
  const grants = [...grantsOf(provenance, table, role)];
  const givable = new Set(
    rolesOf(analyzed.model)
      .filter((other) => isGivable(other, analyzed.model))
      .map(assignable),
  );
  const assigns = [...rulesOf(provenance, table, role)].filter((rule) => givable.has(rule.assigns));
  return {
    policy: analyzed.model.name,
    holder: `${resource === undefined ? "role" : "resourceRole"}:${role}`,
    title,
    grants: grants.sort((a, b) => (a.permission < b.permission ? -1 : +(a.permission > b.permission))),
    assigns: assigns.sort((a, b) => (a.assigns < b.assigns ? -1 : +(a.assigns > b.assigns))),
  };
}

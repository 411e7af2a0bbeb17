/**
 * What a policy comes to, subject by subject: where two policies agree about a subject, they answer every question about it
 * alike.
 */
import { assignable } from "../../compiler/roles.js";
import type { AnalyzedPolicy, Permission, PrincipalKind } from "../../compiler/ir.js";
import { holdersOf, kindsOf } from "./holders.js";

/** From each subject to what decides about it: `permission:ID`, `assign:ROLE`, and `kind:NAME` for all that a kind asks. */
export type Meaning = ReadonlyMap<string, string>;

/** The meaning of a policy. */
export function meaningOf(analyzed: AnalyzedPolicy): Meaning {
  const { kinds, resources } = analyzed.model;
  const holders = holdersOf(analyzed);
  const meaning = new Map<string, string>();
  for (const kind of kinds) meaning.set(`kind:${kind.name}`, kindText(kind));
  for (const permission of resources.flatMap(({ permissions }) => permissions)) {
    const text = [requiresText(permission), ...holders(permission)].join("\n");
    meaning.set(`permission:${permission.id}`, text);
  }
  for (const role of analyzed.authorized.keys()) {
    const assigners = holders(role);
    // Who may hold a role that nobody gives is asked by nobody.
    const text = assigners.length === 0 ? "" : [kindsOf(role, kinds), ...assigners].join("\n");
    meaning.set(`assign:${assignable(role)}`, text);
  }
  return meaning;
}

/** The subjects that two policies with the same names do not agree about. */
export function differing(before: Meaning, after: Meaning): readonly string[] {
  return [...before].flatMap(([subject, text]) => (after.get(subject) === text ? [] : [subject]));
}

function kindText({ defaultRoles, requires }: PrincipalKind): string {
  const roles = [...new Set(defaultRoles.map(({ to }) => to.id))].sort();
  return JSON.stringify([roles, requires?.to.key]);
}

function requiresText({ level, requires, resource }: Permission): string {
  return JSON.stringify([requires?.to.key, level === "type" ? undefined : resource.requires?.to.key]);
}

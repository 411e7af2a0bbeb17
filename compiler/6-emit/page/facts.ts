/** What the sections of a page share. */
import type { AnalyzedPolicy, Permission, PolicyModel, Reference, Role } from "../../ir.js";
import { assignable, roleName, rolesOf } from "../../roles.js";
import { requirementsOf, type Line } from "../matrix/lines.js";
import { authorizedOf } from "../table.js";
import { Conditions } from "./conditions.js";
import { heldOf, type Held, type Most } from "./held.js";
import { code, shortened } from "./markdown.js";

/** With more lines than this a page names examples, so that it stays readable and below a few megabytes. */
const mostLines = 20_000;

const everything: Most = { ofRole: Infinity, ofPermission: Infinity };

/** What a brief page names of a list. */
const examples: Most = { ofRole: 12, ofPermission: 6 };

export interface Facts {
  readonly policy: AnalyzedPolicy;
  readonly model: PolicyModel;
  readonly conditions: Conditions;
  readonly held: Held;
  /** Roles, then resource roles. */
  readonly holders: readonly Role[];
  /** True if everything cannot be said. */
  readonly isBrief: boolean;
}

/** What the sections of a policy's page share. */
export function factsOf(policy: AnalyzedPolicy): Facts {
  const holders = rolesOf(policy.model);
  const isBrief = isMore(policy, holders);
  return {
    policy,
    model: policy.model,
    conditions: new Conditions(policy),
    held: heldOf(policy, holders, isBrief ? examples : everything),
    holders,
    isBrief,
  };
}

function isMore(policy: AnalyzedPolicy, holders: readonly Role[]): boolean {
  let left = mostLines;
  for (const role of holders) {
    const { everywhere, inside } = authorizedOf(policy.authorized, role);
    for (const { permissions, conditional, assigns } of [everywhere, ...inside.values()]) {
      left -= permissions.size + assigns.size;
      for (const reach of conditional.values()) left -= reach.size;
    }
  }
  return left < 0;
}

/** What limits a line, in the order of reading: `OWN if C2 in a project`; empty where nothing does. */
export function limitsOf({ model, conditions }: Facts, line: Line, withRequirements: boolean): string {
  const { permission, scope, when, inside } = line;
  const isWidest = scope === undefined || scope === model.scopes.length - 1;
  const bound = [
    ...(when === undefined ? [] : [when]),
    ...(withRequirements ? requirementsOf(permission) : []),
  ];
  return [
    ...(isWidest ? [] : [model.scopes[scope] ?? ""]),
    ...(bound.length === 0 ? [] : [`if ${conditions.labelsOf([...new Set(bound)])}`]),
    ...(inside === undefined ? [] : [`in a ${inside.name}`]),
  ].join(" ");
}

/** The names of some roles as code: each once, in an order that does not depend on how they are written. */
export function sortedNames(roles: readonly Reference<Role>[]): readonly string[] {
  return [...new Set(roles.map(({ to }) => code(roleName(to))))].sort();
}

/** A name as code, with the stored one where that is another. */
export function nameAndId(one: Role | Permission, name: string): string {
  const id = "action" in one ? one.id : assignable(one);
  return id === name ? code(name) : `${code(name)}, stored as ${code(id)}`;
}

/** What people call it, or its name. */
export function titleOf({
  name,
  title,
}: {
  readonly name: string;
  readonly title: string | undefined;
}): string {
  return title === undefined || title.trim() === "" ? code(name) : shortened(title);
}

/** An author's prose, and what is said of things that should no longer be used. */
export function proseOf(one: {
  readonly description: string | undefined;
  readonly deprecated?: string | undefined;
}): string {
  const { description = "", deprecated } = one;
  return [
    shortened(description),
    ...(deprecated === undefined ? [] : [`**Deprecated:** ${shortened(deprecated)}`]),
  ]
    .filter((text) => text !== "")
    .join(" ");
}

/** What a role has, line by line: the ground of everything that shows the decision matrix. */
import type { AnalyzedPolicy, Condition, Expression, Permission, Resource, Role } from "../../ir.js";
import { authorizedOf } from "../table.js";

/** One way in which a role has a permission. */
export interface Line {
  readonly permission: Permission;
  /** An index into the ladder; undefined for a permission on the type. */
  readonly scope: number | undefined;
  readonly when: Condition | undefined;
  /** It counts only inside a resource of this type. */
  readonly inside: Resource | undefined;
}

/** A function that gives a role's lines, in the order of permissions. Of each permission what has no condition comes first. */
export function linesOf({ model, authorized }: AnalyzedPolicy): (role: Role) => readonly Line[] {
  const order = new Map(
    model.resources.flatMap(({ permissions }) => permissions).map((permission, at) => [permission, at]),
  );
  return (role) => {
    const { everywhere, inside } = authorizedOf(authorized, role);
    const lines: { readonly at: number; readonly line: Line }[] = [];
    for (const [resource, powers] of [[undefined, everywhere] as const, ...inside]) {
      for (const [when, reach] of [[undefined, powers.permissions] as const, ...powers.conditional]) {
        for (const [permission, rung] of reach) {
          // What is given so widely without a condition, or everywhere, needs no second line.
          const isGivenAnyway =
            (resource !== undefined && (everywhere.permissions.get(permission) ?? -1) >= rung) ||
            (when !== undefined && (powers.permissions.get(permission) ?? -1) >= rung);
          if (isGivenAnyway) continue;
          const scope = permission.level === "type" ? undefined : rung;
          lines.push({ at: order.get(permission) ?? 0, line: { permission, scope, when, inside: resource } });
        }
      }
    }
    return lines.sort((a, b) => a.at - b.at || compare(a.line, b.line)).map(({ line }) => line);
  };
}

function compare(a: Line, b: Line): number {
  return compareTexts(a.inside?.name, b.inside?.name) || compareTexts(a.when?.key, b.when?.key);
}

function compareTexts(a = "", b = ""): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** What binds everyone who has a permission: the condition of the action, and that of the resource type on instances. */
export function requirementsOf({ requires, resource, level }: Permission): readonly Condition[] {
  const all = [requires, level === "instance" ? resource.requires : undefined];
  return [...new Set(all.flatMap((one) => (one === undefined ? [] : [one.to])))];
}

/** Several conditions as one, or none. */
export function together(conditions: readonly Condition[]): Expression | undefined {
  const [first, ...others] = conditions.map(({ expression }) => expression);
  return first === undefined || others.length === 0 ? first : { op: "&&", of: [first, ...others] };
}

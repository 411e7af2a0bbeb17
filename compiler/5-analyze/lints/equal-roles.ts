import type { Authorized, Powers, Reach, Role } from "../../ir.js";
import { byCodePoint } from "../../order.js";
import { roleName, rolesOf } from "../../roles.js";
import type { Lint } from "./lint.js";

/**
 * Two roles that differ in nothing but their names. Empty roles are names that wait for shares, and who inherits a role and adds nothing
 * says that the two are alike: they do not count.
 */
export const equalRoles: Lint = ({ model, authorized }, findings) => {
  const first = new Map<string, Role>();
  for (const role of rolesOf(model)) {
    const has = authorized.get(role);
    if (has === undefined || isEmpty(has)) continue;
    const signature = signatureOf(role, has);
    const earlier = first.get(signature);
    if (earlier === undefined) {
      first.set(signature, role);
      continue;
    }
    if (inherits(role, earlier) || inherits(earlier, role)) continue;
    const message = `\`${roleName(role)}\` has the same permissions as \`${roleName(earlier)}\``;
    findings.add("equal-roles", role.place, message, { help: "keep one of the two", other: earlier.place });
  }
};

function inherits(role: Role, other: Role): boolean {
  const reached = new Set([role]);
  for (const one of reached) for (const { to } of one.inherits) reached.add(to);
  return reached.has(other);
}

function isEmpty({ everywhere, inside }: Authorized): boolean {
  return everywhere.permissions.size === 0 && everywhere.conditional.size === 0 && inside.size === 0;
}

function signatureOf({ resource, heldBy }: Role, { everywhere, inside }: Authorized): string {
  const reached = (reach: Reach): readonly string[] =>
    [...reach].map(([{ name }, scope]) => `${name} ${scope}`).sort();
  const powers = ({ permissions, conditional, assigns }: Powers): unknown => [
    reached(permissions),
    [...conditional].map(([{ key }, reach]) => [key, reached(reach)]).sort(byFirst),
    [...assigns].map(roleName).sort(),
  ];
  return JSON.stringify([
    resource?.name,
    heldBy?.map(({ name }) => name).sort(),
    powers(everywhere),
    [...inside].map(([type, one]) => [type.name, powers(one)]).sort(byFirst),
  ]);
}

function byFirst([a]: readonly unknown[], [b]: readonly unknown[]): number {
  return byCodePoint(String(a), String(b));
}

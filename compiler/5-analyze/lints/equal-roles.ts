import type { Authorized, Powers, Role } from "../../ir.js";
import { rolesOf, shown } from "../roles.js";
import type { Lint } from "./lint.js";

/** Two roles that differ in nothing but their names. Empty roles are names that wait for shares, so they do not count. */
export const equalRoles: Lint = ({ model, authorized }, findings) => {
  const first = new Map<string, Role>();
  for (const role of rolesOf(model)) {
    const has = authorized.get(role);
    if (has === undefined || (has.everywhere.permissions.size === 0 && has.inside.size === 0)) continue;
    const signature = signatureOf(role, has);
    const earlier = first.get(signature);
    if (earlier === undefined) {
      first.set(signature, role);
      continue;
    }
    const message = `\`${shown(role)}\` has the same permissions as \`${shown(earlier)}\``;
    findings.add("equal-roles", role.place, message, { help: "keep one of the two", other: earlier.place });
  }
};

function signatureOf({ resource, heldBy }: Role, { everywhere, inside }: Authorized): string {
  const powers = ({ permissions, assigns }: Powers): unknown => [
    [...permissions].map(([{ name }, scope]) => `${name} ${scope}`).sort(),
    [...assigns].map(shown).sort(),
  ];
  return JSON.stringify([
    resource?.name,
    heldBy?.map(({ name }) => name),
    powers(everywhere),
    [...inside].map(([type, one]) => [type.name, powers(one)]),
  ]);
}

import type { Role } from "../../ir.js";
import { roleName, rolesOf } from "../../roles.js";
import type { Lint } from "./lint.js";

/**
 * Where roles are given away by `assigns`, one that nobody can give, that none inherits and that no kind holds by default
 * cannot be come by. A policy that says nothing of assigning leaves that to the app, and so it is with the first role:
 * one that assigns others.
 */
export const unusedRole: Lint = ({ model, authorized }, findings) => {
  const roles = rolesOf(model);
  const used = new Set<Role>([
    ...roles.flatMap(({ inherits }) => inherits.map(({ to }) => to)),
    ...roles.flatMap(({ assigns }) => assigns.map(({ to }) => to)),
    ...model.kinds.flatMap(({ defaultRoles }) => defaultRoles.map(({ to }) => to)),
  ]);
  const given = new Set(roles.flatMap(({ assigns }) => assigns).map(({ to }) => to.resource));
  for (const role of roles) {
    if (used.has(role) || !given.has(role.resource)) continue;
    if ((authorized.get(role)?.everywhere.assigns.size ?? 0) > 0) continue;
    const message = `\`${roleName(role)}\` is inherited by no role, and no role assigns it`;
    findings.add("unused-role", role.place, message, { help: "name it in an `assigns`, or remove it" });
  }
};

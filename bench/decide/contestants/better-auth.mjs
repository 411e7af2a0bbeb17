/** better-auth's access control, as its plugins ask it: each role of the principal in turn. */
import { createAccessControl } from "better-auth/plugins/access";
import { byType } from "./shapes.mjs";

export const name = "better-auth access control";

export async function contestant({ roles, permissions }) {
  const access = createAccessControl(byType(permissions.map((permission) => permission.name)));
  const ROLES = Object.fromEntries(
    Object.entries(roles).map(([role, held]) => [role, access.newRole(byType(held))]),
  );
  const can = (principal, request) => principal.roles.some((role) => ROLES[role].authorize(request).success);
  const loop = ({ principals, who, type, action }) => {
    const requests = type.map((one, index) => ({ [one]: [action[index]] }));
    return (from, to) => {
      let yes = 0;
      for (let index = from; index < to; index++) {
        if (can(principals[who[index]], requests[index])) yes++;
      }
      return yes;
    };
  };
  return { merged: loop, uncached: loop };
}

/** better-auth's access control with one role made for each principal out of all it holds, which its plugins do not do. */
import { createAccessControl } from "better-auth/plugins/access";
import { byType } from "./shapes.mjs";

export const name = "better-auth, one role made of all";

export async function contestant({ roles, permissions }) {
  const access = createAccessControl(byType(permissions.map((permission) => permission.name)));
  return {
    merged: ({ principals, who, type, action }) => {
      const mine = principals.map((principal) =>
        access.newRole(byType([...new Set(principal.roles.flatMap((role) => roles[role]))])),
      );
      const requests = type.map((one, index) => ({ [one]: [action[index]] }));
      return (from, to) => {
        let yes = 0;
        for (let index = from; index < to; index++) {
          if (mine[who[index]].authorize(requests[index]).success) yes++;
        }
        return yes;
      };
    },
  };
}

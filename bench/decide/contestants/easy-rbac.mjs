/** easy-rbac, which answers with promises. */
import RBAC from "easy-rbac";

export const name = "easy-rbac";

export async function contestant({ roles }) {
  const rbac = new RBAC(Object.fromEntries(Object.entries(roles).map(([role, can]) => [role, { can }])));
  const loop = ({ principals, who, permission }) => {
    return async (from, to) => {
      let yes = 0;
      for (let index = from; index < to; index++) {
        if (await rbac.can(principals[who[index]].roles, permission[index])) yes++;
      }
      return yes;
    };
  };
  return { merged: loop, uncached: loop };
}

/** What somebody writes by hand: one `Set` of permissions for each role; merged, one for each principal. */
export const name = "hand-written Sets";

export async function contestant({ roles }) {
  const SETS = Object.fromEntries(
    Object.entries(roles).map(([role, permissions]) => [role, new Set(permissions)]),
  );
  return {
    merged: ({ principals, who, permission }) => {
      const mine = principals.map((principal) => new Set(principal.roles.flatMap((role) => [...SETS[role]])));
      return (from, to) => {
        let yes = 0;
        for (let index = from; index < to; index++) {
          if (mine[who[index]].has(permission[index])) yes++;
        }
        return yes;
      };
    },
    uncached: ({ principals, who, permission }) => {
      const can = (principal, asked) => principal.roles.some((role) => SETS[role].has(asked));
      return (from, to) => {
        let yes = 0;
        for (let index = from; index < to; index++) {
          if (can(principals[who[index]], permission[index])) yes++;
        }
        return yes;
      };
    },
  };
}

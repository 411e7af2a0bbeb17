/**
 * The same by hand in the form of `forPrincipal`: a function for each principal, which stands alone. An engine does not put it into the
 * caller's loop as it does `Set.has`, whoever has written it.
 */
export const name = "hand-written, a function for each principal";

export async function contestant({ roles, permissions }) {
  const typeOf = new Map(
    permissions.map(({ name: id, type, isInstance }) => [id, isInstance ? type : undefined]),
  );
  const forPrincipal = (principal) => {
    const types = new Map(
      principal.roles.flatMap((role) => roles[role].map((id) => [id, { type: typeOf.get(id) }])),
    );
    const can = (asked, on) => {
      const grant = types.get(asked);
      return grant !== undefined && (on === undefined ? grant.type === undefined : grant.type === on.type);
    };
    return { can };
  };
  return {
    merged: ({ principals, who, permission, resource }) => {
      const mine = principals.map((principal) => forPrincipal(principal));
      return (from, to) => {
        let yes = 0;
        for (let index = from; index < to; index++) {
          if (mine[who[index]].can(permission[index], resource[index])) yes++;
        }
        return yes;
      };
    },
  };
}

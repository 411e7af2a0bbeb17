/**
 * The merged Set by hand that also looks at what it is asked about: of a permission on instances the type of the resource must be
 * right, on the type there must be none. This is the least that a check with a resource does.
 */
export const name = "hand-written, resource type compared";

export async function contestant({ roles, permissions }) {
  const typeOf = new Map(
    permissions.map(({ name: id, type, isInstance }) => [id, isInstance ? type : undefined]),
  );
  return {
    merged: ({ principals, who, permission, resource }) => {
      const mine = principals.map(
        (principal) =>
          new Map(principal.roles.flatMap((role) => roles[role].map((id) => [id, { type: typeOf.get(id) }]))),
      );
      const can = (granted, asked, on) => {
        const grant = granted.get(asked);
        return grant !== undefined && (on === undefined ? grant.type === undefined : grant.type === on.type);
      };
      return (from, to) => {
        let yes = 0;
        for (let index = from; index < to; index++) {
          if (can(mine[who[index]], permission[index], resource[index])) yes++;
        }
        return yes;
      };
    },
  };
}

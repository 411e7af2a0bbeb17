/** Rolebook, with the whole DynamoAI policy. */
import { authorizer } from "../authorizer.mjs";

export const name = "Rolebook";

export async function contestant() {
  const { can, forPrincipal } = authorizer;
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
    uncached: ({ principals, who, permission, resource }) => {
      return (from, to) => {
        let yes = 0;
        for (let index = from; index < to; index++) {
          if (can(principals[who[index]], permission[index], resource[index])) yes++;
        }
        return yes;
      };
    },
  };
}

/** CASL: merged, the ability of each principal stands ready; uncached, it is built for each question. */
import { createMongoAbility } from "@casl/ability";
import { byType } from "./shapes.mjs";

export const name = "@casl/ability";

export async function contestant({ roles }) {
  const RULES = Object.fromEntries(
    Object.entries(roles).map(([role, permissions]) => [
      role,
      Object.entries(byType(permissions)).map(([subject, action]) => ({ action, subject })),
    ]),
  );
  const abilityOf = (principal) => createMongoAbility(principal.roles.flatMap((role) => RULES[role]));
  return {
    merged: ({ principals, who, type, action }) => {
      const mine = principals.map(abilityOf);
      return (from, to) => {
        let yes = 0;
        for (let index = from; index < to; index++) {
          if (mine[who[index]].can(action[index], type[index])) yes++;
        }
        return yes;
      };
    },
    uncached: ({ principals, who, type, action }) => {
      return (from, to) => {
        let yes = 0;
        for (let index = from; index < to; index++) {
          if (abilityOf(principals[who[index]]).can(action[index], type[index])) yes++;
        }
        return yes;
      };
    },
  };
}

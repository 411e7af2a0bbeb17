/** permix: one instance for each principal; uncached, it is set up for each question. */
import { createPermix } from "permix";

export const name = "permix";

export async function contestant({ roles, permissions }) {
  // Every permission stands in the rules, true or false: permix writes to the console about a type that it was not told of.
  const nothing = Object.fromEntries(permissions.map(({ type }) => [type, {}]));
  const permixOf = (principal) => {
    const rules = {};
    for (const type in nothing) rules[type] = {};
    for (const role of principal.roles) {
      for (const [type, action] of SPLIT[role]) rules[type][action] = true;
    }
    return createPermix(rules);
  };
  const SPLIT = Object.fromEntries(
    Object.entries(roles).map(([role, held]) => [role, held.map((permission) => permission.split(":"))]),
  );
  return {
    merged: ({ principals, who, type, action }) => {
      const mine = principals.map(permixOf);
      return (from, to) => {
        let yes = 0;
        for (let index = from; index < to; index++) {
          if (mine[who[index]].check(type[index], action[index])) yes++;
        }
        return yes;
      };
    },
    uncached: ({ principals, who, type, action }) => {
      return (from, to) => {
        let yes = 0;
        for (let index = from; index < to; index++) {
          if (permixOf(principals[who[index]]).check(type[index], action[index])) yes++;
        }
        return yes;
      };
    },
  };
}

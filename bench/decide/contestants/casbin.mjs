/** casbin: merged, it knows the roles of each principal; uncached, it is asked for each role of the principal. */
import { newEnforcer, newModelFromString } from "casbin";

export const name = "casbin";

const model = `
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.sub, p.sub) && r.obj == p.obj && r.act == p.act
`;

async function enforcerOf(roles) {
  const enforcer = await newEnforcer(newModelFromString(model));
  const lines = Object.entries(roles).flatMap(([role, permissions]) =>
    permissions.map((permission) => [role, ...permission.split(":")]),
  );
  await enforcer.addPolicies(lines);
  return enforcer;
}

export async function contestant({ roles }) {
  return {
    merged: async ({ principals, who, type, action }) => {
      const enforcer = await enforcerOf(roles);
      await enforcer.addGroupingPolicies(
        principals.flatMap((principal) => principal.roles.map((role) => [principal.id, role])),
      );
      return (from, to) => {
        let yes = 0;
        for (let index = from; index < to; index++) {
          if (enforcer.enforceSync(principals[who[index]].id, type[index], action[index])) yes++;
        }
        return yes;
      };
    },
    uncached: async ({ principals, who, type, action }) => {
      const enforcer = await enforcerOf(roles);
      return (from, to) => {
        let yes = 0;
        for (let index = from; index < to; index++) {
          const held = principals[who[index]].roles;
          if (held.some((role) => enforcer.enforceSync(role, type[index], action[index]))) yes++;
        }
        return yes;
      };
    },
  };
}

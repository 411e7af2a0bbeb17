/** accesscontrol, its actions beyond reading and writing asked with `do`. */
import { AccessControl } from "accesscontrol";

export const name = "accesscontrol";

export async function contestant({ roles }) {
  const access = new AccessControl(grantsOf(roles));
  const loop = ({ principals, who, type, action }) => {
    return (from, to) => {
      let yes = 0;
      for (let index = from; index < to; index++) {
        if (access.can(principals[who[index]].roles).do(action[index], type[index]).granted) yes++;
      }
      return yes;
    };
  };
  return { merged: loop, uncached: loop };
}

function grantsOf(roles) {
  const grants = {};
  for (const [role, permissions] of Object.entries(roles)) {
    grants[role] = {};
    for (const permission of permissions) {
      const [type, action] = permission.split(":");
      (grants[role][type] ??= {})[action] = [{ possession: "any", attributes: ["*"] }];
    }
  }
  return grants;
}

/**
 * Cedar in WebAssembly, its policies parsed beforehand. The call takes the principal and its roles each time: it keeps none.
 * Node 20 aborts when V8 inlines calls to WebAssembly beside so much else: `--no-turbo-inline-js-wasm-calls`.
 */
import { preparsePolicySet, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";

export const name = "@cedar-policy/cedar-wasm";

const policySet = "dynamoai";

export async function contestant({ roles }) {
  const policies = Object.entries(roles)
    .filter(([, permissions]) => permissions.length > 0)
    .map(([role, permissions]) => {
      const actions = permissions.map((permission) => `Action::"${permission}"`).join(", ");
      return `permit(principal in Role::"${role}", action in [${actions}], resource);`;
    });
  const parsed = preparsePolicySet(policySet, { staticPolicies: policies.join("\n") });
  if (parsed.type !== "success") throw new Error(JSON.stringify(parsed.errors));
  const loop = ({ principals, who, permission, type }) => {
    const entities = principals.map((principal) => [
      {
        uid: { type: "User", id: principal.id },
        attrs: {},
        parents: principal.roles.map((role) => ({ type: "Role", id: role })),
      },
    ]);
    return (from, to) => {
      let yes = 0;
      for (let index = from; index < to; index++) {
        const principal = entities[who[index]];
        const answer = statefulIsAuthorized({
          principal: principal[0].uid,
          action: { type: "Action", id: permission[index] },
          resource: { type: "Resource", id: type[index] },
          context: {},
          preparsedPolicySetId: policySet,
          entities: principal,
        });
        if (answer.type !== "success") throw new Error(JSON.stringify(answer.errors));
        if (answer.response.decision === "allow") yes++;
      }
      return yes;
    };
  };
  return { merged: loop, uncached: loop };
}

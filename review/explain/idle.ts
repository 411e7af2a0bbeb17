/** Roles in a question that give nothing, and why. */
import { assignable, roleName, rolesOf } from "../../compiler/roles.js";
import type { PolicyModel, PrincipalKind } from "../../compiler/ir.js";
import { didYouMean } from "../../compiler/nearest.js";
import type { Decision } from "../../runtime/index.js";

/** A note for each role that the policy does not know, or that who asks may not hold. */
export function idleNotes(
  { unknownRoles = [] }: Decision,
  principal: unknown,
  model: PolicyModel,
): readonly string[] {
  const all = rolesOf(model);
  const askers = [principal].flat().flatMap((one) => kindOf(one, model.kinds) ?? []);
  return unknownRoles.map((name) => {
    const role = all.find((one) => assignable(one) === name);
    if (role === undefined) {
      const named = all.find((one) => roleName(one) === name);
      const guess = named ? `its id is \`${assignable(named)}\`` : didYouMean(name, all.map(assignable));
      return `the role \`${name}\` gives nothing: this policy has none such${guess === undefined ? "" : `; ${guess}`}`;
    }
    if (role.heldBy?.length === 0) return `the role \`${name}\` gives nothing: nobody may hold it`;
    const refused = askers.filter((kind) => role.heldBy?.includes(kind) === false);
    const who = [...new Set(refused)].map((kind) => `a \`${kind.name}\``).join(" and ");
    return `the role \`${name}\` gives nothing: ${who} may not hold it`;
  });
}

/** The kind of a principal; left out it is the policy's only one. */
function kindOf(principal: unknown, kinds: readonly PrincipalKind[]): PrincipalKind | undefined {
  if (typeof principal !== "object" || principal === null) return undefined;
  const { kind } = principal as { readonly kind?: unknown };
  return kind === undefined ? kinds[0] : kinds.find(({ name }) => name === kind);
}

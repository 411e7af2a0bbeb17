/** Names as people write them: those of the YAML, or ids. */
import { assignable, roleName, rolesOf } from "../../compiler/roles.js";
import type { Permission, PolicyModel, Role } from "../../compiler/ir.js";
import { cureFor } from "../../compiler/nearest.js";

/** A name that the policy does not have. */
export class UnknownNameError extends Error {}

/** @throws UnknownNameError */
export function findPermission({ resources }: PolicyModel, name: string): Permission {
  const all = resources.flatMap(({ permissions }) => permissions);
  const found = all.find((one) => one.name === name) ?? all.find((one) => one.id === name);
  if (found !== undefined) return found;
  throw unknown(
    name,
    all.map((one) => one.name),
    "permission",
  );
}

/** A role, or with `type#role` a resource role. @throws UnknownNameError */
export function findRole(model: PolicyModel, name: string): Role {
  const all = rolesOf(model);
  const found = all.find((one) => roleName(one) === name) ?? all.find((one) => assignable(one) === name);
  if (found !== undefined) return found;
  throw unknown(name, all.map(roleName), "role");
}

function unknown(name: string, known: readonly string[], what: string): UnknownNameError {
  const cure = cureFor(name, known, what);
  return new UnknownNameError(
    `\`${name}\` is not a ${what} of this policy${cure === undefined ? "" : `; ${cure}`}`,
  );
}

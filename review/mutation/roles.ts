/** Mutants of roles and resource roles beside their grants. */
import type { RawRole } from "../../compiler/ir.js";
import { unset } from "./edit.js";
import { grantMutants, type Ladder } from "./grants.js";
import { dropItems } from "./lists.js";
import { mutantAt, type Mutant, type Site } from "./mutant.js";

/** Everything that can happen to a role. */
export function roleMutants(site: Site, role: RawRole, ladder: Ladder): readonly Mutant[] {
  return [
    ...heldByMutants(site, role),
    ...dropItems(site, role, "inherits", "drop-inherits", (item) => `inherit ${item} no more`),
    ...grantMutants(site, role, ladder),
    ...assignsMutants(site, role),
  ];
}

/** Every kind may hold it; and each that may, may not. */
function heldByMutants(site: Site, role: RawRole): readonly Mutant[] {
  if (role.heldBy === undefined) return [];
  const everyone = mutantAt(site, [role, "heldBy"], "drop-held-by", {
    change: "let every kind hold it",
    edit: unset(role, "heldBy"),
  });
  const each = dropItems(site, role, "heldBy", "drop-held-by", (kind) => `let ${kind} hold it no more`);
  return [everyone, ...each];
}

function assignsMutants(site: Site, role: RawRole): readonly Mutant[] {
  const { assigns } = role;
  const dropRoles = (container: object, key: string): readonly Mutant[] =>
    dropItems(site, container, key, "drop-assigns", (item) => `assign ${item} no more`);
  if (assigns === undefined || assigns === null) return [];
  if (!("roles" in assigns)) return dropRoles(role, "assigns");
  return [
    ...dropRoles(assigns, "roles"),
    ...dropItems(site, assigns, "except", "drop-except", (item) => `assign ${item} too: drop the exception`),
  ];
}

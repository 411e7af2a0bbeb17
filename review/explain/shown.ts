/** What people read is by the names of the policy; what an app asks and gets is by ids. */
import type { PolicyModel } from "../../compiler/ir.js";
import { assignable, roleName, rolesOf } from "../../compiler/roles.js";
import type { HeldGrant, HeldRule } from "../../runtime/explain/index.js";

/** From ids to names. What has no name is shown as it is. */
export interface Names {
  readonly permission: (id: string) => string;
  /** `role:ID` or `resourceRole:TYPE#ID`. */
  readonly holder: (holder: string) => string;
  readonly grant: <T extends HeldGrant>(grant: T) => T;
  readonly rule: <T extends HeldRule>(rule: T) => T;
}

export function namesOf(model: PolicyModel): Names {
  const roles = new Map(rolesOf(model).map((role) => [assignable(role), roleName(role)]));
  const all = model.resources.flatMap(({ permissions }) => permissions);
  const permissions = new Map(all.map(({ id, name }) => [id, name]));
  const role = (id: string): string => roles.get(id) ?? id;
  const permission = (id: string): string => permissions.get(id) ?? id;
  const holder = (text: string): string => text.replace(/(?<=^[^:]*:).*/s, role);
  return {
    permission,
    holder,
    grant: (one) => ({
      ...one,
      holder: holder(one.holder),
      permission: permission(one.permission),
      ...(one.implied !== undefined && { implied: permission(one.implied) }),
      path: one.path.map(role),
    }),
    rule: (one) => ({
      ...one,
      holder: holder(one.holder),
      assigns: role(one.assigns),
      path: one.path.map(role),
    }),
  };
}

import type { AnalyzedPolicy, Permission } from "../ir.js";
import { roleName, rolesOf } from "../roles.js";
import { authorizedOf } from "./table.js";

/** More holders than this are counted, not named. */
const mostNamed = 12;

/** For each permission one sentence that says which roles and resource roles have it, and at which scope. */
export function holdersOf({ model, authorized }: AnalyzedPolicy): (permission: Permission) => string {
  const holders = new Map<Permission, string[]>();
  const add = (permission: Permission, holder: string): void => {
    const known = holders.get(permission);
    if (known === undefined) holders.set(permission, [holder]);
    else known.push(holder);
  };
  const scopeWords = ({ level }: Permission, scope: number): string =>
    level === "type" || model.scopes.length === 1 ? "" : ` (${model.scopes[scope] ?? ""})`;

  for (const role of rolesOf(model)) {
    const { everywhere, inside } = authorizedOf(authorized, role);
    for (const [resource, powers] of [[undefined, everywhere] as const, ...inside]) {
      const where = resource === undefined ? "" : ` in a \`${resource.name}\``;
      for (const [condition, reached] of [[undefined, powers.permissions] as const, ...powers.conditional]) {
        const when = condition === undefined ? "" : ` when \`${condition.key}\``;
        for (const [permission, scope] of reached) {
          add(permission, `\`${roleName(role)}\`${scopeWords(permission, scope)}${where}${when}`);
        }
      }
    }
  }
  return (permission) => {
    const all = (holders.get(permission) ?? []).sort();
    if (all.length === 0) return "No role has it.";
    const named = all.slice(0, mostNamed).join(", ");
    return all.length > mostNamed
      ? `Held by ${named} and ${all.length - mostNamed} more.`
      : `Held by ${named}.`;
  };
}

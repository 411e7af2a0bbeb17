/** Who has a permission, or may assign a role, and how far: as texts that are equal where that is. */
import { assignable } from "../../compiler/roles.js";
import type {
  AnalyzedPolicy,
  Permission,
  PolicyModel,
  Powers,
  PrincipalKind,
  Role,
} from "../../compiler/ir.js";

/** For each permission, and each role, its holders in the order of their texts. What gives nothing is left out. */
export function holdersOf({
  model,
  authorized,
}: AnalyzedPolicy): (of: Permission | Role) => readonly string[] {
  const holders = new Map<Permission | Role, string[]>();
  const add = (of: Permission | Role, holder: string): void => {
    const known = holders.get(of);
    if (known === undefined) holders.set(of, [holder]);
    else known.push(holder);
  };
  const reachText = reachTexts(model);
  const addPowers = (powers: Powers, holder: string, known: readonly Powers[]): void => {
    for (const [condition, reach] of [[undefined, powers.permissions] as const, ...powers.conditional]) {
      for (const [permission, scope] of reach) {
        if (condition !== undefined && isSubsumed(permission, scope, known)) continue;
        add(permission, `${holder} ${reachText(permission, scope)} ${condition?.key ?? ""}`);
      }
    }
    for (const role of powers.assigns) add(role, holder);
  };
  for (const [role, { everywhere, inside }] of authorized) {
    const kinds = kindsOf(role, model.kinds);
    if (kinds === "") continue;
    const holder = `${assignable(role)} of ${kinds}`;
    addPowers(everywhere, holder, [everywhere]);
    for (const [resource, powers] of inside)
      addPowers(powers, `${resource.name}>${holder}`, [everywhere, powers]);
  }
  return (of) => holders.get(of)?.sort() ?? [];
}

/** The kinds that may hold a role; empty: none. */
export function kindsOf({ heldBy }: Role, kinds: readonly PrincipalKind[]): string {
  return (heldBy ?? kinds)
    .map(({ name }) => name)
    .sort()
    .join(" ");
}

/** True if a permission is had as widely without a condition. */
function isSubsumed(permission: Permission, scope: number, known: readonly Powers[]): boolean {
  return known.some(({ permissions }) => (permissions.get(permission) ?? -1) >= scope);
}

/** A scope's name and what it reaches on the permission's resource type. On the type itself there are no scopes. */
function reachTexts({ scopes }: PolicyModel): (permission: Permission, scope: number) => string {
  return ({ level, resource }, scope) => {
    if (level === "type") return "";
    const name = scopes[scope] ?? "";
    const reachesAll = scope === scopes.length - 1 && resource.scopes[scope] === undefined;
    if (reachesAll) return name;
    const reached = resource.scopes.slice(0, scope + 1).map((condition) => condition?.to.key);
    return `${name} ${JSON.stringify(reached)}`;
  };
}

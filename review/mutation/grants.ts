/** Mutants of what a role lists under `allow`. Each pattern of an entry is a grant of its own. */
import type { Permission, PolicyModel, RawGrant, RawGrantMap, RawRole } from "../../compiler/ir.js";
import { splitPattern } from "../pattern.js";
import { conditionMutants } from "./conditions.js";
import { replaceItem } from "./edit.js";
import { dropItems } from "./lists.js";
import { mutantAt, type Mutant, type Site, type Way } from "./mutant.js";

/** Everything that can happen to the grants of a role. */
export function grantMutants(site: Site, role: RawRole, ladder: Ladder): readonly Mutant[] {
  return (role.allow ?? []).flatMap((entry, at) => {
    if (typeof entry === "string") return patternMutants(site, { role, at, entry }, entry, 0, ladder);
    return [
      ...entry.permissions.flatMap((pattern, index) =>
        patternMutants(site, { role, at, entry }, pattern, index, ladder),
      ),
      ...conditionMutants(site, entry, "when"),
      ...dropItems(site, entry, "except", "drop-except", (item) => `grant ${item} too: drop the exception`),
    ];
  });
}

/** An entry of `allow`. */
interface Entry {
  readonly role: RawRole;
  readonly at: number;
  readonly entry: RawGrant;
}

function patternMutants(
  site: Site,
  where: Entry,
  pattern: string,
  index: number,
  ladder: Ladder,
): readonly Mutant[] {
  const { role, at, entry } = where;
  const place =
    typeof entry === "string" ? ([role.allow ?? [], at] as const) : ([entry.permissions, index] as const);
  const dropped = mutantAt(site, place, "drop-grant", {
    change: `drop the grant ${pattern}`,
    edit: dropPattern(where, index),
  });
  const scope = typeof entry === "string" ? undefined : entry.scope;
  const rescoped = (["narrow-scope", "widen-scope"] as const).flatMap((operator) => {
    const scopes = ladder.next(operator, pattern, scope);
    // With a scope a wildcard grants nothing on types, and that would be a second change.
    const kept = scope === undefined ? ladder.onTypesIn(pattern, exceptOf(entry)) : [];
    const ways = scopes.flatMap((to): readonly Way[] => {
      const verb = operator === "narrow-scope" ? "narrow" : "widen";
      const change = `${verb} the grant ${pattern} from ${scope ?? ladder.widest} to ${to}`;
      // A resource role has no permissions on types, and may not name one.
      const each = kept.length === 0 ? [kept] : [kept, []];
      return each.map((names) => ({ change, edit: rescope(where, index, to, names) }));
    });
    return ways.length === 0 ? [] : [mutantAt(site, place, operator, ...ways)];
  });
  return [dropped, ...rescoped];
}

/** An entry without patterns is left out as a whole. */
function dropPattern({ role, at, entry }: Entry, index: number): Mutant["ways"][number]["edit"] {
  return typeof entry === "string" || entry.permissions.length === 1
    ? replaceItem(role, "allow", at)
    : replaceItem(entry, "permissions", index);
}

function exceptOf(entry: RawGrant): readonly string[] {
  return typeof entry === "string" ? [] : (entry.except ?? []);
}

/** One pattern of an entry at another scope, the others as they are, and what it grants on types. */
function rescope(
  { role, at, entry }: Entry,
  index: number,
  scope: string,
  kept: readonly string[],
): Mutant["ways"][number]["edit"] {
  const { permissions, ...bounds }: RawGrantMap =
    typeof entry === "string" ? { permissions: [entry] } : entry;
  const others = permissions.filter((_, other) => other !== index);
  return replaceItem(
    role,
    "allow",
    at,
    ...(others.length === 0 ? [] : [{ ...bounds, permissions: others }]),
    ...(kept.length === 0
      ? []
      : [{ permissions: kept, ...(bounds.when !== undefined && { when: bounds.when }) }]),
    { ...bounds, permissions: permissions.slice(index, index + 1), scope },
  );
}

/** The scopes of a policy, and what is granted without one. */
export class Ladder {
  private readonly scopes: readonly string[];
  /** The permissions on types, by name. */
  private readonly onTypes: ReadonlyMap<string, Permission>;

  constructor({ scopes, resources }: PolicyModel) {
    this.scopes = scopes;
    const permissions = resources.flatMap((resource) => resource.permissions);
    const onTypes = permissions.filter(({ level }) => level === "type");
    this.onTypes = new Map(onTypes.map((permission) => [permission.name, permission]));
  }

  get widest(): string {
    return this.scopes.at(-1) ?? "";
  }

  /** The permissions on types that a wildcard grants; others are granted by their names. */
  onTypesIn(pattern: string, except: readonly string[]): readonly string[] {
    if (!pattern.includes("*")) return [];
    const matched = [...this.onTypes.values()].filter((one) => matches(pattern, one));
    return matched.filter((one) => !except.some((other) => matches(other, one))).map(({ name }) => name);
  }

  /** The rungs below or above that of a grant, the nearest first: on some resource types the nearest has no meaning. */
  next(operator: "narrow-scope" | "widen-scope", pattern: string, scope = this.widest): readonly string[] {
    if (this.onTypes.has(pattern)) return [];
    const at = this.scopes.indexOf(scope);
    return operator === "narrow-scope" ? this.scopes.slice(0, at).reverse() : this.scopes.slice(at + 1);
  }
}

/** True if a pattern, `type:action` with `*` in place of either, means a permission. */
function matches(pattern: string, { resource, action: own }: Permission): boolean {
  const [type, action] = splitPattern(pattern);
  return (type === "*" || type === resource.name) && (action === "*" || action === own);
}

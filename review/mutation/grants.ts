/** Mutants of what a role lists under `allow`. Each pattern of an entry is a grant of its own. */
import type { PolicyModel, RawGrant, RawGrantMap, RawRole } from "../../compiler/ir.js";
import { conditionMutants } from "./conditions.js";
import { replaceItem, set } from "./edit.js";
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
    const ways = scopes.map((to): Way => {
      const verb = operator === "narrow-scope" ? "narrow" : "widen";
      const change = `${verb} the grant ${pattern} from ${scope ?? ladder.widest} to ${to}`;
      return { change, edit: rescope(where, index, to) };
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

/** One pattern of an entry at another scope, the others as they are. */
function rescope({ role, at, entry }: Entry, index: number, scope: string): Mutant["ways"][number]["edit"] {
  if (typeof entry === "string") return replaceItem(role, "allow", at, { permissions: [entry], scope });
  const { permissions } = entry;
  if (permissions.length === 1) return set(entry, "scope", scope);
  const others: RawGrantMap = { ...entry, permissions: permissions.filter((_, other) => other !== index) };
  const own: RawGrantMap = { ...entry, permissions: permissions.slice(index, index + 1), scope };
  return replaceItem(role, "allow", at, others, own);
}

/** The scopes of a policy, and what is granted without one. */
export class Ladder {
  private readonly scopes: readonly string[];
  /** The permissions on types, by name. */
  private readonly onTypes: ReadonlySet<string>;

  constructor({ scopes, resources }: PolicyModel) {
    this.scopes = scopes;
    const permissions = resources.flatMap((resource) => resource.permissions);
    const onTypes = permissions.filter(({ level }) => level === "type");
    this.onTypes = new Set(onTypes.map(({ name }) => name));
  }

  get widest(): string {
    return this.scopes.at(-1) ?? "";
  }

  /** The rungs below or above that of a grant, the nearest first: on some resource types the nearest has no meaning. */
  next(operator: "narrow-scope" | "widen-scope", pattern: string, scope = this.widest): readonly string[] {
    if (this.onTypes.has(pattern)) return [];
    const at = this.scopes.indexOf(scope);
    return operator === "narrow-scope" ? this.scopes.slice(0, at).reverse() : this.scopes.slice(at + 1);
  }
}

/** What roles have and where it stands: read from the provenance, along `inherits`. */
import { lookup, own, words, type Lookup } from "../bag.js";
import type { PolicyTable } from "../format.js";
import type { PlaceText, Provenance } from "./provenance.js";
import { openTable, questionsAbout, type Table } from "../table.js";

/** A line of a policy. */
export interface Line {
  /** Relative to the root of the project. */
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
}

/** One grant of a permission, seen from a role that has it. */
export interface HeldGrant extends Line {
  /** `role:X` or `resourceRole:T#X`. */
  readonly holder: string;
  readonly permission: string;
  /** For a permission on instances. */
  readonly scope?: string;
  /** The condition as it is written. */
  readonly when?: string;
  readonly whenAt?: Line;
  /** It counts only inside a resource of this type: the role inherits a resource role of it. */
  readonly inside?: string;
  /** The permission that implies this one. */
  readonly implied?: string;
  /** The roles from the holder to the one that lists the grant, as `X` or `T#X`; alone: the holder's own. */
  readonly path: readonly string[];
}

/** One entry of `assigns`, seen from a role that has it. */
export interface HeldRule extends Line {
  /** `role:X` or `resourceRole:T#X`. */
  readonly holder: string;
  /** The role that may be assigned, or `type#role`. */
  readonly assigns: string;
  readonly inside?: string;
  readonly path: readonly string[];
}

/** The same with its condition's index in the table. */
export interface IndexedGrant {
  readonly grant: HeldGrant;
  readonly condition: number | undefined;
}

/** A role on the way from a holder along `inherits`. */
interface Way {
  readonly role: string;
  readonly inside: string | undefined;
  /** The one before. Whole paths of all ways would be as many names as there are pairs of roles. */
  readonly from: Way | undefined;
}

/**
 * Everything that a role has and where each comes from, in the order of the way to it.
 * @param role its id, or `type#id` for a resource role
 * @param permission only what is about this one
 */
export function grantsOf(
  provenance: Provenance,
  policy: PolicyTable,
  role: string,
  permission?: string,
): readonly HeldGrant[] {
  const all = new GrantIndex(openTable(policy), provenance).grantsOf(role);
  return [...(permission === undefined ? all.values() : [all.get(permission) ?? []])]
    .flat()
    .map(({ grant }) => grant);
}

/** Every role that a role may assign, and where that is said. @param role its id, or `type#id` for a resource role */
export function rulesOf(provenance: Provenance, policy: PolicyTable, role: string): readonly HeldRule[] {
  return new GrantIndex(openTable(policy), provenance).rulesOf(role);
}

/** `role:X` or `resourceRole:T#X`. */
export function holderOf(role: string): string {
  return `${role.includes("#") ? "resourceRole" : "role"}:${role}`;
}

/** What each role has, looked up once. */
export class GrantIndex {
  private readonly table: Table;
  private readonly provenance: Provenance;
  private readonly grants: Lookup<ReadonlyMap<string, readonly IndexedGrant[]>> = lookup();

  constructor(table: Table, provenance: Provenance) {
    this.table = table;
    this.provenance = provenance;
  }

  /** By permission, everything that a role has. */
  grantsOf(role: string): ReadonlyMap<string, readonly IndexedGrant[]> {
    return (this.grants[role] ??= this.collect(role));
  }

  /** The nearest grants of one permission that a role has, so many at most. Nothing of it is kept. */
  nearestOf(role: string, permission: string, most: number): readonly IndexedGrant[] {
    const found: IndexedGrant[] = [];
    for (const one of this.listed(role, permission)) {
      found.push(one);
      if (found.length === most) break;
    }
    return found;
  }

  /** True if a role lists a permission itself. */
  lists(role: string, permission: string): boolean {
    const grants = own(this.provenance.roles, role)?.grants ?? [];
    return grants.some((text) => wordsOf(text).some((word) => word.split("<", 1)[0] === permission));
  }

  /** True if a role names one that it may assign itself. */
  listsRule(role: string, assigns: string): boolean {
    return own(own(this.provenance.roles, role)?.assigns, assigns) !== undefined;
  }

  /** The entries of `assigns` that a role has; with `assigns`, those that name this role. */
  rulesOf(role: string, assigns?: string): readonly HeldRule[] {
    return this.waysFrom(role).flatMap((way) => {
      const { role: at, inside: around } = way;
      const all = own(this.provenance.roles, at)?.assigns ?? {};
      const named = assigns === undefined ? Object.keys(all) : [assigns];
      return named.flatMap((assigned) => {
        const place = own(all, assigned);
        if (place === undefined) return [];
        const type = assigned.includes("#") ? assigned.split("#", 1)[0] : undefined;
        const inside = around === type ? undefined : around;
        const holder = holderOf(role);
        return [
          {
            ...this.lineOf(place),
            holder,
            assigns: assigned,
            ...(inside !== undefined && { inside }),
            path: pathTo(way),
          },
        ];
      });
    });
  }

  /** The resource type of a permission, and whether it is on instances; undefined if there is none such. */
  typeOf(
    permission: string,
  ): { readonly type: string; readonly text: string; readonly isOnType: boolean } | undefined {
    const type = own(this.table.policy.typeOf, permission) ?? permission.split(":", 1)[0] ?? "";
    const text = own(questionsAbout(this.table, type), permission);
    return text === undefined ? undefined : { type, text, isOnType: !text.split("|")[1] };
  }

  lineOf(at: PlaceText): Line {
    const [file = "", line] = at.split(":");
    return { file: this.provenance.files[+file] ?? "", line: Number(line) };
  }

  private collect(role: string): ReadonlyMap<string, readonly IndexedGrant[]> {
    const found = new Map<string, IndexedGrant[]>();
    for (const one of this.listed(role)) {
      const known = found.get(one.grant.permission);
      if (known === undefined) found.set(one.grant.permission, [one]);
      else known.push(one);
    }
    return found;
  }

  /** The grants that a role has, the nearest first; with `permission`, those of it. */
  private *listed(role: string, permission?: string): Generator<IndexedGrant> {
    for (const way of this.waysFrom(role)) {
      for (const text of own(this.provenance.roles, way.role)?.grants ?? []) {
        const [line, ...rest] = text.split("|");
        const [at = ""] = words(line);
        for (const word of wordsOf(text)) {
          if (permission !== undefined && word.split("<", 1)[0] !== permission) continue;
          yield this.grant(role, way, at, word, rest);
        }
      }
    }
  }

  private grant(
    role: string,
    way: Way,
    at: PlaceText,
    word: string,
    [narrower, when, whenAt]: readonly string[],
  ): IndexedGrant {
    const [permission = "", implied] = word.split("<");
    const of = this.typeOf(permission);
    const inside = way.inside === of?.type ? undefined : way.inside;
    const condition = indexIn(when, of?.type);
    const { scopes } = this.table.policy;
    const reach = narrower === undefined || narrower === "" ? scopes[scopes.length - 1] : narrower;
    const scope = of?.isOnType ? undefined : reach;
    const grant = {
      ...this.lineOf(at),
      holder: holderOf(role),
      permission,
      ...(scope !== undefined && { scope }),
      ...(condition !== undefined && { when: this.provenance.conditions[condition] ?? "" }),
      ...(condition !== undefined && whenAt !== undefined && { whenAt: this.lineOf(whenAt) }),
      ...(inside !== undefined && { inside }),
      ...(implied !== undefined && { implied }),
      path: pathTo(way),
    };
    return { grant, condition };
  }

  /** The role itself and all that it inherits, each on a shortest way. What a role inherits of `T#r` counts on a `T`, and inside of one. */
  private waysFrom(role: string): readonly Way[] {
    const ways: Way[] = [{ role, inside: undefined, from: undefined }];
    const known = new Set([`${role} `]);
    const isShare = role.includes("#");
    for (const way of ways) {
      const { role: senior, inside } = way;
      for (const junior of Object.keys(own(this.provenance.roles, senior)?.inherits ?? {})) {
        const around = isShare
          ? undefined
          : (inside ?? (junior.includes("#") ? junior.split("#", 1)[0] : undefined));
        const key = `${junior} ${around ?? ""}`;
        if (known.has(key)) continue;
        known.add(key);
        ways.push({ role: junior, inside: around, from: way });
      }
    }
    return ways;
  }
}

/** The roles from the one that a way begins with. */
function pathTo(way: Way): readonly string[] {
  const path: string[] = [];
  for (let at: Way | undefined = way; at !== undefined; at = at.from) path.push(at.role);
  return path.reverse();
}

/** The permissions of a line of a grant, as it writes them. */
function wordsOf(text: string): readonly string[] {
  return words(text.split("|", 1)[0]).slice(1);
}

/** The index of a grant's condition on a resource type. */
function indexIn(when: string | undefined, type: string | undefined): number | undefined {
  const all = words(when).map((one) => one.split("=").reverse());
  const [index] = all.find(([, on]) => on === undefined || on === type) ?? [];
  return index === undefined ? undefined : Number(index);
}

/** Who asks and on what, read as the runtime reads them, in terms of the policy. */
import type { PolicyModel, PrincipalKind, Resource, Role } from "../../compiler/ir.js";

/** Anything that may have properties. */
export type Bag = Readonly<Record<string, unknown>>;

/** A principal of a kind that the policy knows. */
export interface Asker {
  readonly principal: Bag;
  readonly kind: PrincipalKind;
  /** The roles that count: its own that it may hold, and its default ones. */
  readonly roles: ReadonlySet<Role>;
}

/** A resource, or one that it is in. */
export interface Node {
  readonly resource: Resource;
  /** The ids of the resource roles that the asker has on it. */
  readonly roles: readonly string[];
}

/** A container chain is followed this deep. */
const deepest = 32;

export class Reader {
  private readonly kinds: ReadonlyMap<string, PrincipalKind>;
  private readonly onlyKind: PrincipalKind | undefined;
  private readonly roles: ReadonlyMap<string, Role>;
  private readonly resources: ReadonlyMap<string, Resource>;
  private readonly shares: ReadonlyMap<Resource, ReadonlyMap<string, Role>>;
  private readonly askers = new WeakMap<object, Asker>();
  private readonly chains = new WeakMap<object, readonly Node[]>();

  constructor({ kinds, roles, resources }: PolicyModel) {
    this.kinds = new Map(kinds.map((kind) => [kind.name, kind]));
    this.onlyKind = kinds.length === 1 ? kinds[0] : undefined;
    this.roles = byId(roles);
    this.resources = new Map(resources.map((resource) => [resource.name, resource]));
    this.shares = new Map(resources.map((resource) => [resource, byId(resource.roles)]));
  }

  /** The principals of a question; whoever has no kind is left out. */
  askersOf(principal: unknown): readonly Asker[] {
    return (Array.isArray(principal) ? principal : [principal]).flatMap((one: unknown) => {
      const asker = isBag(one) ? (this.askers.get(one) ?? this.asker(one)) : undefined;
      if (asker === undefined) return [];
      this.askers.set(asker.principal, asker);
      return [asker];
    });
  }

  /** A resource and what it is in; undefined where a type does not fit. */
  chainOf(resource: unknown): readonly Node[] | undefined {
    if (!isBag(resource)) return undefined;
    const known = this.chains.get(resource) ?? this.chain(resource);
    if (known !== undefined) this.chains.set(resource, known);
    return known;
  }

  /** The resource roles that an asker has on a resource and on what it is in. */
  sharesOf({ kind }: Asker, chain: readonly Node[]): ReadonlySet<Role> {
    const found = chain.flatMap(({ resource, roles }) =>
      roles.flatMap((id) => this.shares.get(resource)?.get(id) ?? []),
    );
    return new Set(found.filter((role) => mayHold(kind, role)));
  }

  /** A role by its id, or a resource role as `type#id`. */
  roleOf(notation: string): Role | undefined {
    const [id = "", type] = notation.split("#").reverse();
    if (type === undefined) return this.roles.get(id);
    const resource = this.resources.get(type);
    return resource && this.shares.get(resource)?.get(id);
  }

  private asker(principal: Bag): Asker | undefined {
    const name = principal["kind"];
    const kind = name === undefined ? this.onlyKind : this.kinds.get(name as string);
    if (kind === undefined) return undefined;
    const own = namesIn(principal["roles"]).flatMap((id) => this.roles.get(id) ?? []);
    const held = own.filter((role) => mayHold(kind, role));
    return { principal, kind, roles: new Set([...kind.defaultRoles.map(({ to }) => to), ...held]) };
  }

  private chain(resource: Bag): readonly Node[] | undefined {
    const nodes: Node[] = [];
    for (let next: unknown = resource; next !== undefined && next !== null;) {
      const type = isBag(next) ? this.resources.get(next["type"] as string) : undefined;
      const inside = nodes.at(-1)?.resource;
      if (!isBag(next) || type === undefined) return undefined;
      if (inside !== undefined && !inside.containers.includes(type)) return undefined;
      nodes.push({ resource: type, roles: namesIn(next["roles"]) });
      if (nodes.length > deepest) break;
      next = next["container"];
    }
    return nodes;
  }
}

/** True if principals of a kind may hold a role. */
export function mayHold(kind: PrincipalKind, { heldBy }: Role): boolean {
  return heldBy === undefined || heldBy.includes(kind);
}

function byId(roles: readonly Role[]): ReadonlyMap<string, Role> {
  return new Map(roles.map((role) => [role.id, role]));
}

function isBag(value: unknown): value is Bag {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function namesIn(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((name): name is string => typeof name === "string") : [];
}

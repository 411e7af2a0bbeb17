/** Every name of a policy, and the look-ups that turn a written name into a reference or a finding. */
import type { Permission, Place, PrincipalKind, Resource, Role } from "../ir.js";
import type { Code } from "../catalogue.js";
import { cureFor, didYouMean } from "../nearest.js";
import type { Findings } from "../findings.js";
import type { Item } from "./opened.js";

/** What has a name and the id that it is stored under. */
interface Identified {
  readonly name: string;
  readonly id: string;
}

export class Names {
  readonly kinds: Map<string, PrincipalKind> = new Map<string, PrincipalKind>();
  /** A scope's index on the ladder. */
  readonly scopes: Map<string, number> = new Map<string, number>();
  readonly scopePlaces: (Place | undefined)[] = [];
  /** Each scope's condition as it is written. */
  readonly scopeConditions: (Item<string> | undefined)[] = [];
  readonly resources: Map<string, Resource> = new Map<string, Resource>();
  /** By `resource:action`. */
  readonly permissions: Map<string, Permission> = new Map<string, Permission>();
  readonly roles: Map<string, Role> = new Map<string, Role>();
  /** By resource type, then by name. */
  readonly resourceRoles: Map<Resource, Map<string, Role>> = new Map<Resource, Map<string, Role>>();
  private readonly findings: Findings;
  // What only findings need is made when the first one does, once every name has been declared.
  private readonly lists = { name: new Map<Resource, string[]>(), action: new Map<Resource, string[]>() };
  private readonly ids = new WeakMap<object, ReadonlyMap<string, Identified>>();
  private types: Map<string, Resource> | undefined;

  constructor(findings: Findings) {
    this.findings = findings;
  }

  kind({ value, place }: Item<string>): PrincipalKind | undefined {
    const kind = this.kinds.get(value);
    if (kind === undefined) {
      const help = cureFor(value, this.kinds, "principal kind");
      this.unknown("unknown-kind", value, place, `\`${value}\` is not a principal kind of this policy`, help);
    }
    return kind;
  }

  scope({ value, place }: Item<string>): number | undefined {
    const scope = this.scopes.get(value);
    if (scope === undefined) {
      const help = cureFor(value, this.scopes, "scope");
      this.unknown("unknown-scope", value, place, `\`${value}\` is not a scope of this policy`, help);
    }
    return scope;
  }

  resource({ value, place }: Item<string>): Resource | undefined {
    const resource = this.resources.get(value);
    if (resource === undefined) {
      const help = cureFor(value, this.resources, "resource");
      this.unknown("unknown-resource", value, place, `\`${value}\` is not a resource of this policy`, help);
    }
    return resource;
  }

  /** A permission by name, which splits at its first colon. */
  permission({ value, place }: Item<string>): Permission | undefined {
    const permission = this.permissions.get(value);
    if (permission !== undefined) return permission;
    const colon = value.indexOf(":");
    const resource = this.resource({ value: value.slice(0, colon), place });
    if (resource === undefined) return undefined;
    const message = `\`${value}\` is not a permission of \`${resource.name}\``;
    const known = this.listed(resource, "name");
    const help =
      didYouMean(value, known) ??
      this.byId(this.permissions, [value, value.slice(colon + 1)]) ??
      (known.length === 0 ? `\`${resource.name}\` has no actions` : cureFor(value, known, "permission"));
    this.unknown("unknown-permission", value, place, message, help);
    return undefined;
  }

  /** The permission of an action of a resource. */
  action(resource: Resource, { value, place }: Item<string>): Permission | undefined {
    const permission = this.permissions.get(`${resource.name}:${value}`);
    if (permission !== undefined) return permission;
    const known = this.listed(resource, "action");
    const named = this.permissions.get(value);
    const help =
      named === undefined
        ? cureFor(value, known, "action")
        : named.resource === resource
          ? `write \`${named.action}\``
          : "an action implies actions of its own resource only";
    const message = `\`${value}\` is not an action of \`${resource.name}\``;
    this.unknown("unknown-permission", value, place, message, help);
    return undefined;
  }

  /** A role by name, or a resource role as `type#role`; a bare name where `home` is given means one of that type's roles. */
  role(item: Item<string>, home?: Resource): Role | undefined {
    const { value, place } = item;
    const hash = value.indexOf("#");
    const resource = hash === -1 ? home : this.resource({ value: value.slice(0, hash), place });
    if (hash !== -1 && resource === undefined) return undefined;
    const name = value.slice(hash + 1);
    const roles = resource === undefined ? this.roles : this.rolesOf(resource);
    const role = roles.get(name);
    if (role === undefined) this.unknownRole(name, resource, home, place);
    return role;
  }

  rolesOf(resource: Resource): Map<string, Role> {
    return this.resourceRoles.get(resource) ?? new Map<string, Role>();
  }

  /** `type` is where the role was looked for, `home` the type of the resource role that names it. */
  private unknownRole(
    name: string,
    type: Resource | undefined,
    home: Resource | undefined,
    place: Place,
  ): void {
    const known = type === undefined ? this.roles : this.rolesOf(type);
    const guess = didYouMean(name, known);
    if (type !== undefined && guess === undefined && this.roles.has(name)) {
      const message = `\`${name}\` is a role, not a resource role of \`${type.name}\``;
      const help = home === undefined ? `write \`${name}\`` : "a resource role can only name resource roles";
      this.findings.add("wrong-role-level", place, message, { help });
      return;
    }
    const elsewhere = this.typeWithRole(name);
    const help =
      guess ??
      this.byId(known, [name]) ??
      (elsewhere === undefined ? undefined : `did you mean \`${elsewhere.name}#${name}\`?`) ??
      (type !== undefined && known.size === 0
        ? `\`${type.name}\` has no resource roles`
        : cureFor(name, known, type === undefined ? "role" : "resource role"));
    const message =
      type === undefined
        ? `\`${name}\` is not a role of this policy`
        : `\`${name}\` is not a resource role of \`${type.name}\``;
    this.unknown("unknown-role", name, place, message, help);
  }

  /** The names or actions of a resource, each list made once: it is indexed for guessing. */
  private listed(resource: Resource, key: "name" | "action"): readonly string[] {
    const known = this.lists[key].get(resource);
    if (known !== undefined) return known;
    const list = resource.permissions.map((permission) => permission[key]);
    this.lists[key].set(resource, list);
    return list;
  }

  /** The first resource type that has a resource role of this name. */
  private typeWithRole(name: string): Resource | undefined {
    if (this.types === undefined) {
      this.types = new Map();
      for (const [resource, roles] of this.resourceRoles) {
        for (const role of roles.keys()) if (!this.types.has(role)) this.types.set(role, resource);
      }
    }
    return this.types.get(name);
  }

  /** The cure where an id stands instead of a name. */
  private byId(all: ReadonlyMap<string, Identified>, written: readonly string[]): string | undefined {
    let ids = this.ids.get(all);
    if (ids === undefined) {
      ids = new Map([...all.values()].reverse().map((one) => [one.id, one]));
      this.ids.set(all, ids);
    }
    const meant = written.map((id) => ids.get(id)).find((one) => one !== undefined);
    return meant === undefined ? undefined : `\`${meant.id}\` is an id; write the name, \`${meant.name}\``;
  }

  /** Adds a finding at the very name. */
  private unknown(code: Code, name: string, place: Place, message: string, help: string | undefined): void {
    this.findings.add(code, { ...place, within: name }, message, { help });
  }
}

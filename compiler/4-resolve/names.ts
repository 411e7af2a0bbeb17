/** Every name of a policy, and the look-ups that turn a written name into a reference or a finding. */
import type { Permission, Place, PrincipalKind, Resource, Role } from "../ir.js";
import { didYouMean } from "../nearest.js";
import type { Findings } from "../findings.js";
import type { Item } from "./opened.js";

export class Names {
  readonly kinds: Map<string, PrincipalKind> = new Map<string, PrincipalKind>();
  /** A scope's index on the ladder. */
  readonly scopes: Map<string, number> = new Map<string, number>();
  readonly resources: Map<string, Resource> = new Map<string, Resource>();
  /** By `resource:action`. */
  readonly permissions: Map<string, Permission> = new Map<string, Permission>();
  readonly roles: Map<string, Role> = new Map<string, Role>();
  /** By resource type, then by name. */
  readonly resourceRoles: Map<Resource, Map<string, Role>> = new Map<Resource, Map<string, Role>>();
  private readonly findings: Findings;

  constructor(findings: Findings) {
    this.findings = findings;
  }

  kind({ value, place }: Item<string>): PrincipalKind | undefined {
    const kind = this.kinds.get(value);
    if (kind === undefined) {
      const help = didYouMean(value, this.kinds.keys());
      this.findings.add("unknown-kind", place, `\`${value}\` is not a principal kind of this policy`, {
        help,
      });
    }
    return kind;
  }

  scope({ value, place }: Item<string>): number | undefined {
    const scope = this.scopes.get(value);
    if (scope === undefined) {
      const ladder = [...this.scopes.keys()];
      const help =
        didYouMean(value, ladder) ?? `the scopes are ${ladder.map((name) => `\`${name}\``).join(", ")}`;
      this.findings.add("unknown-scope", place, `\`${value}\` is not a scope of this policy`, { help });
    }
    return scope;
  }

  resource({ value, place }: Item<string>): Resource | undefined {
    const resource = this.resources.get(value);
    if (resource === undefined) {
      const help = didYouMean(value, this.resources.keys());
      this.findings.add("unknown-resource", place, `\`${value}\` is not a resource of this policy`, { help });
    }
    return resource;
  }

  /** A permission by name, which splits at its first colon. */
  permission({ value, place }: Item<string>): Permission | undefined {
    const permission = this.permissions.get(value);
    if (permission !== undefined) return permission;
    const name = value.slice(0, value.indexOf(":"));
    const resource = this.resource({ value: name, place });
    if (resource !== undefined) {
      const help = didYouMean(
        value,
        resource.permissions.map((other) => other.name),
      );
      this.findings.add("unknown-permission", place, `\`${value}\` is not a permission of \`${name}\``, {
        help,
      });
    }
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
    if (role === undefined) this.unknownRole(name, resource, roles.keys(), place);
    return role;
  }

  rolesOf(resource: Resource): Map<string, Role> {
    return this.resourceRoles.get(resource) ?? new Map<string, Role>();
  }

  private unknownRole(name: string, home: Resource | undefined, known: Iterable<string>, place: Place): void {
    const guess = didYouMean(name, known);
    if (home !== undefined && guess === undefined && this.roles.has(name)) {
      const message = `\`${name}\` is a role, not a resource role of \`${home.name}\``;
      const help = "a resource role can only name resource roles";
      this.findings.add("wrong-role-level", place, message, { help });
      return;
    }
    const elsewhere = [...this.resourceRoles.keys()].find((resource) => this.rolesOf(resource).has(name));
    const help =
      guess ?? (elsewhere === undefined ? undefined : `did you mean \`${elsewhere.name}#${name}\`?`);
    const message =
      home === undefined
        ? `\`${name}\` is not a role of this policy`
        : `\`${name}\` is not a resource role of \`${home.name}\``;
    this.findings.add("unknown-role", place, message, { help });
  }
}

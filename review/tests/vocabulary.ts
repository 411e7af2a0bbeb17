/** The names of a policy, as its tests use them: look-ups that give what is meant, or a finding at the very name. */
import { assignable, roleName, rolesOf } from "../../compiler/roles.js";
import { splitPattern } from "../pattern.js";
import type { Code } from "../../compiler/catalogue.js";
import type { Findings } from "../../compiler/findings.js";
import type { Permission, Place, PolicyModel, PrincipalKind, Resource, Role } from "../../compiler/ir.js";
import { cureFor, didYouMean } from "../../compiler/nearest.js";

/** A text with its place. */
export interface Word {
  readonly value: string;
  readonly place: Place;
}

export class Vocabulary {
  readonly model: PolicyModel;
  readonly permissions: readonly Permission[];
  private readonly findings: Findings;
  private readonly kinds: ReadonlyMap<string, PrincipalKind>;
  private readonly types: ReadonlyMap<string, Resource>;
  private readonly byName: ReadonlyMap<string, Permission>;
  /** Roles by name, resource roles as `type#name`. */
  private readonly roles: ReadonlyMap<string, Role>;
  /** What each id stands for, where it is not the name. */
  private readonly names: ReadonlyMap<string, string>;

  constructor(model: PolicyModel, findings: Findings) {
    this.model = model;
    this.findings = findings;
    this.permissions = model.resources.flatMap(({ permissions }) => permissions);
    const roles = rolesOf(model);
    this.kinds = new Map(model.kinds.map((kind) => [kind.name, kind]));
    this.types = new Map(model.resources.map((resource) => [resource.name, resource]));
    this.byName = new Map(this.permissions.map((permission) => [permission.name, permission]));
    this.roles = new Map(roles.map((role) => [roleName(role), role]));
    this.names = new Map([
      ...this.permissions.map(({ id, name }): [string, string] => [id, name]),
      ...roles.map((role): [string, string] => [assignable(role), roleName(role)]),
    ]);
  }

  /** The kind of a principal; left out it is the policy's only one. */
  kind(word: Word | undefined, place: Place): PrincipalKind | undefined {
    if (word === undefined) {
      const [only, other] = this.model.kinds;
      if (other === undefined) return only;
      const help = `the principal kinds are ${listed(this.kinds.keys())}`;
      this.findings.add("missing-key", place, "a principal needs the key `kind`: the policy has several", {
        help,
      });
      return undefined;
    }
    const kind = this.kinds.get(word.value);
    if (kind === undefined) this.unknown("unknown-kind", word, "a principal kind", this.kinds);
    return kind;
  }

  type(word: Word): Resource | undefined {
    const type = this.types.get(word.value);
    if (type === undefined) this.unknown("unknown-resource", word, "a resource", this.types);
    return type;
  }

  permission(word: Word): Permission | undefined {
    const permission = this.byName.get(word.value);
    if (permission === undefined) {
      const { value } = word;
      const meant = [value, value.slice(value.indexOf(":") + 1)];
      const byId = this.permissions.find(({ id }) => meant.includes(id));
      this.unknown("unknown-permission", word, "a permission", this.byName, byId && isAnId(byId));
    }
    return permission;
  }

  /** A scope of an instance-level permission. */
  scope(word: Word): string | undefined {
    const { scopes } = this.model;
    if (scopes.includes(word.value)) return word.value;
    this.unknown("unknown-scope", word, "a scope", scopes);
    return undefined;
  }

  /** A role by name, a resource role as `type#role`. */
  role(word: Word): Role | undefined {
    const role = this.roles.get(word.value);
    if (role === undefined) this.unknown("unknown-role", word, "a role", this.roles);
    return role;
  }

  /** A role that a principal holds; where `home` is given, one of that type, held on a resource. */
  heldRole(word: Word, home: Resource | undefined): Role | undefined {
    const { value } = word;
    const known = home === undefined ? this.model.roles : home.roles;
    const role = known.find(({ name }) => name === value);
    if (role !== undefined) return role;
    const what = home === undefined ? "a role" : `a resource role of \`${home.name}\``;
    const byId = known.find(({ id }) => id === value);
    const names = known.map(({ name }) => name);
    const help =
      byId === undefined ? (didYouMean(value, names) ?? this.otherLevel(value, home)) : isAnId(byId);
    this.unknown("unknown-role", word, what, names, help);
    return undefined;
  }

  /** The cure where a role stands on a resource, or a resource role on a principal. */
  private otherLevel(name: string, home: Resource | undefined): string | undefined {
    const type = this.model.resources.find(({ roles }) => roles.some((role) => role.name === name));
    if (home === undefined) {
      return (
        type && `\`${name}\` is a resource role of \`${type.name}\`: write it under \`roles\` of a resource`
      );
    }
    if (this.roles.has(name)) return `\`${name}\` is a role: write it under \`roles\` of a principal`;
    return home.roles.length === 0 ? `\`${home.name}\` has no resource roles` : undefined;
  }

  /** A role by name or id, a resource role as `type#role`; undefined if the policy has none. */
  knownRole(name: string): Role | undefined {
    return this.roles.get(name) ?? this.roles.get(this.names.get(name) ?? "");
  }

  /** A deciding role, `role:X` or `resourceRole:T#X`, by name or id; given with its id. */
  via({ value, place }: Word): string | undefined {
    const colon = value.indexOf(":");
    const [what, name] = [value.slice(0, colon), value.slice(colon + 1)];
    const role =
      this.roles.get(name) ?? this.roles.get(this.names.get(name) ?? "") ?? this.role({ value: name, place });
    return role && `${what}:${assignable(role)}`;
  }

  /** The permissions that a pattern matches; to match none is a finding. */
  matchedPermissions(word: Word): readonly Permission[] {
    const { value } = word;
    const [type, action] = splitPattern(value);
    if (type !== "*" && action !== "*") {
      const permission = this.permission(word);
      return permission === undefined ? [] : [permission];
    }
    if (type !== "*") {
      const permissions = this.type({ ...word, value: type })?.permissions;
      if (permissions?.length === 0)
        this.matchesNothing("unknown-permission", word, `\`${type}\` has no actions`);
      return permissions ?? [];
    }
    if (action === "*") return this.permissions;
    const found = this.permissions.filter((permission) => permission.action === action);
    if (found.length === 0)
      this.matchesNothing("unknown-permission", word, `no resource has the action \`${action}\``);
    return found;
  }

  /** The roles that a pattern matches; to match none is a finding. */
  matchedRoles(word: Word): readonly Role[] {
    const { value } = word;
    if (value === "*") {
      if (this.model.roles.length === 0) this.matchesNothing("unknown-role", word, "the policy has no roles");
      return this.model.roles;
    }
    if (!value.endsWith("#*")) {
      const role = this.role(word);
      return role === undefined ? [] : [role];
    }
    const type = this.type({ ...word, value: value.slice(0, -2) });
    if (type?.roles.length === 0) {
      this.matchesNothing("unknown-role", word, `\`${type.name}\` has no resource roles`);
    }
    return type?.roles ?? [];
  }

  private matchesNothing(code: Code, { value, place }: Word, why: string): void {
    this.findings.add(code, place, `\`${value}\` matches nothing: ${why}`);
  }

  private unknown(
    code: Code,
    { value, place }: Word,
    what: string,
    known: Parameters<typeof cureFor>[1],
    help?: string,
  ): void {
    const named = this.names.get(value);
    const byId = named === undefined ? undefined : isAnId({ id: value, name: named });
    const message = `\`${value}\` is not ${what}${what.includes(" of ") ? "" : " of this policy"}`;
    this.findings.add(code, { ...place, within: value }, message, {
      help: help ?? byId ?? cureFor(value, known, what.replace(/^an? /, "")),
    });
  }
}

function isAnId({ id, name }: { readonly id: string; readonly name: string }): string {
  return `\`${id}\` is an id; write the name, \`${name}\``;
}

function listed(names: Iterable<string>): string {
  return [...names].map((name) => `\`${name}\``).join(", ");
}

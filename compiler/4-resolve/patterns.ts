/** Wildcards become lists of permissions and roles. `*` is the whole part before or after, never a part of a name. */
import type { Permission, Reference, Resource, Role } from "../ir.js";
import type { Code } from "../catalogue.js";
import { cureFor } from "../nearest.js";
import type { Findings } from "../findings.js";
import { Budget, mostMatched } from "./limits.js";
import type { Names } from "./names.js";
import type { Item } from "./opened.js";

/** What a permission pattern may match at the place where it stands. */
export interface Reach {
  /** The resource type of the resource role, or undefined for a role. */
  readonly home: Resource | undefined;
  /** What allows only permissions on instances, if something does. */
  readonly instancesOnly:
    "a grant with a scope" | "a condition on the resource" | "a resource role" | undefined;
}

export class Patterns {
  private readonly names: Names;
  private readonly findings: Findings;
  private readonly byAction = new Map<string, Permission[]>();
  /** Every action name, sorted. */
  private readonly actions: readonly string[];
  /** Every permission, in the order of names. */
  private readonly everything: readonly Permission[];
  private readonly granting: Budget;
  private readonly assigning: Budget;

  constructor(names: Names, findings: Findings) {
    this.names = names;
    this.findings = findings;
    for (const permission of names.permissions.values()) {
      const others = this.byAction.get(permission.action);
      if (others === undefined) this.byAction.set(permission.action, [permission]);
      else others.push(permission);
    }
    this.actions = [...this.byAction.keys()].sort();
    this.everything = [...names.permissions.values()];
    this.granting = new Budget(mostMatched, "grants match too many permissions", findings);
    this.assigning = new Budget(mostMatched, "`assigns` matches too many roles", findings);
  }

  /** The permissions that a granted pattern matches. To match none is a finding. */
  granted(item: Item<string>, reach: Reach): readonly Reference<Permission>[] {
    const matched = this.matched(item);
    if (matched === undefined) return [];
    const fitting = matched.filter((permission) => fits(permission, reach));
    if (fitting.length === 0) this.reportMisfit(item, matched, reach);
    return fitting.map((to) => ({ to, place: item.place }));
  }

  /** The permissions that an `except` pattern leaves out. */
  excepted(item: Item<string>): readonly Permission[] {
    return this.matched(item) ?? [];
  }

  /** The roles that patterns of `assigns` match; in a resource role bare names and `*` mean its own type's roles. */
  roles(items: readonly Item<string>[], home: Resource | undefined): readonly Reference<Role>[] {
    return items.flatMap((item) => {
      const [type, name] = splitRole(item.value);
      const resource = type === undefined ? home : this.names.resource({ ...item, value: type });
      if (type !== undefined && resource === undefined) return [];
      if (resource !== undefined && !isReachable(resource, home)) {
        this.notContained(item, resource, home);
        return [];
      }
      if (name === "*") {
        const all = resource === undefined ? this.names.roles : this.names.rolesOf(resource);
        if (all.size === 0)
          this.matchesNothing("unknown-role", item, `\`${resource?.name ?? ""}\` has no resource roles`);
        return this.assigning.spend(all.size, item.place)
          ? [...all.values()].map((to) => ({ to, place: item.place }))
          : [];
      }
      const role = this.names.role(item, home);
      return role === undefined ? [] : [{ to: role, place: item.place }];
    });
  }

  /** Reports a resource type that is out of a resource role's reach. */
  notContained({ value, place }: Item<string>, resource: Resource, home: Resource | undefined): void {
    const type = home?.name ?? "";
    this.findings.add(
      "not-contained",
      place,
      `\`${value}\`: \`${resource.name}\` is neither \`${type}\` nor contained in it`,
      { help: `a resource role of \`${type}\` reaches \`${type}\` and what has \`in: ${type}\`` },
    );
  }

  /** What a pattern names, or undefined if that does not exist or the policy names too much (which is reported). */
  private matched(item: Item<string>): readonly Permission[] | undefined {
    if (this.granting.isSpent) return undefined;
    const found = this.found(item);
    return this.granting.spend(found?.length ?? 1, item.place) ? found : undefined;
  }

  private found(item: Item<string>): readonly Permission[] | undefined {
    const { value, place } = item;
    const colon = value.indexOf(":");
    const [type, action] = [value.slice(0, colon), value.slice(colon + 1)];
    if (type !== "*" && action !== "*") {
      const permission = this.names.permission(item);
      return permission === undefined ? undefined : [permission];
    }
    if (type !== "*") return this.names.resource({ value: type, place })?.permissions;
    if (action === "*") return this.everything;
    const permissions = this.byAction.get(action);
    if (permissions === undefined) {
      const help = cureFor(action, this.actions, "action");
      const message = `no resource has the action \`${action}\``;
      this.findings.add("unknown-permission", { ...place, within: action }, message, { help });
    }
    return permissions;
  }

  private reportMisfit(item: Item<string>, matched: readonly Permission[], reach: Reach): void {
    const { value, place } = item;
    const [first] = matched;
    if (first === undefined) {
      const nothing =
        value === "*:*" ? "the policy has no actions" : `\`${value.slice(0, -2)}\` has no actions`;
      this.matchesNothing("unknown-permission", item, nothing);
      return;
    }
    const isOneType = !value.startsWith("*:");
    if (isOneType && !isReachable(first.resource, reach.home)) {
      this.notContained(item, first.resource, reach.home);
      return;
    }
    const where = reach.instancesOnly ?? "a role";
    const help = onInstances[where];
    if (value.includes("*")) {
      const message = `\`${value}\` matches nothing that ${where} can give`;
      this.findings.add("unknown-permission", place, message, { help });
    } else {
      const message = `\`${value}\` is on the type, so ${where} cannot give it`;
      this.findings.add("type-level-permission", place, message, { help });
    }
  }

  private matchesNothing(code: Code, { value, place }: Item<string>, why: string): void {
    this.findings.add(code, place, `\`${value}\` matches nothing: ${why}`);
  }
}

/** What to do where only permissions on instances can be given. */
const onInstances: Readonly<Record<string, string>> = {
  "a grant with a scope": "grant it without a scope",
  "a condition on the resource": "grant it in an entry of its own: on the type there is no resource yet",
  "a resource role":
    "a resource role holds permissions on instances of its own type and of contained types; give others to a role",
};

function fits(permission: Permission, { home, instancesOnly }: Reach): boolean {
  return (
    (instancesOnly === undefined || permission.level === "instance") && isReachable(permission.resource, home)
  );
}

/** A resource role of `home` reaches its own type and contained types; a role (no home) reaches all. */
export function isReachable(resource: Resource, home: Resource | undefined): boolean {
  return home === undefined || resource === home || home.contained.has(resource);
}

function splitRole(pattern: string): readonly [type: string | undefined, name: string] {
  const hash = pattern.indexOf("#");
  return hash === -1 ? [undefined, pattern] : [pattern.slice(0, hash), pattern.slice(hash + 1)];
}

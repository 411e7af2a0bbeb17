/** Second pass: the references between the things that the first pass made. */
import type { Findings } from "../findings.js";
import type {
  Condition,
  Grant,
  Permission,
  Place,
  RawGrant,
  RawAssigns,
  RawRole,
  Reference,
  Resource,
  Role,
} from "../ir.js";
import type { Conditions, Standing } from "./conditions/index.js";
import type {
  Declarations,
  Declared,
  UnlinkedPermission,
  UnlinkedResource,
  UnlinkedRole,
} from "./declare.js";
import { Budget, mostContained, mostImplied } from "./limits.js";
import type { Names } from "./names.js";
import { itemsOf, type Item, type Opened } from "./opened.js";
import { isReachable, type Patterns } from "./patterns.js";
import { linkScopes } from "./scopes.js";

/** Fills in every reference and condition. */
export function link(
  declarations: Declarations,
  names: Names,
  patterns: Patterns,
  conditions: Conditions,
  findings: Findings,
): void {
  for (const { made, opened } of declarations.resources) {
    made.containers = byName(opened.list("in").flatMap((item) => names.resource(item) ?? []));
  }
  linkContained(
    declarations.resources.map(({ made }) => made),
    new Budget(mostContained, "resource types contain too many others", findings),
  );

  for (const { made, opened } of declarations.permissions) {
    made.implies = opened.list("implies").flatMap(({ value, place }) => {
      const to = names.action(made.resource, { value, place });
      return to === undefined ? [] : [{ to, place }];
    });
  }
  boundImplied(
    declarations.permissions.map(({ made }) => made),
    new Budget(mostImplied, "actions imply too many others", findings),
  );
  linkRequires(declarations, conditions);
  for (const role of declarations.roles) linkRole(role, names, patterns, conditions);
  linkScopes(declarations, names, conditions, findings);
  for (const { made, opened } of declarations.kinds) {
    made.defaultRoles = references(opened.list("defaultRoles"), (item) => names.role(item));
  }
}

/** A type contains what names it as a container, and what that contains, at every depth. */
function linkContained(resources: readonly UnlinkedResource[], budget: Budget): void {
  const directly = new Map<Resource, UnlinkedResource[]>();
  for (const resource of resources) {
    for (const container of resource.containers) {
      const others = directly.get(container);
      if (others === undefined) directly.set(container, [resource]);
      else others.push(resource);
    }
  }
  for (const resource of resources) {
    const contained = new Set<Resource>();
    const waiting: Resource[] = [resource];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const inside = directly.get(next) ?? [];
      if (!budget.spend(inside.length, resource.place)) return;
      for (const inner of inside) {
        if (!contained.has(inner)) waiting.push(inner);
        contained.add(inner);
      }
    }
    resource.contained = contained;
  }
}

/** What an action implies is followed from each action: that must end in a reasonable time. */
function boundImplied(permissions: readonly UnlinkedPermission[], budget: Budget): void {
  for (const permission of permissions) {
    if (permission.implies.length === 0) continue;
    const all = new Set<Permission>([permission]);
    for (const one of all) {
      if (!budget.spend(one.implies.length, permission.place)) break;
      for (const { to } of one.implies) all.add(to);
    }
    // A policy with this finding goes no further than the rules, which follow the chains too.
    if (budget.isSpent) break;
  }
  if (budget.isSpent) for (const permission of permissions) permission.implies = [];
}

/** `requires` of kinds, resources and actions. Only on an instance there is a resource to read. */
function linkRequires({ kinds, resources, permissions }: Declarations, conditions: Conditions): void {
  const checked = <T extends { readonly requires?: string }>(
    opened: Opened<T>,
    resource: Standing["resource"],
    asking?: Standing["asking"],
  ): Reference<Condition> | undefined => {
    const item = opened.scalar("requires");
    const to = item && conditions.check(item, { resource, asking });
    return item && to && { to, place: item.place };
  };
  for (const { made, opened } of kinds) {
    made.requires = checked(opened, { none: "a kind is asked before there is a resource" }, [made]);
  }
  for (const { made, opened } of resources) made.requires = checked(opened, made);
  for (const { made, opened } of permissions) {
    const none = `\`${made.name}\` is on the type, so there is no resource`;
    made.requires = checked(opened, made.level === "type" ? { none } : made.resource);
  }
}

function linkRole(
  { made, opened }: Declared<UnlinkedRole, RawRole>,
  names: Names,
  patterns: Patterns,
  conditions: Conditions,
): void {
  const home = made.resource;
  if (opened.written("heldBy").length > 0) {
    const kinds = opened.list("heldBy").map((item) => names.kind(item));
    // Who may hold it is not known where a name is not: that is one finding, not several.
    made.heldBy = kinds.includes(undefined) ? undefined : byName(kinds.filter((kind) => kind !== undefined));
  }
  made.inherits = references(opened.list("inherits"), (item) => {
    const junior = names.role(item, home);
    if (home === undefined || junior?.resource === undefined || isReachable(junior.resource, home))
      return junior;
    patterns.notContained(item, junior.resource, home);
    return undefined;
  });
  made.grants = opened
    .list("allow")
    .flatMap((item) => linkGrant(item, made, names, patterns, conditions) ?? []);
  const assigns = opened
    .written("assigns")
    .flatMap(({ value, place }) => linkAssigns(value, place, home, patterns));
  const places = new Map([...assigns].reverse().map(({ to, place }) => [to, place]));
  made.assigns = byName([...places.keys()]).flatMap((to) => {
    const place = places.get(to);
    return place === undefined ? [] : [{ to, place }];
  });
}

function linkGrant(
  { value, place }: Item<RawGrant>,
  { resource: home, heldBy }: UnlinkedRole,
  names: Names,
  patterns: Patterns,
  conditions: Conditions,
): Grant | undefined {
  const widest = names.scopes.size - 1;
  const inRole = home === undefined ? undefined : "a resource role";
  if (typeof value === "string") {
    const permissions = patterns.granted({ value, place }, { home, instancesOnly: inRole });
    return { permissions, except: new Set(), idle: [], scope: widest, when: undefined, place };
  }
  const inside = (key: string): Place => ({ file: place.file, container: value, key });
  const scope =
    value.scope === undefined ? widest : names.scope({ value: value.scope, place: inside("scope") });
  const when = value.when === undefined ? undefined : { value: value.when, place: inside("when") };
  const onResource = when !== undefined && conditions.readsResource(when);
  const instancesOnly =
    inRole ??
    (value.scope === undefined ? undefined : "a grant with a scope") ??
    (onResource ? "a condition on the resource" : undefined);
  const listed = itemsOf<string>(value.permissions, inside("permissions")).flatMap((item) =>
    patterns.granted(item, { home, instancesOnly }),
  );
  const before = new Set(listed.map(({ to }) => to));
  const excepted = itemsOf<string>(value.except ?? [], inside("except")).map((item) => ({
    place: item.place,
    matched: patterns.excepted(item),
  }));
  const except = new Set(excepted.flatMap(({ matched }) => matched));
  const idle = excepted.filter(({ matched }) => !matched.some((one) => before.has(one)));
  const permissions = listed.filter(({ to }) => !except.has(to));
  const types = [...new Set(permissions.map(({ to }) => to.resource))];
  const checked = when && conditions.checkOn(when, types, heldBy);
  if (scope === undefined || (when !== undefined && checked === undefined)) return undefined;
  return {
    permissions,
    except,
    idle: idle.map((one) => one.place),
    scope,
    when:
      when &&
      checked &&
      new Map(
        [...checked].map(([resource, to]) => [resource, { to, place: { ...when.place, part: "value" } }]),
      ),
    place,
  };
}

/** Each `assigns` stands for itself: what it excepts, it takes from its own wildcards only. */
function linkAssigns(
  written: readonly string[] | RawAssigns,
  place: Place,
  home: Resource | undefined,
  patterns: Patterns,
): readonly Reference<Role>[] {
  const { roles, except } = "roles" in written ? written : { roles: written, except: undefined };
  const inside = (key: string): Place =>
    "roles" in written ? { file: place.file, container: written, key } : place;
  const excepted = new Set(patterns.roles(itemsOf(except ?? [], inside("except")), home).map(({ to }) => to));
  return patterns.roles(itemsOf(roles, inside("roles")), home).filter(({ to }) => !excepted.has(to));
}

function references<T>(
  items: readonly Item<string>[],
  find: (item: Item<string>) => T | undefined,
): readonly Reference<T>[] {
  return items.flatMap((item) => {
    const to = find(item);
    return to === undefined ? [] : [{ to, place: item.place }];
  });
}

/** Each once, in an order that does not depend on the order of writing. */
function byName<T extends { readonly name: string; readonly resource?: Resource | undefined }>(
  items: readonly T[],
): readonly T[] {
  const key = (item: T): string => `${item.resource?.name ?? ""}#${item.name}`;
  return [...new Set(items)].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

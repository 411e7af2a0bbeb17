/** Second pass: the references between the things that the first pass made. */
import type { Grant, RawGrant, RawAssigns, RawRole, Reference, Resource, Role } from "../ir.js";
import type { Declarations, Declared, UnlinkedResource, UnlinkedRole } from "./declare.js";
import type { Names } from "./names.js";
import { itemsOf, type Item } from "./opened.js";
import { isReachable, type Patterns } from "./patterns.js";

/** Fills in every reference. */
export function link(declarations: Declarations, names: Names, patterns: Patterns): void {
  for (const { made, opened } of declarations.resources) {
    made.containers = byName(opened.list("in").flatMap((item) => names.resource(item) ?? []));
  }
  linkContained(declarations.resources.map(({ made }) => made));

  for (const { made, opened } of declarations.permissions) {
    made.implies = opened.list("implies").flatMap(({ value, place }) => {
      const to = names.action(made.resource, { value, place });
      return to === undefined ? [] : [{ to, place }];
    });
  }
  for (const role of declarations.roles) linkRole(role, names, patterns);
  for (const { made, opened } of declarations.kinds) {
    made.defaultRoles = references(opened.list("defaultRoles"), (item) => names.role(item));
  }
}

/** A type contains what names it as a container, and what that contains, at every depth. */
function linkContained(resources: readonly UnlinkedResource[]): void {
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
      for (const inner of directly.get(next) ?? []) {
        if (!contained.has(inner)) waiting.push(inner);
        contained.add(inner);
      }
    }
    resource.contained = contained;
  }
}

function linkRole({ made, opened }: Declared<UnlinkedRole, RawRole>, names: Names, patterns: Patterns): void {
  const home = made.resource;
  const heldBy = opened.list("heldBy");
  if (heldBy.length > 0) made.heldBy = byName(heldBy.flatMap((item) => names.kind(item) ?? []));
  made.inherits = references(opened.list("inherits"), (item) => {
    const junior = names.role(item, home);
    if (home === undefined || junior?.resource === undefined || isReachable(junior.resource, home))
      return junior;
    patterns.notContained(item, junior.resource, home);
    return undefined;
  });
  made.grants = opened.list("allow").flatMap((item) => linkGrant(item, home, names, patterns) ?? []);
  made.assigns = byName(
    opened.written("assigns").flatMap(({ value, place }) => linkAssigns(value, place, home, patterns)),
  );
}

function linkGrant(
  { value, place }: Item<RawGrant>,
  home: Resource | undefined,
  names: Names,
  patterns: Patterns,
): Grant | undefined {
  const widest = names.scopes.size - 1;
  if (typeof value === "string") {
    const permissions = patterns.granted({ value, place }, { home, instancesOnly: home !== undefined });
    return { permissions, except: new Set(), scope: widest, place };
  }
  const inside = (key: string): Item<string>["place"] => ({ file: place.file, container: value, key });
  const scope =
    value.scope === undefined ? widest : names.scope({ value: value.scope, place: inside("scope") });
  const instancesOnly = home !== undefined || value.scope !== undefined;
  const except = patterns.excepted(itemsOf<string>(value.except ?? [], inside("except")));
  const permissions = itemsOf<string>(value.permissions, inside("permissions"))
    .flatMap((item) => patterns.granted(item, { home, instancesOnly }))
    .filter(({ to }) => !except.has(to));
  return scope === undefined ? undefined : { permissions, except, scope, place };
}

/** Each `assigns` stands for itself: what it excepts, it takes from its own wildcards only. */
function linkAssigns(
  written: readonly string[] | RawAssigns,
  place: Item<string>["place"],
  home: Resource | undefined,
  patterns: Patterns,
): readonly Role[] {
  const { roles, except } = "roles" in written ? written : { roles: written, except: undefined };
  const inside = (key: string): Item<string>["place"] =>
    "roles" in written ? { file: place.file, container: written, key } : place;
  const excepted = new Set(patterns.roles(itemsOf(except ?? [], inside("except")), home));
  return patterns.roles(itemsOf(roles, inside("roles")), home).filter((role) => !excepted.has(role));
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

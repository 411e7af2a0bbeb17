/** The short form of a question: whoever has one role, and no attribute. */
import type { Permission, PolicyModel, PrincipalKind, Resource, Role } from "../../compiler/ir.js";

/** A principal with just this role, and a resource on which it counts. Attributes are missing, so conditions on them are unknown. */
export function askerWith(
  role: Role,
  permission: Permission,
  { kinds }: PolicyModel,
): { readonly principal: Readonly<Record<string, unknown>>; readonly resource: unknown } {
  const kind = kindFor(role, kinds);
  const roles = role.resource === undefined ? [role.id] : [];
  const principal = { ...(kind !== undefined && { kind: kind.name }), roles };
  return {
    principal,
    resource: permission.level === "type" ? undefined : resourceWith(role, permission.resource),
  };
}

/** One that may hold the role, if there is any. */
function kindFor({ heldBy }: Role, kinds: readonly PrincipalKind[]): PrincipalKind | undefined {
  return heldBy?.[0] ?? kinds[0];
}

/** A resource of a type; for a resource role, the one that it is held on, or inside of it on a shortest way. */
function resourceWith(role: Role, type: Resource): unknown {
  const { resource: home, id } = role;
  if (home === undefined || home === type) return { type: type.name, ...(home && { roles: [id] }) };
  const way = wayTo(type, home);
  return [...way].reverse().reduce<unknown>(
    (container, { name }) => ({
      type: name,
      ...(container === undefined ? { roles: [id] } : { container }),
    }),
    undefined,
  );
}

/** The types from one to the one that contains it; only itself where it does not. */
function wayTo(type: Resource, home: Resource): readonly Resource[] {
  const ways: (readonly Resource[])[] = [[type]];
  const known = new Set([type]);
  for (const way of ways) {
    for (const container of way.at(-1)?.containers ?? []) {
      if (container === home) return [...way, container];
      if (known.has(container)) continue;
      known.add(container);
      ways.push([...way, container]);
    }
  }
  return [type];
}

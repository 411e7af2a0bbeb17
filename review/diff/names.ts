/** Names that are gone or mean something else: for generated code, and for what is stored. */
import type { ReservedName } from "../../compiler/ir.js";
import type { Placed } from "./access.js";
import type { Finding } from "./change.js";
import { permissionsOf, roleHolder, rolesOf, shownRole, type Side } from "./pairs.js";
import type { Place } from "../../compiler/ir.js";

/** Something with a name in generated code, and an id that is stored. */
interface Named {
  readonly holder: string;
  readonly name: string;
  readonly id: string;
  /** What the same constant must not change besides. */
  readonly level: string;
  readonly place: Place | undefined;
}

/** What is gone, or has another id. */
export function nameChanges(before: Side, after: Side): readonly Placed[] {
  const reserved = after?.model.reserved;
  return [
    ...changesOf(permissions(before), permissions(after), reserved?.permissions ?? []),
    ...changesOf(roles(before), roles(after), reserved?.roles ?? []),
    ...changesOf(kinds(before), kinds(after), "are not stored"),
  ];
}

/** True if the second has a name that the first does not have. */
export function hasNewNames(before: Side, after: Side): boolean {
  return [permissions, roles, kinds, scopes].some((listed) => {
    const known = new Set(listed(before).map(({ name }) => name));
    return listed(after).some(({ name }) => !known.has(name));
  });
}

function permissions(side: Side): readonly Named[] {
  return permissionsOf(side).map(({ name, id, level, place }) => ({
    holder: `permission:${name}`,
    name,
    id,
    level,
    place,
  }));
}

function roles(side: Side): readonly Named[] {
  return rolesOf(side).map((role) => {
    const type = role.resource === undefined ? "" : `${role.resource.name}#`;
    const name = shownRole(role);
    return { holder: roleHolder(role), name, id: `${type}${role.id}`, level: "", place: role.place };
  });
}

function kinds(side: Side): readonly Named[] {
  return (side?.model.kinds ?? []).map(({ name, place }) => ({
    holder: `kind:${name}`,
    name,
    id: name,
    level: "",
    place,
  }));
}

function scopes(side: Side): readonly Pick<Named, "name">[] {
  return (side?.model.scopes ?? []).map((name) => ({ name }));
}

function changesOf(
  before: readonly Named[],
  after: readonly Named[],
  reserved: readonly ReservedName[] | "are not stored",
): readonly Placed[] {
  const byName = new Map(after.map((one) => [one.name, one]));
  const used = new Set(after.map(({ id }) => id));
  const retired = new Set(reserved === "are not stored" ? [] : reserved.map(({ name }) => name));
  const isLost = ({ name, id }: Named): boolean =>
    reserved !== "are not stored" && !used.has(id) && !retired.has(id) && !retired.has(name);

  return before.flatMap((one): readonly Placed[] => {
    const now = byName.get(one.name);
    if (now?.id === one.id && now.level === one.level) return [];
    const isRenamed = now !== undefined && now.id !== one.id;
    const ids = isRenamed ? { id: { before: one.id, after: now.id } } : {};
    const change = isRenamed ? "renamed-id" : "removed";
    const place = now?.place ?? one.place;
    const finding = (category: Finding["category"]): Placed => ({
      finding: { category, change, holder: one.holder, ...ids },
      place,
    });
    return [finding("API"), ...(isLost(one) ? [finding("STORED")] : [])];
  });
}

/** Names that are gone or mean something else: for generated code, and for what is stored. */
import type { ReservedName } from "../../compiler/ir.js";
import type { Placed } from "./access.js";
import { permissionsOf, rolesIn, type Side } from "./pairs.js";
import type { Place } from "../../compiler/ir.js";
import { roleName } from "../../compiler/roles.js";
import { roleHolder } from "../holder.js";

/** Something with a name in generated code, and an id that is stored. */
interface Named {
  readonly holder: string;
  readonly name: string;
  readonly id: string;
  /** What the same constant must not change besides. */
  readonly level: string;
  /** What the id belongs to besides: with another one, it means something else. */
  readonly home: string;
  readonly place: Place | undefined;
}

/** What is gone, or has another id. */
export function nameChanges(before: Side, after: Side): readonly Placed[] {
  const reserved = after?.model.reserved;
  return [
    ...changesOf(permissions(before), permissions(after), reserved?.permissions ?? []),
    ...changesOf(roles(before), roles(after), reserved?.roles ?? []),
    ...changesOf(kinds(before), kinds(after), "are not stored"),
    ...released(before?.model.reserved.permissions, reserved?.permissions, (name) => `permission:${name}`),
    ...released(before?.model.reserved.roles, reserved?.roles, (name) =>
      name.includes("#") ? `resourceRole:${name}` : `role:${name}`,
    ),
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
  return permissionsOf(side).map(({ name, id, level, resource, place }) => ({
    holder: `permission:${name}`,
    name,
    id,
    level,
    home: resource.name,
    place,
  }));
}

function roles(side: Side): readonly Named[] {
  return rolesIn(side).map((role) => {
    const type = role.resource === undefined ? "" : `${role.resource.name}#`;
    const name = roleName(role);
    return {
      holder: roleHolder(role),
      name,
      id: `${type}${role.id}`,
      level: "",
      home: "",
      place: role.place,
    };
  });
}

function kinds(side: Side): readonly Named[] {
  return (side?.model.kinds ?? []).map(({ name, place }) => ({
    holder: `kind:${name}`,
    name,
    id: name,
    level: "",
    home: "",
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
  const byId = new Map(after.map((one) => [one.id, one]));
  const retired = new Set(reserved === "are not stored" ? [] : reserved.map(({ name }) => name));
  /** What is stored is the id: that its name is reserved does not keep it from being used again. */
  const isStored = ({ id, home }: Named): boolean =>
    reserved !== "are not stored" && byId.get(id)?.home !== home && !retired.has(id);

  return before.flatMap((one): readonly Placed[] => {
    const now = byName.get(one.name);
    if (now?.id === one.id && now.level === one.level) return [];
    const isRenamed = now !== undefined && now.id !== one.id;
    const ids = isRenamed ? { id: { before: one.id, after: now.id } } : {};
    const change = isRenamed ? "renamed-id" : "removed";
    const { holder } = one;
    const other = byId.get(one.id);
    const meaning = other === undefined ? {} : { meaning: { before: one.name, after: other.name } };
    const place = now?.place ?? one.place;
    const api: Placed = { finding: { category: "API", change, holder, ...ids }, place };
    if (!isStored(one)) return [api];
    return [
      api,
      {
        finding: { category: "STORED", change, holder, ...ids, ...meaning },
        place: other?.place ?? place,
      },
    ];
  });
}

/** What is reserved no longer: it can be used again, or is, though stored data may hold it. */
function released(
  before: readonly ReservedName[] = [],
  after: readonly ReservedName[] = [],
  holderOf: (name: string) => string,
): readonly Placed[] {
  const known = new Set(after.map(({ name }) => name));
  return before
    .filter(({ name }) => !known.has(name))
    .map(({ name, place }) => ({
      finding: {
        category: "STORED",
        change: "removed",
        holder: holderOf(name),
        reserved: { before: name, after: null },
      },
      place,
    }));
}

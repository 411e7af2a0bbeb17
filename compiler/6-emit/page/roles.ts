/** The three tables that say what there is and who has it: resources, roles, resource roles. */
import type { Resource, Role } from "../../ir.js";
import { roleName } from "../../roles.js";
import { limitsOf, nameAndId, proseOf, sortedNames, titleOf, type Facts } from "./facts.js";
import type { Beginning } from "./held.js";
import { code, list, named, nothing, section, table, type Column } from "./markdown.js";

/** Each resource type with its permissions. */
export function resourcesSection({ model: { resources }, conditions }: Facts): string {
  const permissionsAt = ({ permissions }: Resource, wanted: "type" | "instance"): string =>
    list(permissions.filter(({ level }) => level === wanted).map(({ name }) => named(name)));
  return section(2, "Resources", [
    table(resources, [
      { title: "Resource", cell: titleOf },
      { title: "Permissions", cell: (resource) => permissionsAt(resource, "instance") },
      { title: "On the type", cell: (resource) => permissionsAt(resource, "type"), isOptional: true },
      { title: "Name", cell: ({ name }) => code(name) },
      {
        title: "Inside",
        cell: ({ containers }) => listOrNone(containers.map(({ name }) => code(name)).sort()),
        isOptional: true,
      },
      {
        title: "Requires",
        cell: ({ requires }) => (requires === undefined ? "" : conditions.inline(requires.to)),
        isOptional: true,
      },
      { title: "Description", cell: proseOf, isOptional: true },
    ]),
  ]);
}

/** Each role that is held everywhere. */
export function rolesSection(facts: Facts): string {
  const { roles } = facts.model;
  if (roles.length === 0) return "";
  return section(2, "Roles", [table(roles, [{ title: "Role", cell: titleOf }, ...columns(facts)])]);
}

/** Each role that is held on one resource. */
export function resourceRolesSection(facts: Facts): string {
  const roles = facts.model.resources.flatMap((resource) => resource.roles);
  if (roles.length === 0) return "";
  return section(2, "Resource roles", [
    "Each is held on one resource, and gives its permissions there and on what that contains.",
    table(roles, [
      { title: "Resource", cell: ({ resource }) => (resource === undefined ? "" : titleOf(resource)) },
      { title: "Role", cell: titleOf },
      ...columns(facts),
    ]),
  ]);
}

function columns(facts: Facts): readonly Column<Role>[] {
  const shown = (beginning: Beginning | undefined): string => {
    const { lines, count } = beginning ?? { lines: [], count: 0 };
    const items = lines.map((line) => {
      const limits = limitsOf(facts, line, true);
      return `${named(line.permission.name)}${limits === "" ? "" : ` (${limits})`}`;
    });
    return list(items, count);
  };
  const { byRole } = facts.held;
  return [
    { title: "Permissions", cell: (role) => shown(byRole.get(role)?.outright) },
    { title: "Under a condition", cell: (role) => shown(byRole.get(role)?.bound), isOptional: true },
    { title: "Name", cell: (role) => nameAndId(role, roleName(role)) },
    { title: "Held by", cell: heldBy, isOptional: true },
    {
      title: "Inherits",
      cell: ({ inherits }) => listOrNone(sortedNames(inherits)),
      isOptional: true,
    },
    { title: "Description", cell: proseOf, isOptional: true },
  ];
}

function heldBy({ heldBy: kinds }: Role): string {
  if (kinds === undefined) return "";
  return kinds.length === 0
    ? "nobody: it is there to be inherited"
    : list(kinds.map(({ name }) => code(name)).sort());
}

function listOrNone(items: readonly string[]): string {
  return items.length === 0 ? "" : list(items);
}

/** The sentence that explains an empty list. */
export const nothingMeans = `\`${nothing}\` stands where there is none.`;

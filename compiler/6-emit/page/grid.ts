/** The decision matrix: of each resource type a table, permissions by roles. */
import type { Resource, Role } from "../../ir.js";
import { roleName } from "../../roles.js";
import type { Line } from "../matrix/lines.js";
import { limitsOf, nameAndId, titleOf, type Facts } from "./facts.js";
import type { HoldersOf } from "./held.js";
import { code, list, section, table, type Column } from "./markdown.js";

/** A table with more roles than this is read more easily as lists. */
const mostColumns = 16;

/** Every permission, by resource type. */
export function matrixSection(facts: Facts): string {
  const { resources } = facts.model;
  return section(2, "Decision matrix", [
    facts.model.scopes.length > 1
      ? "A cell says how far the permission reaches; `yes` is for permissions on a type, which have no scope. An empty cell is a no."
      : "An empty cell is a no.",
    "Roles that have nothing on a resource type are not columns of its table.",
    facts.conditions.isEmpty
      ? undefined
      : "Conditions (`C1` and so on) stand at the end of the page. What a permission requires binds everyone who has it.",
    ...resources.map((resource) => typeSection(facts, resource)),
  ]);
}

function typeSection(facts: Facts, resource: Resource): string {
  const rows = resource.permissions.flatMap((permission) => facts.held.byPermission.get(permission) ?? []);
  if (rows.length === 0) return "";
  const having = new Set(rows.flatMap(({ lines }) => [...lines.keys()]));
  const isTable = !facts.isBrief && having.size <= mostColumns;
  const columns = isTable
    ? facts.holders.filter((role) => having.has(role)).map((role) => column(facts, role))
    : [holdersColumn(facts)];
  return section(3, headingOf(resource), [
    having.size === 0 ? "No role has any of these." : undefined,
    table(rows, [...leading(facts, rows), ...columns]),
  ]);
}

function headingOf(resource: Resource): string {
  return resource.title === undefined ? code(resource.name) : `${titleOf(resource)} (${code(resource.name)})`;
}

function leading({ conditions }: Facts, rows: readonly HoldersOf[]): readonly Column<HoldersOf>[] {
  const hasBoth = new Set(rows.map(({ permission }) => permission.level)).size > 1;
  return [
    { title: "Permission", cell: ({ permission }) => nameAndId(permission, permission.name) },
    ...(hasBoth || rows[0]?.permission.level === "type"
      ? [{ title: "Level", cell: ({ permission }: HoldersOf) => permission.level }]
      : []),
    {
      title: "Requires",
      cell: ({ requires }) => conditions.labelsOf(requires),
      isOptional: true,
    },
  ];
}

function column(facts: Facts, role: Role): Column<HoldersOf> {
  const name = code(roleName(role));
  return {
    title: role.title === undefined ? name : `${titleOf(role)} ${name}`,
    cell: ({ lines }) => cell(facts, lines.get(role) ?? []),
  };
}

/** What a role has of one permission: a scope, a condition, or a plain yes. */
function cell(facts: Facts, lines: readonly Line[]): string {
  const { scopes } = facts.model;
  const answers = lines.map((line) => {
    const isWidest = line.scope === undefined || line.scope === scopes.length - 1;
    const widest = line.scope === undefined || scopes.length === 1 ? "yes" : (scopes[line.scope] ?? "");
    const limits = limitsOf(facts, line, false);
    return isWidest ? `${widest} ${limits}`.trim() : limits;
  });
  return answers.join("; ");
}

function holdersColumn(facts: Facts): Column<HoldersOf> {
  return {
    title: "Held by",
    cell: ({ lines, unnamed }) => {
      const holders = [...lines].map(([role, held]) => {
        const answer = cell(facts, held);
        return answer === "yes" ? code(roleName(role)) : `${code(roleName(role))} (${answer})`;
      });
      return list(holders, holders.length + unnamed);
    },
  };
}

/** A policy as a page for people: what an auditor reads. */
import type { AnalyzedPolicy, Resource, Role } from "../../ir.js";
import { isGivable, roleName } from "../../roles.js";
import { authorizedOf } from "../table.js";
import { factsOf, sortedNames, titleOf, type Facts } from "./facts.js";
import { matrixSection } from "./grid.js";
import { code, list, named, paragraphs, section, table } from "./markdown.js";
import { nothingMeans, resourceRolesSection, resourcesSection, rolesSection } from "./roles.js";
import { scopesSection } from "./scopes.js";

/** So many roles that somebody may assign are named on a brief page. */
const mostNamed = 12;

/** The page of a policy in Markdown, with its last newline. */
export function policyPage(policy: AnalyzedPolicy): string {
  const facts = factsOf(policy);
  return `${paragraphs([
    `# ${named(policy.model.name)}`,
    introduction(facts),
    kindsSection(facts),
    scopesSection(facts.model),
    resourcesSection(facts),
    rolesSection(facts),
    resourceRolesSection(facts),
    matrixSection(facts),
    assignmentSection(facts),
    routesSection(facts),
    reservedSection(facts),
    conditionsSection(facts),
  ])}\n`;
}

function introduction({ model, holders, isBrief }: Facts): string {
  const { roles, resources } = model;
  const permissions = resources.reduce((sum, resource) => sum + resource.permissions.length, 0);
  return [
    `${counted(roles.length, "role")}, ${counted(holders.length - roles.length, "resource role")}, ${counted(permissions, "permission")} on ${counted(resources.length, "resource type")}.`,
    "Roles and resource roles are shown with everything that they have, inherited permissions included. What is not shown is denied.",
    nothingMeans,
    ...(isBrief
      ? ["The policy is large, so long lists are cut here: `rolebook matrix --format csv` has every cell."]
      : []),
  ].join("\n");
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function kindsSection({ model, conditions }: Facts): string {
  return section(2, "Principals", [
    table(model.kinds, [
      { title: "Kind", cell: ({ name }) => code(name) },
      {
        title: "Default roles",
        cell: ({ defaultRoles }) => list(sortedNames(defaultRoles)),
      },
      {
        title: "Requires",
        cell: ({ requires }) => (requires === undefined ? "" : conditions.inline(requires.to)),
        isOptional: true,
      },
    ]),
  ]);
}

/** Who may give and take which roles. */
function assignmentSection(facts: Facts): string {
  const order = new Map(facts.holders.map((role, at) => [role, at]));
  const rows = facts.holders.flatMap((role) => assignmentsOf(facts, role));
  if (rows.length === 0) return "";
  const shown = ({ assigns }: Assignment): string => {
    const roles = [...assigns].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    const first = facts.isBrief ? roles.slice(0, mostNamed) : roles;
    return list(
      first.map((one) => named(roleName(one))),
      roles.length,
    );
  };
  return section(2, "Assigning roles", [
    "Who may give and take which roles, if the app's own permission to do so is held as well.",
    table(rows, [
      { title: "Holder", cell: ({ role }) => titleOf(role) },
      { title: "May give and take", cell: shown },
      {
        title: "Only inside",
        cell: ({ inside }) => (inside === undefined ? "" : code(inside.name)),
        isOptional: true,
      },
      { title: "Name", cell: ({ role }) => code(roleName(role)) },
    ]),
  ]);
}

interface Assignment {
  readonly role: Role;
  readonly assigns: readonly Role[];
  readonly inside: Resource | undefined;
}

function assignmentsOf({ policy }: Facts, role: Role): readonly Assignment[] {
  const { everywhere, inside } = authorizedOf(policy.authorized, role);
  // What is inherited first comes first in the map, and that is an order of writing.
  const sorted = [...inside].sort(([a], [b]) => (a.name < b.name ? -1 : 1));
  return [[undefined, everywhere] as const, ...sorted].flatMap(([resource, powers]) => {
    const assigns = [...powers.assigns].filter((one) => isGivable(one, policy.model));
    return assigns.length === 0 ? [] : [{ role, assigns, inside: resource }];
  });
}

function routesSection({ model: { routes } }: Facts): string {
  if (routes.length === 0) return "";
  return section(2, "Routes", [
    "A route that is not listed is denied.",
    table(routes, [
      { title: "Route", cell: ({ method, path }) => code(`${method} ${path}`) },
      {
        title: "Permission",
        cell: ({ demands }) => (demands === "public" ? "**public**" : named(demands.name)),
      },
    ]),
  ]);
}

/** Retired names. */
function reservedSection({ model: { reserved } }: Facts): string {
  const rows = [
    ...reserved.permissions.map(({ name }) => ({ name, what: "permission" })),
    ...reserved.roles.map(({ name }) => ({ name, what: "role" })),
  ];
  if (rows.length === 0) return "";
  return section(2, "Reserved names", [
    "Retired names that stored data may still hold. They give nothing, and nothing new may be called so.",
    table(rows, [
      { title: "Name", cell: ({ name }) => code(name) },
      { title: "Was a", cell: ({ what }) => what },
    ]),
  ]);
}

function conditionsSection({ conditions }: Facts): string {
  const all = conditions.list();
  return all === ""
    ? ""
    : section(2, "Conditions", ["A condition that meets a missing value does not hold.", all]);
}

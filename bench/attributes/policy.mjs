/** A small policy with a scope ladder, resource roles and a condition; and what one would write by hand in its place. */

export const statuses = ["DRAFT", "REVIEW", "PUBLISHED", "ARCHIVED"];

export const source = `
principals:
  user: { attributes: { team?: string } }
scopes:
  - { name: OWN, when: "resource.owner == principal.id" }
  - { name: TEAM, when: "resource.team == principal.team" }
  - { name: ALL }
resources:
  document:
    attributes: { owner: string, team: string, status: [${statuses.join(", ")}] }
    actions:
      view:
      edit: { requires: 'resource.status != "ARCHIVED"' }
      publish: { requires: 'resource.status == "REVIEW"' }
      delete: { requires: 'resource.status != "PUBLISHED"' }
roles:
  reader: { allow: [{ permissions: ["document:view"], scope: TEAM }] }
  writer:
    inherits: [reader]
    allow: [{ permissions: ["document:edit", "document:delete"], scope: OWN }]
  lead: { allow: [{ permissions: ["document:view", "document:edit", "document:publish"], scope: TEAM }] }
  archivist: { allow: ["document:view", "document:delete"] }
resourceRoles:
  document:
    viewer: { allow: ["document:view"] }
    editor: { inherits: [viewer], allow: ["document:edit"] }
    owner: { inherits: [editor], allow: ["document:publish", "document:delete"] }
`;

export const permissions = ["document:view", "document:edit", "document:publish", "document:delete"];
export const roles = ["reader", "writer", "lead", "archivist"];
export const resourceRoles = ["viewer", "editor", "owner"];

const [OWN, TEAM, ALL] = [1, 2, 3];

/** From each role to the scope of each permission. */
const SCOPES = {
  reader: new Map([["document:view", TEAM]]),
  writer: new Map([
    ["document:view", TEAM],
    ["document:edit", OWN],
    ["document:delete", OWN],
  ]),
  lead: new Map([
    ["document:view", TEAM],
    ["document:edit", TEAM],
    ["document:publish", TEAM],
  ]),
  archivist: new Map([
    ["document:view", ALL],
    ["document:delete", ALL],
  ]),
};

const SHARES = {
  viewer: new Set(["document:view"]),
  editor: new Set(["document:view", "document:edit"]),
  owner: new Set(permissions),
};

const REQUIRES = new Map([
  ["document:edit", (document) => document.status !== "ARCHIVED"],
  ["document:publish", (document) => document.status === "REVIEW"],
  ["document:delete", (document) => document.status !== "PUBLISHED"],
]);

/** The widest scope that some roles give. */
function widest(roleNames, permission) {
  let scope = 0;
  for (const role of roleNames) {
    const given = SCOPES[role]?.get(permission) ?? 0;
    if (given > scope) scope = given;
  }
  return scope;
}

/** The rest of a check, the scope known. A team that is missing on both sides is not the same team. */
function reaches(scope, principal, permission, document) {
  const requires = REQUIRES.get(permission);
  if (requires !== undefined && !requires(document)) return false;
  if (scope === ALL) return true;
  if (scope >= OWN && document.owner === principal.id) return true;
  if (scope >= TEAM && principal.team !== undefined && document.team === principal.team) return true;
  return document.roles !== undefined && document.roles.some((role) => SHARES[role]?.has(permission));
}

/** A check by hand, from the names of the roles. */
export function can(principal, permission, document) {
  return reaches(widest(principal.roles, permission), principal, permission, document);
}

/** The same for one principal, its roles merged once. */
export function forPrincipal(principal) {
  const scopes = new Map(permissions.map((permission) => [permission, widest(principal.roles, permission)]));
  return {
    can: (permission, document) => reaches(scopes.get(permission) ?? 0, principal, permission, document),
  };
}

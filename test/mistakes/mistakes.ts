/**
 * Sixty-two slips of the pen in the two real policies. What is expected of each was written down before the compiler was
 * asked: where a careful reader would put the finger, and what that reader would advise.
 */
import type { Code } from "../../compiler/catalogue.js";

/** One slip. */
export interface Mistake {
  /** What the author did. */
  readonly name: string;
  /** The file that is edited, below `policies/`. */
  readonly file: string;
  /** The text that is replaced. It stands in the file exactly once. */
  readonly find: string;
  /** What replaces it. `‸` marks the place that the one finding must point at, and is not part of the text. */
  readonly replace: string;
  readonly code: Code;
  /** The help must match this. */
  readonly cure: RegExp;
}

/** Marks the expected place in a replacement. */
export const mark = "‸";

const [dynamoRoles, dynamoResources, sharing] = [
  "dynamoai/roles.yaml",
  "dynamoai/resources.yaml",
  "dynamoai/sharing.yaml",
];
const [roles, accounting, models, principals, routes] = [
  "modzy/roles.yaml",
  "modzy/accounting.yaml",
  "modzy/models.yaml",
  "modzy/principals.yaml",
  "modzy/routes.yaml",
];

export const mistakes: readonly Mistake[] = [
  // ---- Names that do not exist.
  {
    name: "an action with one letter too many",
    file: dynamoRoles,
    find: "- user:setRole",
    replace: "- ‸user:setRoles",
    code: "unknown-permission",
    cure: /`user:setRole`/,
  },
  {
    name: "an action in the wrong case",
    file: sharing,
    find: "- model:getGuardDashboard",
    replace: "- ‸model:getGuarddashboard",
    code: "unknown-permission",
    cure: /`model:getGuardDashboard`/,
  },
  {
    name: "a resource in the plural",
    file: sharing,
    find: "- model:applyPolicy",
    replace: "- ‸models:applyPolicy",
    code: "unknown-resource",
    cure: /`model`/,
  },
  {
    name: "an inherited role with letters swapped",
    file: dynamoRoles,
    find: "inherits: [guard-member]",
    replace: "inherits: [‸guard-memebr]",
    code: "unknown-role",
    cure: /`guard-member`/,
  },
  {
    name: "resource roles of a type in the plural",
    file: sharing,
    find: "  policy:\n    # Assumption: all three",
    replace: "  ‸policies:\n    # Assumption: all three",
    code: "unknown-resource",
    cure: /`policy`/,
  },
  {
    name: "a resource role named without its type",
    file: sharing,
    find: 'assigns: ["model#guard-owner"',
    replace: "assigns: [‸guard-owner",
    code: "unknown-role",
    cure: /`model#guard-owner`/,
  },
  {
    name: "a misspelt scope",
    file: roles,
    find: "scope: ACCOUNT }",
    replace: "scope: ‸ACOUNT }",
    code: "unknown-scope",
    cure: /`ACCOUNT`/,
  },
  {
    name: "a scope in small letters",
    file: roles,
    find: "        scope: TEAM\n",
    replace: "        scope: ‸team\n",
    code: "unknown-scope",
    cure: /`TEAM`/,
  },
  {
    name: "a principal kind with an underscore",
    file: roles,
    find: "heldBy: [project-key]",
    replace: "heldBy: [‸project_key]",
    code: "unknown-kind",
    cure: /`project-key`/,
  },
  {
    name: "a container with letters swapped",
    file: models,
    find: "in: model\n",
    replace: "in: ‸modle\n",
    code: "unknown-resource",
    cure: /`model`/,
  },
  {
    name: "an action of another product's vocabulary",
    file: routes,
    find: "GET /api/results/{jobId}: result:get",
    replace: "GET /api/results/{jobId}: ‸result:read",
    code: "unknown-permission",
    cure: /`result:get`/,
  },
  {
    name: "`implies` with the full name of a permission",
    file: models,
    find: "description: Close an open job, so that it takes no more input.\n",
    replace: "description: Close an open job, so that it takes no more input.\n        implies: [‸job:get]\n",
    code: "unknown-permission",
    cure: /`get`/,
  },

  // ---- Names that exist, in the wrong place.
  {
    name: "a type-level permission in a resource role",
    file: sharing,
    find: "- dataset:createTest",
    replace: "- ‸dataset:create",
    code: "type-level-permission",
    cure: /to a role/,
  },
  {
    name: "a type-level permission in a grant with a scope",
    file: roles,
    find: "- model:getDrift",
    replace: "- ‸model:create",
    code: "type-level-permission",
    cure: /without a scope/,
  },
  {
    name: "a resource role with a permission of another resource",
    file: sharing,
    find: "- policy:version",
    replace: "- ‸model:getTest",
    code: "not-contained",
    cure: /`policy`/,
  },
  {
    name: "a resource role that inherits an organization-level role",
    file: sharing,
    find: "as on a model.\n      inherits: [eval-editor]",
    replace: "as on a model.\n      inherits: [‸eval-admin]",
    code: "wrong-role-level",
    cure: /only name resource roles/,
  },
  {
    name: "a default role that the kind may not hold",
    file: principals,
    find: "defaultRoles: [TEAM_ROLE]",
    replace: "defaultRoles: [TEAM_ROLE, ‸PROJECT]",
    code: "default-role-not-held",
    cure: /`heldBy`/,
  },
  {
    name: "an id that is another permission's name",
    file: models,
    find: "id: CAN_PATCH_PROCESSING_MODEL_VERSION",
    replace: "id: ‸version:update",
    code: "duplicate-id",
    cure: /remove|another id|of its own/,
  },

  // ---- Circles and duplicates.
  {
    name: "two roles that inherit each other",
    file: dynamoRoles,
    find: "    # The four scopes include",
    replace: "    inherits: [‸iam-admin]\n    # The four scopes include",
    code: "inherits-cycle",
    cure: /remove one/,
  },
  {
    name: "an action that implies itself",
    file: models,
    find: "description: Change a version.\n",
    replace: "description: Change a version.\n        implies: [‸update]\n",
    code: "implies-cycle",
    cure: /remove/,
  },
  {
    name: "a role copied and not renamed",
    file: dynamoRoles,
    find: "  guard-member:\n",
    replace: "  ‸guard-developer:\n",
    code: "duplicate-key",
    cure: /rename|merge/,
  },
  {
    name: "an action defined in two files",
    file: sharing,
    find: "# The product Admins are opened",
    replace: "resources:\n  role:\n    actions:\n      ‸get:\n# The product Admins are opened",
    code: "duplicate-definition",
    cure: /remove|rename/,
  },
  {
    name: "a scope listed twice",
    file: principals,
    find: '    when: "resource.team == principal.team"\n',
    replace:
      '    when: "resource.team == principal.team"\n  - name: ‸TEAM\n    when: "resource.team == principal.team"\n',
    code: "duplicate-definition",
    cure: /remove|rename/,
  },
  {
    name: "a route that differs from another in its parameter's name only",
    file: routes,
    find: "GET /api/jobs/history: job:get",
    replace: "‸GET /api/jobs/{id}: job:get",
    code: "route-conflict",
    cure: /remove one/,
  },
  {
    name: "two actions that become one identifier",
    file: accounting,
    find: "      getBody:\n",
    replace: "      ‸update-roles:\n      getBody:\n",
    code: "identifier-collision",
    cure: /rename/,
  },

  // ---- Values and keys.
  {
    name: "`- user: delete` with a space",
    file: dynamoRoles,
    find: "- user:delete",
    replace: "- ‸user: delete",
    code: "unknown-key",
    cure: /`user:delete`/,
  },
  {
    name: "a permission with a dot for the colon",
    file: roles,
    find: "- audit-log:get\n      - statistics",
    replace: "- ‸audit-log.get\n      - statistics",
    code: "invalid-value",
    cure: /audit-log:get|resource:action/,
  },
  {
    name: "`*` for a part of a name",
    file: roles,
    find: "- model:deactivate",
    replace: "- ‸model:de*",
    code: "invalid-value",
    cure: /whole part/,
  },
  {
    name: "one name where a list stands",
    file: dynamoRoles,
    find: "inherits: [eval-member]",
    replace: "inherits: ‸eval-member",
    code: "wrong-type",
    cure: /\["?eval-member"?\]/,
  },
  {
    name: "an attribute type as TypeScript writes it",
    file: accounting,
    find: "teams: list<string>",
    replace: "teams: ‸string[]",
    code: "invalid-value",
    cure: /list<(?:string|T)>/,
  },
  {
    name: "an attribute type that needs its values",
    file: dynamoResources,
    find: "status: [Onboarded, Pending Onboarding]",
    replace: "status: ‸enum",
    code: "invalid-value",
    cure: /list of the allowed/,
  },
  {
    name: "an attribute with a name that has a meaning",
    file: dynamoResources,
    find: "status: [Onboarded",
    replace: "‸kind: [Onboarded",
    code: "invalid-name",
    cure: /none of .*`kind`/,
  },
  {
    name: "the section `roles` in the singular",
    file: roles,
    find: "roles:\n  SYSTEM_OWNER",
    replace: "‸role:\n  SYSTEM_OWNER",
    code: "unknown-key",
    cure: /`roles`/,
  },
  {
    name: "a method in small letters",
    file: routes,
    find: "GET /api/license:",
    replace: "‸get /api/license:",
    code: "invalid-name",
    cure: /capitals/,
  },
  {
    name: "a route parameter as Express writes it",
    file: routes,
    find: "GET /api/models/tags/{tagIds}:",
    replace: "‸GET /api/models/tags/:tagIds:",
    code: "invalid-name",
    cure: /braces|\{tagIds\}/,
  },
  {
    name: "a route without its permission",
    file: routes,
    find: "GET /api/notifications/alerts: alert:get",
    replace: "‸GET /api/notifications/alerts:",
    code: "wrong-type",
    cure: /permission.*public/,
  },
  {
    name: "typographic quotes",
    file: roles,
    find: 'assigns: ["*"]',
    replace: "assigns: [‸“*”]",
    code: "invalid-value",
    cure: /straight|`"\*"`/,
  },
  {
    name: "a title that starts like a comment",
    file: dynamoResources,
    find: "title: Policy\n",
    replace: "title: ‸#1 Policy\n",
    code: "wrong-type",
    cure: /quote.*comment/,
  },

  // ---- YAML.
  {
    name: "a key one space short",
    file: dynamoRoles,
    find: "    title: DynamoGuard Member\n",
    replace: "   ‸title: DynamoGuard Member\n",
    code: "yaml-syntax",
    cure: /indent/,
  },
  {
    name: "a key without its colon",
    file: dynamoRoles,
    find: "    title: IAM Admin\n",
    replace: "    ‸title IAM Admin\n",
    code: "yaml-syntax",
    cure: /`:`/,
  },
  {
    name: "a key without the space after its colon",
    file: roles,
    find: "    title: Auditor\n",
    replace: "    ‸title:Auditor\n",
    code: "yaml-syntax",
    cure: /space/,
  },
  {
    name: "a no-break space after a colon",
    file: roles,
    find: "    title: Developer\n",
    replace: "    ‸title:\u00a0Developer\n",
    code: "yaml-syntax",
    cure: /space/,
  },
  {
    name: "a tab",
    file: dynamoRoles,
    find: "      - user:create\n",
    replace: "‸\t- user:create\n",
    code: "yaml-syntax",
    cure: /spaces/,
  },
  {
    name: "a bracket that is never closed",
    file: dynamoRoles,
    find: "inherits: [iam-editor]",
    replace: "inherits: ‸[iam-editor",
    code: "yaml-syntax",
    cure: /`\]`/,
  },
  {
    name: "a quote that is never closed",
    file: sharing,
    find: '"model#guard-viewer", "policy#*"]',
    replace: '"model#guard-viewer", ‸"policy#*]',
    code: "yaml-syntax",
    cure: /`"`/,
  },
  {
    name: "a list item without its dash",
    file: roles,
    find: "- key:create\n      - key:get\n",
    replace: "‸key:create\n      - key:get\n",
    code: "yaml-syntax",
    cure: /`-/,
  },
  {
    name: "`scope` indented like the grant that it belongs to",
    file: roles,
    find: "        scope: TEAM\n",
    replace: "      ‸scope: TEAM\n",
    code: "yaml-syntax",
    cure: /indent/,
  },
  {
    name: "an unquoted `*`",
    file: roles,
    find: 'assigns: ["*"]',
    replace: "assigns: [‸*]",
    code: "yaml-feature",
    cure: /`"\*"`/,
  },
  {
    name: "a description with a colon",
    file: dynamoResources,
    find: "description: See the dataset.",
    replace: "description: ‸See the dataset: read only.",
    code: "yaml-syntax",
    cure: /quote/,
  },
  {
    name: "a merge conflict",
    file: dynamoRoles,
    find: "  eval-member:\n",
    replace: "‸<<<<<<< HEAD\n  eval-member:\n",
    code: "yaml-syntax",
    cure: /resolve/,
  },

  // ---- Conditions.
  {
    name: "a value of an enumeration with a letter missing",
    file: models,
    find: '"PENDING", "IN_PROGRESS"]',
    replace: '"PENDING", ‸"IN_PROGESS"]',
    code: "unknown-value",
    cure: /`IN_PROGRESS`/,
  },
  {
    name: "one `=` in a scope's condition",
    file: principals,
    find: '"resource.team == principal.team"',
    replace: '"resource.team ‸= principal.team"',
    code: "condition-syntax",
    cure: /`==`/,
  },
  {
    name: "a condition that starts with `!`, without quotes",
    file: accounting,
    find: 'requires: "!resource.prebuilt"',
    replace: "requires: ‸!resource.prebuilt",
    code: "yaml-feature",
    cure: /quote/,
  },
  {
    name: "an attribute in the singular",
    file: accounting,
    find: 'TEAM: "principal.team in resource.teams"',
    replace: 'TEAM: "principal.team in resource.‸team"',
    code: "unknown-attribute",
    cure: /`teams`/,
  },
  {
    name: "half of a value of an enumeration",
    file: dynamoResources,
    find: 'resource.status == "Pending Onboarding"',
    replace: 'resource.status == ‸"Pending"',
    code: "unknown-value",
    cure: /`Pending Onboarding`/,
  },
  {
    name: "typographic quotes in a condition",
    file: "dynamoai/principals.yaml",
    find: 'resource.visibility == "public"',
    replace: "resource.visibility == ‸“public”",
    code: "condition-syntax",
    cure: /straight/,
  },
  {
    name: "a kind's condition that reads the resource",
    file: principals,
    find: 'principal.accountStatus == "Active"\'\n    defaultRoles: [TEAM_ROLE]\n',
    replace: '‸resource.accountStatus == "Active"\'\n    defaultRoles: [TEAM_ROLE]\n',
    code: "no-resource",
    cure: /principal/,
  },
  {
    name: "`==` between a text and a list",
    file: roles,
    find: '"resource.id in principal.models"',
    replace: '"resource.id == ‸principal.models"',
    code: "condition-unsupported",
    cure: /`in`/,
  },
  {
    name: "`container` with letters swapped",
    file: models,
    find: 'OWN: "resource.container.key == principal.id"',
    replace: 'OWN: "resource.‸contianer.key == principal.id"',
    code: "unknown-attribute",
    cure: /`container`/,
  },
  {
    name: "a scope that the resource type does not have",
    file: roles,
    find: '["team:switchTo"], scope: TEAM',
    replace: '[‸"team:switchTo"], scope: OWN',
    code: "scope-not-on-resource",
    cure: /another scope/,
  },
  {
    name: "a scope without its condition",
    file: principals,
    find: '  - name: ACCOUNT\n    when: "resource.account == principal.account"\n',
    replace: "  - name: ‸ACCOUNT\n",
    code: "scope-without-condition",
    cure: /`when`/,
  },
  {
    name: "a parenthesis that is never closed, four lines above the end",
    file: models,
    find:
      "&& (resource.key == principal.id\n" +
      '          || resource.visibility == "ALL"\n' +
      '          || (resource.visibility == "ACCOUNT" && resource.account == principal.account)\n' +
      '          || (resource.visibility == "TEAM" && has(resource.visibleTo) && principal.team in resource.visibleTo))',
    replace:
      "&& ‸(resource.key == principal.id\n" +
      '          || resource.visibility == "ALL"\n' +
      '          || (resource.visibility == "ACCOUNT" && resource.account == principal.account)\n' +
      '          || (resource.visibility == "TEAM" && has(resource.visibleTo) && principal.team in resource.visibleTo)',
    code: "condition-syntax",
    cure: /`\)`/,
  },
];

/**
 * The one mapping from the words of the seed rows to the names of the two policies, and from a row to a question.
 *
 * A question is made from a row's `who`, `action` and `on` only, never from `expected`. A word that has no entry throws:
 * a row that nobody mapped must not pass unnoticed. A row that the policy language cannot answer yet waits, with the
 * reason.
 */

/** A principal as the policies know it: its kind, its own id, its roles, and the attributes of its kind. */
export interface Principal {
  readonly kind: string;
  readonly id: string;
  readonly roles: readonly string[];
  readonly [attribute: string]: unknown;
}

export type Question =
  /** The answer is `can(principal, permission, resource)`. Several principals are the keys of one user. */
  | {
      readonly ask: "can";
      readonly principal: Principal | readonly Principal[];
      readonly permission: string;
      readonly resource?: Record<string, unknown>;
    }
  /**
   * The answer is whether `permissionsOf(principal)` lists the permission, at whatever scope. Where the route is known,
   * `permissionFor(method, path)` must be that permission.
   */
  | {
      readonly ask: "route";
      readonly principal: Principal;
      readonly method?: string;
      readonly path?: string;
      readonly permission: string;
    }
  /** The answer is `can(principal, permission, resource)` and `canAssign(principal, role, target)` together. */
  | {
      readonly ask: "assign";
      readonly principal: Principal;
      readonly role: string;
      readonly target: Record<string, unknown>;
      readonly permission: string;
      readonly resource?: Record<string, unknown>;
    }
  /** The answer is whether a new principal of this kind, with no roles of its own, holds the role. */
  | { readonly ask: "holds"; readonly kind: string; readonly role: string };

export interface Waiting {
  readonly waits: string;
}

export interface Who {
  readonly orgRoles?: readonly string[];
  readonly shares?: readonly { readonly resource: string; readonly role: string }[];
  readonly orgMember?: boolean;
  readonly keyType?: string;
  readonly roles?: readonly string[];
  readonly caller?: readonly string[];
  readonly event?: string;
  readonly entitlementScope?: string;
  readonly keys?: readonly { readonly scope: string }[];
  readonly key?: null;
  readonly keyStatus?: string;
  readonly accountStatus?: string;
}

/** A row of `testCases` in `dynamoai.json` and `modzy.json`. */
export interface Row {
  readonly id: string;
  readonly who: Who;
  readonly action: string;
  readonly on: string | { readonly role: string };
  readonly expected: string;
  readonly basis: string;
  readonly source: string;
}

type Words<T> = Readonly<Record<string, T>>;

/** Looks a word up; an unknown one is a mistake in this file or in the rows. */
function lookUp<T>(what: string, words: Words<T>, word: string): T {
  const found = Object.hasOwn(words, word) ? words[word] : undefined;
  if (found === undefined) throw new Error(`no ${what} for the words "${word}"`);
  return found;
}

// DynamoAI ---------------------------------------------------------------------------------------------------------

/** The titles of the organization roles. */
export const dynamoaiRoles: Words<string> = {
  "DynamoGuard Admin": "guard-admin",
  "DynamoGuard Developer": "guard-developer",
  "DynamoGuard Member": "guard-member",
  "DynamoEval Admin": "eval-admin",
  "DynamoEval Developer": "eval-developer",
  "DynamoEval Member": "eval-member",
  "IAM Admin": "iam-admin",
  "IAM Editor": "iam-editor",
  "IAM Viewer": "iam-viewer",
};

/** The titles of the resource roles. */
export const dynamoaiResourceRoles: Words<string> = {
  "DynamoGuard Owner": "guard-owner",
  "DynamoGuard Editor": "guard-editor",
  "DynamoGuard Viewer": "guard-viewer",
  "DynamoEval Owner": "eval-owner",
  "DynamoEval Editor": "eval-editor",
  "DynamoEval Viewer": "eval-viewer",
};

const bob = { type: "user", id: "bob", status: "Onboarded" };

/** What a role that acts platform-wide is asked about: any instance, private and shared with nobody. */
const dynamoaiAny: Words<Record<string, unknown>> = {
  model: { type: "model", id: "any-model", visibility: "private" },
  dataset: { type: "dataset", id: "any-dataset", visibility: "private" },
  policy: { type: "policy", id: "any-policy", visibility: "private" },
  user: bob,
  role: { type: "role", id: "any-role" },
};

const modelA = { type: "model", id: "A", visibility: "private" };
const modelB = { type: "model", id: "B", visibility: "private" };

/** The instances that a row names in `on`, and the name under which it is shared. */
const dynamoaiInstances: Words<{ resource: Record<string, unknown>; sharedAs?: string }> = {
  "model A": { resource: modelA, sharedAs: "model A" },
  "model B": { resource: modelB, sharedAs: "model B" },
  "existing model A, private, not shared with the user": { resource: modelA },
  "model A, private, not shared": { resource: modelA },
  "any model, not shared": { resource: modelB },
  "another user": { resource: bob },
};

const dynamoaiWaiting: Words<string> = {
  "rule/public-visible": "public visibility: a condition on the resource",
  "rule/public-not-visible-outside-org": "public visibility: a condition on the resource",
  "rule/reset-pending": "reset password has no scope; a condition on the user's status",
  "rule/reset-onboarded": "reset password has no scope; a condition on the user's status",
};

export function dynamoai(row: Row): Question | Waiting {
  const reason = dynamoaiWaiting[row.id];
  if (reason !== undefined) return { waits: reason };

  const permission = row.action;
  const [type = "", action] = permission.split(":");
  const onType = action === "create";
  const principal: Principal = {
    kind: "user",
    id: "alice",
    roles: (row.who.orgRoles ?? []).map((title) => lookUp("role", dynamoaiRoles, title)),
  };

  if (typeof row.on !== "string") {
    const role = lookUp("role", dynamoaiRoles, row.on.role);
    const target = { kind: "user", id: "bob", roles: [] };
    return { ask: "assign", principal, role, target, permission, ...(onType ? {} : { resource: bob }) };
  }
  if (onType) {
    if (row.on !== "platform") throw new Error(`${permission} is on the type, not on "${row.on}"`);
    return { ask: "can", principal, permission };
  }
  if (row.on === "platform") {
    return { ask: "can", principal, permission, resource: lookUp("resource", dynamoaiAny, type) };
  }
  const { resource, sharedAs } = lookUp("resource", dynamoaiInstances, row.on);
  const roles = (row.who.shares ?? [])
    .filter((share) => share.resource === sharedAs)
    .map((share) => lookUp("resource role", dynamoaiResourceRoles, share.role));
  return { ask: "can", principal, permission, resource: { ...resource, roles } };
}

// Modzy ------------------------------------------------------------------------------------------------------------

/** The roles' identifiers; the rows write "auditor" for the one that is not published. */
export const modzyRoles: Words<string> = {
  SYSTEM_OWNER: "SYSTEM_OWNER",
  ACCOUNT_ADMIN: "ACCOUNT_ADMIN",
  DATA_SCIENTIST: "DATA_SCIENTIST",
  DEVELOPER: "DEVELOPER",
  auditor: "AUDITOR",
  PROJECT: "PROJECT",
  TEAM_ROLE: "TEAM_ROLE",
};

/**
 * What a row calls its route: `?` stands for a method that is not published, the title for such a path. One route of
 * `routes` has stated roles and no row: it is here for whoever reads `routes`.
 */
export const modzyRoutes: Words<string> = {
  "PUT /api/accounting/access-keys/{prefix}/roles": "key:updateRoles",
  "PATCH /api/accounting/access-keys/{prefix}": "key:update",
  "? Get a key's body": "key:getBody",
  "PATCH /api/accounting/accounts/{accountId}/users/{userId}": "user:update",
  "POST /api/accounting/accounts/{accountId}/users": "user:create",
  "POST /api/jobs": "job:create",
  "DELETE /api/jobs/{jobId}": "job:cancel",
  "GET /api/results/{jobId}": "result:get",
  "POST /api/models": "model:create",
  "PATCH /api/models/{modelId}": "model:update",
  "POST /api/models/{modelId}/versions/{version}/container-image": "version:addContainerImage",
  "POST /api/models/{modelId}/versions/{version}/load-process": "version:runLoadTest",
  "POST /api/models/{modelId}/versions/{version}/testInput": "version:addTestFile",
  "POST /api/models/{modelId}/versions/{version}/run-process": "version:runTest",
  "POST /api/models/{modelId}/image": "model:addPicture",
  "POST /api/models/{modelId}/versions": "model:createVersion",
  "PATCH /api/models/{modelId}/versions/{version}": "version:update",
  "PATCH Update visibility": "model:updateVisibility",
  "? Create a quota": "quota:create",
  "? Update a quota": "quota:update",
};

const modzyKinds: Words<string> = { team: "team-key", project: "project-key" };

const modzyAttributes: Words<Record<string, string | readonly string[]>> = {
  "team-key": { user: "u1", team: "t1", account: "a1", status: "Active", accountStatus: "Active" },
  "project-key": {
    project: "p1",
    team: "t1",
    account: "a1",
    status: "Active",
    accountStatus: "Active",
    models: ["m1"],
  },
};

function modzyKey(id: string, kind: string, roles: readonly string[]): Principal {
  return { ...lookUp("attributes", modzyAttributes, kind), kind, id, roles };
}

/** Which role stands for a scope, and the permission that it holds at that scope: "route data" is a job. */
const modzyScopes: Words<string> = { OWN: "DEVELOPER", TEAM: "ACCOUNT_ADMIN", ALL: "AUDITOR" };
const routeData = "job:get";

const modzyInstances: Words<Record<string, unknown>> = {
  "another team": { type: "job", id: "j9", key: "k9", team: "t9", account: "a1", status: "PENDING" },
};

/** The role that a row gives or takes away. Changing a project key's roles would take its own role away. */
const modzyGiven: Words<string> = {
  "give DEVELOPER": "DEVELOPER",
  "give PROJECT": "PROJECT",
  "give role named data_scientist": "data_scientist",
  "change roles": "PROJECT",
};

/** The key whose roles change: as the target of an assignment and as the resource of `key:updateRoles`. */
const modzyTargets: Words<{ kind: string; resource: Record<string, unknown> }> = {
  "a team key": { kind: "team-key", resource: { keyType: "user", user: "u2" } },
  "a project key": { kind: "project-key", resource: { keyType: "system", project: "p2" } },
};

const modzyEvents: Words<string> = {
  "team key created": "team-key",
  "project key created": "project-key",
};

const modzyHeld: Words<string> = {
  "has role TEAM_ROLE": "TEAM_ROLE",
  "has role PROJECT": "PROJECT",
};

const scopeWaits = "a scope's condition";
const refusedBefore = "authentication happens before authorization";

const modzyWaiting: Words<string> = {
  "scope/TEAM-same": scopeWaits,
  "scope/TEAM-other": scopeWaits,
  "scope/OWN-own": scopeWaits,
  "scope/OWN-teammate": scopeWaits,
  "route/version-own": scopeWaits,
  "route/version-create-colleague": scopeWaits,
  "route/version-create-other-org": scopeWaits,
  "route/key-body-not-owner": scopeWaits,
  "route/key-body-second-time": "key body once: requires",
  "route/cancel-finished": "job status: requires",
  "auth/inactive-key": refusedBefore,
  "auth/missing-key": refusedBefore,
  "auth/inactive-account": refusedBefore,
};

/** `{x}` in a path becomes `x-1`: a value that no route has as a literal segment. */
function concrete(template: string): string {
  return template.replace(/\{(\w+)\}/g, "$1-1");
}

export function modzy(row: Row): Question | Waiting {
  const reason = modzyWaiting[row.id];
  if (reason !== undefined) return { waits: reason };

  const { who, action, on } = row;
  if (typeof on !== "string") throw new Error(`"${row.id}" is on something that is not text`);

  if (on === "with every stated condition met") {
    const kind = lookUp("kind", modzyKinds, who.keyType ?? "");
    const roles = (who.roles ?? []).map((name) => lookUp("role", modzyRoles, name));
    const principal = modzyKey("k1", kind, roles);
    const permission = lookUp("permission", modzyRoutes, action);
    const known = /^([A-Z]+) (\/.*)$/.exec(action);
    if (known === null) return { ask: "route", principal, permission };
    const [, method = "", template = ""] = known;
    return { ask: "route", principal, method, path: concrete(template), permission };
  }
  if (who.caller !== undefined) {
    const roles = who.caller.map((name) => lookUp("role", modzyRoles, name));
    const { kind, resource } = lookUp("key", modzyTargets, on);
    const rest = { type: "key", id: "k2", status: "Active", team: "t1", account: "a1", bodyRead: true };
    return {
      ask: "assign",
      principal: modzyKey("k1", "team-key", roles),
      role: lookUp("role", modzyGiven, action),
      target: { ...lookUp("attributes", modzyAttributes, kind), kind, id: "k2", roles: [] },
      permission: "key:updateRoles",
      resource: { ...rest, ...resource },
    };
  }
  if (who.event !== undefined) {
    const kind = lookUp("kind", modzyEvents, who.event);
    return { ask: "holds", kind, role: lookUp("role", modzyHeld, action) };
  }
  const scopes = who.keys?.map((key) => key.scope) ?? [who.entitlementScope ?? ""];
  if (action !== "route data") throw new Error(`no question for the words "${action}"`);
  const keys = scopes.map((scope, index) =>
    modzyKey(`k${index + 1}`, "team-key", [lookUp("role", modzyScopes, scope)]),
  );
  const resource = lookUp("resource", modzyInstances, on);
  const [only, ...others] = keys;
  const principal = only !== undefined && others.length === 0 ? only : keys;
  return { ask: "can", principal, permission: routeData, resource };
}

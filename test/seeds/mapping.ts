/**
 * The one mapping from the words of the seed rows to the names of the two policies, and from a row to a question.
 *
 * A question is made from a row's `who`, `action` and `on` only, never from `expected`. A word that has no entry throws:
 * a row that nobody mapped must not pass unnoticed. A row that no authorization can answer waits, with the reason.
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
      readonly principal: Principal | readonly Principal[] | null;
      readonly permission: string;
      readonly resource?: Record<string, unknown>;
    }
  /**
   * The answer is `can(principal, permission, resource)`, on a resource that meets every stated condition and is in the
   * principal's own reach: so a deny must be for want of a grant. Where the route is known, `permissionFor(method,
   * path)` must be that permission.
   */
  | {
      readonly ask: "route";
      readonly principal: Principal;
      readonly method?: string;
      readonly path?: string;
      readonly permission: string;
      readonly resource?: Record<string, unknown>;
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
  /** The answer is whether this principal, with no roles of its own, holds the role. */
  | { readonly ask: "holds"; readonly principal: Principal; readonly role: string }
  /** The answer is 401 if the principal is refused whatever it asks, before its roles are looked at. */
  | { readonly ask: "anything"; readonly principal: Principal };

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
const publicA = { ...modelA, visibility: "public" };

/** The instances that a row names in `on`, and the name under which it is shared. */
const dynamoaiInstances: Words<{ resource: Record<string, unknown>; sharedAs?: string }> = {
  "model A": { resource: modelA, sharedAs: "model A" },
  "model B": { resource: modelB, sharedAs: "model B" },
  "existing model A, private, not shared with the user": { resource: modelA },
  "model A, private, not shared": { resource: modelA },
  "any model, not shared": { resource: modelB },
  "model A, public, not shared": { resource: publicA },
  "model A, public": { resource: publicA },
  "another user": { resource: bob },
  "user in status Pending Onboarding": { resource: { ...bob, status: "Pending Onboarding" } },
  "user in status Onboarded": { resource: bob },
};

/** What rows do that has no published scope. */
const dynamoaiUnnamed: Words<string> = {
  "see the resource (no scope name given)": "model:get",
  "reset password (no scope name published)": "user:resetPassword",
};

export function dynamoai(row: Row): Question {
  const permission = dynamoaiUnnamed[row.action] ?? row.action;
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
  // The policy describes one organization: who is outside is none of its principals.
  if (row.who.orgMember === false) return { ask: "can", principal: null, permission, resource };
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

/** The second key of the same user: it is for another team. */
function secondKey(roles: readonly string[]): Principal {
  return { ...modzyKey("k2", "team-key", roles), team: "t2" };
}

/** Which role stands for a scope, and the permission that it holds at that scope: "route data" is a job. */
const modzyScopes: Words<string> = { OWN: "DEVELOPER", TEAM: "ACCOUNT_ADMIN", ALL: "AUDITOR" };
const routeData = "job:get";

/** What the key k1 made, or what is its user's, in a state that every stated condition admits. */
const own = { key: "k1", team: "t1", account: "a1" };
const ownKey = { type: "key", id: "k1", keyType: "user", status: "Active", user: "u1", bodyRead: false };
const ownModel = {
  type: "model",
  id: "m1",
  ...own,
  visibility: "PRIVATE",
  purchased: true,
  hasActiveVersion: true,
};
const ownJob = { type: "job", id: "j1", ...own, status: "IN_PROGRESS" };
const modzyOwn: Words<Record<string, unknown>> = {
  key: { ...ownKey, team: "t1", account: "a1" },
  user: { type: "user", id: "u1", account: "a1", teams: ["t1", "t2"], status: "Active" },
  quota: { type: "quota", id: "q1", subject: "team", period: "daily" },
  job: ownJob,
  result: { type: "result", id: "j1", ...own },
  model: ownModel,
  version: { type: "version", id: "v1", container: ownModel },
};

/** These have no resource. */
const modzyOnType: readonly string[] = ["user:create", "job:create", "model:create", "quota:create"];

/** The jobs that "route data" is asked about. */
const modzyJobs: Words<Record<string, unknown>> = {
  "another team": { ...ownJob, key: "k9", team: "t9" },
  "same team, other key": { ...ownJob, key: "k9" },
  "same team, another user key": { ...ownJob, key: "k9" },
  "made by one of the requestor keys": { ...ownJob, key: "k2", team: "t2" },
};

/** What a row does outside the table of routes, and on what. `k9` is somebody else's key, `u9` that user. */
const modzyRules: Words<{ readonly permission: string; readonly on: Words<Record<string, unknown>> }> = {
  "PATCH version": {
    permission: "version:update",
    on: {
      "a model made by somebody else": { type: "version", id: "v9", container: { ...ownModel, key: "k9" } },
    },
  },
  "POST version": {
    permission: "model:createVersion",
    on: {
      "model of another data scientist in the same organization": { ...ownModel, key: "k9", team: "t9" },
      "model of another organization": { ...ownModel, key: "k9", team: "t9", account: "a9" },
    },
  },
  "get a key's body": {
    permission: "key:getBody",
    on: {
      "a key of somebody else": { ...ownKey, id: "k9", user: "u9", team: "t1", account: "a1" },
      "own key, body already retrieved": { ...ownKey, team: "t1", account: "a1", bodyRead: true },
    },
  },
  "cancel a job": {
    permission: "job:cancel",
    on: { "own job in status COMPLETED": { ...ownJob, status: "COMPLETED" } },
  },
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

/** Statuses as the rows write them. */
const modzyStatuses: Words<string> = { Active: "Active", Inactive: "Inactive", inactive: "Inactive" };

const modzyWaiting: Words<string> = {
  "auth/missing-key": "there is no principal to ask about: that is authentication",
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
    const [type = ""] = permission.split(":");
    const resource = modzyOnType.includes(permission) ? {} : { resource: lookUp("resource", modzyOwn, type) };
    const known = /^([A-Z]+) (\/.*)$/.exec(action);
    if (known === null) return { ask: "route", principal, permission, ...resource };
    const [, method = "", template = ""] = known;
    return { ask: "route", principal, method, path: concrete(template), permission, ...resource };
  }
  if (who.roles !== undefined) {
    const kind = lookUp("kind", modzyKinds, who.keyType ?? "");
    const roles = who.roles.map((name) => lookUp("role", modzyRoles, name));
    const rule = lookUp("rule", modzyRules, action);
    const resource = lookUp("resource", rule.on, on);
    return { ask: "can", principal: modzyKey("k1", kind, roles), permission: rule.permission, resource };
  }
  const { keyStatus, accountStatus } = who;
  if (keyStatus !== undefined || accountStatus !== undefined) {
    if (action !== "any private route") throw new Error(`no question for the words "${action}"`);
    const powerful = modzyKey("k1", "team-key", Object.values(modzyScopes));
    const [status, account] = [keyStatus ?? "Active", accountStatus ?? "Active"];
    return {
      ask: "anything",
      principal: {
        ...powerful,
        status: lookUp("status", modzyStatuses, status),
        accountStatus: lookUp("status", modzyStatuses, account),
      },
    };
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
    const principal = modzyKey("new", lookUp("kind", modzyEvents, who.event), []);
    return { ask: "holds", principal, role: lookUp("role", modzyHeld, action) };
  }
  if (action !== "route data") throw new Error(`no question for the words "${action}"`);
  const scopes = who.keys?.map((key) => key.scope) ?? [
    who.entitlementScope ?? "",
    who.entitlementScope ?? "",
  ];
  const [first = "", second = ""] = scopes.map((scope) => lookUp("role", modzyScopes, scope));
  const principal = [modzyKey("k1", "team-key", [first]), secondKey([second])];
  return { ask: "can", principal, permission: routeData, resource: lookUp("resource", modzyJobs, on) };
}

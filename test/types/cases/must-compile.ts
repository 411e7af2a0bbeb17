/** What an app writes. Every line compiles. */
import { createAuthorizer, ForbiddenError, type Decision } from "rolebook";
import { filter } from "rolebook/filter";
import { toSql, type SqlText } from "rolebook/sql";
import { ModelPermission, UserPermission } from "../../../generated/dynamoai/permissions.js";
import {
  policy as dynamoai,
  type ModelResource,
  type PrincipalOf as Member,
  type ResourceOf as SeenModel,
} from "../../../generated/dynamoai/policy.js";
import {
  ModelRole,
  Role as DynamoaiRole,
  rolesFromStorage as fromStorage,
} from "../../../generated/dynamoai/roles.js";
import { isPermission, JobPermission, type Permission } from "../../../generated/modzy/permissions.js";
import {
  policy,
  type PrincipalOf,
  type ResourceFor,
  type ResourceOf,
  type ResourcesByPermission,
  type ResourcelessPermission,
  type Types,
} from "../../../generated/modzy/policy.js";
import { isRole, Role, rolesFromStorage } from "../../../generated/modzy/roles.js";
import { permissionFor, routes } from "../../../generated/modzy/routes.js";

declare const names: readonly string[];
declare const anything: unknown;
declare const session: PrincipalOf | undefined;

const { can, check, assert, scopeOf, canAssign, permissionsOf, forPrincipal } = createAuthorizer(policy, {
  onDecision: (decision: Decision<Types>) => {
    const scope: "OWN" | "TEAM" | "ACCOUNT" | "ALL" | undefined = decision.scope;
    void scope;
  },
});
const key = {
  kind: "team-key",
  id: "k1",
  user: "u1",
  team: "t1",
  account: "a1",
  status: "Active",
  accountStatus: "Active",
  roles: [Role.DEVELOPER],
} as const;
const other: PrincipalOf<"team-key"> = { ...key, id: "k2", roles: rolesFromStorage(names) };
const job: ResourceOf<"job"> = {
  type: "job",
  id: "j1",
  key: "k1",
  team: "t1",
  account: "a1",
  status: "PENDING",
};

export const answers: readonly boolean[] = [
  can(key, JobPermission.create),
  can(key, "job:create"),
  can(session, JobPermission.create),
  can(null, JobPermission.create),
  can(key, JobPermission.cancel, job),
  can(key, JobPermission.cancel, {
    type: "job",
    key: "k1",
    team: "t1",
    account: "a1",
    status: "PENDING",
  }),
  // Only what the conditions of a permission read is needed: seeing a job does not ask for its status.
  can(key, JobPermission.get, { type: "job", key: "k1", team: "t1" }),
  can(key, "quota:update", { type: "quota" }),
  can([key, other], JobPermission.get, job),
  can([], JobPermission.get, job),
  can({ ...other, roles: [Role.AUDITOR] }, JobPermission.get, job),
  can(key, "version:update", { type: "version", container: { type: "model", key: "k1" } }),
  can(key, "version:update", { type: "version", container: null }),
  canAssign(key, Role.DATA_SCIENTIST, { kind: "team-key", roles: [] }),
  canAssign(key, Role.DATA_SCIENTIST, other),
  canAssign([key, other], Role.PROJECT, { kind: "project-key", roles: [Role.PROJECT] }),
];
assert(key, JobPermission.cancel, job);
export const decision: Decision<Types> = check(key, JobPermission.cancel, job);
export const scope: "OWN" | "TEAM" | "ACCOUNT" | "ALL" | undefined = scopeOf(key, JobPermission.get);
export const held: readonly Permission[] = permissionsOf(key).map(({ permission }) => permission);

const mine = forPrincipal(key);
export const merged: readonly boolean[] = [
  mine.can(JobPermission.create),
  mine.can(JobPermission.cancel, job),
  mine.check(JobPermission.cancel, job).allowed,
  mine.canAssign(Role.AUDITOR, { kind: "team-key", roles: [] }),
];

// A permission that is only known at run time still has one level and one resource type.
export function mayOnJob(permission: typeof JobPermission.cancel | typeof JobPermission.close): boolean {
  return can(key, permission, job);
}
// Two permissions on one type that need different attributes take what both need.
export function mayDoBoth(permissions: readonly ("job:get" | "job:addInput")[]): boolean {
  const needed = { type: "job", key: "k1", status: "PENDING", team: "t1" } as const;
  return permissions.every((permission) => can(key, permission, job) && mine.can(permission, needed));
}
// An app may wrap a check.
export function demand<P extends keyof ResourcesByPermission>(permission: P, resource: ResourceFor<P>): void {
  assert(key, permission, resource);
}
demand(JobPermission.cancel, job);
export const cancelled: ResourceFor<"job:cancel"> = { type: "job", key: "k1", team: "t1", status: "PENDING" };
export const onTypes: readonly ResourcelessPermission[] = [JobPermission.create, "model:create"];
export const onTypesAll: readonly boolean[] = onTypes.map((permission) => can(key, permission));
// A filter takes the columns of what its conditions read, and no others.
export const texts: readonly SqlText[] = [
  toSql(filter(policy, key, JobPermission.get), { columns: { key: "key", team: "team" } }),
  toSql(filter(policy, key, "version:update"), { columns: { "container.key": "model_key" } }),
  toSql(filter(policy, key, "alert:get"), { columns: {} }),
  toSql(filter(policy, key, JobPermission.create), { columns: {} }),
];
export function guard(method: string, path: string): Permission | undefined {
  const demanded = permissionFor(method, path);
  return demanded === "public" ? undefined : demanded;
}
export const cancelRoute: "job:cancel" = routes["DELETE /api/jobs/{jobId}"];
export const guarded: Permission | "PROJECT" | undefined = isPermission(anything)
  ? anything
  : isRole(anything, "project-key") && anything !== "TEAM_ROLE"
    ? anything
    : undefined;
export const role: Role | undefined = isRole(anything) ? anything : undefined;
export function status(error: unknown): 401 | 403 | undefined {
  return error instanceof ForbiddenError ? error.status : undefined;
}

// DynamoAI has one principal kind, so the kind may be left out; its models can be shared.
const app = createAuthorizer(dynamoai);
const alice: Member = { id: "alice", roles: [DynamoaiRole.guardMember] };
const bob = { kind: "user", id: "bob", roles: [] } as const;
const model = { type: "model", id: "m1", roles: [ModelRole.guardOwner] } as const;
const stored: ModelResource = { type: "model", roles: fromStorage(names) };
const seen: SeenModel<"model"> = { ...stored, visibility: "public" };
export const shares: readonly boolean[] = [
  app.can(alice, ModelPermission.create),
  app.can(alice, ModelPermission.edit, model),
  app.can(alice, ModelPermission.get, seen),
  app.can(alice, ModelPermission.get, { ...model, visibility: "private" }),
  app.can(alice, ModelPermission.edit, stored),
  app.can(alice, ModelPermission.edit, { type: "model", roles: fromStorage<ModelRole>(names) }),
  app.can({ id: "carol", roles: ["iam-admin"] }, UserPermission.delete, { type: "user", id: "bob" }),
  app.canAssign(alice, "model#guard-viewer", bob, model),
  app.canAssign(alice, "guard-admin", { roles: ["model#guard-viewer", "guard-member"] }),
  app.canAssign(alice, "guard-admin", bob, model),
];

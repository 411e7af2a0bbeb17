/**
 * Mistakes in a check. A line that ends in codes has exactly these errors, in any order; no other line has one.
 * Where compilers differ in the code, the codes are written with a bar.
 */
import { createAuthorizer } from "rolebook";
import { filter } from "rolebook/filter";
import { toPrisma } from "rolebook/prisma";
import { toSql } from "rolebook/sql";
import { ModelPermission } from "../../../generated/dynamoai/permissions.js";
import { policy as dynamoai } from "../../../generated/dynamoai/policy.js";
import { ModelRole } from "../../../generated/dynamoai/roles.js";
import {
  JobPermission,
  ModelPermission as ModzyModel,
  type Permission,
} from "../../../generated/modzy/permissions.js";
import { policy, type PrincipalOf, type ResourceOf } from "../../../generated/modzy/policy.js";
import { Role, rolesFromStorage } from "../../../generated/modzy/roles.js";
import { permissionFor, routes } from "../../../generated/modzy/routes.js";

declare const key: PrincipalOf<"team-key">;
declare const job: ResourceOf<"job">;
declare const model: ResourceOf<"model">;
declare const anyPermission: Permission;
declare const name: string;

const { can, check, assert, scopeOf, canAssign, forPrincipal } = createAuthorizer(policy);
const mine = forPrincipal(key);

// A misspelt permission.
can(key, "job:cancle", job); // TS2345
can(key, JobPermission.cancle, job); // TS2551
can(key, name, job); // TS2345
check(key, "job:cancle", job); // TS2345
assert(key, "job:cancle", job); // TS2345
scopeOf(key, "job:cancle"); // TS2345
mine.can("job:cancle", job); // TS2345
mine.check(JobPermission.cancle, job); // TS2551
can(key, [JobPermission.cancel], job); // TS2345

// A resource of another type.
can(key, JobPermission.cancel, model); // TS2345|TS2741
can(key, JobPermission.cancel, { type: "model" }); // TS2322
can(key, JobPermission.cancel, { type: "jobs" }); // TS2322
can(key, JobPermission.cancel, { id: "j1" }); // TS2345|TS2739
check(key, JobPermission.cancel, model); // TS2345|TS2741
assert(key, JobPermission.cancel, model); // TS2345|TS2741
mine.can(JobPermission.cancel, model); // TS2345|TS2741
can(key, "version:update", { type: "version", container: job }); // TS2322

// A missing resource.
can(key, JobPermission.cancel); // TS2345
check(key, JobPermission.cancel); // TS2345
assert(key, JobPermission.cancel); // TS2345
mine.can(JobPermission.cancel); // TS2345
can(key, JobPermission.cancel, null); // TS2345
can(key, JobPermission.cancel, undefined); // TS2345

// A surplus resource.
can(key, JobPermission.create, job); // TS2345
can(key, JobPermission.create, undefined); // TS2345
check(key, JobPermission.create, job); // TS2345
assert(key, JobPermission.create, job); // TS2345
mine.can(JobPermission.create, job); // TS2345

// A permission that may be of either level must be narrowed first.
can(key, anyPermission); // TS2345
can(key, anyPermission, job); // TS2345
declare const onEitherLevel: typeof JobPermission.cancel | typeof JobPermission.create;
can(key, onEitherLevel); // TS2345
can(key, onEitherLevel, job); // TS2345

// A permission that may be on one of two types takes neither's resource, one of two on the same type what both need.
declare const either: typeof JobPermission.cancel | typeof ModzyModel.get;
can(key, either, job); // TS2345
can(key, either, model); // TS2345
mine.can(either, job); // TS2345
declare const anyOnJob: typeof JobPermission.get | typeof JobPermission.addInput;
can(key, anyOnJob, { type: "job", key: "k1", team: "t1" }); // TS2345
can(key, anyOnJob, { type: "job", key: "k1", status: "PENDING" }); // TS2345
export function ofAnyJob<P extends "job:get" | "job:cancel">(permission: P): boolean {
  return can(key, permission, model); // TS2345
}

// An attribute that is misspelt, or has another value.
can(key, JobPermission.cancel, { type: "job", statsu: "PENDING" }); // TS2561
can(key, JobPermission.cancel, { type: "job", status: "DONE" }); // TS2322
can(key, ModzyModel.get, { type: "model", purchased: "yes" }); // TS2322

// An attribute that a condition reads may not be left out, nor may a container that one reads.
can(key, JobPermission.cancel, { type: "job", key: "k1", team: "t1" }); // TS2345|TS2741
can(key, JobPermission.cancel, { type: "job", key: "k1", team: "t1", status: null }); // TS2322
can(key, JobPermission.cancel, { type: "job", key: "k1", team: "t1", status: undefined }); // TS2322
can(key, JobPermission.get, { type: "job", team: "t1" }); // TS2345|TS2741
check(key, JobPermission.cancel, { type: "job", key: "k1", team: "t1" }); // TS2345|TS2741
assert(key, JobPermission.cancel, { type: "job", key: "k1", team: "t1" }); // TS2345|TS2741
mine.can(JobPermission.cancel, { type: "job", key: "k1", team: "t1" }); // TS2345|TS2741
mine.assert(JobPermission.cancel, { type: "job" }); // TS2345|TS2739
can(key, "version:update", { type: "version" }); // TS2345|TS2741
can(key, "version:update", { type: "version", container: { type: "model" } }); // TS2741
createAuthorizer(dynamoai).can({ id: "a", roles: [] }, ModelPermission.get, { type: "model" }); // TS2345|TS2741

// A filter: a misspelt permission, a principal of another policy, a column that is missing or of no attribute.
filter(policy, key, "job:cancle"); // TS2345
filter(policy, { id: "alice", roles: ["guard-member"] }, JobPermission.get); // TS2345
const jobs = filter(policy, key, JobPermission.get);
toSql(jobs, { columns: { key: "key" } }); // TS2741
toSql(jobs, { columns: { key: "key", team: "team", colour: "colour" } }); // TS2353
toPrisma(jobs, { fields: { team: "team" } }); // TS2741
toSql(filter(policy, key, "version:update"), { columns: { key: "key" } }); // TS2353

// An unknown role, one of another policy, and one that the kind may not hold.
can({ ...key, roles: ["DEVELOPPER"] }, JobPermission.create); // TS2345|TS2820
can({ ...key, roles: [Role.DEVELOPPER] }, JobPermission.create); // TS2551
can({ ...key, roles: ["guard-admin"] }, JobPermission.create); // TS2322|TS2345
can({ ...key, roles: [Role.PROJECT] }, JobPermission.create); // TS2322|TS2345
can({ ...key, roles: [name] }, JobPermission.create); // TS2322|TS2345
export const stored: readonly Role[] = rolesFromStorage([name]);
can({ ...key, roles: stored }, JobPermission.create); // TS2322|TS2345

// A principal that is none: no kind where there are several, an unknown kind, an attribute left out.
can({ id: "k1", roles: [] }, JobPermission.create); // TS2345
can({ ...key, kind: "user-key" }, JobPermission.create); // TS2345
can({ kind: "project-key", id: "k1", roles: [] }, JobPermission.create); // TS2345

// Assigning: an unknown role, a resource role without its resource or on another one, an unknown target.
canAssign(key, "DEVELOPPER", key); // TS2345
canAssign(key, Role.DEVELOPER, { kind: "user-key", roles: [] }); // TS2322
canAssign(key, Role.DEVELOPER, { kind: "team-key" }); // TS2345
const app = createAuthorizer(dynamoai);
const alice = { id: "alice", roles: ["guard-member"] } as const;
app.canAssign(alice, "model#guard-viewer", alice); // TS2554
app.canAssign(alice, "model#guard-viewer", alice, { type: "policy" }); // TS2322
app.canAssign(alice, "model#guard-viewr", alice, { type: "model" }); // TS2345
app.can(alice, ModelPermission.edit, { type: "model", roles: ["guard-admin"] }); // TS2322
app.can(alice, ModelPermission.edit, { type: "model", roles: [ModelRole.guardOwnr] }); // TS2551

// A policy's constants are constant, and a route's demand may be undefined.
JobPermission.cancel = "job:create"; // TS2540
Role.DEVELOPER = "AUDITOR"; // TS2540
routes["DELETE /api/jobs/{jobId}"] = "public"; // TS2540
export const demanded: Permission | "public" = permissionFor("GET", "/api/jobs"); // TS2322
createAuthorizer({ ...policy, format: 2 }); // TS2322
createAuthorizer(policy, { onDecision: (decision) => decision.scope === "EVERYTHING" }); // TS2367

/** What an app imports: checks against a compiled policy. No dependency, no I/O, no `this`. */
export { createAuthorizer } from "./authorizer.js";
export { ForbiddenError } from "./forbidden.js";
export { createRouteMatcher, type Routes } from "./routes.js";
export type {
  Asker,
  Authorizer,
  AuthorizerOptions,
  Decision,
  HeldPermission,
  PermissionOf,
  Policy,
  PolicyTable,
  PolicyTypes,
  PowersTable,
  PrincipalAuthorizer,
  Reason,
  ResourceArguments,
  ResourceTable,
  RoleTable,
  Via,
} from "./types.js";

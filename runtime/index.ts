/** What an app imports: checks against a compiled policy. No dependency, no I/O, no `this`. */
export { createAuthorizer } from "./authorizer.js";
export type { AttributeRead, Expression, ScalarType, ValueType } from "./expression.js";
export { ForbiddenError } from "./forbidden.js";
export { createRouteMatcher, type Routes } from "./routes.js";
export type {
  Asker,
  Authorizer,
  AuthorizerOptions,
  ConditionTable,
  Decision,
  HeldPermission,
  KindTable,
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
  Truth,
  Via,
} from "./types.js";

/** What an app imports: checks against a compiled policy. No dependency, no I/O, no `this`. */
export { createAuthorizer } from "./authorizer.js";
export type { AttributeRead, Expression, ScalarType, ValueType } from "./expression.js";
export type { Condition, KindTable, PolicyTable, QuestionText, ResourceTable, Truth } from "./format.js";
export { ForbiddenError } from "./forbidden.js";
export { createRouteMatcher, type Routes } from "./routes.js";
export type {
  Asker,
  Authorizer,
  AuthorizerOptions,
  Checks,
  Decision,
  HeldPermission,
  PermissionOf,
  Policy,
  PolicyTypes,
  PrincipalAuthorizer,
  Reason,
  Takes,
  Via,
} from "./types.js";

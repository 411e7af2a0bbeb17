import { broadWildcard } from "./broad-wildcard.js";
import { confusableText } from "./confusable-text.js";
import { deadRoute } from "./dead-route.js";
import { deprecatedUse } from "./deprecated-use.js";
import { equalRoles } from "./equal-roles.js";
import type { Lint } from "./lint.js";
import { optionalAttribute } from "./optional-attribute.js";
import { subsumedGrant } from "./subsumed-grant.js";
import { unheldPermission } from "./unheld-permission.js";
import { unholdableRole } from "./unholdable-role.js";
import { unreachableResource } from "./unreachable-resource.js";
import { unusedResource } from "./unused-resource.js";
import { unusedRole } from "./unused-role.js";
import { unusedScope } from "./unused-scope.js";
import { uselessExcept } from "./useless-except.js";

/** Every lint. A lint knows no other. */
export const lints: readonly Lint[] = [
  broadWildcard,
  confusableText,
  deadRoute,
  deprecatedUse,
  equalRoles,
  optionalAttribute,
  subsumedGrant,
  unheldPermission,
  unholdableRole,
  unreachableResource,
  unusedResource,
  unusedRole,
  unusedScope,
  uselessExcept,
];

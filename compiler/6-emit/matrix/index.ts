/** The decision matrix as data. */
import { textOf } from "../../expression/text.js";
import { visibleText } from "../../expression/visible.js";
import { wordsOf } from "../../expression/words.js";
import type {
  AnalyzedPolicy,
  Expression,
  Matrix,
  MatrixCell,
  MatrixHolder,
  MatrixPermission,
  Permission,
  Role,
} from "../../ir.js";
import { byCodePoint } from "../../order.js";
import { assignable, rolesOf } from "../../roles.js";
import { conditionsOf } from "../table.js";
import { linesOf, requirementsOf, together } from "./lines.js";

/** The decision matrix of a policy. */
export function matrixOf(policy: AnalyzedPolicy): Matrix {
  const { name, scopes, resources } = policy.model;
  const permissions = resources.flatMap((resource) => resource.permissions);
  const holders = rolesOf(policy.model);
  return {
    policy: name,
    scopes,
    permissions: permissions.map(permissionOf),
    holders: holders.map(holderOf),
    conditions: conditionsIn(policy, permissions),
    cells: { [Symbol.iterator]: () => cellsOf(policy, holders) },
  };
}

function permissionOf(permission: Permission): MatrixPermission {
  const { id, name, resource, level } = permission;
  const requires = together(requirementsOf(permission));
  return {
    permission: id,
    ...(name !== id && { name }),
    resource: resource.name,
    level,
    ...(requires !== undefined && { requires: celOf(requires) }),
  };
}

function holderOf(role: Role): MatrixHolder {
  const { name, title, resource, heldBy } = role;
  return {
    holder: holderId(role),
    name,
    ...(resource !== undefined && { resource: resource.name }),
    ...(title !== undefined && { title }),
    ...(heldBy !== undefined && { heldBy: heldBy.map((kind) => kind.name).sort() }),
  };
}

function holderId(role: Role): string {
  return `${role.resource === undefined ? "role" : "resourceRole"}:${assignable(role)}`;
}

function* cellsOf(policy: AnalyzedPolicy, holders: readonly Role[]): Generator<MatrixCell, undefined> {
  const { scopes } = policy.model;
  const lines = linesOf(policy);
  // Of millions of cells each condition is written once.
  const texts = new Map<Expression, string>();
  const cel = (expression: Expression): string => {
    const text = texts.get(expression) ?? celOf(expression);
    texts.set(expression, text);
    return text;
  };
  const required = new Map<Permission, Expression | undefined>();
  for (const role of holders) {
    const holder = holderId(role);
    for (const { permission, scope, when, inside } of lines(role)) {
      if (!required.has(permission)) required.set(permission, together(requirementsOf(permission)));
      const requires = required.get(permission);
      yield {
        holder,
        resource: permission.resource.name,
        permission: permission.id,
        level: permission.level,
        ...(scope !== undefined && { scope: scopes[scope] ?? "" }),
        ...(when !== undefined && { when: cel(when.expression) }),
        ...(inside !== undefined && { inside: inside.name }),
        ...(requires !== undefined && { requires: cel(requires) }),
      };
    }
  }
}

/** Every text that a cell or a permission has, with its words. */
function conditionsIn(policy: AnalyzedPolicy, permissions: readonly Permission[]): Matrix["conditions"] {
  const joint = permissions.map((permission) => together(requirementsOf(permission)));
  const expressions = [...conditionsOf(policy).map(({ expression }) => expression), ...joint];
  const words = new Map<string, string>();
  for (const one of expressions) if (one !== undefined) words.set(celOf(one), wordsOf(one));
  return [...words]
    .map(([condition, said]) => ({ condition, words: said }))
    .sort((a, b) => byCodePoint(a.condition, b.condition));
}

/** CEL in which nothing hides or reorders text. */
export function celOf(expression: Expression): string {
  return visibleText(textOf(expression));
}

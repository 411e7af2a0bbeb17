/** The conditions of a policy by where they are written. */
import type { Condition, Expression, PolicyModel, Reference } from "../../compiler/ir.js";
import { rolesOf } from "../../compiler/roles.js";

/** The checked condition at a key of a map; undefined where nothing makes use of it. */
export type WrittenCondition = (container: object, key: string) => Expression | undefined;

/** Finds the conditions of a policy in its files. One that stands for several resource types is that of the first. */
export function writtenConditions(model: PolicyModel): WrittenCondition {
  const known = new Map<object, Map<string | number | undefined, Expression>>();
  const add = (one: Reference<Condition> | undefined): void => {
    if (one === undefined) return;
    const { container, key } = one.place;
    const there = known.get(container) ?? new Map<string | number | undefined, Expression>();
    known.set(container, there);
    if (!there.has(key)) there.set(key, one.to.expression);
  };
  for (const { requires } of model.kinds) add(requires);
  for (const { requires, scopes, permissions } of model.resources) {
    for (const one of [requires, ...scopes]) add(one);
    for (const permission of permissions) add(permission.requires);
  }
  for (const { grants } of rolesOf(model)) {
    for (const { when } of grants) for (const one of when?.values() ?? []) add(one);
  }
  return (container, key) => known.get(container)?.get(key);
}

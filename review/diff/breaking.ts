/** Generated types that code of callers was written against, and that fit it no longer. Names of what is asked for are told one by one. */
import type { Attribute, AttributeType, PolicyModel } from "../../compiler/ir.js";
import type { Side } from "./pairs.js";

/** True if a scope or a resource type is gone, or if principals or resources have to be made in another way. */
export function breaksTypes(before: Side, after: Side): boolean {
  if (before === undefined || after === undefined) return false;
  return breaksScopes(before.model, after.model) || breaksShapes(before.model, after.model);
}

function breaksScopes(before: PolicyModel, after: PolicyModel): boolean {
  return before.scopes.some((name) => !after.scopes.includes(name));
}

function breaksShapes(before: PolicyModel, after: PolicyModel): boolean {
  const resources = new Map(after.resources.map((one) => [one.name, one]));
  const kinds = new Map(after.kinds.map((one) => [one.name, one]));
  return (
    before.resources.some(({ name, attributes, containers }) => {
      const now = resources.get(name);
      if (now === undefined || breaksAttributes(attributes, now.attributes)) return true;
      return containers.some((one) => !now.containers.some((container) => container.name === one.name));
    }) ||
    before.kinds.some(({ name, attributes }) => {
      const now = kinds.get(name);
      return now !== undefined && breaksAttributes(attributes, now.attributes);
    })
  );
}

function breaksAttributes(before: readonly Attribute[], after: readonly Attribute[]): boolean {
  const [were, are] = [before, after].map((all) => new Map(all.map((one) => [one.name, one])));
  const isDemanded = ({ name, optional }: Attribute): boolean =>
    !optional && were?.get(name)?.optional !== false;
  return (
    before.some(({ name, type }) => {
      const now = are?.get(name);
      return now === undefined || !accepts(now.type, type);
    }) || after.some(isDemanded)
  );
}

/** True if all values of a type are values of another one. */
function accepts(now: AttributeType, before: AttributeType): boolean {
  if (now.tag === "enumeration" && before.tag === "enumeration") {
    return before.values.every((value) => now.values.includes(value));
  }
  return JSON.stringify(now) === JSON.stringify(before);
}

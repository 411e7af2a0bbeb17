/** Generated types that code of callers was written against, and that fit it no longer. Names of what is asked for are told one by one. */
import { needsOf } from "../../compiler/6-emit/index.js";
import type { AnalyzedPolicy, Attribute, AttributeType, PolicyModel, Resource } from "../../compiler/ir.js";
import { permissionsOf, type Side } from "./pairs.js";

/** What fits no longer, if a scope or a resource type is gone, or if principals or resources have to be made in another way. */
export function brokenType(before: Side, after: Side): string | undefined {
  if (before === undefined || after === undefined) return undefined;
  return brokenScope(before.model, after.model) ?? brokenShape(before.model, after.model);
}

/** What a change of access asks of code that checks, and that a type checker will say: no reason for a larger step by itself. */
export function askedOfCallers(before: Side, after: Side): string | undefined {
  if (before === undefined || after === undefined) return undefined;
  const isNamed = before.model.kinds.length === 1 && after.model.kinds.length > 1;
  const all = [isNamed ? "principals have to say their kind" : undefined, ofChecks(before, after)];
  const said = all.filter((one) => one !== undefined);
  return said.length === 0 ? undefined : said.join("; ");
}

function brokenScope(before: PolicyModel, after: PolicyModel): string | undefined {
  const gone = before.scopes.find((name) => !after.scopes.includes(name));
  return gone === undefined ? undefined : `the scope ${gone} is gone`;
}

function brokenShape(before: PolicyModel, after: PolicyModel): string | undefined {
  const resources = new Map(after.resources.map((one) => [one.name, one]));
  const kinds = new Map(after.kinds.map((one) => [one.name, one]));
  for (const { name, attributes, containers } of before.resources) {
    const now = resources.get(name);
    if (now === undefined) return `the resource type ${name} is gone`;
    if (breaksAttributes(attributes, now.attributes)) return `${name} has other attributes`;
    if (containers.some((one) => !now.containers.some((container) => container.name === one.name)))
      return `${name} is in other containers`;
  }
  const changed = before.kinds.find(({ name, attributes }) => {
    const now = kinds.get(name);
    return now !== undefined && breaksAttributes(attributes, now.attributes);
  });
  return changed && `${changed.name} has other attributes`;
}

/** What conditions read of a resource may not be left out where the permission is asked. */
function ofChecks(before: AnalyzedPolicy, after: AnalyzedPolicy): string | undefined {
  const [needed, needs] = [needsOf(before), needsOf(after)];
  const known = new Map(permissionsOf(before).map((one) => [one.name, one]));
  const asking = permissionsOf(after).flatMap((permission) => {
    const same = known.get(permission.name);
    if (same === undefined) return [];
    const had = demandsOf(same.resource, needed(same));
    const more = [...demandsOf(permission.resource, needs(permission))].find((path) => !had.has(path));
    return more === undefined ? [] : [`a check of ${permission.name} now needs resource.${more}`];
  });
  const [first, ...others] = asking;
  return others.length === 0 ? first : `${first}, and ${others.length} more need more`;
}

/** The paths that a resource's type demands: containers on the way too, and no attribute that may be missing. */
function demandsOf(resource: Resource, paths: readonly string[]): ReadonlySet<string> {
  const demands = new Set<string>();
  for (const path of paths) {
    let types: readonly Resource[] = [resource];
    let way = "";
    for (const name of path.split(".")) {
      way += way === "" ? name : `.${name}`;
      const isDemanded = types.some(({ attributes }) =>
        attributes.some((one) => one.name === name && !one.optional),
      );
      if (name === "container" || name === "id" || isDemanded) demands.add(way);
      if (name === "container") types = [...new Set(types.flatMap(({ containers }) => containers))];
    }
  }
  return demands;
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

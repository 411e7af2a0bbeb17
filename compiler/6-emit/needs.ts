/** What a check of a permission must be told of the resource: the attributes that its conditions read. */
import { namesIn, presencesIn } from "../expression/reads.js";
import type { AnalyzedPolicy, Condition, Permission, Reach, Resource } from "../ir.js";
import type { Statement } from "../structure.js";
import { attributeMember } from "./attributes.js";
import { interfaceOf, unionOfTypes, type Member } from "./declare.js";
import { neededType, resourceType } from "./names.js";
import { comment } from "./text.js";

/** The paths that the conditions of a permission read of the resource, sorted; `container` stands for a container itself. */
export type Needs = (permission: Permission) => readonly string[];

/** For each permission the conditions that a check of it may come to. */
export function needsOf({ model, authorized }: AnalyzedPolicy): Needs {
  const conditions = new Map<Permission, Set<Condition>>();
  const add = (permission: Permission, condition: Condition | undefined): void => {
    if (condition === undefined) return;
    const known = conditions.get(permission) ?? new Set<Condition>();
    conditions.set(permission, known.add(condition));
  };
  const addReach = (reached: Reach, condition?: Condition): void => {
    for (const [permission, scope] of reached) {
      add(permission, condition);
      if (permission.level === "type") continue;
      const { scopes } = permission.resource;
      // The widest scope without a condition reaches everything.
      if (scope === model.scopes.length - 1 && scopes[scope] === undefined) continue;
      for (const one of scopes.slice(0, scope + 1)) add(permission, one?.to);
    }
  };
  for (const { everywhere, inside } of authorized.values()) {
    for (const { permissions, conditional } of [everywhere, ...inside.values()]) {
      addReach(permissions);
      for (const [condition, reached] of conditional) addReach(reached, condition);
    }
  }
  for (const permission of model.resources.flatMap(({ permissions }) => permissions)) {
    add(permission, permission.requires?.to);
    if (permission.level === "instance") add(permission, permission.resource.requires?.to);
  }
  return (permission) => pathsIn([...(conditions.get(permission) ?? [])]);
}

function pathsIn(conditions: readonly Condition[]): readonly string[] {
  const named = conditions.flatMap(({ expression }) => namesIn(expression));
  const asked = conditions.flatMap(({ expression }) => presencesIn(expression));
  // Where only some containers have an attribute, it matters of which type this one is; for `has`, whether there is one.
  const inContainers = [...named.filter(({ of }) => of !== undefined), ...asked]
    .filter(({ path }) => path.includes("."))
    .map((read) => ({ ...read, path: read.path.replace(/[^.]+$/, "type") }));
  const paths = [...named, ...inContainers].flatMap(({ op, path }) => (op === "resource" ? [path] : []));
  return [...new Set(paths)].sort();
}

/**
 * The types of the resources that checks take: the attributes that are needed may not be left out, and no others. Each is an interface
 * with a name, shared by all permissions that need the same: types with a name are compared once, and never spelled out again.
 */
export class NeededTypes {
  /** The interfaces, each behind those that it names. */
  readonly declared: Statement[] = [];
  private readonly known = new Map<string, string>();
  private readonly counts = new Map<Resource, number>();

  /** The name of the type of a resource with these paths. */
  of(resource: Resource, paths: readonly string[]): string {
    const members = [
      ...(paths.includes("id") ? [{ name: "id", value: "string" }] : []),
      ...resource.attributes
        .filter(({ name, optional }) => !optional && paths.includes(name))
        .map((attribute) => attributeMember(attribute, false)),
      ...this.container(resource, paths),
    ];
    if (members.length === 0) return resourceType(resource);
    const key = `${resource.name} ${members.map(({ name, value }) => `${name}: ${value}`).join("; ")}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const number = (this.counts.get(resource) ?? 0) + 1;
    const name = neededType(resource, number);
    this.counts.set(resource, number);
    this.known.set(key, name);
    const about = comment([`\`${resource.name}\` with what some conditions read.`]);
    this.declared.push(interfaceOf(name, members, about, resourceType(resource)));
    return name;
  }

  /** That there is no container must be said too, where conditions read one. */
  private container({ containers }: Resource, paths: readonly string[]): readonly Member[] {
    const inner = paths
      .filter((path) => /^container\b/.test(path))
      .map((path) => path.slice("container.".length));
    if (inner.length === 0) return [];
    const types = containers.map((one) => this.of(one, inner));
    return [{ name: "container", value: `${unionOfTypes(types)} | null` }];
  }
}

/** The names under which a filter knows what the conditions read. */
export function filterNames(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => path.replace(/(^|\.)container$/, "$1container.type")))].sort();
}

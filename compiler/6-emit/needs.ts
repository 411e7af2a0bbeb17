/** What a check of a permission must be told of the resource: the attributes that its conditions read. */
import { namesIn, presencesIn } from "../expression/reads.js";
import type { AnalyzedPolicy, Condition, Permission, Reach, Resource } from "../ir.js";
import { unionOfTypes } from "./declare.js";
import { attributesType, resourceType } from "./names.js";
import { quote } from "./text.js";

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
      for (const one of scopes.slice(0, scope + 1)) add(permission, one);
    }
  };
  for (const { everywhere, inside } of authorized.values()) {
    for (const { permissions, conditional } of [everywhere, ...inside.values()]) {
      addReach(permissions);
      for (const [condition, reached] of conditional) addReach(reached, condition);
    }
  }
  for (const permission of model.resources.flatMap(({ permissions }) => permissions)) {
    add(permission, permission.requires);
    if (permission.level === "instance") add(permission, permission.resource.requires);
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
 * The types of the resources that checks take: the attributes that are needed may not be left out, and no others. What is needed
 * of a container's container has a name, so that types which contain each other are not spelled out again and again.
 */
export class NeededTypes {
  /** The types that have a name, by what they say. */
  readonly named: Map<string, string> = new Map<string, string>();
  private readonly known = new Map<string, string>();

  of(resource: Resource, paths: readonly string[]): string {
    const own = paths.filter((path) => resource.attributes.some(({ name }) => name === path)).map(quote);
    return [
      resourceType(resource),
      ...(own.length > 0 ? [`Pick<${attributesType(resource)}, ${own.join(" | ")}>`] : []),
      ...(paths.includes("id") ? ["{ readonly id: string }"] : []),
      ...this.container(resource, paths),
    ].join(" & ");
  }

  /** That there is no container must be said too, where conditions read one. */
  private container({ containers }: Resource, paths: readonly string[]): readonly string[] {
    const inner = paths
      .filter((path) => /^container\b/.test(path))
      .map((path) => path.slice("container.".length));
    if (inner.length === 0) return [];
    const isDeep = inner.some((path) => /^container\b/.test(path));
    const types = containers.map((one) =>
      isDeep ? this.name(one, inner) : inParentheses(this.of(one, inner)),
    );
    return [`{ readonly container: ${unionOfTypes(types)} | null }`];
  }

  private name(resource: Resource, paths: readonly string[]): string {
    const key = `${resource.name} ${paths.join(" ")}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const type = this.of(resource, paths);
    const name = `Needed${this.named.size + 1}`;
    this.known.set(key, name);
    this.named.set(name, type);
    return name;
  }
}

/** The names under which a filter knows what the conditions read. */
export function filterNames(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => path.replace(/(^|\.)container$/, "$1container.type")))].sort();
}

function inParentheses(type: string): string {
  return type.includes("&") ? `(${type})` : type;
}

/** Conditions of two policies, as texts that are equal where no answer differs. */
import { normalKeyOf, partsOf } from "../../compiler/expression/normal.js";
import type { AttributeRead, Condition, PolicyModel, Resource } from "../../compiler/ir.js";

/** What a condition means where it stands: on a resource type, or about the principal alone. */
export interface Meanings {
  keyOf(condition: Condition, resource: Resource | undefined, askers?: Askers): string;
  partsOf(
    condition: Condition,
    op: "&&" | "||",
    resource: Resource | undefined,
    askers?: Askers,
  ): readonly string[];
}

/** The names of the kinds of which it may be asked, sorted: what others declare does not matter. */
export type Askers = readonly string[];

/**
 * The meanings of one side. An attribute counts as missing on what does not declare it, so that it is a part of the meaning who
 * does: among the kinds and the containers that both sides know, for the others are not asked about on both.
 */
export function meaningsOf(own: PolicyModel | undefined, other: PolicyModel | undefined): Meanings {
  const kinds = namesOf(own?.kinds ?? []);
  const commonKinds = common(kinds, namesOf(other?.kinds ?? []));
  const others = new Map((other?.resources ?? []).map((resource) => [resource.name, resource]));
  const ownersOn =
    (resource: Resource | undefined, askers: Askers | undefined) =>
    ({ op, path, of }: AttributeRead): readonly string[] | undefined => {
      if (op === "principal") {
        const asking = (name: string): boolean =>
          commonKinds.has(name) && (askers === undefined || askers.includes(name));
        return (of ?? kinds).filter(asking).sort();
      }
      const depth = path.split(".").length - 1;
      if (depth === 0 || resource === undefined) return undefined;
      const around = containersAt(resource, depth);
      const known = common(around, containersAt(others.get(resource.name), depth));
      return (of ?? around).filter((name) => known.has(name)).sort();
    };
  const found = new WeakMap<Condition, Map<string, readonly string[]>>();
  const remembered = (
    condition: Condition,
    what: string,
    resource: Resource | undefined,
    askers: Askers | undefined,
    make: () => readonly string[],
  ): readonly string[] => {
    const known = found.get(condition) ?? new Map<string, readonly string[]>();
    found.set(condition, known);
    const key = `${what} ${resource?.name ?? ""} ${askers?.join(" ") ?? "*"}`;
    const value = known.get(key) ?? make();
    known.set(key, value);
    return value;
  };
  return {
    keyOf: (condition, resource, askers) =>
      remembered(condition, "", resource, askers, () => [
        normalKeyOf(condition.expression, ownersOn(resource, askers)),
      ]).join(""),
    partsOf: (condition, op, resource, askers) =>
      remembered(condition, op, resource, askers, () =>
        partsOf(condition.expression, op, ownersOn(resource, askers)),
      ),
  };
}

/** The types of the container so many steps out; of none, the type itself. */
export function containersAt(resource: Resource | undefined, depth: number): readonly string[] {
  let around = new Set(resource === undefined ? [] : [resource]);
  for (let step = 0; step < depth; step++) {
    around = new Set([...around].flatMap(({ containers }) => containers));
  }
  return namesOf([...around]);
}

function namesOf(all: readonly { readonly name: string }[]): readonly string[] {
  return all.map(({ name }) => name);
}

function common(some: readonly string[], others: readonly string[]): ReadonlySet<string> {
  const known = new Set(others);
  return new Set(some.filter((name) => known.has(name)));
}

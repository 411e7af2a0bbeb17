/** Attributes that are declared in another way: the same condition then says something else. */
import type { Attribute, AttributeType, Place, PolicyModel } from "../../compiler/ir.js";
import { rolesOf } from "../../compiler/roles.js";
import { roleHolder } from "../holder.js";
import type { Placed } from "./access.js";
import type { Finding, Sides } from "./change.js";
import { containersAt } from "./meaning.js";
import type { Side } from "./pairs.js";

/** One attribute of one kind or resource type that differs. */
interface Redeclared {
  readonly of: "principal" | "resource";
  readonly owner: string;
  readonly name: string;
  readonly place: Place;
  /** As it is declared on each side: `user.team: string`. */
  readonly meaning: Sides<string>;
}

/** An attribute as a condition reads it. */
interface Read {
  readonly of: string;
  /** How many containers out. */
  readonly depth: number;
  readonly name: string;
}

/**
 * Gives findings about a condition that is written as before the attribute that made the difference: its line, and how it is
 * declared on both sides.
 */
export function withDeclarations(before: Side, after: Side): (placed: Placed) => Placed {
  if (before === undefined || after === undefined) return (placed) => placed;
  const models = [before.model, after.model] as const;
  const all = redeclared(...models);
  if (all.length === 0) return (placed) => placed;
  const owners = new Owners(models);
  return (placed) => {
    const { finding } = placed;
    const reads = readsOf(sameText(finding) ?? "");
    const cause = all.find((one) =>
      reads.some((read) => read.name === one.name && owners.has(one, read, finding)),
    );
    if (cause === undefined) return placed;
    return { ...placed, finding: { ...finding, meaning: cause.meaning }, place: cause.place };
  };
}

/** The condition of a change that it alone can be about. */
function sameText({ category, change, when, scope, inside }: Finding): string | undefined {
  if (category !== "WIDEN" && category !== "NARROW") return undefined;
  if (change === "gained" || change === "lost" || when === undefined) return undefined;
  const isOther = [when, scope, inside].some((sides) => sides !== undefined && sides.before !== sides.after);
  return isOther ? undefined : (when.before ?? undefined);
}

/** What a condition reads, apart from what stands in its texts. */
function readsOf(condition: string): readonly Read[] {
  const code = condition.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  return [...code.matchAll(/\b(principal|resource)((?:\.container)*)\.(\w+)/g)].map(
    ([, of = "", containers = "", name = ""]) => ({ of, depth: containers.split(".").length - 1, name }),
  );
}

/** Whose attributes the conditions of a finding read, on either side. */
class Owners {
  private readonly models: readonly PolicyModel[];
  private readonly roles: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(models: readonly PolicyModel[]) {
    this.models = models;
    const roles = new Map<string, Set<string>>();
    for (const model of models) {
      for (const role of rolesOf(model)) {
        const holders = (role.heldBy ?? model.kinds).map(({ name }) => name);
        roles.set(roleHolder(role), new Set([...(roles.get(roleHolder(role)) ?? []), ...holders]));
      }
    }
    this.roles = roles;
  }

  has({ of, owner }: Redeclared, read: Read, { holder, permission }: Finding): boolean {
    if (of !== read.of) return false;
    if (of === "principal") {
      if (holder.startsWith("kind:")) return holder === `kind:${owner}`;
      return this.roles.get(holder)?.has(owner) ?? true;
    }
    // A permission is `type:action`.
    const [type] = (permission ?? holder.replace(/^permission:/, "")).split(":");
    return this.models.some(({ resources }) =>
      containersAt(
        resources.find(({ name }) => name === type),
        read.depth,
      ).includes(owner),
    );
  }
}

function redeclared(before: PolicyModel, after: PolicyModel): readonly Redeclared[] {
  return [
    ...ofOwners(before.kinds, after.kinds, "principal"),
    ...ofOwners(before.resources, after.resources, "resource"),
  ];
}

interface Owner {
  readonly name: string;
  readonly attributes: readonly Attribute[];
}

function ofOwners(
  before: readonly Owner[],
  after: readonly Owner[],
  of: Redeclared["of"],
): readonly Redeclared[] {
  const known = new Map(before.map((owner) => [owner.name, owner]));
  return after.flatMap(({ name: owner, attributes }) => {
    const were = new Map(known.get(owner)?.attributes.map((one) => [one.name, one]));
    const are = new Map(attributes.map((one) => [one.name, one]));
    if (!known.has(owner)) return [];
    return [...new Set([...were.keys(), ...are.keys()])].sort().flatMap((name): readonly Redeclared[] => {
      const [was, is] = [were.get(name), are.get(name)];
      const place = (is ?? was)?.place;
      const meaning = { before: declaredText(owner, was), after: declaredText(owner, is) };
      if (place === undefined || meaning.before === meaning.after) return [];
      return [{ of, owner, name, place, meaning }];
    });
  });
}

/** As a condition reads it: whether it may be left out, and which texts it takes, does not matter to one. */
function declaredText(owner: string, attribute: Attribute | undefined): string | null {
  return attribute === undefined ? null : `${owner}.${attribute.name}: ${typeText(attribute.type)}`;
}

function typeText(type: AttributeType): string {
  if (type.tag === "enumeration") return "string";
  return type.tag === "list" ? `list<${type.of}>` : type.of;
}

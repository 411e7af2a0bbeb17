/** Attributes that are declared in another way: the same condition then says something else. */
import type { Attribute, AttributeType, Place, PolicyModel } from "../../compiler/ir.js";
import type { Finding, Sides } from "./change.js";
import type { Placed } from "./access.js";
import type { Side } from "./pairs.js";

/** One attribute of one kind or resource type that differs. */
interface Redeclared {
  /** Finds it where a condition reads it. */
  readonly read: RegExp;
  readonly place: Place;
  /** As it is declared on each side: `user.team: string`. */
  readonly meaning: Sides<string>;
}

/**
 * Gives findings about a condition that is written as before the attribute that made the difference: its line, and how it is
 * declared on both sides.
 */
export function withDeclarations(before: Side, after: Side): (placed: Placed) => Placed {
  const all = before === undefined || after === undefined ? [] : redeclared(before.model, after.model);
  return (placed) => {
    const when = sameText(placed.finding);
    const cause = when === undefined ? undefined : all.find(({ read }) => read.test(when));
    if (cause === undefined) return placed;
    return { ...placed, finding: { ...placed.finding, meaning: cause.meaning }, place: cause.place };
  };
}

/** The condition of a change that it alone can be about. */
function sameText({ category, change, when, scope, inside }: Finding): string | undefined {
  if (category !== "WIDEN" && category !== "NARROW") return undefined;
  if (change === "gained" || change === "lost" || when === undefined) return undefined;
  const isOther = [when, scope, inside].some((sides) => sides !== undefined && sides.before !== sides.after);
  return isOther ? undefined : (when.before ?? undefined);
}

function redeclared(before: PolicyModel, after: PolicyModel): readonly Redeclared[] {
  return [
    ...ofOwners(before.kinds, after.kinds, "principal"),
    ...ofOwners(before.resources, after.resources, "resource(?:\\.container)*"),
  ];
}

interface Owner {
  readonly name: string;
  readonly attributes: readonly Attribute[];
}

function ofOwners(before: readonly Owner[], after: readonly Owner[], read: string): readonly Redeclared[] {
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
      return [{ read: new RegExp(`\\b${read}\\.${name}\\b`), place, meaning }];
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

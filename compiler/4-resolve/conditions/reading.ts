/** What a condition may read, and as what type. */
import { byCodePoint } from "../../order.js";
import type { Attribute, AttributeRead, PrincipalKind, Resource } from "../../ir.js";
import { cureFor } from "../../nearest.js";
import { names } from "./slips.js";
import { inWords, string, typeOf, united, valueType, type Type } from "./types.js";

/** Where a condition stands. */
export interface Setting {
  /** Every principal kind of the policy. */
  readonly kinds: readonly PrincipalKind[];
  /** The kinds that it may be asked about. */
  readonly asking: readonly PrincipalKind[];
  /** The type of the resource that is asked about, or why there is none. */
  readonly resource: Resource | { readonly none: string };
}

/** Why something cannot be read. */
export interface Unreadable {
  readonly code: "unknown-attribute" | "condition-type" | "no-resource";
  readonly message: string;
  readonly help?: string | undefined;
  /** The first step of the path that leads nowhere; left out: the last one. */
  readonly step?: number | "whole";
}

/** An attribute with its type; `isOptional` if one that declares it lets it be missing. */
export interface Readable {
  readonly read: AttributeRead;
  readonly type: Type;
  readonly isOptional: boolean;
}

/** What attributes are declared on. */
export interface Owner {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly containers?: readonly Resource[];
}

/** A policy may have many kinds, and its conditions read the same few attributes of them. */
const known = new WeakMap<readonly PrincipalKind[], Map<string, Readable | Unreadable>>();

/** Reads `principal.<name>`. */
export function readPrincipal(name: string, { kinds, asking }: Setting): Readable | Unreadable {
  const reads = known.get(kinds) ?? new Map<string, Readable | Unreadable>();
  known.set(kinds, reads);
  const found = reads.get(name) ?? readKinds(name, kinds);
  reads.set(name, found);
  if ("code" in found || found.read.of === undefined) return found;
  const holders = new Set(found.read.of);
  if (asking === kinds || asking.some((kind) => holders.has(kind.name))) return found;
  const about = `\`${name}\` is an attribute of ${listed(found.read.of)}`;
  if (asking.length === 0) {
    const help = "write the condition in a role that a kind may hold";
    return { code: "unknown-attribute", message: `${about}, and no kind may hold this role`, help };
  }
  const who = namesOf(asking);
  return {
    code: "unknown-attribute",
    message: `${about}, and only ${who} asks here`,
    help: `declare it on ${who}`,
  };
}

function readKinds(name: string, kinds: readonly PrincipalKind[]): Readable | Unreadable {
  if (name === "id") return builtIn("principal", name, string);
  if (name !== "kind") return readAttribute("principal", name, name, kinds, "principal kinds");
  return builtIn("principal", name, { ...string, values: kinds.map((kind) => kind.name).sort() });
}

/** Reads `resource.<path>`, where all but the last of the path are `container`. */
export function readResource(path: readonly string[], { resource }: Setting): Readable | Unreadable {
  if ("none" in resource)
    return { code: "no-resource", message: resource.none, help: "read only the principal", step: "whole" };
  let owners: readonly Resource[] = [resource];
  for (const [index] of path.slice(0, -1).entries()) {
    const containers = containersOf(owners);
    if (containers.length === 0) {
      const chain = ["resource", ...path.slice(0, index)].join(".");
      const message = `\`${chain}\` is ${namesOf(owners)}, which is in no container`;
      return { code: "unknown-attribute", message, help: "declare what it is `in`", step: index };
    }
    owners = containers;
  }
  const name = path.at(-1) ?? "";
  const written = path.join(".");
  if (name === "id") return builtIn("resource", written, string);
  if (name === "type" && path.length > 1) {
    const types = owners.map((owner) => owner.name).sort();
    return builtIn("resource", written, { ...string, values: types });
  }
  if (name === "type") {
    const message = `\`resource\` is always ${namesOf(owners)} here, so a condition has no use for its type`;
    return { code: "unknown-attribute", message };
  }
  return readAttribute("resource", name, written, owners, "resource types");
}

const above = new WeakMap<readonly Resource[], readonly Resource[]>();

/** What may contain one of several types. Where that is all of them again, as for folders in folders, it is the same list. */
function containersOf(owners: readonly Resource[]): readonly Resource[] {
  const [only, ...others] = owners;
  if (only !== undefined && others.length === 0) return only.containers;
  const found = above.get(owners) ?? [...new Set(owners.flatMap((owner) => owner.containers))];
  const isSame = found.length === owners.length && found.every((one) => owners.includes(one));
  const all = isSame ? owners : found;
  above.set(owners, all);
  return all;
}

function builtIn(op: AttributeRead["op"], path: string, type: Type): Readable {
  return { read: { op, path, type: valueType(type) }, type, isOptional: false };
}

function readAttribute(
  op: AttributeRead["op"],
  name: string,
  path: string,
  owners: readonly Owner[],
  what: string,
): Readable | Unreadable {
  const declared = owners.flatMap((owner) => {
    const attribute = owner.attributes.find((one) => one.name === name);
    return attribute === undefined
      ? []
      : [{ owner: owner.name, type: typeOf(attribute), optional: attribute.optional }];
  });
  if (declared.length === 0) return notDeclared(op, name, owners);
  const type = united(declared.map((one) => one.type));
  if (type === undefined) {
    const all = declared.map((one) => `${inWords(one.type)} on \`${one.owner}\``);
    const message = `\`${name}\` is ${all.join(" and ")}`;
    return { code: "condition-type", message, help: `give it one type on all ${what}, or other names` };
  }
  const isEverywhere = declared.length === owners.length;
  const of = isEverywhere ? undefined : declared.map(({ owner }) => owner).sort(byCodePoint);
  const read: AttributeRead = { op, path, type: valueType(type), ...(of !== undefined && { of }) };
  return { read, type, isOptional: declared.some(({ optional }) => optional) };
}

function notDeclared(op: AttributeRead["op"], name: string, owners: readonly Owner[]): Unreadable {
  const message = `\`${name}\` is not an attribute of ${namesOf(owners)}`;
  if (name === "roles") return { code: "unknown-attribute", message, help: names.get(name) };
  const isContained = owners.some(({ containers = [] }) => containers.length > 0);
  const builtIns = op === "principal" ? ["id", "kind"] : isContained ? ["id", "container"] : ["id"];
  const known = [...new Set(owners.flatMap(({ attributes }) => attributes.map((one) => one.name)))];
  const help = cureFor(name, [...known.sort(), ...builtIns], "attribute");
  return { code: "unknown-attribute", message, help };
}

function namesOf(owners: readonly { readonly name: string }[]): string {
  return listed(owners.map(({ name }) => name).sort(byCodePoint));
}

/** At most three of them. */
function listed(all: readonly string[]): string {
  const shown = all.slice(0, 3).map((name) => `\`${name}\``);
  const more = all.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(" or ");
}

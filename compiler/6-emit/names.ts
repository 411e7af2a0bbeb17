/** What the types of a policy are called in the generated code. */
import { typeIdentifier } from "../identifier.js";
import type { PrincipalKind, Resource } from "../ir.js";

export function principalType({ name }: PrincipalKind): string {
  return `${typeIdentifier(name)}Principal`;
}

export function resourceType({ name }: Resource): string {
  return `${typeIdentifier(name)}Resource`;
}

export function attributesType({ name }: Resource): string {
  return `${typeIdentifier(name)}Attributes`;
}

/** A resource with what some of its permissions need of it. */
export function neededType({ name }: Resource, number: number): string {
  return `${typeIdentifier(name)}Needs${number}`;
}

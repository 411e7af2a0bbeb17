/** The types of attributes in the generated code. */
import type { Attribute } from "../ir.js";
import { unionOf, type Member } from "./declare.js";

/** An attribute as declared, or loosely: one that a check may leave out. Null and undefined are the same. */
export function attributeMember({ name, optional, type }: Attribute, loosely: boolean): Member {
  const value = attributeType(type);
  return optional || loosely ? { name: `${name}?`, value: `${value} | null | undefined` } : { name, value };
}

function attributeType(type: Attribute["type"]): string {
  if (type.tag === "enumeration") return unionOf(type.values);
  const scalar = type.of === "timestamp" ? "Date | string" : type.of;
  if (type.tag === "scalar") return scalar;
  return type.of === "timestamp" ? `readonly (${scalar})[]` : `readonly ${scalar}[]`;
}

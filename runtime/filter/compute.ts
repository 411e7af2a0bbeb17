/** What the operators give for values that are known. */
import type { Scalar } from "./read.js";

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";
export type TextTest = "startsWith" | "endsWith" | "contains";

/** Compares two values of one type; timestamps as ISO texts sort as the moments do. */
export function compare(op: Comparison, left: Scalar, right: Scalar): boolean {
  switch (op) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

/** The comparison that is true where this one is false. */
export const opposite: Readonly<Record<Comparison, Comparison>> = {
  "==": "!=",
  "!=": "==",
  "<": ">=",
  ">=": "<",
  ">": "<=",
  "<=": ">",
};

/** The same comparison with its operands in the other order. */
export const mirrored: Readonly<Record<Comparison, Comparison>> = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  ">": "<",
  "<=": ">=",
  ">=": "<=",
};

export function testText(op: TextTest, left: Scalar, right: Scalar): boolean {
  if (typeof left !== "string" || typeof right !== "string") return false;
  return op === "contains" ? left.includes(right) : left[op](right);
}

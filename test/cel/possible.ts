/** What may be true and may be false: the compiler refuses a comparison whose answer is always the same. */
import { some, type Node } from "./nodes.js";
import { canonical } from "./write.js";

/** False for what the compiler knows the answer of. */
export function isAsking(node: Node): boolean {
  if (!("left" in node)) return true;
  const { op, left, right } = node;
  const reads = [left, right].some((side) =>
    some(side, (part) => part.op === "read" || part.op === "has" || part.op === "variable"),
  );
  if (!reads || canonical(left) === canonical(right)) return false;
  if (op === "startsWith" || op === "endsWith" || op === "contains") return canHave(op, left, right);
  return canBe(left, right) && canBe(right, left) && canBeSize(left, right) && canBeSize(right, left);
}

/** Every text has the empty one; and of an enumeration some values have it, and others have not. */
function canHave(op: "startsWith" | "endsWith" | "contains", one: Node, part: Node): boolean {
  if (part.op !== "literal") return true;
  const has = { startsWith: "startsWith", endsWith: "endsWith", contains: "includes" } as const;
  const answers =
    one.op === "read" ? (one.values ?? []).map((value) => value[has[op]](String(part.value))) : [];
  return part.value !== "" && (answers.length === 0 || new Set(answers).size === 2);
}

/** An enumeration can be its values, and in a list that leaves one out. */
function canBe(one: Node, other: Node): boolean {
  if (one.op !== "read" || one.values === undefined || one.isList) return true;
  const values = one.values;
  if (other.op === "read" && other.values !== undefined && !other.isList) {
    return other.values.some((value) => values.includes(value));
  }
  const literals = (other.op === "list" ? other.of : [other]).filter((part) => part.op === "literal");
  if (literals.some(({ value }) => !values.includes(String(value)))) return false;
  return other.op !== "list" || new Set(literals.map(({ value }) => value)).size < values.length;
}

/** A size beside a literal: an integer above 0 may be it or not. */
function canBeSize(one: Node, other: Node): boolean {
  return (
    one.op !== "size" || other.op !== "literal" || (Number.isInteger(other.value) && Number(other.value) > 0)
  );
}

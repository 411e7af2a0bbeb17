/**
 * Lists, one element at a time. In CEL a list with an element that is an error is an error, and null is an element like any
 * other; here each element is known or unknown by itself. docs/conditions.md says what that means in terms of `||` and `&&`,
 * and this writes a condition so.
 */
import { isOpen, type Node } from "./nodes.js";

/** How many elements the lists that have holes have, by path. */
export type Holed = ReadonlyMap<string, number>;

/** Where CEL finds an element of an attribute by itself. */
export function elementPath(path: string, index: number): string {
  return `${path}__${index}`;
}

/** The same condition without lists that are written out with attributes, and without those that have holes. */
export function unfolded(node: Node, holed: Holed, known: ReadonlyMap<string, Node> = new Map()): Node {
  const again = (part: Node): Node => unfolded(part, holed, known);
  switch (node.op) {
    case "literal":
    case "read":
    case "has":
      return node;
    case "variable":
      return known.get(node.name) ?? node;
    case "list":
    case "&&":
    case "||":
      return { ...node, of: node.of.map(again) };
    case "!":
    case "negate":
      return { ...node, of: again(node.of) };
    case "size":
      return node.of.op === "list" ? integer(node.of.of.length) : { ...node, of: again(node.of) };
    case "?:":
      return { ...node, if: again(node.if), then: again(node.then), else: again(node.else) };
    case "exists":
    case "all": {
      const items = itemsOf(node.over, holed);
      if (items === undefined) return { ...node, over: again(node.over), where: again(node.where) };
      const each = items.map((item) => unfolded(node.where, holed, new Map(known).set(node.as, again(item))));
      return either(node.op === "exists" ? "||" : "&&", each);
    }
    case "in": {
      const items = itemsOf(node.right, holed);
      const left = again(node.left);
      if (items === undefined) return { ...node, left, right: again(node.right) };
      return either(
        "||",
        items.map((item): Node => ({ op: "==", left, right: again(item) })),
      );
    }
    default:
      return { ...node, left: again(node.left), right: again(node.right) };
  }
}

/** The elements of a list that has to be taken apart. */
function itemsOf(list: Node, holed: Holed): readonly Node[] | undefined {
  if (isOpen(list) && list.op === "list") return list.of;
  const count = list.op === "read" ? holed.get(list.path) : undefined;
  if (count === undefined || list.op !== "read") return undefined;
  return Array.from({ length: count }, (_, index) => ({
    ...list,
    path: elementPath(list.path, index),
    isList: false,
  }));
}

function either(op: "&&" | "||", of: readonly Node[]): Node {
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { op, of };
}

function integer(value: number): Node {
  return { op: "literal", type: "number", value, isInteger: true };
}

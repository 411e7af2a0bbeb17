/** A resource and what it is in. */
import { deepest, isBag, type Bag } from "../bag.js";

/** The resource, its container, and so on. */
export function nodesOf(resource: Bag): readonly Bag[] {
  const nodes: Bag[] = [];
  for (let node: Bag | undefined = resource; node && nodes.length <= deepest; node = inner(node))
    nodes.push(node);
  return nodes;
}

/** The node that a path like `container.container.` leads to; the empty one leads to the resource. */
export function nodeAt(resource: Bag, path: string): Bag | undefined {
  let node: Bag | undefined = resource;
  for (let left = path.length; node && left > 0; left -= "container.".length) node = inner(node);
  return node;
}

function inner({ container }: Bag): Bag | undefined {
  return isBag(container) && typeof container["type"] === "string" ? container : undefined;
}

/** Attributes of the resource and of its containers: who has them. */
import { membership } from "./atoms.js";
import { and, or, type Outcome } from "./join.js";

/** The container that a path ends in: `container` for `container.team`; undefined for the resource itself. */
export function containerOf(path: string): string | undefined {
  const end = path.lastIndexOf(".");
  return end === -1 ? undefined : path.slice(0, end);
}

/** Where an attribute is declared: everywhere, or where the container that it belongs to is of one of these types. */
export function declaredWhere(path: string, of: readonly string[] | undefined): Outcome {
  const container = containerOf(path);
  return container === undefined || of === undefined ? true : isOfType(container, of, true);
}

/** Whether the resource has something, or lacks it. What a container lacks is known only where there is a container. */
export function presence(path: string, of: readonly string[] | undefined, positive: boolean): Outcome {
  const isContainer = /(?:^|\.)container$/.test(path);
  const attribute = isContainer ? `${path}.type` : path;
  const there: Outcome = { op: "has", attribute, negated: !positive };
  const container = containerOf(path);
  if (container === undefined) return there;
  const declarers = isContainer ? undefined : of;
  if (positive) return and([declaredWhere(path, declarers), there]);
  if (attribute === `${container}.type`) return false;
  const undeclared = declarers === undefined ? false : isOfType(container, declarers, false);
  return and([{ op: "has", attribute: `${container}.type`, negated: false }, or([there, undeclared])]);
}

function isOfType(container: string, types: readonly string[], positive: boolean): Outcome {
  const type = { op: "attribute", name: `${container}.type`, type: "string" } as const;
  return membership(type, "string", types, !positive);
}

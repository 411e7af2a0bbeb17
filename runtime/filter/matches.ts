/** A filter in memory. */
import { isAbsent, isBag, type Bag } from "../bag.js";
import { compare, testText } from "./compute.js";
import { nodeAt, nodesOf } from "./nodes.js";
import { calculated, elementType, negated, readList, readScalar, type Scalar } from "./read.js";
import type { Filter, FilterCondition, FilterList, FilterValue } from "./types.js";

/**
 * True if the filter selects the resource. For a resource of the permission's type, in containers that may contain it, it answers as
 * `can` does for the principal and the permission that the filter was made for. Never throws.
 */
export function matches(filter: Filter, resource: unknown): boolean {
  try {
    if (!isBag(resource) || filter.kind === "none") return false;
    return filter.kind === "all" || isTrue(filter.when, { resource, elements: new Map() });
  } catch {
    // What a getter of the app throws is a value that is missing.
    return false;
  }
}

interface Row {
  readonly resource: Bag;
  readonly elements: ReadonlyMap<string, Scalar | undefined>;
}

function isTrue(condition: FilterCondition, row: Row): boolean {
  switch (condition.op) {
    case "and":
      return condition.of.every((one) => isTrue(one, row));
    case "or":
      return condition.of.some((one) => isTrue(one, row));
    case "holds":
      return nodesOf(row.resource).some(
        ({ type, roles }) =>
          type === condition.type &&
          Array.isArray(roles) &&
          roles.some((role) => condition.roles.includes(role as string)),
      );
    case "inside":
      return nodesOf(row.resource).some(({ type }, depth) => depth > 0 && type === condition.type);
    case "has":
      return isAbsent(attribute(row, condition.attribute)) === condition.negated;
    case "in":
      return isIn(condition, row);
    case "exists":
    case "all":
      return quantified(condition, row);
    default:
      return compared(condition, row);
  }
}

function compared(
  condition: Extract<FilterCondition, { left: FilterValue; right: FilterValue }>,
  row: Row,
): boolean {
  const left = valueOf(condition.left, row);
  const right = valueOf(condition.right, row);
  if (left === undefined || right === undefined) return false;
  if ("negated" in condition) return testText(condition.op, left, right) !== condition.negated;
  return compare(condition.op, left, right);
}

function isIn({ left, right, negated }: Extract<FilterCondition, { op: "in" }>, row: Row): boolean {
  const value = valueOf(left, row);
  const items = listOf(right, row);
  if (value === undefined || items === undefined) return false;
  return negated ? items.every((item) => item !== undefined && item !== value) : items.includes(value);
}

function quantified(
  { op, over, as, where }: Extract<FilterCondition, { op: "exists" | "all" }>,
  row: Row,
): boolean {
  const test = (item: Scalar | undefined): boolean =>
    isTrue(where, { ...row, elements: new Map(row.elements).set(as, item) });
  const items = listOf(over, row);
  return items !== undefined && (op === "exists" ? items.some(test) : items.every(test));
}

function valueOf(value: FilterValue, row: Row): Scalar | undefined {
  switch (value.op) {
    case "value":
      return readScalar(value.type, value.value);
    case "attribute":
      return readScalar(value.type, attribute(row, value.name));
    case "element":
      return row.elements.get(value.name);
    case "size":
      return listOf(value.of, row)?.length;
    case "negate": {
      const of = valueOf(value.of, row);
      return of === undefined ? undefined : negated(of);
    }
    case "case": {
      const found = value.of.find(({ when }) => isTrue(when, row));
      return found && valueOf(found.value, row);
    }
    default: {
      const left = valueOf(value.left, row);
      const right = valueOf(value.right, row);
      return left === undefined || right === undefined ? undefined : calculated(value.op, left, right);
    }
  }
}

function listOf(list: FilterList, row: Row): readonly (Scalar | undefined)[] | undefined {
  if (list.op === "values") return readList(list.type, list.values);
  return readList(elementType(list.type), attribute(row, list.name));
}

function attribute({ resource }: Row, name: string): unknown {
  const end = name.lastIndexOf(".") + 1;
  return nodeAt(resource, name.slice(0, end))?.[name.slice(end)];
}

/** What Prisma can ask of a list: whether it is empty, and whether it has one of some values. */
import { compare, mirrored, type Comparison } from "../runtime/filter/compute.js";
import type { FilterCondition, FilterList } from "../runtime/filter/index.js";
import { readList, readScalar, type Scalar } from "../runtime/filter/read.js";
import { either, isSendable, refuse, type Fields, type Where } from "./prisma-fields.js";

type Condition<Op> = Extract<FilterCondition, { readonly op: Op }>;

/** Whether a known value is in the list. */
export function listTest({ left, right, negated }: Condition<"in">, fields: Fields): Where {
  const name = nameOf(right);
  if (left.op !== "value") return refuse(`whether something that is not known is in \`${name}\``);
  const value = readScalar(left.type, left.value);
  return value === undefined ? fields.none : has(right, [value], negated, fields);
}

/** `exists` as far as it asks for known values, and `all` as far as it excludes them. */
export function elementTest({ op, over, as, where }: Condition<"exists" | "all">, fields: Fields): Where {
  const negated = op === "all";
  const values = valuesAsked(where, as, negated);
  if (values === undefined) return refuse(`this \`${op}\` over \`${nameOf(over)}\``);
  return has(over, values, negated, fields);
}

/** A comparison of a list's size that tells no more than whether it is empty; undefined if no size is compared. */
export function sizeTest({ op, left, right }: Condition<Comparison>, fields: Fields): Where | undefined {
  if (left.op === "value" && right.op === "size") {
    return sizeTest({ op: mirrored[op], left: right, right: left }, fields);
  }
  if (left.op !== "size" || right.op !== "value") return undefined;
  const name = nameOf(left.of);
  const known = readScalar("number", right.value);
  if (known === undefined) return fields.none;
  const ofSizes = [0, 1, 2, 2 ** 32].map((size) => compare(op, size, known));
  const [ofEmpty, ...ofOthers] = ofSizes;
  if (new Set(ofOthers).size > 1 || (/[!=]=/.test(op) && Number(known) > 2)) {
    return refuse(`how many elements \`${name}\` has, but whether it has any`);
  }
  const parts = [
    ...(ofEmpty === true ? [{ isEmpty: true }] : []),
    ...(ofOthers[0] === true ? [{ isEmpty: false }] : []),
  ];
  return parts.length === 0 ? fields.none : either(parts.map((part) => fields.is(name, part)));
}

function has(list: FilterList, values: readonly Scalar[], negated: boolean, fields: Fields): Where {
  const name = nameOf(list);
  if (list.type === "list<timestamp>") return refuse(`moments in \`${name}\``);
  const sendable = values.filter(isSendable);
  if (sendable.length === 0)
    return negated ? either([true, false].map((isEmpty) => fields.is(name, { isEmpty }))) : fields.none;
  const test = (field: string): Where => ({ [field]: { hasSome: sendable } });
  return fields.at(name, (field) => (negated ? { NOT: test(field) } : test(field)));
}

function nameOf(list: FilterList): string {
  return list.op === "attribute" ? list.name : refuse("a test of a known list");
}

/** The values one of which an element is, or with `negated` none of which; undefined if it is asked anything else. */
function valuesAsked(where: FilterCondition, as: string, negated: boolean): readonly Scalar[] | undefined {
  if (where.op === (negated ? "and" : "or")) {
    const all = where.of.map((one) => valuesAsked(one, as, negated));
    return all.includes(undefined) ? undefined : all.flatMap((values) => values ?? []);
  }
  if (!("left" in where) || where.left.op !== "element" || where.left.name !== as) return undefined;
  if (where.op === (negated ? "!=" : "==") && where.right.op === "value") {
    const value = readScalar(where.right.type, where.right.value);
    return value === undefined ? undefined : [value];
  }
  if (where.op !== "in" || where.negated !== negated || where.right.op !== "values") return undefined;
  const values = readList(where.right.type, where.right.values)?.filter((value) => value !== undefined);
  return values?.length === where.right.values.length ? values : undefined;
}

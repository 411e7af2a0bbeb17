/** What a filter consists of: a condition over the resource alone, in which nothing is negated but single comparisons. */
import type { ScalarType, ValueType } from "../expression.js";

/** Which resources a principal may do something to. `A` are the attributes that it may read. */
export type Filter<A extends string = string> =
  | { readonly kind: "all" }
  | { readonly kind: "none" }
  | { readonly kind: "when"; readonly when: FilterCondition<A> };

/**
 * It selects the resources on which it is true. A comparison that meets a missing value is not true, negated or not; so `and`
 * and `or` need two values only.
 */
export type FilterCondition<A extends string = string> =
  /** Never empty. */
  | { readonly op: "and" | "or"; readonly of: readonly FilterCondition<A>[] }
  /** One of these resource roles is held on the resource, if it is of this type, or on a container of this type, at any depth. */
  | { readonly op: "holds"; readonly type: string; readonly roles: readonly string[] }
  /** The resource has a container of this type, at any depth. */
  | { readonly op: "inside"; readonly type: string }
  | { readonly op: "has"; readonly attribute: A; readonly negated: boolean }
  | {
      readonly op: "==" | "!=" | "<" | "<=" | ">" | ">=";
      readonly left: FilterValue<A>;
      readonly right: FilterValue<A>;
    }
  /** A list without items: nothing is in it, and what is there is not in it. A missing item of a list may be anything. */
  | {
      readonly op: "in";
      readonly left: FilterValue<A>;
      readonly right: FilterList<A>;
      readonly negated: boolean;
    }
  | {
      readonly op: "startsWith" | "endsWith" | "contains";
      readonly left: FilterValue<A>;
      readonly right: FilterValue<A>;
      readonly negated: boolean;
    }
  /** The list is there, and `where` is true of at least one element, or of every one. */
  | {
      readonly op: "exists" | "all";
      readonly over: FilterList<A>;
      readonly as: string;
      readonly where: FilterCondition<A>;
    };

/** A value of a resource, or one that is known already. */
export type FilterValue<A extends string = string> =
  /** A timestamp as an ISO text in UTC with milliseconds. */
  | { readonly op: "value"; readonly type: ScalarType; readonly value: string | number | boolean }
  | { readonly op: "attribute"; readonly name: A; readonly type: ScalarType }
  | { readonly op: "element"; readonly name: string; readonly type: ScalarType }
  | { readonly op: "size"; readonly of: FilterList<A> }
  | { readonly op: "negate"; readonly of: FilterValue<A> }
  | {
      readonly op: "+" | "-" | "*" | "/";
      readonly left: FilterValue<A>;
      readonly right: FilterValue<A>;
    }
  /** The value of the first case that is true; missing if none is. */
  | {
      readonly op: "case";
      readonly type: ScalarType;
      readonly of: readonly { readonly when: FilterCondition<A>; readonly value: FilterValue<A> }[];
    };

export type FilterList<A extends string = string> =
  | { readonly op: "attribute"; readonly name: A; readonly type: Exclude<ValueType, ScalarType> }
  /** Known values, all of one type. */
  | {
      readonly op: "values";
      readonly type: ScalarType;
      readonly values: readonly (string | number | boolean)[];
    };

/** Conditions as data: what a filter is made of. The checks run the functions that are generated beside them. */

export type ScalarType = "string" | "number" | "boolean" | "timestamp";

export type ValueType = ScalarType | `list<${ScalarType}>`;

/** An attribute of the principal or the resource; enumerations are strings. */
export interface AttributeRead {
  readonly op: "principal" | "resource";
  /** As it is written after `principal.` or `resource.`: `team`, `id`, `kind`, `container.team`, `container.type`. */
  readonly path: string;
  readonly type: ValueType;
  /**
   * The principal kinds, or the types of the container that `path` ends in, that declare it. On others it is missing.
   * Left out: all of them declare it.
   */
  readonly of?: readonly string[];
}

/** What a condition consists of. Its twin in the compiler has the same name and shape. */
export type Expression =
  /** A timestamp as an ISO text in UTC with milliseconds. */
  | { readonly op: "value"; readonly type: ScalarType; readonly value: string | number | boolean }
  | AttributeRead
  /** The variable of an `exists` or `all`. */
  | { readonly op: "element"; readonly name: string; readonly type: ScalarType }
  | { readonly op: "list"; readonly type: `list<${ScalarType}>`; readonly of: readonly Expression[] }
  /** The path may also end in `container` itself. */
  | { readonly op: "has"; readonly of: AttributeRead }
  | { readonly op: "!" | "negate" | "size"; readonly of: Expression }
  | { readonly op: "&&" | "||"; readonly of: readonly Expression[] }
  | {
      readonly op: "?:";
      readonly type: ScalarType;
      readonly if: Expression;
      readonly then: Expression;
      readonly else: Expression;
    }
  | {
      readonly op:
        | "=="
        | "!="
        | "<"
        | "<="
        | ">"
        | ">="
        | "in"
        | "startsWith"
        | "endsWith"
        | "contains"
        | "+"
        | "-"
        | "*"
        | "/";
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly op: "exists" | "all";
      readonly over: Expression;
      readonly as: string;
      readonly where: Expression;
    };

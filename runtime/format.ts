import type { Expression } from "./expression.js";

/** The table that the compiler writes. Its bytes may change between formats; an app does not read it. */
export interface PolicyTable {
  readonly format: 1;
  readonly name: string;
  readonly hash: string;
  /** Narrowest first. */
  readonly scopes: readonly string[];
  readonly kinds: Readonly<Record<string, KindTable>>;
  readonly roles: Readonly<Record<string, Kinds>>;
  readonly resources: Readonly<Record<string, ResourceTable>>;
  /** By resource type, from each permission to who has it. Of a large policy, each type's as a JSON text. */
  readonly permissions: Readonly<Record<string, string | Readonly<Record<string, QuestionText>>>>;
  /** The type of each permission whose name does not begin with it and a colon. */
  readonly typeOf?: Readonly<Record<string, string>>;
  /** From each role and `type#role` that may be assigned to who may assign it. */
  readonly assigns: Readonly<Record<string, QuestionText>>;
  /** Elsewhere a condition is its index here. */
  readonly conditions: readonly Condition[];
  /** The same conditions as data, for filters. */
  readonly trees: readonly Expression[];
}

/**
 * `HOLDERS|TYPE|REQUIRES`: who has it; the resource type, empty for a type-level permission; the conditions that bind everyone.
 * Holders and conditions are separated by spaces; what is empty at the end is left out.
 *
 * A holder is `ROLE` or the resource role `TYPE#ROLE`, or `TYPE>ROLE` for what a role has only inside a resource of a type. Behind
 * it stand `@SCOPE` unless that is the widest, and `?CONDITION` if there is one. A role may be written as its index in `roles`.
 */
export type QuestionText = string;

export interface KindTable {
  readonly defaultRoles?: readonly string[];
  /** Conditions, separated by spaces. */
  readonly requires?: string;
}

/** The kinds that may hold a role, separated by spaces. Empty: every kind; `-`: none, the role is there to be inherited. */
export type Kinds = string;

/** True, false, or the name of the attribute that makes it unknown. */
export type Truth = boolean | string;

/** A condition as code. It has a second parameter only if it reads the resource. */
export type Condition = (
  principal: Readonly<Record<string, unknown>>,
  resource: Readonly<Record<string, unknown>>,
) => Truth;

export interface ResourceTable {
  /** The types that may contain this one. */
  readonly in?: readonly string[];
  /** What each scope reaches: what one of these conditions says, separated by spaces; left out: everything. */
  readonly scopes?: Readonly<Record<string, string>>;
  /** Resource roles. */
  readonly roles?: Readonly<Record<string, Kinds>>;
}

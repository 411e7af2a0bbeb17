/** Where everything of a policy stands, as the compiler writes it into `provenance.ts`. Only `rolebook/explain` reads it. */
export interface Provenance {
  readonly format: 1;
  /** `name@hash` of the table that it belongs to. */
  readonly policy: string;
  /** Sources, relative to the root of the project. A place elsewhere is `FILE:LINE`, FILE an index here. */
  readonly files: readonly string[];
  /** The text of each condition, by its index in the table; behind them those that only subsumed grants have. */
  readonly conditions: readonly string[];
  /** Roles by id, resource roles as `type#id`. */
  readonly roles: Readonly<Record<string, RoleSource>>;
  readonly kinds: Readonly<Record<string, KindSource>>;
  readonly resources: Readonly<Record<string, ResourceSource>>;
  readonly permissions: Readonly<Record<string, BoundSource>>;
}

/** `FILE:LINE` */
export type PlaceText = string;

export interface RoleSource {
  readonly at: PlaceText;
  /** From each junior to where it is inherited. */
  readonly inherits?: Readonly<Record<string, PlaceText>>;
  readonly grants?: readonly GrantText[];
  /** From each role that a holder may assign, not counting what it inherits, to where that is said. */
  readonly assigns?: Readonly<Record<string, PlaceText>>;
}

/**
 * One line of a grant, `PLACE PERMISSIONS|SCOPE|WHEN|PLACE OF WHEN`; what is empty at the end is left out. Permissions are separated by
 * spaces, and one that another implies is `ID<OTHER`. No scope: the widest. WHEN is an index into `conditions`, or where it differs by
 * resource type `TYPE=INDEX`, separated by spaces.
 */
export type GrantText = string;

/** Something with a condition that binds everyone. */
export interface BoundSource {
  readonly at?: PlaceText;
  readonly requires?: PlaceText;
}

export interface KindSource extends BoundSource {
  readonly defaultRoles?: Readonly<Record<string, PlaceText>>;
}

export interface ResourceSource extends BoundSource {
  /** Where the condition of each scope stands that this type has one for. */
  readonly scopes?: Readonly<Record<string, PlaceText>>;
}

import type { PolicyTable } from "./format.js";

/** What a policy's generated types say; each policy has its own. */
export interface PolicyTypes {
  /** The union of the principals of all kinds. */
  readonly principal: object;
  /** The union of the principals that may be given a role. */
  readonly target: object;
  /** The union of the resources of all types. */
  readonly resource: object;
  /** The union of all permissions. */
  readonly permission: string;
  /** From a permission to the attributes of the resource that its conditions read, as a union of paths; without an entry, none. */
  readonly reads: object;
  /** From each role and `type#role` to the resource that it is given on, or null for a role. */
  readonly assignable: object;
  readonly scope: string;
  readonly checks: Checks;
  /** The checks without their principal. */
  readonly principalChecks: Checks;
}

/** The checks of a policy, each with the permissions and resources that it takes. */
export interface Checks {
  readonly can: (...asked: never) => boolean;
  readonly check: (...asked: never) => object;
  readonly assert: (...asked: never) => void;
}

/** What a check takes. Of a union it takes what is every member at once: what is taken stands where a parameter does. */
export interface Takes<in Resource> {
  readonly takes: (resource: Resource) => void;
}

/** A compiled policy. */
export interface Policy<T extends PolicyTypes = PolicyTypes> extends PolicyTable {
  /** Never present: it carries the types. */
  readonly types?: T;
}

/** Every reason of a decision, from the nearest to the furthest that a check can reach; the furthest reached is given. */
export type Reason =
  | "no-principal"
  | "unknown-kind"
  | "principal-refused"
  | "unknown-permission"
  | "missing-resource"
  | "unexpected-resource"
  | "wrong-resource-type"
  | "not-granted"
  | "container-depth"
  | "outside-scope"
  | "condition"
  | "missing-attribute"
  | "requires"
  | "granted";

/** The holder that allowed: a role, or a resource role held on the resource or on a container of it. */
export type Via =
  | { readonly role: string }
  | { readonly resourceRole: string; readonly type: string; readonly id: string | undefined };

/** A whole answer. */
export interface Decision<T extends PolicyTypes = PolicyTypes> {
  readonly allowed: boolean;
  readonly reason: Reason;
  /** The permission as it was asked for. */
  readonly permission: string;
  readonly principalId: string | undefined;
  /** The instance that was asked about. */
  readonly resource?: { readonly type: string; readonly id: string | undefined };
  /** The widest scope among the grants that allowed. */
  readonly scope?: T["scope"];
  readonly via?: Via;
  /** The attribute that was missing, as conditions name it: `resource.status`. */
  readonly attribute?: string;
  /** Roles that gave nothing because the policy does not know them or this kind may not hold them, sorted. */
  readonly unknownRoles?: readonly string[];
  /** For a deny: `role:X` and `resourceRole:T#X`, each of which alone would have allowed, sorted. */
  readonly wouldGrant: readonly string[];
  /** The policy's name and hash, `name@hash`. */
  readonly policy: string;
  /** The line that decided; only `rolebook/explain` knows it. */
  readonly source?: Source;
}

/** Where what decided stands. */
export interface Source {
  /** Relative to the root of the project. */
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  /** For a grant: the roles from the holder to the one that lists it, as `X` or `T#X`. */
  readonly path?: readonly string[];
}

/** A permission that a principal has. */
export interface HeldPermission<T extends PolicyTypes = PolicyTypes> {
  readonly permission: PermissionOf<T>;
  /** The widest scope, for a permission on instances. */
  readonly scope?: T["scope"];
  /** True if it depends on the resource. */
  readonly conditional: boolean;
}

export type PermissionOf<T extends PolicyTypes> = T["permission"];

/** Who asks: a principal, or several (the keys of one user), of which any may allow. Null and undefined are nobody. */
export type Asker<T extends PolicyTypes> = T["principal"] | readonly T["principal"][] | null | undefined;

type AssignArguments<R, All> = [R] extends [null]
  ? [resource?: All]
  : null extends R
    ? [never]
    : [resource: Every<R>];

/** What is each member of a union at once: a permission that may be on one of two types takes neither's resource. */
type Every<R> = (R extends unknown ? (member: R) => void : never) extends (every: infer E) => void
  ? E
  : never;

/** The answers of one policy. Every function stands alone: none needs `this`. */
export interface Authorizer<T extends PolicyTypes = PolicyTypes> {
  /** True if the principal may. Never throws. */
  readonly can: T["checks"]["can"];
  /** The same answer with its reason. Never throws. */
  readonly check: T["checks"]["check"];
  /** Returns if the principal may. @throws ForbiddenError if not */
  readonly assert: T["checks"]["assert"];
  /** The widest scope of any held role's grant of an instance-level permission. For display, never a decision. */
  readonly scopeOf: (principal: Asker<T>, permission: PermissionOf<T>) => T["scope"] | undefined;
  /**
   * True if the principal's roles let it give the target a role, or take it away. It limits, it does not grant: assigning
   * also needs the app's own permission on the target. A resource role is `type#role` and is given on a resource.
   */
  readonly canAssign: <R extends keyof T["assignable"] & string>(
    principal: Asker<T>,
    role: R,
    target: T["target"],
    ...resource: AssignArguments<T["assignable"][R], T["resource"]>
  ) => boolean;
  /**
   * What the principal's roles permit, sorted by permission. Resource roles are not counted; conditions that read the principal alone
   * are answered.
   */
  readonly permissionsOf: (principal: Asker<T>) => readonly HeldPermission<T>[];
  /** The same functions for one principal (or several), its roles merged once, as they are now. Attributes are read at each check. */
  readonly forPrincipal: (principal: Asker<T>) => PrincipalAuthorizer<T>;
}

/** An authorizer that has its principal. */
export interface PrincipalAuthorizer<T extends PolicyTypes = PolicyTypes> {
  readonly can: T["principalChecks"]["can"];
  readonly check: T["principalChecks"]["check"];
  readonly assert: T["principalChecks"]["assert"];
  readonly scopeOf: (permission: PermissionOf<T>) => T["scope"] | undefined;
  readonly canAssign: <R extends keyof T["assignable"] & string>(
    role: R,
    target: T["target"],
    ...resource: AssignArguments<T["assignable"][R], T["resource"]>
  ) => boolean;
  readonly permissionsOf: () => readonly HeldPermission<T>[];
}

export interface AuthorizerOptions<T extends PolicyTypes = PolicyTypes> {
  /**
   * Called with every decision of `can`, `check` and `assert`. What it throws, or rejects with, is swallowed: it is not the
   * check's failure.
   */
  readonly onDecision?: ((decision: Decision<T>) => void) | undefined;
}

/** Every type that crosses a doorway between two rooms, in travelling order. */
import type { Diagnostic, Span } from "./diagnostic.js";
import type { Statement } from "./structure.js";

/** What a room gives: its result and what it found. */
export interface Outcome<T> {
  readonly result: T;
  readonly diagnostics: readonly Diagnostic[];
}

// ---------------------------------------------------------------- 1-load gives

/** A file's text. */
export interface SourceFile {
  /** Relative to the root of the project, with `/` between folders. */
  readonly path: string;
  /** Without a byte order mark. */
  readonly text: string;
}

// --------------------------------------------------------------- 2-parse gives

/** Plain data (null-prototype maps, arrays, scalars) with a way back to the text. */
export interface ParsedFile {
  readonly source: SourceFile;
  readonly data: unknown;
  /** The span of a place in `data`. Without a key: the whole map or list. */
  readonly locate: (place: Omit<Place, "file">) => Span;
  readonly comments: readonly Comment[];
}

/** A comment, from its `#` on. */
export interface Comment {
  readonly text: string;
  readonly span: Span;
}

/** A place in a parsed file: the key or the value at `key` of the map or list `container`. */
export interface Place {
  readonly file: ParsedFile;
  readonly container: object;
  readonly key?: string | number;
  readonly part?: "key" | "value";
  /** Only this part of the text that stands there, if it stands there once. */
  readonly within?: string;
  /** Only this part of the value that stands there, from one character to another, the end exclusive. */
  readonly range?: readonly [start: number, end: number];
}

// ------------------------------------------------------------ 3-validate gives

/** A parsed file for which the JSON Schema holds. */
export interface Document {
  readonly file: ParsedFile;
  readonly fragment: Fragment;
}

type Dictionary<T> = Readonly<Record<string, T>>;

/** One file of a policy, as `schema/policy.schema.json` describes it. */
export interface Fragment {
  readonly principals?: Dictionary<RawKind | null> | null;
  readonly scopes?: readonly RawScope[];
  readonly resources?: Dictionary<RawResource | null> | null;
  readonly roles?: Dictionary<RawRole | null> | null;
  readonly resourceRoles?: Dictionary<Dictionary<RawRole | null> | null> | null;
  readonly routes?: Dictionary<string> | null;
  readonly reserved?: RawReserved | null;
}

export interface RawKind {
  readonly attributes?: Dictionary<RawAttributeType> | null;
  readonly defaultRoles?: readonly string[] | null;
  readonly requires?: string;
}

export type RawAttributeType = string | readonly string[];

export interface RawScope {
  readonly name: string;
  readonly when?: string;
}

export interface RawResource {
  readonly title?: string;
  readonly description?: string;
  readonly in?: string | readonly string[];
  readonly attributes?: Dictionary<RawAttributeType> | null;
  readonly requires?: string;
  readonly scopes?: Dictionary<string> | null;
  readonly actions?: Dictionary<RawAction | null> | null;
}

export interface RawAction {
  readonly description?: string;
  readonly on?: "type";
  readonly id?: string;
  readonly implies?: readonly string[] | null;
  readonly requires?: string;
  readonly deprecated?: string;
}

export interface RawRole {
  readonly title?: string;
  readonly description?: string;
  readonly id?: string;
  readonly heldBy?: readonly string[];
  readonly inherits?: readonly string[] | null;
  readonly allow?: readonly RawGrant[] | null;
  readonly assigns?: readonly string[] | RawAssigns | null;
  readonly deprecated?: string;
  readonly annotations?: Dictionary<unknown> | null;
}

export type RawGrant = string | RawGrantMap;

export interface RawGrantMap {
  readonly permissions: readonly string[];
  readonly except?: readonly string[];
  readonly scope?: string;
  readonly when?: string;
}

export interface RawAssigns {
  readonly roles: readonly string[];
  readonly except?: readonly string[];
}

export interface RawReserved {
  readonly permissions?: readonly string[] | null;
  readonly roles?: readonly string[] | null;
}

// ------------------------------------------------------------- 4-resolve gives

/** A whole policy in which every name is a reference. Lists are sorted by name, scopes by their ladder. */
export interface PolicyModel {
  readonly name: string;
  /** The paths of the source files. */
  readonly files: readonly string[];
  readonly kinds: readonly PrincipalKind[];
  /** Narrowest first. A scope elsewhere is an index into this list. */
  readonly scopes: readonly string[];
  /** Where each scope is written; undefined for the one of a policy that declares none. */
  readonly scopePlaces: readonly (Place | undefined)[];
  readonly resources: readonly Resource[];
  /** The roles that are held everywhere; resource roles stand with their resource. */
  readonly roles: readonly Role[];
  readonly routes: readonly Route[];
  readonly reserved: Reserved;
  /** Where conditions ask for optional attributes that may be missing. */
  readonly careless: readonly CarelessRead[];
}

/** Names and ids that were in use and must not be used again: stored data may still hold them. */
export interface Reserved {
  readonly permissions: readonly ReservedName[];
  /** Resource roles as `type#role`. */
  readonly roles: readonly ReservedName[];
}

export interface ReservedName {
  readonly name: string;
  /** Where it is first reserved. */
  readonly place: Place;
}

export interface CarelessRead {
  /** `resource.note` */
  readonly name: string;
  readonly place: Place;
}

export interface Reference<T> {
  readonly to: T;
  readonly place: Place;
}

export interface PrincipalKind {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly defaultRoles: readonly Reference<Role>[];
  readonly requires: Reference<Condition> | undefined;
  /** Undefined for the kind `user` of a policy that declares no kind. */
  readonly place: Place | undefined;
}

export interface Attribute {
  readonly name: string;
  readonly optional: boolean;
  readonly type: AttributeType;
  readonly place: Place;
}

export type ScalarType = "string" | "number" | "boolean" | "timestamp";

export type AttributeType =
  | { readonly tag: "scalar"; readonly of: ScalarType }
  | { readonly tag: "list"; readonly of: ScalarType }
  | { readonly tag: "enumeration"; readonly values: readonly string[] };

/** An attribute as a condition reads it; enumerations are strings. */
export interface AttributeRead {
  readonly op: "principal" | "resource";
  /** As it is written after `principal.` or `resource.`: `team`, `id`, `kind`, `container.team`. */
  readonly path: string;
  readonly type: ValueType;
  /** The principal kinds, or the types of the container that `path` ends in, that declare it; left out: all of them. */
  readonly of?: readonly string[];
}

export type ValueType = ScalarType | `list<${ScalarType}>`;

/** What a condition consists of, typed. Everything that conditions become is printed from it. Its twin in the runtime has its name. */
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
  | { readonly op: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | {
      readonly op: "exists" | "all";
      readonly over: Expression;
      readonly as: string;
      readonly where: Expression;
    };

export type BinaryOperator =
  | ("==" | "!=" | "<" | "<=" | ">" | ">=" | "in")
  | ("startsWith" | "endsWith" | "contains")
  | ("+" | "-" | "*" | "/");

/** A condition, checked. Equal ones of a policy are one object. */
export interface Condition {
  /** It, in one line; distinct from that of every other condition of the policy. */
  readonly key: string;
  readonly expression: Expression;
  /** What it is about: the resource, or the principal alone. */
  readonly on: "principal" | "resource";
}

export interface Resource {
  readonly name: string;
  readonly title: string | undefined;
  readonly description: string | undefined;
  /** The resource types that may contain this one. */
  readonly containers: readonly Resource[];
  /** This type's contained types at every depth; itself only if it may contain itself. */
  readonly contained: ReadonlySet<Resource>;
  /** Binds every permission on an instance. */
  readonly requires: Reference<Condition> | undefined;
  /** By rung of the ladder: its condition on this type. Undefined where there is none, or no grant makes use of it. */
  readonly scopes: readonly (Reference<Condition> | undefined)[];
  readonly attributes: readonly Attribute[];
  readonly permissions: readonly Permission[];
  readonly roles: readonly Role[];
  readonly place: Place;
}

/** An action on a resource type. */
export interface Permission {
  /** `resource:action` */
  readonly name: string;
  /** What constants hold and the runtime takes and reports. */
  readonly id: string;
  readonly resource: Resource;
  readonly action: string;
  readonly level: "type" | "instance";
  readonly implies: readonly Reference<Permission>[];
  readonly requires: Reference<Condition> | undefined;
  readonly description: string | undefined;
  readonly deprecated: string | undefined;
  readonly place: Place;
}

/** A role, or with a `resource` a resource role. What it lists is its assigned permissions. */
export interface Role {
  readonly name: string;
  readonly id: string;
  readonly resource: Resource | undefined;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly deprecated: string | undefined;
  readonly annotations: Dictionary<unknown>;
  /** Undefined: every kind may hold it. */
  readonly heldBy: readonly PrincipalKind[] | undefined;
  readonly inherits: readonly Reference<Role>[];
  readonly grants: readonly Grant[];
  /** Each role once, where it is first named. */
  readonly assigns: readonly Reference<Role>[];
  readonly place: Place;
}

/** One entry of `allow`: wildcards expanded, exceptions removed, implied permissions not yet added. */
export interface Grant {
  readonly permissions: readonly Reference<Permission>[];
  readonly except: ReadonlySet<Permission>;
  /** The patterns of `except` that take nothing from this grant. */
  readonly idle: readonly Place[];
  /** An index into the ladder. */
  readonly scope: number;
  /** Its condition on each resource type that it grants on; undefined: it has none. */
  readonly when: ReadonlyMap<Resource, Reference<Condition>> | undefined;
  readonly place: Place;
}

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly demands: Permission | "public";
  readonly place: Place;
}

// ------------------------------------------------------------- 5-analyze gives

/** A policy in which every rule holds, with each role's authorized permissions. */
export interface AnalyzedPolicy {
  readonly model: PolicyModel;
  /** For every role and resource role. */
  readonly authorized: ReadonlyMap<Role, Authorized>;
}

/** What a role has after inheritance and wildcards. */
export interface Authorized {
  /** What it has wherever it is held. */
  readonly everywhere: Powers;
  /** For a role that inherits a resource role: what it has only inside a resource of that type. */
  readonly inside: ReadonlyMap<Resource, Powers>;
}

export interface Powers {
  /** The permissions without a condition and the widest scope of each, as an index into the ladder. */
  readonly permissions: Reach;
  /** The same under each condition, where that adds anything. */
  readonly conditional: ReadonlyMap<Condition, Reach>;
  /** The roles that a holder may give and take. */
  readonly assigns: ReadonlySet<Role>;
}

/** Permissions and the widest scope of each. */
export type Reach = ReadonlyMap<Permission, number>;

// ---------------------------------------------------------------- 6-emit gives

/**
 * The table that the runtime reads, as plain data. Its twin in the runtime is `PolicyTable`, which also has the conditions; here
 * and there a condition is its index.
 */
export interface Table {
  readonly format: 1;
  readonly name: string;
  readonly hash: string;
  readonly scopes: readonly string[];
  readonly kinds: Dictionary<KindTable>;
  readonly roles: Dictionary<Kinds>;
  readonly resources: Dictionary<ResourceTable>;
  /** By resource type, from each permission to `HOLDERS|TYPE|REQUIRES`; of a large policy, each type's as a JSON text. */
  readonly permissions: Dictionary<string | Dictionary<string>>;
  /** The type of each permission whose name does not begin with it and a colon. */
  readonly typeOf?: Dictionary<string>;
  readonly assigns: Dictionary<string>;
}

export interface KindTable {
  readonly defaultRoles?: readonly string[];
  readonly requires?: string;
}

/** The kinds that may hold a role, separated by spaces. Empty: every kind; `-`: none. */
export type Kinds = string;

export interface ResourceTable {
  readonly in?: readonly string[];
  readonly scopes?: Dictionary<string>;
  readonly roles?: Dictionary<Kinds>;
}

/** A generated file as data. */
export type Module = CodeModule | JsonModule | TextModule;

/** A TypeScript module as data. */
export interface CodeModule {
  /** Relative to the policy's output folder. */
  readonly path: string;
  readonly header: string;
  readonly statements: readonly Statement[];
}

/** A JSON document. It carries its header itself. */
export interface JsonModule {
  /** Relative to the policy's output folder. */
  readonly path: string;
  readonly json: JsonObject;
}

/** A document for people. It carries its header itself. */
export interface TextModule {
  /** Relative to the policy's output folder. */
  readonly path: string;
  readonly text: string;
}

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** The decision matrix of a policy: everything that its roles and resource roles may do. What has no cell is denied. */
export interface Matrix {
  readonly policy: string;
  /** Narrowest first. */
  readonly scopes: readonly string[];
  readonly permissions: readonly MatrixPermission[];
  readonly holders: readonly MatrixHolder[];
  /** By holder, then by permission. Made while they are read: there may be millions. */
  readonly cells: Iterable<MatrixCell>;
  /** The conditions of cells and permissions, in words. */
  readonly conditions: readonly { readonly condition: string; readonly words: string }[];
}

export interface MatrixPermission {
  readonly permission: string;
  /** `resource:action`, where the permission has an id of its own. */
  readonly name?: string;
  readonly resource: string;
  readonly level: Permission["level"];
  /** What binds everyone, as CEL. */
  readonly requires?: string;
}

export interface MatrixHolder {
  /** `role:X` or `resourceRole:T#X` */
  readonly holder: string;
  readonly name: string;
  readonly resource?: string;
  readonly title?: string;
  /** The kinds that may hold it, where not every kind may. */
  readonly heldBy?: readonly string[];
}

/** One way in which a holder has a permission. */
export interface MatrixCell {
  readonly holder: string;
  readonly resource: string;
  readonly permission: string;
  readonly level: Permission["level"];
  /** On instances only. */
  readonly scope?: string;
  /** The condition of the grant, as CEL. */
  readonly when?: string;
  /** It counts only inside a resource of this type. */
  readonly inside?: string;
  /** What binds everyone who has the permission, as CEL. */
  readonly requires?: string;
}

// --------------------------------------------------------------- 7-print gives

export interface GeneratedFile {
  /** Relative to the policy's output folder. */
  readonly path: string;
  readonly text: string;
}

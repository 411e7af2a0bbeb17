/** Every type that crosses a doorway between two rooms, in travelling order. */
import type { StatementStructures } from "ts-morph";
import type { Diagnostic, Span } from "./diagnostic.js";

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
}

export interface RawKind {
  readonly attributes?: Dictionary<RawAttributeType> | null;
  readonly defaultRoles?: readonly string[] | null;
}

export type RawAttributeType = string | readonly string[];

export interface RawScope {
  readonly name: string;
}

export interface RawResource {
  readonly title?: string;
  readonly description?: string;
  readonly in?: string | readonly string[];
  readonly attributes?: Dictionary<RawAttributeType> | null;
  readonly actions?: Dictionary<RawAction | null> | null;
}

export interface RawAction {
  readonly description?: string;
  readonly on?: "type";
  readonly id?: string;
  readonly implies?: readonly string[] | null;
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

export type RawGrant =
  | string
  | { readonly permissions: readonly string[]; readonly except?: readonly string[]; readonly scope?: string };

export interface RawAssigns {
  readonly roles: readonly string[];
  readonly except?: readonly string[];
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
}

export interface Reference<T> {
  readonly to: T;
  readonly place: Place;
}

export interface PrincipalKind {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly defaultRoles: readonly Reference<Role>[];
  /** Undefined for the kind `user` of a policy that declares no kind. */
  readonly place: Place | undefined;
}

export interface Attribute {
  readonly name: string;
  readonly optional: boolean;
  readonly type: AttributeType;
}

type ScalarType = "string" | "number" | "boolean" | "timestamp";

export type AttributeType =
  | { readonly tag: "scalar"; readonly of: ScalarType }
  | { readonly tag: "list"; readonly of: ScalarType }
  | { readonly tag: "enumeration"; readonly values: readonly string[] };

export interface Resource {
  readonly name: string;
  readonly title: string | undefined;
  readonly description: string | undefined;
  /** The resource types that may contain this one. */
  readonly containers: readonly Resource[];
  /** This type's contained types at every depth; itself only if it may contain itself. */
  readonly contained: ReadonlySet<Resource>;
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
  readonly assigns: readonly Role[];
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
  /** The permissions and the widest scope of each, as an index into the ladder. */
  readonly permissions: ReadonlyMap<Permission, number>;
  /** The roles that a holder may give and take. */
  readonly assigns: ReadonlySet<Role>;
}

// ---------------------------------------------------------------- 6-emit gives

/** The table that the runtime reads, as plain data. Its twin in the runtime is `PolicyTable`. */
export interface Table {
  readonly format: 1;
  readonly name: string;
  readonly hash: string;
  readonly scopes: readonly string[];
  readonly kinds: Dictionary<readonly string[]>;
  readonly resources: Dictionary<ResourceTable>;
  readonly roles: Dictionary<RoleTable>;
}

export interface ResourceTable {
  readonly in?: readonly string[];
  readonly type?: readonly string[];
  readonly instance?: readonly string[];
  readonly roles?: Dictionary<RoleTable>;
}

export interface RoleTable extends PowersTable {
  readonly heldBy?: readonly string[];
  readonly inside?: Dictionary<PowersTable>;
}

export interface PowersTable {
  readonly allow?: Dictionary<readonly string[]>;
  readonly assigns?: readonly string[];
}

/** A generated file as data. */
export type Module = CodeModule | JsonModule;

/** A TypeScript module: what ts-morph is asked to write. */
export interface CodeModule {
  /** Relative to the policy's output folder. */
  readonly path: string;
  readonly header: string;
  readonly statements: readonly StatementStructures[];
}

/** A JSON document. It carries its header itself. */
export interface JsonModule {
  /** Relative to the policy's output folder. */
  readonly path: string;
  readonly json: JsonObject;
}

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

// --------------------------------------------------------------- 7-print gives

export interface GeneratedFile {
  /** Relative to the policy's output folder. */
  readonly path: string;
  readonly text: string;
}

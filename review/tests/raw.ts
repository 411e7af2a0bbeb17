/** A file of policy tests as it is written, as `schema/tests.schema.json` describes it. */
import type { ParsedFile } from "../../compiler/ir.js";

type Dictionary<T> = Readonly<Record<string, T>>;

/** A parsed file for which the schema of tests holds. */
export interface TestDocument {
  readonly file: ParsedFile;
  readonly written: RawTests;
}

export interface RawTests {
  readonly principals?: Dictionary<RawPrincipal | readonly string[] | null> | null;
  readonly principalGroups?: Dictionary<readonly string[]> | null;
  readonly resources?: Dictionary<RawResource> | null;
  readonly resourceGroups?: Dictionary<readonly string[]> | null;
  readonly tests: readonly RawTest[];
}

/** A principal; what is no key of the language is an attribute. */
export interface RawPrincipal {
  /** Another one of the file, of which this one has everything that it does not say otherwise. */
  readonly as?: string;
  readonly kind?: string;
  readonly id?: string | null;
  readonly roles?: readonly RawHeldRole[] | null;
  readonly [attribute: string]: unknown;
}

/** A resource as an app passes it; what is no key of the language is an attribute. */
export interface RawResource {
  /** Another one of the file, of which this one has everything that it does not say otherwise. */
  readonly as?: string;
  /** Left out only beside `as`. */
  readonly type?: string;
  readonly id?: string | null;
  /** What the asker holds on it. */
  readonly roles?: readonly RawHeldRole[] | null;
  /** A resource of the file by name, or one written out. */
  readonly container?: string | RawResource | null;
  readonly [attribute: string]: unknown;
}

/** A role by name, or one that the policy does not know, as storage may still hold. */
export type RawHeldRole = string | { readonly unknown: string };

export type RawTest = RawQuestion | RawAssignment | RawMatrix | RawAssignmentMatrix;

interface RawNamed {
  readonly name: string;
}

/** One question: may this principal, on this resource? */
export interface RawQuestion extends RawNamed {
  readonly principal: RawAsker;
  readonly permission: string;
  readonly resource?: string | RawResource;
  readonly expect: RawExpectation;
}

/** One question: may this principal give that target the role? */
export interface RawAssignment extends RawNamed {
  readonly principal: RawAsker;
  readonly role: string;
  readonly target: RawAsker;
  readonly resource?: string | RawResource;
  readonly expect: "allow" | "deny";
}

/** Everyone about everything; what is not listed under `allow` is denied. */
export interface RawMatrix extends RawNamed {
  readonly principals: readonly string[];
  readonly permissions: readonly string[];
  readonly resources?: readonly string[];
  readonly allow?: Dictionary<readonly (string | RawAllowed)[] | null> | null;
}

/** Who may give which role to whom; what is not listed under `assigns` is denied. */
export interface RawAssignmentMatrix extends RawNamed {
  readonly principals: readonly string[];
  readonly roles: readonly string[];
  readonly targets: readonly string[];
  readonly resources?: readonly string[];
  readonly assigns?: Dictionary<readonly (string | RawAssigned)[] | null> | null;
}

export interface RawAllowed {
  readonly permissions: readonly string[];
  readonly except?: readonly string[];
  readonly on?: readonly string[];
  readonly scope?: string;
  readonly via?: string;
}

export interface RawAssigned {
  readonly roles: readonly string[];
  readonly except?: readonly string[];
  readonly to?: readonly string[];
  readonly on?: readonly string[];
}

/** A principal of the file by name, several that ask together, or one written out. */
export type RawAsker = string | readonly string[] | RawPrincipal;

export type RawExpectation =
  | "allow"
  | "deny"
  | {
      readonly allowed?: boolean;
      readonly reason?: string;
      readonly scope?: string;
      readonly via?: string;
      readonly attribute?: string;
    };

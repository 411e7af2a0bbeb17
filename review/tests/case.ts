/** What policy tests become: questions with the answers that are expected. */
import type { Authorizer, Decision, Reason } from "../../runtime/index.js";

/** What is asked of the runtime, exactly as an app passes it. Permissions and roles are ids, resource roles `type#id`. */
export type Question =
  | {
      readonly ask: "check";
      /** One, an array of several that ask together, or null: nobody. */
      readonly principal: unknown;
      readonly permission: string;
      readonly resource?: unknown;
    }
  | {
      readonly ask: "assign";
      readonly principal: unknown;
      readonly role: string;
      readonly target: unknown;
      readonly resource?: unknown;
    };

/** What the answer must be; what is left out is not looked at. */
export interface Expectation {
  readonly allowed: boolean;
  readonly reason?: Reason;
  readonly scope?: string;
  /** `role:X` or `resourceRole:T#X`, with ids. */
  readonly via?: string;
  readonly attribute?: string;
}

/** A line of a file of tests. */
export interface CasePlace {
  /** Relative to the root of the project. */
  readonly file: string;
  readonly line: number;
}

/** One question of a test. */
export interface Case {
  /** The name of its test. */
  readonly test: string;
  readonly question: Question;
  readonly expected: Expectation;
  /** What says that it is allowed, else the test. */
  readonly place: CasePlace;
  /** The permission or role, as the policy names it. */
  readonly what: string;
  /** What the file calls those that the question is about; undefined where they are written out in the test. */
  readonly who: string | undefined;
  readonly on: string | undefined;
  readonly to: string | undefined;
}

/** A test: a question, or a matrix of them. */
export interface PolicyTest {
  readonly name: string;
  readonly place: CasePlace;
  /** How many questions it asks. */
  readonly size: number;
  /** Its questions, made while they are read: a matrix may have a million. */
  readonly cases: () => Iterable<Case>;
}

/** A question whose answer is not the expected one. */
export interface Failure {
  readonly case: Case;
  readonly actual: Decision | { readonly allowed: boolean };
}

/** The functions of an authorizer for names that come from data. */
export interface Asks {
  readonly can: (principal: unknown, permission: string, resource?: unknown) => boolean;
  readonly check: (principal: unknown, permission: string, resource?: unknown) => Decision;
  readonly canAssign: (principal: unknown, role: string, target: unknown, resource?: unknown) => boolean;
  readonly forPrincipal: (principal: unknown) => {
    readonly can: (permission: string, resource?: unknown) => boolean;
    readonly check: (permission: string, resource?: unknown) => Decision;
    readonly canAssign: (role: string, target: unknown, resource?: unknown) => boolean;
  };
}

/** An authorizer as tests ask it: names come from files, so the types of a policy say nothing. */
export function asksOf(authorizer: Authorizer): Asks {
  return authorizer as unknown as Asks;
}

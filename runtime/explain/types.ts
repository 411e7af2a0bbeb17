/** Answers with everything that they were made of. */
import type { Asker, Authorizer, Decision, PermissionOf, PolicyTypes } from "../types.js";
import type { HeldGrant, HeldRule } from "./grants.js";

/** A condition as a question met it. */
export interface AskedCondition {
  readonly text: string;
  /** What it is the condition of. */
  readonly of: "scope" | "when" | "requires" | "kind";
  /** The scope that it belongs to. */
  readonly scope?: string;
  readonly file?: string;
  readonly line?: number;
  /** True, false, or the name of the attribute that makes it unknown; empty if a getter threw. */
  readonly answer: boolean | string;
  /** By name, the attributes that it reads. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** A grant as a question met it. */
export interface AskedGrant extends HeldGrant {
  /** Which of the askers it is about, from 0 on. */
  readonly asker: number;
  /** True if that asker holds the role: itself, by its kind, or on the resource or a container of it. */
  readonly isHeld: boolean;
  /** Subsumed: another grant of the role says the same without this one's condition, so it is never asked. */
  readonly outcome: "granted" | "outside-scope" | "condition" | "missing-attribute" | "subsumed";
  readonly attribute?: string;
  readonly conditions: readonly AskedCondition[];
}

/** A whole answer with everything it was made of. */
export interface Explanation<T extends PolicyTypes = PolicyTypes> {
  /** As `check` gives it, with the line that decided. */
  readonly decision: Decision<T>;
  /**
   * All grants of the permission that this kind of principal may hold here: those that are held first, then those that allow. Of roles
   * that are not held, a hundred at most with a hundred grants each: those that would allow and those that list the permission themselves
   * before others, then by name.
   */
  readonly grants: readonly AskedGrant[];
  /** What binds everyone: the conditions of the kind, the action and the resource type. */
  readonly requires: readonly AskedCondition[];
}

/** An entry of `assigns` as a question met it. */
export interface AskedRule extends HeldRule {
  readonly asker: number;
  readonly isHeld: boolean;
}

export interface AssignExplanation {
  readonly allowed: boolean;
  /** Those that are held first. Of roles that are not held, a hundred at most, those that list the role themselves before others. */
  readonly rules: readonly AskedRule[];
  /** What binds everyone of the kind that asks; of several, of one that holds an entry and is not refused, if there is one. */
  readonly requires: readonly AskedCondition[];
}

export interface Explainer<T extends PolicyTypes = PolicyTypes> {
  /** As an authorizer's, and the decision has its `source`: the line that decided. */
  readonly check: Authorizer<T>["check"];
  /** Why: every grant of the permission and what became of it. Never throws. */
  readonly explain: (
    principal: Asker<T>,
    permission: PermissionOf<T>,
    resource?: T["resource"],
  ) => Explanation<T>;
  /** Whether a role, or `type#role`, may be assigned, and the entries of `assigns` that speak of it. Never throws. */
  readonly explainAssign: (
    principal: Asker<T>,
    role: keyof T["assignable"] & string,
    target: T["target"],
    resource?: T["resource"],
  ) => AssignExplanation;
}

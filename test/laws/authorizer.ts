/** What the laws share: an authorizer that may be asked anything, and random questions to ask it. */
import * as fc from "fast-check";
import { createAuthorizer, type Policy, type PolicyTypes } from "rolebook";
import { tableFrom } from "../support/policy.js";
import { policyArbitrary, questionArbitrary, type Question } from "./arbitrary.js";
import type { Fragment } from "./interpreter.js";

/** Policies whose names are only known when the test runs. */
interface AnyTypes extends PolicyTypes {
  readonly principal: never;
  readonly target: never;
  readonly resource: never;
  readonly permissions: never;
  readonly assignable: never;
  readonly scope: string;
}

/** The authorizer's functions with arguments that may be anything. */
export interface Loose {
  readonly can: (asker: unknown, permission: unknown, resource?: unknown) => boolean;
  readonly check: (asker: unknown, permission: unknown, resource?: unknown) => Record<string, unknown>;
  readonly assert: (asker: unknown, permission: unknown, resource?: unknown) => void;
  readonly scopeOf: (asker: unknown, permission: unknown) => string | undefined;
  readonly permissionsOf: (asker: unknown) => readonly unknown[];
  readonly canAssign: (asker: unknown, role: unknown, target: unknown, resource?: unknown) => boolean;
  readonly forPrincipal: (asker: unknown) => Readonly<Record<string, (...all: unknown[]) => unknown>>;
}

/**
 * @param mostNames 0: with the table of a large policy
 * @throws if the policy does not compile
 */
export function authorizer(
  fragments: readonly Fragment[],
  onDecision?: (decision: unknown) => void,
  mostNames?: number,
): Loose {
  const policy = tableFrom(fragments, mostNames) as Policy<AnyTypes>;
  return createAuthorizer(policy, { onDecision }) as unknown as Loose;
}

/** A policy and eight questions. */
export const asked = policyArbitrary.chain((policy) =>
  fc.tuple(fc.constant(policy), fc.array(questionArbitrary(policy), { minLength: 8, maxLength: 8 })),
);

/** Enough policies for a run; `LAWS_RUNS` asks for more. */
export const numRuns = Number(process.env["LAWS_RUNS"] ?? 1_000);

/** What a question comes to. */
export function answer(rolebook: Loose, question: Question): boolean {
  return question.about === "permission"
    ? rolebook.can(question.asker, question.permission, question.resource)
    : rolebook.canAssign(question.asker, question.role, question.target, question.resource);
}

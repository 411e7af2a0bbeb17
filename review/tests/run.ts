/** Asks a case through the runtime, as an app does. */
import type { Authorizer, Decision, Via } from "../../runtime/index.js";
import { asksOf, type Case, type Expectation, type Failure } from "./case.js";

/** Asks one case; undefined if the answer is the expected one. A denial for want of an attribute is a denial here. */
export function runCase(authorizer: Authorizer, one: Case): Failure | undefined {
  const { question, expected } = one;
  const { can, check, canAssign } = asksOf(authorizer);
  if (question.ask === "assign") {
    const { principal, role, target, resource } = question;
    const allowed = canAssign(principal, role, target, resource);
    return allowed === expected.allowed ? undefined : { case: one, actual: { allowed } };
  }
  const { principal, permission, resource } = question;
  // A decision is made only where more than its answer is looked at, or the answer is a surprise.
  const isRight = isPlain(expected) && can(principal, permission, resource) === expected.allowed;
  if (isRight) return undefined;
  const decision = check(principal, permission, resource);
  return !isPlain(expected) && isFulfilled(expected, decision) ? undefined : { case: one, actual: decision };
}

/** True if nothing is looked at but whether it is allowed. */
export function isPlain({ reason, scope, via, attribute }: Expectation): boolean {
  return (reason ?? scope ?? via ?? attribute) === undefined;
}

/** True if an answer is as expected. */
export function isFulfilled(expected: Expectation, actual: Partial<Decision>): boolean {
  const { allowed, reason, scope, attribute, via } = actual;
  return (
    allowed === expected.allowed &&
    (isPlain(expected) ||
      ((expected.reason ?? reason) === reason &&
        (expected.scope ?? scope) === scope &&
        (expected.attribute ?? attribute) === attribute &&
        (expected.via === undefined || expected.via === notationOf(via))))
  );
}

/** A deciding role as it is written: `role:X` or `resourceRole:T#X`. */
export function notationOf(via: Via | undefined): string | undefined {
  if (via === undefined) return undefined;
  return "role" in via ? `role:${via.role}` : `resourceRole:${via.type}#${via.resourceRole}`;
}

/** What is passed along while a condition is evaluated for a principal whose resource is not known yet. */
import type { Expression } from "../expression.js";
import type { Cases } from "./cases.js";
import type { Outcome } from "./join.js";

/** Someone who asks. */
export interface Principal {
  readonly kind: string;
  /** The value of an attribute, whatever it is. */
  readonly read: (path: string) => unknown;
}

export interface Context {
  readonly principal: Principal;
  /** The variables of the `exists` and `all` around. */
  readonly elements: ReadonlyMap<string, Cases>;
  /** Where an expression is true, or false. Passed along because values contain conditions, and these values. */
  readonly truth: (expression: Expression, positive: boolean, context: Context) => Outcome;
}

/** What the principal has there; undefined if its kind does not declare it. */
export function readPrincipal(
  { principal }: Context,
  { path, of }: Extract<Expression, { op: "principal" | "resource" }>,
): unknown {
  if (path === "kind") return principal.kind;
  return of?.includes(principal.kind) === false ? undefined : principal.read(path);
}

/** The type of a value; what is no value is a condition. */
export function typeOf(expression: Expression): string {
  if ("type" in expression) return expression.type;
  return /^(?:negate|size|[-+*/])$/.test(expression.op) ? "number" : "boolean";
}

/** What a condition comes to without one of the operands of its `&&` and `||`, nested ones too. */
import { textOf } from "../../compiler/expression/text.js";
import type { AttributeRead, Expression } from "../../compiler/ir.js";
import { celOf } from "./cel.js";

/** A condition without an operand, both as CEL. */
export interface Shortened {
  readonly operand: string;
  readonly rest: string;
}

/**
 * Leaves out each operand of each `&&` and `||`. A `has` that only guards what stands beside it stays: without it the rest is
 * unknown where it was false, and neither allows.
 */
export function withoutOperands(expression: Expression): readonly Shortened[] {
  return shortened(expression, true).map(({ operand, rest }) => ({
    operand: textOf(operand),
    rest: celOf(rest),
  }));
}

interface Rest {
  readonly operand: Expression;
  readonly rest: Expression;
}

/** A part of an expression, and the expression with another part in its place. */
interface Part {
  readonly part: Expression;
  readonly put: (part: Expression) => Expression;
  /** False where it matters whether the part is false or unknown, though the whole does not hold for either. */
  readonly isGate: boolean;
}

/** @param isGate true where false and unknown come to the same: the condition does not hold */
function shortened(expression: Expression, isGate: boolean): readonly Rest[] {
  const own = isChain(expression) ? operandsOf(expression, isGate) : [];
  const nested = partsOf(expression).flatMap(({ part, put, isGate: isPartGate }) =>
    shortened(part, isGate && isPartGate).map(({ operand, rest }) => ({ operand, rest: put(rest) })),
  );
  return [...own, ...nested];
}

type Chain = Extract<Expression, { readonly op: "&&" | "||" }>;

function isChain({ op }: Expression): boolean {
  return op === "&&" || op === "||";
}

function operandsOf(expression: Expression, isGate: boolean): readonly Rest[] {
  const { op, of } = expression as Chain;
  return of.flatMap((operand, index) => {
    const others = of.filter((_, at) => at !== index);
    const isGuard =
      isGate && op === "&&" && operand.op === "has" && others.some((one) => needs(one, operand.of));
    const [only, ...more] = others;
    if (isGuard || only === undefined) return [];
    return [{ operand, rest: more.length === 0 ? only : { op, of: others } }];
  });
}

/** True if an expression cannot be true where an attribute is missing. */
function needs(expression: Expression, attribute: AttributeRead): boolean {
  switch (expression.op) {
    case "principal":
    case "resource":
      return expression.op === attribute.op && expression.path === attribute.path;
    case "&&":
      return expression.of.some((one) => needs(one, attribute));
    case "||":
      return expression.of.every((one) => needs(one, attribute));
    case "!":
    case "negate":
    case "size":
      return needs(expression.of, attribute);
    case "?:":
      return needs(expression.if, attribute);
    case "exists":
    case "all":
      return needs(expression.over, attribute);
    // In a list that is written out each item stands for itself.
    case "value":
    case "element":
    case "list":
    case "has":
      return false;
    default:
      return needs(expression.left, attribute) || needs(expression.right, attribute);
  }
}

/** The parts of an expression in which `&&` and `||` may stand. */
function partsOf(expression: Expression): readonly Part[] {
  switch (expression.op) {
    case "&&":
    case "||":
      return expression.of.map((part, index) => ({
        part,
        put: (other) => ({ ...expression, of: expression.of.map((one, at) => (at === index ? other : one)) }),
        isGate: true,
      }));
    case "!":
      return [{ part: expression.of, put: (of) => ({ ...expression, of }), isGate: false }];
    case "?:":
      return [
        { part: expression.if, put: (other) => ({ ...expression, if: other }), isGate: false },
        { part: expression.then, put: (other) => ({ ...expression, then: other }), isGate: true },
        { part: expression.else, put: (other) => ({ ...expression, else: other }), isGate: true },
      ];
    case "exists":
    case "all":
      return [{ part: expression.where, put: (where) => ({ ...expression, where }), isGate: true }];
    case "list":
    case "principal":
    case "resource":
    case "value":
    case "element":
    case "has":
    case "negate":
    case "size":
      return [];
    default:
      return [
        { part: expression.left, put: (left) => ({ ...expression, left }), isGate: false },
        { part: expression.right, put: (right) => ({ ...expression, right }), isGate: false },
      ];
  }
}

import type { ASTNode } from "@marcbachmann/cel-js";
import type { Check, Context, Surroundings } from "./context.js";
import type { Typed } from "./types.js";

/** The typed operands of an operator. */
export type Both = readonly [left: Typed, right: Typed];

const comparisons: readonly string[] = ["==", "!=", "<", "<=", ">", ">=", "in"];

/** Both operands. A comparison beside a comparison is read in one way by some parsers and in another by others. */
export function operands(
  context: Context,
  node: { readonly args: [ASTNode, ASTNode]; readonly op: string },
  around: Surroundings,
  check: Check,
): Both | undefined {
  const [first, second] = node.args;
  const areBoth = comparisons.includes(node.op) && comparisons.includes(second.op);
  if (areBoth && !context.isInParentheses(second, first)) {
    context.fail(
      "condition-syntax",
      second,
      "a comparison beside a comparison is read in several ways",
      "put it into parentheses",
    );
    return undefined;
  }
  const left = check(first, around);
  const right = check(second, around);
  return left && right && [left, right];
}

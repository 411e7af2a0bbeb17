import type { Expression } from "../../ir.js";
import type { Check, Context, NodeOf, Surroundings } from "./context.js";
import { inWords, mayBeInteger, type Typed } from "./types.js";

/** Types a list that is written out. */
export function checkList(
  context: Context,
  node: NodeOf<"list">,
  around: Surroundings,
  check: Check,
): Typed | undefined {
  const items = node.args.map((item) => check(item, around));
  const typed = items.filter((item) => item !== undefined);
  if (typed.length < items.length) return undefined;
  const [first] = typed;
  if (first === undefined) {
    return context.fail(
      "constant-condition",
      node,
      "an empty list holds nothing",
      "write its values, or leave it out",
    );
  }
  const other = typed.find(({ type }) => type.of !== first.type.of);
  if (other !== undefined) {
    const message = `this list holds ${inWords(first.type)} and ${inWords(other.type)}`;
    return context.fail("condition-type", other.node, message, "all its items must have one type");
  }
  const inner = typed.find(({ type }) => type.isList);
  if (inner !== undefined) {
    return context.fail(
      "condition-unsupported",
      inner.node,
      "a list in a list is not supported in conditions",
    );
  }
  const { of } = first.type;
  const isInteger = mayBeInteger(...typed);
  const expression: Expression = {
    op: "list",
    type: `list<${of}>` as const,
    of: typed.map((item) => item.expression),
  };
  return { node, expression, type: { of, isList: true, isInteger } };
}

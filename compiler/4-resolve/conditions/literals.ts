import type { ASTNode } from "@marcbachmann/cel-js";
import type { Context, NodeOf } from "./context.js";
import { shown } from "./problem.js";
import { boolean, integer, number, string, timestamp, type Typed } from "./types.js";

/** Types a literal. */
export function checkLiteral(context: Context, node: NodeOf<"value">): Typed | undefined {
  const value = node.args;
  switch (typeof value) {
    case "string":
      if (!/\p{Cs}/u.test(value))
        return { node, expression: { op: "value", type: "string", value }, type: string };
      return context.fail("condition-unsupported", node, "half a character is not supported in conditions");
    case "boolean":
      return { node, expression: { op: "value", type: "boolean", value }, type: boolean };
    case "number":
      return { node, expression: { op: "value", type: "number", value }, type: number };
    case "bigint": {
      const double = Number(value);
      if (Number.isSafeInteger(double)) return integerOf(node, double);
      const message = `\`${context.written(node)}\` cannot be told from its neighbours: a number is a double`;
      return context.fail("condition-unsupported", node, message, "keep it as a `string`");
    }
    default: {
      const [what, help] =
        value === null
          ? ["`null` is", "ask `has(...)` whether a value is there"]
          : value instanceof Uint8Array
            ? ["bytes are", "write the text without the `b` before its quote"]
            : ["unsigned integers are", "write the number without the `u`"];
      return context.fail("condition-unsupported", node, `${what} not supported in conditions`, help);
    }
  }
}

const rfc3339 =
  /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/** An integer that is written out, or that comes of some that are. */
export function integerOf(node: ASTNode, value: number): Typed {
  return { node, expression: { op: "value", type: "number", value }, type: integer };
}

/** Types `timestamp("...")`. Years 1 to 9999, no finer than a millisecond. */
export function checkTimestamp(context: Context, node: NodeOf<"call">): Typed | undefined {
  const [argument, ...others] = node.args[1];
  if (argument?.op !== "value" || typeof argument.args !== "string" || others.length > 0) {
    const help = "declare an attribute as `timestamp` to compare it with others";
    return context.fail("condition-unsupported", node, "`timestamp` takes one text in quotes", help);
  }
  const text = argument.args;
  const time = rfc3339.test(text) && isOnCalendar(text) ? Date.parse(text.toUpperCase()) : Number.NaN;
  if (time >= Date.parse("0001-01-01T00:00:00Z") && time <= Date.parse("9999-12-31T23:59:59.999Z")) {
    const value = new Date(time).toISOString();
    return { node, expression: { op: "value", type: "timestamp", value }, type: timestamp };
  }
  const help = 'write it as `timestamp("2026-01-31T12:00:00Z")`, with at most three digits after the seconds';
  return context.fail("condition-type", argument, `\`${shown(text)}\` is no moment in RFC 3339`, help);
}

/** JavaScript takes the 31st of April for the 1st of May. */
function isOnCalendar(text: string): boolean {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text.slice(0, 10);
}

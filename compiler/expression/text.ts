import type { Expression } from "../ir.js";

/** How tightly an operator binds, loosest first. What does not stand here binds tightest. */
const binding: Readonly<Record<string, number>> = {
  "?:": 1,
  "||": 2,
  "&&": 3,
  "==": 4,
  "!=": 4,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  in: 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "!": 7,
  negate: 7,
};
const tightest = 8;

/** An expression in one line of CEL. Equal expressions over attributes of equal types have equal texts. */
export function textOf(expression: Expression): string {
  switch (expression.op) {
    case "value":
      return valueText(expression);
    case "principal":
    case "resource":
      return `${expression.op}.${expression.path}`;
    case "element":
      return expression.name;
    case "list":
      return `[${expression.of.map(textOf).join(", ")}]`;
    case "has":
    case "size":
      return `${expression.op}(${textOf(expression.of)})`;
    case "!":
      return `!${inside(expression.of, 7)}`;
    case "negate":
      return `-${inside(expression.of, tightest)}`;
    case "&&":
    case "||":
      return expression.of.map((one) => inside(one, bindingOf(expression) + 1)).join(` ${expression.op} `);
    case "?:":
      return `${inside(expression.if, 2)} ? ${inside(expression.then, 2)} : ${inside(expression.else, 1)}`;
    case "exists":
    case "all":
      return `${inside(expression.over, tightest)}.${expression.op}(${expression.as}, ${textOf(expression.where)})`;
    case "startsWith":
    case "endsWith":
    case "contains":
      return `${inside(expression.left, tightest)}.${expression.op}(${textOf(expression.right)})`;
    default: {
      const own = bindingOf(expression);
      // A comparison beside a comparison is never written without parentheses.
      const left = inside(expression.left, own === 4 ? 5 : own);
      return `${left} ${expression.op} ${inside(expression.right, own + 1)}`;
    }
  }
}

function bindingOf({ op }: Expression): number {
  return binding[op] ?? tightest;
}

function inside(expression: Expression, least: number): string {
  const text = textOf(expression);
  const isNegative = expression.op === "value" && text.startsWith("-") && least > 7;
  return bindingOf(expression) < least || isNegative ? `(${text})` : text;
}

function valueText({ type, value }: Extract<Expression, { op: "value" }>): string {
  if (type === "timestamp") return `timestamp(${JSON.stringify(value)})`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

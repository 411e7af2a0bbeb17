/** Writes conditions as text, in one of the many ways there are. */
import { pick, type Dice } from "./dice.js";
import type { Node } from "./nodes.js";
import { textLiteral } from "./literals.js";

export interface Style {
  /** Chooses among ways to write the same; without it everything has one text. */
  readonly dice?: Dice | undefined;
  /** Line ends, comments, needless parentheses and all kinds of quotes. */
  readonly isWild?: boolean;
  /** Integers beside numbers in arithmetic, which CEL would refuse. */
  readonly isLoose?: boolean;
}

/** How tightly an operator of CEL binds, loosest first; what does not stand here binds tightest. */
const bindings: Readonly<Record<string, number>> = {
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

/** The text of a condition. */
export function write(node: Node, style: Style = {}): string {
  return new Writer(style).text(node);
}

/** The same for equal conditions. */
export function canonical(node: Node): string {
  return write(node);
}

class Writer {
  private readonly style: Style;

  constructor(style: Style) {
    this.style = style;
  }

  text(node: Node): string {
    const s = (always = true): string => this.space(always);
    switch (node.op) {
      case "literal":
        return this.literal(node);
      case "read":
      case "has":
        return node.op === "has" ? `has(${s(false)}${node.path}${s(false)})` : node.path;
      case "variable":
        return node.name;
      case "list":
        return `[${s(false)}${node.of.map((one) => this.text(one)).join(`,${s()}`)}${this.may(9) ? "," : ""}]`;
      case "size":
        return this.may(2) ? `${this.in(node.of, tightest)}.size()` : `size(${this.text(node.of)})`;
      case "!":
        return `!${this.in(node.of, 7)}`;
      case "negate":
        return `-${this.in(node.of, node.of.op === "negate" ? 7 : tightest)}`;
      case "&&":
      case "||":
        return node.of.map((one) => this.in(one, bindingOf(node) + 1)).join(`${s()}${node.op}${s()}`);
      case "?:":
        return `${this.in(node.if, 2)}${s()}?${s()}${this.in(node.then, 2)}${s()}:${s()}${this.in(node.else, 1)}`;
      case "exists":
      case "all":
        return `${this.in(node.over, tightest)}.${node.op}(${node.as},${s()}${this.text(node.where)})`;
      case "startsWith":
      case "endsWith":
      case "contains":
        return `${this.in(node.left, tightest)}.${node.op}(${s(false)}${this.text(node.right)})`;
      default:
        return this.binary(node);
    }
  }

  /** Comparisons in a row are left out where parsers differ: `a == b < c`. */
  private binary(node: Extract<Node, { left: Node }>): string {
    const own = bindingOf(node);
    const isEqual = ({ op }: Node): boolean => op === "==" || op === "!=";
    const isRead = own !== 4 || !isEqual(node.left) || isEqual(node);
    const [left, right] = this.style.isLoose
      ? [loosened(node, "left"), loosened(node, "right")]
      : [node.left, node.right];
    const s = this.space(node.op === "in");
    return `${this.in(left, isRead ? own : 5)}${s}${node.op}${this.space(node.op === "in")}${this.in(right, own + 1)}`;
  }

  private in(node: Node, least: number): string {
    const isNegative = node.op === "literal" && node.type === "number" && Number(node.value) < 0;
    const isBare = (isNegative ? 7 : bindingOf(node)) >= least && !(this.style.isWild && this.may(6));
    return isBare ? this.text(node) : `(${this.text(node)})`;
  }

  private literal({ type, value, isInteger }: Extract<Node, { op: "literal" }>): string {
    const { dice, isWild } = this.style;
    const quoted = (text: string): string => textLiteral(text, isWild ? dice : undefined);
    if (type === "timestamp") return `timestamp(${quoted(String(value))})`;
    if (type === "string") return quoted(String(value));
    if (typeof value !== "number") return String(value);
    const text = String(value);
    if (isInteger) return this.may(12) && value >= 0 ? `0x${value.toString(16)}` : text;
    return /[.e]/.test(text) ? text.replace("e+", "e") : `${text}.0`;
  }

  private space(always: boolean): string {
    const { dice, isWild } = this.style;
    if (!dice || !isWild) return always ? " " : "";
    return pick(dice, [always ? " " : "", " ", "  ", "\n", "\t", " // 1 < (2\n", "\r\n "]);
  }

  private may(oneIn: number): boolean {
    return this.style.dice?.(oneIn) === 0;
  }
}

function bindingOf({ op }: Node): number {
  return bindings[op] ?? tightest;
}

/** `2.0` becomes `2` beside something that is a double anyhow. */
function loosened(node: Extract<Node, { left: Node }>, side: "left" | "right"): Node {
  const own = node[side];
  const other = node[side === "left" ? "right" : "left"];
  const isBeside = ["+", "-", "*", "/"].includes(node.op) && other.op !== "literal";
  if (!isBeside || own.op !== "literal" || !Number.isSafeInteger(own.value)) return own;
  return { ...own, isInteger: true };
}

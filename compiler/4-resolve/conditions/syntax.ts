import { parse, ParseError, type ASTNode } from "@marcbachmann/cel-js";
import { syntaxProblem } from "./advice.js";
import type { Problem } from "./problem.js";

/** Deeper conditions are refused: nobody reads them. A chain of `&&` or `||` counts as one. */
const deepest = 100;

/** More of `&&`, `||` and `? :` are refused: TypeScript gives up on functions with more than about 500. */
const mostForks = 250;

/** Parses the text of a condition. */
export function parseCondition(text: string): ASTNode | Problem {
  try {
    const { ast } = parse(text);
    const { depth, forks } = sizeOf(ast);
    return depth > deepest ? tooDeep(text) : forks > mostForks ? tooManyForks(text) : ast;
  } catch (error) {
    if (error instanceof ParseError) return problemOf(error, text);
    // The parser has no bound for `!` and `-`.
    if (error instanceof RangeError) return tooDeep(text);
    throw error;
  }
}

/** True for what is wrong. */
export function isProblem(parsed: ASTNode | Problem): parsed is Problem {
  return "code" in parsed;
}

/** The operands of a chain of one operator, however long. */
export function chainOf(node: ASTNode, op: "&&" | "||"): readonly ASTNode[] {
  const operands: ASTNode[] = [];
  let next = node;
  while (next.op === op) {
    operands.push(next.args[1]);
    next = next.args[0];
  }
  return [next, ...operands.reverse()];
}

/** True if an expression uses a name that stands alone or before a dot. */
export function mentions(root: ASTNode, name: string): boolean {
  const waiting = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.op === "id" && next.args === name) return true;
    waiting.push(...partsOf(next.args));
  }
  return false;
}

function sizeOf(root: ASTNode): { readonly depth: number; readonly forks: number } {
  let [most, forks] = [0, 0];
  const waiting: [ASTNode, number][] = [[root, 1]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, depth] = next;
    most = Math.max(most, depth);
    const parts = node.op === "&&" || node.op === "||" ? chainOf(node, node.op) : partsOf(node.args);
    if (node.op === "&&" || node.op === "||" || node.op === "?:") forks += parts.length - 1;
    for (const part of parts) waiting.push([part, depth + 1]);
  }
  return { depth: most, forks };
}

function partsOf(args: unknown): readonly ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(partsOf);
  return typeof args === "object" && args !== null && "op" in args ? [args as ASTNode] : [];
}

function problemOf(error: ParseError, text: string): Problem {
  if (error.code !== "limit_exceeded") return syntaxProblem(error, text);
  return error.summary.includes("maxDepth") ? tooDeep(text) : tooMany(error);
}

function tooDeep(text: string): Problem {
  const message = `this condition is nested more than ${deepest} deep`;
  return { code: "too-large", range: [0, text.length], message, help: "say it more simply" };
}

function tooManyForks(text: string): Problem {
  const message = `this condition has more than ${mostForks} of \`&&\`, \`||\` and \`? :\``;
  return {
    code: "too-large",
    range: [0, text.length],
    message,
    help: "compare with a list, as in `x in [a, b]`",
  };
}

/** One list or one call may hold so many values. */
function tooMany({ range, summary }: ParseError): Problem {
  const { start } = range ?? { start: 0 };
  const most = /\d+/.exec(summary)?.[0] ?? "";
  const message = `up to here a list or a call has more than ${most} values`;
  return {
    code: "too-large",
    range: [start, start],
    message,
    help: "compare with a list that is an attribute",
  };
}

/**
 * A naive evaluator of conditions. It parses the text again at each question, and follows docs/conditions.md one
 * sentence at a time. It assumes a condition that the compiler accepts.
 */
import { parse, type ASTNode } from "@marcbachmann/cel-js";
import { has, momentOf, read } from "./reading.js";
import type { Declarations, List, Result, Subject, Unknown, Value } from "./reading.js";

/** What a condition says: it holds, it does not, or the named attribute is missing. */
export type Truth = boolean | { readonly missing: string };

/** A variable of `exists` and `all`; `holder` is the attribute whose element it is. */
interface Variable {
  readonly result: Result;
  readonly holder: string | undefined;
}

interface Scope {
  readonly subject: Subject;
  readonly declared: Declarations;
  readonly variables: ReadonlyMap<string, Variable>;
}

function isUnknown(result: Result): result is Unknown {
  return "missing" in result;
}

/** `resource.container.team`, or the name of a variable. */
function pathOf(node: ASTNode): string {
  if (node.op === "id") return node.args;
  if (node.op === ".") return `${pathOf(node.args[0])}.${node.args[1]}`;
  throw new Error(`${node.input} reads something else than a path`);
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value;
}

/** The operands of a node, in the order of writing. */
function operandsOf(node: ASTNode): ASTNode[] {
  return [node.args].flat(2).filter(isNode);
}

/** The attributes whose values an expression needs, in the order of writing; an element is a reading of its list. */
function readingsOf(node: ASTNode, scope: Scope): string[] {
  if (node.op === "call" && node.args[0] === "has") return [];
  if (node.op !== "id" && node.op !== ".") {
    return operandsOf(node).flatMap((operand) => readingsOf(operand, scope));
  }
  const path = pathOf(node);
  const reading = node.op === "." ? path : scope.variables.get(path)?.holder;
  return reading === undefined ? [] : [reading];
}

/** `a || b || ...`: true if one is; else unknown if one is, as the first of those; else false. */
function or(results: readonly Result[]): Result {
  if (results.some((result) => !isUnknown(result) && result.value === true)) return { value: true };
  return results.find(isUnknown) ?? { value: false };
}

function not(result: Result): Result {
  return isUnknown(result) ? result : { value: result.value !== true };
}

/** `a && b` is `!(!a || !b)`. */
function and(results: readonly Result[]): Result {
  return not(or(results.map(not)));
}

/** Arithmetic, but for a sign, is for 0 and for what lies between 1e-150 and 1e150, with either sign. */
function isOrdinary(value: number): boolean {
  return value === 0 || (Math.abs(value) >= 1e-150 && Math.abs(value) <= 1e150);
}

type Operation = (...operands: never[]) => Value | undefined;

/** Everything that needs all its operands. Undefined is unknown. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  "==": (a: Value, b: Value) => a === b,
  "!=": (a: Value, b: Value) => a !== b,
  "<": (a: number, b: number) => a < b,
  "<=": (a: number, b: number) => a <= b,
  ">": (a: number, b: number) => a > b,
  ">=": (a: number, b: number) => a >= b,
  "+": (a: number, b: number) => (isOrdinary(a) && isOrdinary(b) ? a + b : undefined),
  "-": (a: number, b: number) => (isOrdinary(a) && isOrdinary(b) ? a - b : undefined),
  "*": (a: number, b: number) => (isOrdinary(a) && isOrdinary(b) ? a * b : undefined),
  "/": (a: number, b: number) => (isOrdinary(a) && isOrdinary(b) && b !== 0 ? a / b : undefined),
  "-_": (a: number) => -a,
  startsWith: (a: string, b: string) => a.startsWith(b),
  endsWith: (a: string, b: string) => a.endsWith(b),
  contains: (a: string, b: string) => a.includes(b),
  size: (list: List) => list.elements.length,
};

/** Unknown is the first operand that is; if all have a value, the first attribute that is read is to blame. */
function compute(name: string, node: ASTNode, nodes: readonly ASTNode[], scope: Scope): Result {
  const operands = nodes.map((operand) => evaluated(operand, scope));
  const unknown = operands.find(isUnknown);
  if (unknown !== undefined) return unknown;
  const operation = OPERATIONS[name] as ((...operands: Value[]) => Value | undefined) | undefined;
  if (operation === undefined) throw new Error(`${node.input}: ${name} is not in the language`);
  const value = operation(...operands.flatMap((operand) => ("value" in operand ? [operand.value] : [])));
  return value === undefined ? { missing: readingsOf(node, scope)[0] ?? "" } : { value };
}

/** `x in list` is `x == first || x == second || ...`, but unknown if `x` is, even for an empty list. */
function isIn([x, list]: readonly [ASTNode, ASTNode], scope: Scope): Result {
  const operands = [evaluated(x, scope), evaluated(list, scope)];
  const unknown = operands.find(isUnknown);
  if (unknown !== undefined) return unknown;
  const [one, all] = operands as [{ value: Value }, { value: List }];
  return or(
    all.value.elements.map((element) =>
      isUnknown(element) ? element : { value: element.value === one.value },
    ),
  );
}

/** `exists` is the `||` of its elements and `all` the `&&`. */
function quantified(name: string, list: ASTNode, [x, body]: readonly ASTNode[], scope: Scope): Result {
  const over = evaluated(list, scope);
  if (isUnknown(over) || x === undefined || body === undefined) return over;
  const { holders, elements } = over.value as List;
  const results = elements.map((result, index) => {
    const variables = new Map([...scope.variables, [pathOf(x), { result, holder: holders[index] }]]);
    return evaluated(body, { ...scope, variables });
  });
  return name === "exists" ? or(results) : and(results);
}

function called(node: ASTNode, name: string, operands: readonly ASTNode[], scope: Scope): Result {
  const [first, ...rest] = operands;
  if (first === undefined) throw new Error(`${node.input}: ${name} of nothing`);
  if (name === "has") return has(pathOf(first), scope.subject, scope.declared);
  if (name === "timestamp") return { value: momentOf(first.args) ?? NaN };
  if (name === "exists" || name === "all") return quantified(name, first, rest, scope);
  return compute(name, node, operands, scope);
}

function evaluated(node: ASTNode, scope: Scope): Result {
  switch (node.op) {
    case "value":
      return { value: typeof node.args === "bigint" ? Number(node.args) : (node.args as Value) };
    case "id":
    case ".":
      return scope.variables.get(pathOf(node))?.result ?? read(pathOf(node), scope.subject, scope.declared);
    case "list":
      return {
        value: {
          holders: node.args.map((element) => readingsOf(element, scope)[0]),
          elements: node.args.map((element) => evaluated(element, scope)),
        },
      };
    case "!_":
      return not(evaluated(node.args, scope));
    case "&&":
      return and(node.args.map((operand) => evaluated(operand, scope)));
    case "||":
      return or(node.args.map((operand) => evaluated(operand, scope)));
    case "?:": {
      const [test, yes, no] = node.args;
      const result = evaluated(test, scope);
      return isUnknown(result) ? result : evaluated(result.value === true ? yes : no, scope);
    }
    case "in":
      return isIn(node.args, scope);
    case "call":
      return called(node, node.args[0], node.args[1], scope);
    case "rcall":
      return called(node, node.args[0], [node.args[1], ...node.args[2]], scope);
    default:
      return compute(node.op, node, operandsOf(node), scope);
  }
}

/** Whether a condition holds for this principal, of this kind, and this resource. */
export function evaluate(text: string, subject: Subject, declared: Declarations): Truth {
  const result = evaluated(parse(text).ast, { subject, declared, variables: new Map() });
  return isUnknown(result) ? { missing: result.missing } : result.value === true;
}

/** Truths, and-ed and or-ed by the same tables. */
export function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.find((truth) => truth !== true) ?? true;
}

export function any(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.find((truth) => truth !== false) ?? false;
}

/** A condition that does not read the resource is settled by the principal alone. */
export function readsResource(text: string): boolean {
  const reads = (node: ASTNode): boolean =>
    (node.op === "id" && node.args === "resource") || operandsOf(node).some(reads);
  return reads(parse(text).ast);
}

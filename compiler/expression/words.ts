/** A condition in plain words that can be read in one way only. */
import type { AttributeRead, Expression } from "../ir.js";
import { visibleText } from "./visible.js";

/** What the resource and the principal are called: `job` for "the job's status". */
export interface Names {
  readonly resource?: string | undefined;
  readonly principal?: string | undefined;
}

type Binary = Extract<Expression, { left: Expression }>;
type Many = Extract<Expression, { over: Expression }>;
type Choice = Extract<Expression, { op: "?:" }>;

/** A condition as the part of a sentence that follows "if". It holds no line break and nothing that hides or reorders text. */
export function wordsOf(expression: Expression, names: Names = {}): string {
  const principal = names.principal ?? "principal";
  // Two things of one name would be one thing.
  const resource = names.resource === principal ? "resource" : (names.resource ?? "resource");
  return new Speaker({ principal, resource }).clause(expression);
}

/** What an operator says between its operands, and what it says when it is denied. */
const verbs: Readonly<Record<string, readonly [said: string, denied: string]>> = {
  "==": ["is", "is not"],
  "!=": ["is not", "is"],
  "<": ["is less than", "is not less than"],
  "<=": ["is at most", "is not at most"],
  ">": ["is greater than", "is not greater than"],
  ">=": ["is at least", "is not at least"],
  startsWith: ["starts with", "does not start with"],
  endsWith: ["ends with", "does not end with"],
  contains: ["contains", "does not contain"],
};

/** The same of moments. */
const verbsOfTime: typeof verbs = {
  "<": ["is before", "is not before"],
  "<=": ["is at or before", "is not at or before"],
  ">": ["is after", "is not after"],
  ">=": ["is at or after", "is not at or after"],
};

const calculations: Readonly<Record<string, string>> = {
  "+": "plus",
  "-": "minus",
  "*": "times",
  "/": "divided by",
};

class Speaker {
  private readonly names: Readonly<Record<AttributeRead["op"], string>>;

  constructor(names: Readonly<Record<AttributeRead["op"], string>>) {
    this.names = names;
  }

  /** What is true or false, as a clause. */
  clause(expression: Expression): string {
    switch (expression.op) {
      case "value":
        return expression.value === true ? "always" : "never";
      case "principal":
      case "resource":
      case "element":
        return `${this.noun(expression)} is true`;
      case "!":
        return this.denial(expression.of);
      case "&&":
        return expression.of.map((one) => this.operand(one)).join(" and ");
      case "||":
        return `either ${expression.of.map((one) => this.operand(one)).join(" or ")}`;
      case "?:":
        return this.choice(expression);
      case "has":
        return this.presence(expression.of, "is");
      case "exists":
        return this.many(expression, "for some");
      case "all":
        return this.many(expression, "for every");
      case "in":
        return this.membership(expression, false);
      default:
        return "left" in expression ? this.comparison(expression, 0) : this.noun(expression);
    }
  }

  /** The opposite of a clause. */
  private denial(expression: Expression): string {
    switch (expression.op) {
      case "value":
        return expression.value === true ? "never" : "always";
      case "principal":
      case "resource":
      case "element":
        return `${this.noun(expression)} is false`;
      case "has":
        return this.presence(expression.of, "is not");
      case "exists":
        return this.many(expression, "for no");
      case "all":
        return this.many(expression, "not for every");
      case "in":
        return this.membership(expression, true);
      default:
        return "left" in expression
          ? this.comparison(expression, 1)
          : `it is not so that (${this.clause(expression)})`;
    }
  }

  /** A clause beside others: in parentheses where it has parts of its own. */
  private operand(expression: Expression): string {
    const text = this.clause(expression);
    return hasParts(expression.op === "!" ? expression.of : expression) ? `(${text})` : text;
  }

  private choice({ if: test, then: yes, else: no }: Choice): string {
    return `if ${this.operand(test)} then ${this.operand(yes)} otherwise ${this.operand(no)}`;
  }

  private presence(attribute: AttributeRead, verb: "is" | "is not"): string {
    const steps = attribute.path.split(".");
    if (steps.at(-1) !== "container") return `${this.noun(attribute)} ${verb} set`;
    const inside = [`the ${this.names[attribute.op]}`, ...steps.slice(0, -1)].join("'s ");
    return `${inside} ${verb} in a container`;
  }

  private many({ over, as, where }: Many, quantity: string): string {
    return `${quantity} ${variable(as)} of ${this.noun(over)} (${this.clause(where)})`;
  }

  private membership({ left, right }: Binary, isDenied: boolean): string {
    const item = this.noun(left);
    if (right.op !== "list" || right.of.length === 0) {
      return `${item} ${isDenied ? "is not" : "is"} one of ${this.noun(right)}`;
    }
    const [first = "", ...others] = right.of.map((one) => this.noun(one));
    if (others.length === 0) return `${item} ${isDenied ? "is not" : "is"} ${first}`;
    if (!isDenied) return `${item} is ${listed([first, ...others], "or")}`;
    return others.length === 1
      ? `${item} is neither ${first} nor ${others.join("")}`
      : `${item} is none of ${listed([first, ...others], "and")}`;
  }

  private comparison(expression: Binary, at: 0 | 1): string {
    const { op, left, right } = expression;
    const isOfTime = [left, right].some((side) => "type" in side && side.type === "timestamp");
    const verb = (isOfTime ? verbsOfTime[op] : undefined) ?? verbs[op];
    if (verb === undefined) return this.noun(expression);
    return `${this.noun(left)} ${verb[at]} ${this.noun(right)}`;
  }

  /** A value, as a noun. */
  private noun(expression: Expression): string {
    switch (expression.op) {
      case "value":
        return literal(expression);
      case "principal":
      case "resource":
        return [`the ${this.names[expression.op]}`, ...expression.path.split(".")].join("'s ");
      case "element":
        return variable(expression.name);
      case "list":
        if (expression.of.length === 0) return "the empty list";
        return `the list (${expression.of.map((one) => this.noun(one)).join(", ")})`;
      case "size":
        return `the number of items in ${this.noun(expression.of)}`;
      case "negate":
        return `minus ${this.term(expression.of)}`;
      case "?:": {
        const { if: test, then: yes, else: no } = expression;
        return `(${this.noun(yes)} if ${this.operand(test)}, otherwise ${this.noun(no)})`;
      }
      default: {
        const word = calculationOf(expression);
        if (word === undefined || !("left" in expression)) return `whether (${this.clause(expression)})`;
        return `${this.term(expression.left)} ${word} ${this.term(expression.right)}`;
      }
    }
  }

  /** A number in a calculation. */
  private term(expression: Expression): string {
    const text = this.noun(expression);
    return expression.op === "negate" || calculationOf(expression) !== undefined ? `(${text})` : text;
  }
}

function calculationOf({ op }: Expression): string | undefined {
  return calculations[op];
}

/** True if a clause has an "and" or an "or" that could be taken for one of the sentence around it. */
function hasParts(expression: Expression): boolean {
  const { op } = expression;
  if (op === "&&" || op === "||" || op === "?:") return true;
  return expression.op === "in" && expression.right.op === "list" && expression.right.of.length > 1;
}

function listed(items: readonly string[], word: "and" | "or"): string {
  return `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1) ?? ""}`;
}

/** The variable of an `exists` or `all`. What could be a word of the sentence is announced. */
function variable(name: string): string {
  return /^[a-z]\d*$/.test(name) ? name : `element ${name}`;
}

/** Words that would be read as part of the sentence. */
const confusing = new Set(["AND", "OR", "NOT", "NOR", "IF", "IS", "TRUE", "FALSE", "NULL", "NONE"]);

function literal({ type, value }: Extract<Expression, { op: "value" }>): string {
  if (typeof value !== "string") return String(value);
  if (type === "timestamp") return value.replace("T", " ").replace(/(?:\.000)?Z$/, " UTC");
  if (/^[A-Z][A-Z0-9_]+$/.test(value) && !confusing.has(value)) return value;
  return visibleText(JSON.stringify(value));
}

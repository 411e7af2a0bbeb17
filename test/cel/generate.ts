/** Random conditions, each well-typed by docs/conditions.md, over everything that the vocabulary has. */
import { pick, several, type Dice } from "./dice.js";
import { familyOf, type Comparison, type Family, type Node, type Scalar } from "./nodes.js";
import { isAsking } from "./possible.js";
import { moments, numbers, texts } from "./values.js";
import { presences, weighted, type Reading } from "./vocabulary.js";

type Variable = Extract<Node, { op: "variable" }>;
type Read = Extract<Node, { op: "read" }>;

const scalars: readonly Scalar[] = ["string", "number", "boolean", "timestamp"];
const comparisons: readonly Comparison[] = ["==", "!=", "<", "<=", ">", ">="];
/** Names of variables: some are those of functions, of types, and of what is generated. */
const names = [
  "x",
  "y",
  "item",
  "v1",
  "a1",
  "e2",
  "int",
  "list",
  "size",
  "string",
  "t1",
  "team",
  "_e1",
  "Number",
];

/** A condition: of one operator, or of several. */
export function condition(dice: Dice): Node {
  const depth = pick(dice, [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3]);
  return new Generator(dice).truth(depth, []);
}

class Generator {
  private readonly dice: Dice;

  constructor(dice: Dice) {
    this.dice = dice;
  }

  /** True or false, and no literal. */
  truth(depth: number, variables: readonly Variable[]): Node {
    const { dice } = this;
    if (depth <= 0) return this.atom(0, variables);
    const inner = (): Node => this.truth(depth - 1 - dice(2), variables);
    switch (dice(9)) {
      case 0:
      case 1:
        return { op: "&&", of: several(2 + dice(3), inner) };
      case 2:
      case 3:
        return { op: "||", of: several(2 + dice(dice(8) === 0 ? 9 : 3), inner) };
      case 4:
        return { op: "!", of: inner() };
      case 5:
        return { op: "?:", if: inner(), then: inner(), else: inner() };
      case 6:
        return this.comparison("boolean", depth, variables);
      default:
        return this.atom(depth, variables);
    }
  }

  private atom(depth: number, variables: readonly Variable[]): Node {
    const { dice } = this;
    const nesting = variables.length;
    switch (dice(nesting > 1 ? 9 : 12)) {
      case 0:
        return pick(dice, [...readsOf("boolean"), ...variables.filter(({ type }) => type === "boolean")]);
      case 1:
        return { op: "has", path: pick(dice, presences) };
      case 2:
      case 3:
        return this.comparison("number", depth, variables);
      case 4:
        return this.comparison(pick(dice, ["timestamp", "boolean"]), depth, variables);
      case 5:
        return this.comparison("string", depth, variables);
      case 6:
        return this.textFunction(depth, variables);
      case 7:
        return this.membership(depth, variables);
      case 8:
        return this.ofEnumeration();
      default:
        return this.quantified(depth, variables);
    }
  }

  private comparison(type: Scalar, depth: number, variables: readonly Variable[]): Node {
    const { dice } = this;
    const isOrdered = type === "number" || type === "timestamp";
    const op = pick(dice, isOrdered ? comparisons : comparisons.slice(0, 2));
    return this.until(() => {
      const left = this.scalar(type, depth, variables);
      return { op, left, right: this.scalar(type, depth, variables) };
    });
  }

  private textFunction(depth: number, variables: readonly Variable[]): Node {
    const op = pick(this.dice, ["startsWith", "endsWith", "contains"] as const);
    return this.until(() => {
      const left = this.scalar("string", depth, variables);
      return { op, left, right: this.scalar("string", depth, variables) };
    });
  }

  private membership(depth: number, variables: readonly Variable[]): Node {
    const type = pick(this.dice, scalars);
    return this.until(() => {
      const left = this.scalar(type, depth, variables);
      return { op: "in", left, right: this.list(type, depth, variables) };
    });
  }

  /** An enumeration with its values, or with another one. */
  private ofEnumeration(): Node {
    const { dice } = this;
    const all = weighted.filter(({ values }) => values !== undefined);
    const one = pick(dice, all);
    const values = one.values ?? [];
    const shuffled = [...values].sort(() => dice(3) - 1);
    const left = readOf(one);
    if (values.length > 1 && dice(2) === 0) {
      const some = shuffled.slice(0, 1 + dice(values.length - 1)).map(text);
      const right: Node = { op: "list", type: "string", of: some };
      return { op: "in", left, right };
    }
    const alike = all.filter(
      (other) => other.path !== one.path && other.values?.some((value) => values.includes(value)),
    );
    const right = dice(3) === 0 && alike.length > 0 ? readOf(pick(dice, alike)) : text(pick(dice, shuffled));
    return {
      op: pick(dice, ["==", "!="] as const),
      ...(dice(4) === 0 ? { left: right, right: left } : { left, right }),
    };
  }

  private quantified(depth: number, variables: readonly Variable[]): Node {
    const { dice } = this;
    const type = pick(dice, ["string", "string", "number", "boolean", "timestamp"] as const);
    const over = this.list(type, depth, variables);
    const used = new Set(variables.map(({ name }) => name));
    const as = pick(
      dice,
      names.filter((name) => !used.has(name)),
    );
    const variable: Variable = { op: "variable", name: as, type, family: familyOf(over) };
    const all = [...variables, variable];
    const where = dice(3) > 0 ? this.about(variable, depth, all) : this.truth(depth, all);
    return { op: pick(dice, ["exists", "all"] as const), over, as, where };
  }

  /** Something about the variable. */
  private about(variable: Variable, depth: number, variables: readonly Variable[]): Node {
    const { dice } = this;
    const { type } = variable;
    if (type === "boolean" && dice(2) === 0) return dice(2) === 0 ? variable : { op: "!", of: variable };
    if (type === "string" && dice(2) === 0) {
      const op = pick(dice, ["startsWith", "endsWith", "contains"] as const);
      return this.until(() => ({ op, left: variable, right: this.scalar("string", depth, variables) }));
    }
    return this.until(() => {
      if (dice(4) === 0) return { op: "in", left: variable, right: this.list(type, depth, variables) };
      const isOrdered = type === "number" || type === "timestamp";
      const left =
        type === "number" && dice(3) === 0
          ? this.number(variable.family ?? "double", 1, variables)
          : variable;
      const right = this.scalar(type, depth, variables);
      return { op: pick(dice, isOrdered ? comparisons : comparisons.slice(0, 2)), left, right };
    });
  }

  private list(type: Scalar, depth: number, variables: readonly Variable[]): Node {
    const { dice } = this;
    const attributes = weighted.filter((one) => one.isList && one.type === type);
    if (dice(2) === 0) return readOf(pick(dice, attributes));
    const count = dice(16) === 0 ? 17 + dice(3) : 1 + dice(4);
    const isOpen = dice(3) === 0 && count < 6;
    const family = pick(dice, ["int", "double", "double", "mixed"] as const);
    const item = (): Node =>
      isOpen && dice(2) === 0 ? this.item(type, family, depth, variables) : this.literal(type, family);
    return { op: "list", type, of: several(count, item) };
  }

  private item(type: Scalar, family: Family, depth: number, variables: readonly Variable[]): Node {
    if (type === "number") return this.number(family, depth, variables);
    return this.scalar(type, depth, variables);
  }

  /** A value of a type: a literal, an attribute, a variable, a choice, or something that is computed. */
  private scalar(type: Scalar, depth: number, variables: readonly Variable[]): Node {
    const { dice } = this;
    if (type === "number")
      return this.number(pick(dice, ["double", "double", "int", "mixed"] as const), depth, variables);
    const fitting = variables.filter((one) => one.type === type);
    if (fitting.length > 0 && dice(2) === 0) return pick(dice, fitting);
    if (depth > 0 && dice(5) === 0)
      return this.choice(() => this.scalar(type, depth - 2, variables), depth, variables);
    if (type === "boolean" && depth > 0 && dice(2) === 0) return this.truth(depth - 1, variables);
    return dice(3) === 0 ? this.literal(type, "double") : pick(dice, readsOf(type));
  }

  private choice(make: () => Node, depth: number, variables: readonly Variable[]): Node {
    return { op: "?:", if: this.truth(depth - 2, variables), then: make(), else: make() };
  }

  private number(family: Family, depth: number, variables: readonly Variable[]): Node {
    const { dice } = this;
    const one = (): Node => this.number(family, depth - 1, variables);
    const fitting = variables.filter(
      (v) => v.type === "number" && (v.family === family || family === "mixed"),
    );
    if (fitting.length > 0 && dice(2) === 0) return pick(dice, fitting);
    if (family === "mixed") {
      if (depth > 0 && dice(3) === 0) return this.choice(one, depth, variables);
      return this.number(pick(dice, ["int", "double"] as const), depth, variables);
    }
    if (depth > 0 && dice(6) === 0) return this.choice(one, depth, variables);
    if (dice(depth > 0 ? 2 : 5) === 0) return this.computed(family, depth, variables);
    if (dice(3) === 0) return this.literal("number", family);
    if (family === "double") return pick(dice, readsOf("number"));
    return { op: "size", of: this.list(pick(dice, scalars), 0, variables) };
  }

  private computed(family: "int" | "double", depth: number, variables: readonly Variable[]): Node {
    const { dice } = this;
    const one = (): Node => this.number(family, depth - 1, variables);
    if (dice(5) === 0) {
      const of = one();
      if (of.op !== "literal") return { op: "negate", of };
    }
    const op = pick(dice, family === "int" ? (["+", "-", "*"] as const) : (["+", "-", "*", "/"] as const));
    const [left, right] = [one(), one()];
    // The compiler calculates with integers that are written out, and knows what sizes compare with.
    if (isInteger(left) && isInteger(right)) return left;
    // The compiler refuses to divide by a zero that is written out.
    const isZero = right.op === "literal" && right.value === 0;
    return { op: op === "/" && isZero ? "-" : op, left, right };
  }

  private literal(type: Scalar, family: Family): Node {
    const { dice } = this;
    if (type === "boolean") return { op: "literal", type, value: dice(2) === 0 };
    if (type === "timestamp") return { op: "literal", type, value: pick(dice, moments) };
    if (type === "string") return text(pick(dice, texts));
    const isInteger = family === "int" || (family === "mixed" && dice(2) === 0);
    const value = isInteger ? pick(dice, [0, 1, 2, 3, -1, 10, 1000]) : pick(dice, numbers);
    return { op: "literal", type, value, isInteger };
  }

  /** Again, until the compiler cannot say that the answer is always the same. */
  private until(make: () => Node): Node {
    for (;;) {
      const node = make();
      if (isAsking(node)) return node;
    }
  }
}

function isInteger(node: Node): boolean {
  return node.op === "literal" && node.isInteger === true;
}

function text(value: string): Node {
  return { op: "literal", type: "string", value };
}

function readOf({ path, type, isList, values }: Reading): Read {
  return { op: "read", path, type, isList, ...(values && { values }) };
}

function readsOf(type: Scalar): readonly Read[] {
  return weighted.filter((one) => one.type === type && !one.isList).map(readOf);
}

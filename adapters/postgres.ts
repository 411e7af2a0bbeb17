/** A filter in PostgreSQL: true of exactly the rows for which `matches` says yes, and never an error, whatever is in a row. */
import type { ScalarType } from "../runtime/expression.js";
import { compare, testText } from "../runtime/filter/compute.js";
import type { Filter, FilterCondition, FilterList, FilterValue } from "../runtime/filter/index.js";
import { elementType, readList, readScalar, type Scalar } from "../runtime/filter/read.js";
import { column, joined, no, parameter, pg, yes, type Pieces } from "./pieces.js";
import { isStorable, textTest, type Text } from "./text.js";
import { calculation, typed, typeNames } from "./typed.js";

type Condition<Op> = Extract<FilterCondition, { readonly op: Op }>;
type Constant = Extract<FilterValue, { op: "value" }>;
type Elements = ReadonlyMap<string, Pieces | Constant>;

/** The condition of a filter, in parentheses where another operator could tear it apart. */
export function print(filter: Filter): Pieces {
  if (filter.kind !== "when") return filter.kind === "all" ? yes : no;
  const printed = new Printer().condition(filter.when, new Map());
  return isClosed(filter.when) ? printed : pg`(${printed})`;
}

function isClosed({ op, ...rest }: FilterCondition): boolean {
  return op === "holds" || op === "inside" || ("of" in rest && rest.of.length > 1);
}

class Printer {
  private count = 0;

  condition(condition: FilterCondition, elements: Elements): Pieces {
    switch (condition.op) {
      case "and":
      case "or":
        return joined(
          condition.of.map((one) => this.condition(one, elements)),
          condition.op.toUpperCase(),
        );
      case "holds":
        return [{ tag: "holds", condition }];
      case "inside":
        return [{ tag: "inside", condition }];
      case "has":
        return pg`${column(condition.attribute)} IS ${condition.negated ? "" : "NOT "}NULL`;
      case "in":
        return this.membership(condition, elements);
      case "exists":
      case "all":
        return this.quantified(condition, elements);
      case "startsWith":
      case "endsWith":
      case "contains":
        return this.texts(condition, condition.op, condition.negated, elements);
      default:
        return this.comparison(condition, elements);
    }
  }

  private comparison(
    condition: Condition<"==" | "!=" | "<" | "<=" | ">" | ">=">,
    elements: Elements,
  ): Pieces {
    const { op, left, right } = condition;
    if (op === "==" || op === "!=") {
      if (typeOf(left) === "string") return this.texts(condition, "==", op === "!=", elements);
    }
    const sign = op === "==" ? "=" : op === "!=" ? "<>" : op;
    return pg`${this.value(left, elements)} ${sign} ${this.value(right, elements)}`;
  }

  private texts(
    { left, right }: { readonly left: FilterValue; readonly right: FilterValue },
    op: "==" | "startsWith" | "endsWith" | "contains",
    negated: boolean,
    elements: Elements,
  ): Pieces {
    return this.eachText(left, elements, (one) =>
      this.eachText(right, elements, (other) => {
        if (!("known" in one && "known" in other)) return textTest(op, one, other, negated, this.alias);
        const found =
          op === "==" ? compare(op, one.known, other.known) : testText(op, one.known, other.known);
        return found === negated ? no : yes;
      }),
    );
  }

  /** A test of a text; of several cases it becomes several tests, so that a text that cannot be sent stays a known one. */
  private eachText(value: FilterValue, elements: Elements, test: (text: Text) => Pieces): Pieces {
    const { op } = value;
    if (op === "case") {
      const cases = value.of.map((one) => {
        const chosen = this.eachText(one.value, elements, test);
        return pg` WHEN ${this.condition(one.when, elements)} THEN ${chosen}`;
      });
      return cases.length === 0 ? no : pg`CASE${cases.flat()} END`;
    }
    const known = op === "element" ? elements.get(value.name) : op === "value" ? value : undefined;
    if (known === undefined || !("op" in known)) return test({ pieces: this.value(value, elements) });
    const text = readScalar("string", known.value);
    return text === undefined ? no : test({ known: String(text) });
  }

  private membership({ left, right, negated }: Condition<"in">, elements: Elements): Pieces {
    const type = listType(right);
    if (right.op === "attribute") {
      if (type === "timestamp" || (type === "number" && negated))
        return this.isInRead(left, right, negated, elements);
      const list =
        type === "boolean" ? column(right.name) : pg`CAST(${column(right.name)} AS ${typeNames[type]}[])`;
      if (type !== "string") return isIn(this.value(left, elements), list, negated);
      return this.eachText(left, elements, (text) => isTextIn(text, list, negated));
    }
    const items = readList(type, right.values) ?? [];
    if (negated && items.includes(undefined)) return no;
    const values = items.filter((item) => item !== undefined);
    if (type !== "string") return isOneOf(this.value(left, elements), values, type, negated);
    return this.eachText(left, elements, (text) => isOneOfTexts(text, values, negated));
  }

  /** Element by element, each read as its type. No variable of a condition is called `in`. */
  private isInRead(left: FilterValue, over: FilterList, negated: boolean, elements: Elements): Pieces {
    const right = { op: "element", name: "in", type: listType(over) } as const;
    const where = { op: negated ? "!=" : "==", left, right } as const;
    const found = this.quantified({ op: negated ? "all" : "exists", over, as: "in", where }, elements);
    return negated ? pg`(${this.value(left, elements)} IS NOT NULL AND ${found})` : found;
  }

  private quantified({ op, over, as, where }: Condition<"exists" | "all">, elements: Elements): Pieces {
    const test = (element: Pieces | Constant): Pieces =>
      this.condition(where, new Map(elements).set(as, element));
    const type = listType(over);
    if (over.op === "values") {
      const all = over.values.map((value) => test({ op: "value", type, value }));
      if (all.length === 0) return op === "all" ? yes : no;
      return joined(all, op === "all" ? "AND" : "OR");
    }
    const list = column(over.name);
    const name = this.alias();
    const found = test(typed(type, pg`${name}`));
    const rows = pg`SELECT 1 FROM unnest(${list}) AS ${name}(${name})`;
    if (op === "exists") return pg`EXISTS (${rows} WHERE ${found})`;
    return pg`(${list} IS NOT NULL AND NOT EXISTS (${rows} WHERE (${found}) IS NOT TRUE))`;
  }

  private value(value: FilterValue, elements: Elements): Pieces {
    switch (value.op) {
      case "value":
        return constant(value);
      case "attribute":
        return typed(value.type, column(value.name));
      case "element": {
        const element = elements.get(value.name);
        return element === undefined ? nothing(value.type) : "op" in element ? constant(element) : element;
      }
      case "size":
        return value.of.op === "values"
          ? parameter(value.of.values.length, typeNames.number)
          : pg`CAST(cardinality(${column(value.of.name)}) AS double precision)`;
      case "negate":
        return pg`(-${this.value(value.of, elements)})`;
      case "case": {
        const cases = value.of.map((one) => {
          return pg` WHEN ${this.condition(one.when, elements)} THEN ${this.value(one.value, elements)}`;
        });
        return cases.length === 0 ? nothing(value.type) : pg`CASE${cases.flat()} END`;
      }
      default: {
        const [left, right] = [this.value(value.left, elements), this.value(value.right, elements)];
        return calculation(value.op, left, right, this.alias());
      }
    }
  }

  /** A name that no table of the app has. */
  private readonly alias = (): string => `rolebook_${(this.count += 1)}`;
}

function typeOf(value: FilterValue): ScalarType {
  return "type" in value ? value.type : "number";
}

function listType(list: FilterList): ScalarType {
  return list.op === "values" ? list.type : elementType(list.type);
}

function constant({ type, value }: Constant): Pieces {
  const known = readScalar(type, value);
  return known === undefined ? nothing(type) : parameter(known, typeNames[type]);
}

function nothing(type: ScalarType): Pieces {
  return pg`CAST(NULL AS ${typeNames[type]})`;
}

/** Whether a value is in a list of the row. Without the guard, what is missing would not be in an empty list. */
function isIn(value: Pieces, list: Pieces, negated: boolean): Pieces {
  return negated ? pg`(${value} IS NOT NULL AND ${value} <> ALL(${list}))` : pg`${value} = ANY(${list})`;
}

function isTextIn(text: Text, list: Pieces, negated: boolean): Pieces {
  if ("pieces" in text) return isIn(text.pieces, list, negated);
  if (isStorable(text.known)) return isIn(parameter(text.known, "text"), list, negated);
  return negated ? pg`(${list} IS NOT NULL AND array_position(${list}, NULL) IS NULL)` : no;
}

function isOneOf(value: Pieces, values: readonly Scalar[], type: ScalarType, negated: boolean): Pieces {
  if (values.length === 0) return negated ? pg`${value} IS NOT NULL` : no;
  const list = parameter(values, `${typeNames[type]}[]`);
  return negated ? pg`${value} <> ALL(${list})` : pg`${value} = ANY(${list})`;
}

function isOneOfTexts(text: Text, values: readonly Scalar[], negated: boolean): Pieces {
  if ("known" in text) return values.includes(text.known) === negated ? no : yes;
  const storable = values.filter((value) => isStorable(String(value)));
  return isOneOf(text.pieces, storable, "string", negated);
}

/** A filter in one line, for tables of tests. */
import type { Filter, FilterCondition, FilterList, FilterValue } from "rolebook/filter";

export function show(filter: Filter): string {
  return filter.kind === "when" ? condition(filter.when) : filter.kind;
}

function condition(one: FilterCondition): string {
  switch (one.op) {
    case "and":
    case "or":
      return one.of.map((part) => inner(part)).join(` ${one.op} `);
    case "holds":
      return `holds ${one.type}#${one.roles.join(",")}`;
    case "inside":
      return `inside ${one.type}`;
    case "has":
      return `${one.negated ? "lacks" : "has"} ${one.attribute}`;
    case "exists":
    case "all":
      return `${one.op} ${one.as} of ${list(one.over)}: ${inner(one.where)}`;
    case "in":
      return `${value(one.left)} ${one.negated ? "not " : ""}in ${list(one.right)}`;
    default: {
      const negated = "negated" in one && one.negated ? "not " : "";
      return `${value(one.left)} ${negated}${one.op} ${value(one.right)}`;
    }
  }
}

function inner(one: FilterCondition): string {
  return one.op === "and" || one.op === "or" ? `(${condition(one)})` : condition(one);
}

function list(of: FilterList): string {
  return of.op === "values" ? JSON.stringify(of.values) : of.name;
}

function value(of: FilterValue): string {
  switch (of.op) {
    case "value":
      return JSON.stringify(of.value);
    case "attribute":
      return of.name;
    case "element":
      return of.name;
    case "size":
      return `size ${list(of.of)}`;
    case "negate":
      return `-${value(of.of)}`;
    case "case":
      return `{${of.of.map((one) => `${condition(one.when)}: ${value(one.value)}`).join("; ")}}`;
    default:
      return `(${value(of.left)} ${of.op} ${value(of.right)})`;
  }
}

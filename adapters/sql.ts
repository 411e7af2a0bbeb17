/** A filter as a parameterised condition of PostgreSQL: `rolebook/sql`. */
import type { Filter } from "../runtime/filter/index.js";
import { asked, mapped } from "./mapping.js";
import type { Holds, Inside, Piece } from "./pieces.js";
import { print } from "./postgres.js";

/** Registers a value and returns the placeholder that stands for it, cast to a type if one is given: `$3::text[]`. */
export type Parameter = (value: unknown, type?: string) => string;

export interface SqlOptions<A extends string = string> {
  /**
   * The column of each attribute. Dots separate the parts of a name, which are quoted: `j.team_id`. A column of moments is
   * a `timestamptz`; one of texts may be anything that has a text, like a `uuid`.
   */
  readonly columns: Readonly<Record<A, string>>;
  /** SQL that is true where the principal holds one of the resource roles on the row, or on a container of this type. */
  readonly holds?: ((condition: Omit<Holds, "op">, parameter: Parameter) => string) | undefined;
  /** SQL that is true where the row is inside a container of this type, at any depth. */
  readonly inside?: ((condition: Omit<Inside, "op">, parameter: Parameter) => string) | undefined;
  /** The number of the first placeholder; 1 if it is left out. */
  readonly firstParameter?: number | undefined;
}

export interface SqlText {
  /** A condition with the placeholders `$1`, `$2`, ... */
  readonly text: string;
  /** The values of the placeholders, in order. */
  readonly values: unknown[];
}

/**
 * A filter as a condition for `WHERE`. Every value is a parameter.
 * @throws TypeError for an attribute without a column, and for `holds` or `inside` where the filter asks and it is left out
 */
export function toSql<A extends string>(filter: Filter<A>, options: SqlOptions<NoInfer<A>>): SqlText {
  const { columns, holds, inside, firstParameter = 1 } = options;
  const values: unknown[] = [];
  const parameter: Parameter = (value, type) => {
    const placeholder = `$${firstParameter + values.push(value) - 1}`;
    return type === undefined ? placeholder : `${placeholder}::${type}`;
  };
  const textOf = (piece: Piece): string => {
    switch (piece.tag) {
      case "text":
        return piece.text;
      case "parameter":
        return parameter(piece.value, piece.type);
      case "column":
        return quoted(mapped<string>(columns, piece.attribute));
      case "holds":
        return `(${asked(holds, piece.condition)(piece.condition, parameter)})`;
      case "inside":
        return `(${asked(inside, piece.condition)(piece.condition, parameter)})`;
    }
  };
  return { text: print(filter).map(textOf).join(""), values };
}

function quoted(name: string): string {
  return name
    .split(".")
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join(".");
}

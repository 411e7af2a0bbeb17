/** A filter for Drizzle on PostgreSQL: `rolebook/drizzle`. */
import { sql, type AnyColumn, type SQL, type SQLWrapper } from "drizzle-orm";
import type { Filter } from "../runtime/filter/index.js";
import { asked, mapped } from "./mapping.js";
import type { Holds, Inside, Piece } from "./pieces.js";
import { print } from "./postgres.js";

export interface DrizzleOptions<A extends string = string> {
  /** The column of each attribute, or an expression, as for a container's type. */
  readonly columns: Readonly<Record<A, AnyColumn | SQLWrapper>>;
  /** True where the principal holds one of the resource roles on the row, or on a container of this type. */
  readonly holds?: ((condition: Omit<Holds, "op">) => SQLWrapper) | undefined;
  /** True where the row is inside a container of this type, at any depth. */
  readonly inside?: ((condition: Omit<Inside, "op">) => SQLWrapper) | undefined;
}

/**
 * A filter as an expression for `.where(...)`. Every value is a parameter.
 * @throws TypeError for an attribute without a column, and for `holds` or `inside` where the filter asks and it is left out
 */
export function toDrizzle<A extends string>(
  filter: Filter<A>,
  { columns, holds, inside }: DrizzleOptions<NoInfer<A>>,
): SQL<boolean> {
  const chunkOf = (piece: Piece): SQL => {
    switch (piece.tag) {
      case "text":
        return sql.raw(piece.text);
      case "parameter":
        // A bare array would become a list of parameters.
        return sql`${sql.param(piece.value)}${sql.raw(`::${piece.type}`)}`;
      case "column":
        return sql`${mapped<AnyColumn | SQLWrapper>(columns, piece.attribute)}`;
      case "holds":
        return sql`(${asked(holds, piece.condition)(piece.condition)})`;
      case "inside":
        return sql`(${asked(inside, piece.condition)(piece.condition)})`;
    }
  };
  return sql<boolean>`${sql.join(print(filter).map(chunkOf))}`;
}

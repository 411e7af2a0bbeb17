/** A filter for Kysely on PostgreSQL: `rolebook/kysely`. */
import { sql, type Expression, type RawBuilder, type SqlBool } from "kysely";
import type { Filter } from "../runtime/filter/index.js";
import { asked, mapped } from "./mapping.js";
import type { Holds, Inside, Piece } from "./pieces.js";
import { print } from "./postgres.js";

export interface KyselyOptions<A extends string = string> {
  /** The column of each attribute, as in `eb.ref`: `job.team_id`. Or an expression, as for a container's type. */
  readonly columns: Readonly<Record<A, string | Expression<unknown>>>;
  /** True where the principal holds one of the resource roles on the row, or on a container of this type. */
  readonly holds?: ((condition: Omit<Holds, "op">) => Expression<SqlBool>) | undefined;
  /** True where the row is inside a container of this type, at any depth. */
  readonly inside?: ((condition: Omit<Inside, "op">) => Expression<SqlBool>) | undefined;
}

/**
 * A filter as an expression for `.where(...)`. Every value is a parameter.
 * @throws TypeError for an attribute without a column, and for `holds` or `inside` where the filter asks and it is left out
 */
export function toKysely<A extends string>(
  filter: Filter<A>,
  { columns, holds, inside }: KyselyOptions<NoInfer<A>>,
): RawBuilder<SqlBool> {
  const expressionOf = (piece: Piece): Expression<unknown> => {
    switch (piece.tag) {
      case "text":
        return sql.raw(piece.text);
      case "parameter":
        return sql`${sql.val(piece.value)}${sql.raw(`::${piece.type}`)}`;
      case "column": {
        const column = mapped<string | Expression<unknown>>(columns, piece.attribute);
        return typeof column === "string" ? sql.ref(column) : sql`(${column})`;
      }
      case "holds":
        return sql`(${asked(holds, piece.condition)(piece.condition)})`;
      case "inside":
        return sql`(${asked(inside, piece.condition)(piece.condition)})`;
    }
  };
  return sql<SqlBool>`${sql.join(print(filter).map(expressionOf), sql.raw(""))}`;
}

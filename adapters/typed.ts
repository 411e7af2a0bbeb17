/** Values of PostgreSQL as conditions read them: what is of no use there is NULL. */
import type { ScalarType } from "../runtime/expression.js";
import { pg, type Pieces } from "./pieces.js";

export const typeNames: Readonly<Record<ScalarType, string>> = {
  string: "text",
  number: "double precision",
  boolean: "boolean",
  timestamp: "timestamptz",
};

/** A column or an element of one; cast, so that a `uuid`, an enumeration or an `integer` may be what it stands for. */
export function typed(type: ScalarType, raw: Pieces): Pieces {
  switch (type) {
    case "string":
      return pg`CAST(${raw} AS text)`;
    case "number":
      return pg`NULLIF(CAST(${raw} AS double precision), 'NaN')`;
    case "boolean":
      return raw;
    case "timestamp":
      return pg`CASE WHEN ${raw} BETWEEN ${firstMoment} AND ${lastMoment} THEN date_trunc('milliseconds', ${raw}) END`;
  }
}

const firstMoment = "'0001-01-01T00:00:00Z'::timestamptz";
const lastMoment = "'9999-12-31T23:59:59.999999Z'::timestamptz";

/** Arithmetic of ordinary numbers, so that none is too large, too small or divided by zero. Each operand stands in it once. */
export function calculation(op: string, left: Pieces, right: Pieces, alias: string): Pieces {
  const [a, b] = [`${alias}.a`, `${alias}.b`];
  const divides = op === "/" ? ` AND ${b} <> 0` : "";
  const guard = `${ordinary(a)} AND ${ordinary(b)}${divides}`;
  return pg`(SELECT CASE WHEN ${guard} THEN ${a} ${op} ${b} END FROM (SELECT ${left} AS a, ${right} AS b) AS ${alias})`;
}

function ordinary(name: string): string {
  return `(${name} = 0 OR abs(${name}) BETWEEN 1e-150 AND 1e150)`;
}

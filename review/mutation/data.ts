/** Mutants as data, as `schema/test-report.schema.json` describes them. */
import { percentOf } from "../coverage/index.js";
import { countsOf, scoreOf } from "./counts.js";
import type { Tried } from "./run.js";

/** @param pathOf what is shown of a file */
export function mutationData(tried: readonly Tried[], pathOf: (file: string) => string): object {
  const { mutants: total, ...counts } = countsOf(tried);
  return {
    total,
    ...counts,
    score: percentOf(scoreOf(tried)),
    mutants: tried.map(({ operator, of, change, file, line, verdict, killedBy, because }) => ({
      verdict,
      operator,
      of,
      change,
      file: pathOf(file),
      line,
      ...(because !== undefined && { because }),
      ...(killedBy !== undefined && {
        killedBy: { test: killedBy.test, file: pathOf(killedBy.place.file), line: killedBy.place.line },
      }),
    })),
  };
}

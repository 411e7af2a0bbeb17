import { catalogue } from "../catalogue.js";
import type { Diagnostic } from "../diagnostic.js";
import { render } from "./render.js";
import type { Session } from "./session.js";

/** Shows findings on stderr and gives the exit code that they lead to. */
export function report(session: Session, root: string, diagnostics: readonly Diagnostic[]): 0 | 1 | 2 {
  for (const finding of diagnostics) session.stderr.write(`${render(finding, root, session)}\n`);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return 0;
  session.stderr.write(errors.length === 1 ? "1 error\n" : `${errors.length} errors\n`);
  return errors.some(({ code }) => catalogue[code].exit === 2) ? 2 : 1;
}

/** The last line of a run: how long it took. */
export function reportTime({ stdout, started }: Session): void {
  stdout.write(`done in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
}

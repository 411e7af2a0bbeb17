/** The independent CEL: a condition's text, planned once, asked about many rows. */
import { CelScalar, celEnv, celFunc, isCelError, parse, plan, type CelEnv } from "@bufbuild/cel";
import type { Bindings } from "./bindings.js";
import { isArithmetic, isOpen, listsIn, some, type Node } from "./nodes.js";
import { unfolded } from "./unfold.js";
import { write } from "./write.js";

/** Undefined: unknown. */
export type Answer = boolean | undefined;

const { DOUBLE } = CelScalar;
const plainly = celEnv();

/** How often arithmetic met a number that is not ordinary, or divided by zero. */
let strange = 0;

function ordinary(value: number): number {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-150 && size <= 1e150)) return value;
  strange++;
  throw new Error("no value: not ordinary");
}

function divisor(value: number): number {
  if (ordinary(value) !== 0) return value;
  strange++;
  throw new Error("no value: zero");
}

/** CEL with the one difference that docs/conditions.md has in arithmetic. */
const carefully = celEnv({
  funcs: [
    celFunc("_+_", [DOUBLE, DOUBLE], DOUBLE, (a, b) => ordinary(a) + ordinary(b)),
    celFunc("_-_", [DOUBLE, DOUBLE], DOUBLE, (a, b) => ordinary(a) - ordinary(b)),
    celFunc("_*_", [DOUBLE, DOUBLE], DOUBLE, (a, b) => ordinary(a) * ordinary(b)),
    celFunc("_/_", [DOUBLE, DOUBLE], DOUBLE, (a, b) => ordinary(a) / divisor(b)),
  ],
});

type Ask = (bindings: Bindings) => Answer;

/** A text for CEL. @throws for a text that is not CEL, and where CEL finds no overload */
export function asked(text: string): Ask {
  return planned(parse(text), plainly);
}

function planned(parsed: ReturnType<typeof parse>, env: CelEnv): Ask {
  const evaluate = plan(env, parsed);
  return ({ variables }) => {
    // Errors are values of CEL, and their traces take the most time.
    Error.stackTraceLimit = 0;
    const answer = evaluate(variables);
    Error.stackTraceLimit = 10;
    if (typeof answer === "boolean") return answer;
    if (isCelError(answer) && /^(?:no value|field not found)/.test(answer.message)) return undefined;
    throw new Error(`CEL says ${isCelError(answer) ? answer.message : `a ${typeof answer}`}`);
  };
}

/** Asks CEL the text of a condition; where lists have elements without a value, with each element written out. */
export function independent(node: Node, text: string): Ask {
  const usual = guarded(node, text);
  const others = new Map<string, Ask>();
  const lists = listsIn(node);
  const hasOpen = some(node, isOpen);
  return (bindings) => {
    const holed = [...bindings.holed].filter(([path]) => lists.has(path));
    if (!hasOpen && holed.length === 0) return usual(bindings);
    const key = JSON.stringify(holed);
    const other = others.get(key) ?? written(unfolded(node, new Map(holed)));
    others.set(key, other);
    const answer = other(bindings);
    if (holed.length > 0) return answer;
    const same = usual(bindings);
    if (same !== undefined && same !== answer) throw new Error(`CEL says ${String(same)} of the same text`);
    return answer;
  };
}

function written(node: Node): Ask {
  return guarded(node, write(node));
}

/** Without arithmetic that is out of the ordinary, CEL is asked as it is. */
function guarded(node: Node, text: string): Ask {
  const parsed = parse(text);
  const usual = planned(parsed, plainly);
  if (!some(node, isArithmetic)) return usual;
  const careful = planned(parsed, carefully);
  return (bindings) => {
    const before = strange;
    const answer = careful(bindings);
    if (strange > before) return answer;
    const same = usual(bindings);
    if (same !== answer) throw new Error(`CEL says ${String(same)}, and with care ${String(answer)}`);
    return answer;
  };
}

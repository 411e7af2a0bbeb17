import type { Code } from "../../catalogue.js";
import type { Findings } from "../../findings.js";
import type { Place, Reference } from "../../ir.js";
import { sortGraph } from "../graph.js";

/** Reports every circle of a graph once, at the reference that closes it. */
export function reportCircles<T extends { readonly place: Place }>(
  code: Code,
  verb: string,
  nodes: readonly T[],
  edges: (node: T) => readonly Reference<T>[],
  nameOf: (node: T) => string,
  findings: Findings,
): void {
  const { circles } = sortGraph(nodes, (node) => edges(node).map(({ to }) => to));
  for (const circle of circles) {
    const [first] = circle;
    const last = circle.at(-1);
    if (first === undefined || last === undefined) continue;
    const closing = edges(last).find(({ to }) => to === first);
    const steps = [...circle.slice(1), first].map((node) => `\`${nameOf(node)}\``);
    const message = `\`${nameOf(first)}\` ${verb} ${steps.join(`, which ${verb} `)}`;
    findings.add(code, closing?.place ?? last.place, message, { help: "remove one of these" });
  }
}

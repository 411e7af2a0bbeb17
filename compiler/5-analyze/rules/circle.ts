import type { Code } from "../../catalogue.js";
import type { Findings } from "../../findings.js";
import type { Place, Reference } from "../../ir.js";
import { sortGraph } from "../graph.js";

/** Longer circles are shown in part. */
const mostShown = 12;

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
    if (first === undefined) continue;
    const steps = circle.map((from, index) => {
      const to = circle[index + 1] ?? first;
      const place = edges(from).find((edge) => edge.to === to)?.place ?? from.place;
      return { from, to: `\`${nameOf(to)}\``, place };
    });
    const shown = steps.map(({ to }) => to);
    if (shown.length > mostShown) shown.splice(mostShown - 2, shown.length - mostShown + 1, "others");
    const message = `\`${nameOf(first)}\` ${verb} ${shown.join(`, which ${verb} `)}`;
    const closing = steps.pop();
    findings.add(code, closing?.place ?? first.place, message, {
      help: steps.length === 0 ? "remove it" : "remove one of these",
      others: steps.map(({ from, to, place }) => ({
        message: `\`${nameOf(from)}\` ${verb} ${to} here`,
        place,
      })),
    });
  }
}

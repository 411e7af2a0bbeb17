/** Where answers differ, as a test reports it. */
import { inspect } from "node:util";
import { partsOf, type Node } from "./nodes.js";
import type { Row } from "./rows.js";

/** A condition and its text. */
export interface Written {
  readonly node: Node;
  readonly text: string;
}

/** What the three said of one row. */
export interface Difference extends Written {
  readonly row: Row;
  readonly generated: unknown;
  readonly naive: unknown;
  readonly cel: unknown;
}

/** The shortest conditions on which they differ, with what they read. */
export function shown(all: readonly Difference[]): string {
  const byText = new Map([...all].reverse().map((one) => [one.text, one]));
  const shortest = [...byText.values()].sort((a, b) => a.text.length - b.text.length).slice(0, 10);
  return shortest
    .map(({ node, text, row: asked, ...answers }) => {
      const values = pathsIn(node).map((path) => [path, valueAt(path.split("."), asked)]);
      return inspect({ text, ...answers, ...Object.fromEntries(values) }, { depth: 4 });
    })
    .join("\n");
}

function pathsIn(node: Node): string[] {
  const own = node.op === "read" || node.op === "has" ? [node.path] : [];
  return [...own, ...partsOf(node).flatMap(pathsIn)];
}

function valueAt(path: readonly string[], from: unknown): unknown {
  return path.reduce((value, name) => (value as Record<string, unknown> | undefined)?.[name], from);
}

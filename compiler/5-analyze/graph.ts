/** The nodes in an order in which each comes after all that it points to, and circles found on the way. */
export interface Order<T> {
  readonly sorted: readonly T[];
  /** Circles as their nodes in order; the last points to the first. No node is in two: to mend one may mend the other. */
  readonly circles: readonly (readonly T[])[];
}

/** Sorts a graph depth first, without recursion: a chain may be as long as the policy. */
export function sortGraph<T>(nodes: readonly T[], next: (node: T) => readonly T[]): Order<T> {
  const sorted: T[] = [];
  const circles: (readonly T[])[] = [];
  const state = new Map<T, "open" | "done">();
  /** Where each open node stands on the path. */
  const depths = new Map<T, number>();
  const inCircle = new Set<T>();
  /** The depths of the open nodes that are in a circle, rising. */
  const marked: number[] = [];

  for (const start of nodes) {
    if (state.has(start)) continue;
    const path: { readonly node: T; readonly waiting: T[] }[] = [];
    const enter = (node: T): void => {
      state.set(node, "open");
      depths.set(node, path.length);
      path.push({ node, waiting: [...next(node)].reverse() });
    };
    enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const to = top.waiting.pop();
      if (to === undefined) {
        state.set(top.node, "done");
        sorted.push(top.node);
        path.pop();
        if (marked.at(-1) === path.length) marked.pop();
      } else if (state.get(to) === "open") {
        if (inCircle.has(to) || inCircle.has(top.node)) continue;
        const from = depths.get(to) ?? 0;
        if ((marked.at(-1) ?? -1) >= from) continue;
        const circle = path.slice(from).map(({ node }) => node);
        for (const [index, node] of circle.entries()) {
          inCircle.add(node);
          marked.push(from + index);
        }
        circles.push(circle);
      } else if (!state.has(to)) {
        enter(to);
      }
    }
  }
  return { sorted, circles };
}

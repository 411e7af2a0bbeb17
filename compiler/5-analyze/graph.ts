/** The nodes in an order in which each comes after all that it points to, and every circle found on the way. */
export interface Order<T> {
  readonly sorted: readonly T[];
  /** Each circle as its nodes in order; the last points to the first. */
  readonly circles: readonly (readonly T[])[];
}

/** Sorts a graph depth first, without recursion: a chain may be as long as the policy. */
export function sortGraph<T>(nodes: readonly T[], next: (node: T) => readonly T[]): Order<T> {
  const sorted: T[] = [];
  const circles: (readonly T[])[] = [];
  const state = new Map<T, "open" | "done">();

  for (const start of nodes) {
    if (state.has(start)) continue;
    const path: { readonly node: T; readonly waiting: T[] }[] = [];
    const enter = (node: T): void => {
      state.set(node, "open");
      path.push({ node, waiting: [...next(node)].reverse() });
    };
    enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const to = top.waiting.pop();
      if (to === undefined) {
        state.set(top.node, "done");
        sorted.push(top.node);
        path.pop();
      } else if (state.get(to) === "open") {
        const from = path.findIndex(({ node }) => node === to);
        circles.push(path.slice(from).map(({ node }) => node));
      } else if (!state.has(to)) {
        enter(to);
      }
    }
  }
  return { sorted, circles };
}

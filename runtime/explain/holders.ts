/** The roles that an explanation looks at: not all, where there are thousands. */

/** Who asks wants to know what would help: of more roles that are not held, and of more lines of one of them, the answer says nothing. */
export const mostOthers = 100;

/** A role that the table gives something, seen from who asks. */
export interface Holder {
  readonly name: string;
  readonly isHeld: boolean;
  readonly isInside: (inside: string | undefined) => boolean;
}

/** Those that are held, and of the others so many: the nearest, then by name. */
export function bounded(holders: readonly Holder[], nearness: (name: string) => number): readonly Holder[] {
  const others = holders.filter(({ isHeld }) => !isHeld);
  if (others.length <= mostOthers) return holders;
  const near = new Map(others.map(({ name }) => [name, nearness(name)]));
  const of = ({ name }: Holder): number => near.get(name) ?? 0;
  const sorted = others.sort((a, b) => of(b) - of(a) || (a.name < b.name ? -1 : +(a.name > b.name)));
  return [...holders.filter(({ isHeld }) => isHeld), ...sorted.slice(0, mostOthers)];
}

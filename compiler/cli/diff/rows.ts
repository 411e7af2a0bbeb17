/** Changes as people read them: those that say the same of several permissions are one row. */
import type { Category, Change, ChangeName } from "../../../review/diff/index.js";

/** Changes that differ in their permission, or in the role that is assigned, alone. */
export interface Row {
  readonly policy: string;
  readonly holder: string;
  readonly category: Category;
  readonly change: ChangeName;
  /** What it is about: permissions, or roles; empty where it is the holder itself. */
  readonly subjects: readonly string[];
  readonly first: Change;
}

/** A longer way is shown by its ends. */
const mostSteps = 8;

/** The way from a holder to what it inherits, as people can read it. */
export function shownPath(path: readonly string[]): readonly string[] {
  const left = path.length - mostSteps;
  return left > 0 ? [...path.slice(0, 3), `${left + 2} more`, ...path.slice(-3)] : path;
}

export function rowsOf(changes: readonly Change[]): readonly Row[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const { permission, assigns, ...rest } = change;
    const key = JSON.stringify(
      [rest, permission === undefined, assigns === undefined],
      (_, value: unknown) =>
        typeof value === "object" && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
          : value,
    );
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [change]);
    else known.push(change);
  }
  return [...groups.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const subjects = all.flatMap(({ permission, assigns }) => permission ?? assigns ?? []);
    const { policy, holder, category, change } = first;
    return [{ policy, holder, category, change, subjects, first }];
  });
}

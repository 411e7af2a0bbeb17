/** What is measured of a policy and its tests. */

/** What is counted. */
export const measures = ["cells", "grants", "conditions", "resourceRoles", "assigns"] as const;

export type Measure = (typeof measures)[number];

/** How many there are, and how many of them the questions cover. */
export interface Count {
  readonly covered: number;
  readonly total: number;
}

/** A line of the policy. */
export interface Line {
  /** Relative to the root of the project. */
  readonly file: string;
  readonly line: number;
}

/** What no question covers. Names are those of the policy's files; a holder is `role:X` or `resourceRole:T#X`. */
export interface Uncovered {
  /** By holder the permissions that nobody who has the role asks for. */
  readonly cells: readonly (Line & { readonly holder: string; readonly permissions: readonly string[] })[];
  /** Patterns under `allow` that allowed nothing. */
  readonly grants: readonly (Line & { readonly holder: string; readonly grant: string })[];
  /** Conditions, each with the ways in which it was not answered: true, or false. */
  readonly conditions: readonly (Line & {
    readonly condition: string;
    readonly missing: readonly boolean[];
  })[];
  /** Resource roles that nobody had who asked. */
  readonly resourceRoles: readonly (Line & { readonly holder: string })[];
  /** Entries of `assigns` that let nobody assign a role. */
  readonly assigns: readonly (Line & { readonly holder: string; readonly assigns: string })[];
}

/**
 * What questions cover.
 *
 * - A **cell** is a role and a permission, or a resource role and a permission on instances of its type or of what that contains. It
 *   is covered when a well-formed question asks for the permission and the asker has the role, by itself, by default, or on the
 *   resource or a container of it; inherited roles do not count. Roles that no kind may hold have no cells: nobody can ask.
 * - A **grant** is a pattern under `allow`. It is covered when it is among the grants of an allowed question that allow it.
 * - A **condition** is a place where one is written. It is covered when questions asked it and it was true for one and for another one
 *   false, or unknown for want of a value. A scope's condition is asked if a grant that the asker has is so wide and no narrower
 *   scope reaches the resource; `when` if the scope may reach it; `requires` if a grant allows.
 * - A **resource role** is covered when somebody asks who has it there.
 * - An entry of **assigns** is covered when it is among those that let somebody assign a role.
 */
export interface Coverage extends Readonly<Record<Measure, Count>> {
  readonly uncovered: Uncovered;
}

/** Percent with one decimal, cut: only what is complete is 100. Of nothing all is covered. */
export function percentOf({ covered, total }: Count): number {
  return total === 0 ? 100 : Math.floor((covered * 1_000) / total) / 10;
}

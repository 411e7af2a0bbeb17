/** What a difference between two policies consists of, in the words of `schema/diff.schema.json`, which says what each part is. */
import { byCodePoint } from "../../compiler/order.js";

export const categories = ["WIDEN", "NARROW", "API", "STORED"] as const;

export type Category = (typeof categories)[number];

export const kindsOfChange = [
  "gained",
  "lost",
  "widened",
  "narrowed",
  "condition-changed",
  "renamed-id",
  "removed",
] as const;

export type ChangeName = (typeof kindsOfChange)[number];

/** How large the step of a version number should be, largest first. */
export const bumps = ["major", "minor", "patch", "none"] as const;

export type Bump = (typeof bumps)[number];

/** What was and what is; null: nothing. */
export interface Sides<T> {
  readonly before: T | null;
  readonly after: T | null;
}

/** What is said of one holder, before it is said where. */
export interface Finding {
  readonly category: Category;
  readonly change: ChangeName;
  /** `role:NAME`, `resourceRole:TYPE#NAME`, `kind:NAME`, `permission:NAME` or `resource:TYPE`. */
  readonly holder: string;
  readonly permission?: string;
  readonly assigns?: string;
  readonly defaultRole?: string;
  readonly route?: string;
  readonly kinds?: Sides<readonly string[]>;
  readonly containers?: Sides<readonly string[]>;
  readonly reserved?: Sides<string>;
  readonly meaning?: Sides<string>;
  readonly scope?: Sides<string>;
  readonly when?: Sides<string>;
  readonly inside?: Sides<string>;
  readonly id?: Sides<string>;
}

export interface Change extends Finding {
  readonly file: string;
  readonly line: number;
  /** What stands there stands there no more. */
  readonly side?: "before";
  readonly path?: readonly string[];
  readonly policy: string;
}

/** What one policy, or several, give and take. */
export interface Difference {
  readonly bump: Bump;
  /** What makes the bump so large, or what callers have to do, where no change tells it. */
  readonly because?: string;
  readonly changes: readonly Change[];
}

/** The category of a change of access. */
export function categoryOf(change: ChangeName): Category {
  return change === "lost" || change === "narrowed" ? "NARROW" : "WIDEN";
}

/** Each once, in one order: by policy, holder, what it is about, and category. */
export function sortedChanges(changes: readonly Change[]): readonly Change[] {
  const byText = new Map(changes.map((one) => [orderOf(one), one]));
  return [...byText].sort(([a], [b]) => byCodePoint(a, b)).map(([, one]) => one);
}

function orderOf(one: Change): string {
  const { policy, holder, permission = "", assigns = "", defaultRole = "", route = "", category } = one;
  return JSON.stringify([
    policy,
    holder,
    permission,
    assigns,
    defaultRole,
    route,
    categories.indexOf(category),
    kindsOfChange.indexOf(one.change),
    one.inside ?? null,
    one.scope ?? null,
    one.when ?? null,
    one.kinds ?? null,
    one.containers ?? null,
    one.reserved ?? null,
    one.meaning ?? null,
    one.id ?? null,
  ]);
}

/** A step of the version number, with what there is to say of it. */
export type Step = Pick<Difference, "bump" | "because">;

/** The largest of several steps, with all that there is to say of such steps. */
export function largest(all: readonly Step[]): Step {
  const bump = bumps.find((size) => all.some((step) => step.bump === size)) ?? "none";
  const reasons = all.flatMap((step) => (step.bump === bump ? (step.because ?? []) : []));
  return { bump, ...(reasons.length > 0 && { because: [...new Set(reasons)].join("; ") }) };
}

/**
 * How large a policy may become when it is opened up: many times what the largest real ones do (2,500 roles, 14,000 permissions,
 * 165,000 grants). Without limits a few lines of wildcards or a long chain exhaust the memory.
 */
import type { Findings } from "../findings.js";
import type { Document, Place } from "../ir.js";

/** Kinds, attributes, resources, actions, roles, resource roles and routes of one policy together. */
const mostNames = 250_000;

/** Permissions that all grants and exceptions match together, and roles that all `assigns` match together. */
export const mostMatched = 10_000_000;

/** Steps from every action to all that it implies, added up: a chain of 2,000 actions makes 2 million. */
export const mostImplied = 2_000_000;

/** Steps from every resource type to all that it contains, added up: a chain of 2,000 types makes 2 million. */
export const mostContained = 2_000_000;

/** A number that may grow so far; that it has grown further is reported once. */
export class Budget {
  private left: number;
  private isReported = false;
  private readonly findings: Findings;
  private readonly message: string;

  constructor(limit: number, what: string, findings: Findings) {
    this.left = limit;
    this.findings = findings;
    this.message = `up to here ${what}: more than ${limit}`;
  }

  get isSpent(): boolean {
    return this.left < 0;
  }

  /** Takes a part. False if so much is no longer there. */
  spend(amount: number, place: Place): boolean {
    this.left -= amount;
    if (!this.isSpent) return true;
    if (!this.isReported) {
      this.findings.add("too-large", place, this.message, { help: "split the policy, or name less at once" });
    }
    this.isReported = true;
    return false;
  }
}

/** True if the documents hold more names than a policy may; that is reported. */
export function hasTooManyNames(documents: readonly Document[], findings: Findings): boolean {
  const budget = new Budget(mostNames, "the policy has too many names", findings);
  const sizeOf = (map: object | null | undefined): number => Object.keys(map ?? {}).length;
  const sum = (
    maps: Readonly<Record<string, unknown>> | null | undefined,
    size: (one: object) => number,
  ): number => Object.values(maps ?? {}).reduce<number>((all, one) => all + 1 + size(one ?? {}), 0);
  return !documents.every(({ file, fragment: { principals, resources, roles, resourceRoles, routes } }) => {
    const names =
      sum(principals, (kind: { attributes?: object | null }) => sizeOf(kind.attributes)) +
      sum(
        resources,
        (one: { attributes?: object | null; actions?: object | null }) =>
          sizeOf(one.attributes) + sizeOf(one.actions),
      ) +
      sum(resourceRoles, sizeOf) +
      sizeOf(roles) +
      sizeOf(routes);
    return budget.spend(names, { file, container: file.data as object });
  });
}

/** The laws: whether one principal may. Everything a check reads from the app is `unknown` here: it may be anything. */
import { deepest, isAbsent, isBag, type Bag } from "./bag.js";
import type { Condition, Truth } from "./format.js";
import {
  conditionFailed,
  containerDepth,
  granted,
  missingAttribute,
  missingResource,
  notGranted,
  outsideScope,
  principalRefused,
  requiresFailed,
  unexpectedResource,
  unknownPermission,
  wrongResourceType,
  type Rank,
} from "./ranks.js";
import type { Grant, Holders, Kind, Question, Table } from "./table.js";

/** How far something comes: a rank, or what it misses in place of `missing-attribute`. */
export type Outcome = Rank | string;

/** Told of every place where roles count: the names there, who holds the permission, and the node that they are held on. */
export type Watch = (names: unknown, holders: Holders | undefined, node?: Bag) => void;

/** The resource of a question on the type. */
export const nothing: Bag = {};

/**
 * With `unit` whether all conditions hold, without it whether one does: what decides it is the answer, else the first unknown.
 * @param resource undefined: none is at hand, so what reads one is unknown, and what misses something of the principal is false
 */
export function fold(
  conditions: readonly Condition[],
  unit: boolean,
  principal: Bag,
  resource: Bag | undefined,
): Truth {
  let found: Truth = unit;
  for (const condition of conditions) {
    const truth = ask(condition, principal, resource);
    if (truth === !unit) return truth;
    if (found === unit) found = truth;
  }
  return found;
}

/** What a getter of the app throws is a value that is missing, and has no name. */
function ask(condition: Condition, principal: Bag, resource: Bag | undefined): Truth {
  try {
    if (resource !== undefined) return condition(principal, resource);
    return condition.length > 1 ? "" : condition(principal, nothing) === true;
  } catch {
    return "";
  }
}

/**
 * Law 4: a role, or a resource role held on the resource or on a container of it, is enough.
 * @param roles what the principal has beside its default roles
 * @param resource absent on the type
 */
export function decide(
  table: Table,
  kind: Kind,
  principal: Bag,
  roles: unknown,
  question: Question | undefined,
  resource: unknown,
  watch?: Watch,
): Outcome {
  if (kind.requires[0] && fold(kind.requires, true, principal, nothing) !== true) return principalRefused;
  if (question === undefined) return unknownPermission;
  const { type } = question;
  if (isAbsent(resource) === (type !== "")) return type ? missingResource : unexpectedResource;
  const subject = (resource ?? nothing) as Bag;
  if (type && (!isBag(subject) || subject["type"] !== type)) return wrongResourceType;
  let rank = furthest(notGranted, roles, question.roles, principal, subject, watch);
  if (watch || !isPlain(subject))
    rank = furthestAlong(rank, table, principal, roles, question, subject, watch);
  return rank === granted && question.requires[0] ? required(question, principal, subject) : rank;
}

/** True if no resource role and no container can make a difference. */
export function isPlain({ roles, container }: Bag): boolean {
  return isAbsent(roles) && isAbsent(container);
}

/** What is added by resource roles, and by roles inside of containers. A wrong container denies, whatever was granted. */
function furthestAlong(
  rank: Rank,
  table: Table,
  principal: Bag,
  roles: unknown,
  question: Question,
  subject: Bag,
  watch: Watch | undefined,
): Rank {
  let node = subject;
  for (let depth = 0; ; depth++) {
    const { roles: shares, container } = node;
    const type = node["type"] as string;
    rank = furthest(rank, shares, question.shares[type], principal, subject, watch, node);
    if (isAbsent(container)) return rank;
    if (depth === deepest) return Math.max(rank, containerDepth);
    const around = isBag(container) && (container["type"] as string);
    if (!around || !table.policy.resources[type]?.in?.includes(around)) return wrongResourceType;
    rank = furthest(rank, roles, question.inside[around], principal, subject, watch);
    node = container;
  }
}

/** Law 6: how far a question comes that is granted. */
export function required({ requires }: Question, principal: Bag, resource: Bag | undefined): Outcome {
  const truth = fold(requires, true, principal, resource);
  return truth === true ? granted : truth === false ? requiresFailed : truth;
}

/** What some names of holders add to how far a check came. */
function furthest(
  rank: Rank,
  names: unknown,
  holders: Holders | undefined,
  principal: Bag,
  resource: Bag,
  watch: Watch | undefined,
  node?: Bag,
): Rank {
  watch?.(names, holders, node);
  if (holders === undefined) return rank;
  const { by, base } = holders;
  if (Array.isArray(names)) {
    for (const name of names as readonly unknown[]) {
      // All names are read, so that a list which cannot be read gives nothing.
      if (rank === granted) continue;
      const grants = by.get(name as string);
      if (grants !== undefined) rank = furthestOf(rank, grants, principal, resource);
    }
  }
  return furthestOf(rank, base, principal, resource);
}

/** The same for some grants. */
export function furthestOf(rank: Rank, grants: readonly Grant[], principal: Bag, resource: Bag): Rank {
  for (const grant of grants) {
    if (rank === granted || grant.isSure) return granted;
    const outcome = outcomeOf(grant, principal, resource);
    rank = Math.max(rank, typeof outcome === "string" ? missingAttribute : outcome);
  }
  return rank;
}

/** Law 5: how far a grant comes. */
export function outcomeOf({ reach, when }: Grant, principal: Bag, resource: Bag | undefined): Outcome {
  const reaches = reach === undefined || fold(reach, false, principal, resource);
  if (reaches === false) return outsideScope;
  const truth = fold(when, true, principal, resource);
  if (truth === false) return conditionFailed;
  return truth === true ? (reaches === true ? granted : reaches) : truth;
}

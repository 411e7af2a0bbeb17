/** The laws: whether one principal may. Everything a check reads from the app is `unknown` here: it may be anything. */
import { deepest, isAbsent, isBag, type Bag } from "./bag.js";
import { join, ofFalse, ofTrue, ofUnknown, reachOf, type Reached } from "./reached.js";
import { ask, find, mayHold, type Kind, type OpenTable, type Question, type Row } from "./table.js";
import type { Reason, Truth } from "./types.js";

/** The reasons in the order in which a check reaches them. */
export const reasons: readonly Reason[] = [
  "no-principal",
  "unknown-kind",
  "principal-refused",
  "unknown-permission",
  "missing-resource",
  "unexpected-resource",
  "wrong-resource-type",
  "not-granted",
  "container-depth",
  "outside-scope",
  "condition",
  "missing-attribute",
  "requires",
  "granted",
];

/** How far a check came: an index into `reasons`. */
export type Rank = number;

const rankOfReason = (reason: Reason): Rank => reasons.indexOf(reason);
const noPrincipal: Rank = rankOfReason("no-principal");
const unknownKind: Rank = rankOfReason("unknown-kind");
export const principalRefused: Rank = rankOfReason("principal-refused");
const unknownPermission: Rank = rankOfReason("unknown-permission");
const missingResource: Rank = rankOfReason("missing-resource");
const unexpectedResource: Rank = rankOfReason("unexpected-resource");
const wrongResourceType: Rank = rankOfReason("wrong-resource-type");
/** From this rank on the question is well-formed, and roles have been asked. */
export const notGranted: Rank = rankOfReason("not-granted");
const containerDepth: Rank = rankOfReason("container-depth");
const outsideScope: Rank = rankOfReason("outside-scope");
const conditionFailed: Rank = rankOfReason("condition");
export const missingAttribute: Rank = rankOfReason("missing-attribute");
const requiresFailed: Rank = rankOfReason("requires");
export const granted: Rank = rankOfReason("granted");

/** The resource of a question on the type. */
const nothing: Bag = Object.freeze({});

/** The kind of a principal: undefined if the policy does not know it, null if there is no principal. */
export function kindOf(table: OpenTable, principal: unknown): Kind | undefined | null {
  if (!isBag(principal)) return null;
  const { kind } = principal;
  return kind === undefined ? table.onlyKind : find(table.kinds, kind);
}

/** The container of a resource, if there is one and its type may contain the resource's. */
export function containerOf(table: OpenTable, { type, container }: Bag): Bag | undefined {
  if (!isBag(container) || typeof container["type"] !== "string") return undefined;
  return find(table.containers, type)?.includes(container["type"]) === true ? container : undefined;
}

/** Law 6: whether a kind lets a principal ask at all. */
export function mayAsk({ requires }: Kind, principal: Bag): Truth {
  return requires === undefined || ask(requires, principal, nothing);
}

/** Law 4: a role, or a resource role held on the resource or on a container of it, is enough. */
export function decide(
  table: OpenTable,
  kind: Kind | undefined | null,
  principal: Bag,
  roles: unknown,
  question: Question | undefined,
  resource: unknown,
): Rank {
  if (kind === null) return noPrincipal;
  if (kind === undefined) return unknownKind;
  if (mayAsk(kind, principal) !== true) return principalRefused;
  if (question === undefined) return unknownPermission;
  if (question.type === undefined) {
    if (!isAbsent(resource)) return unexpectedResource;
    const reached = reachOfRoles(table, kind, principal, roles, question, nothing);
    return rankOf(question, reached, principal, nothing, false);
  }
  if (isAbsent(resource)) return missingResource;
  if (!isBag(resource) || resource["type"] !== question.type) return wrongResourceType;

  let reached = reachOfRoles(table, kind, principal, roles, question, resource);
  let node = resource;
  for (let depth = 0; ; depth++) {
    reached = join(reached, reachOnNode(table, kind, principal, node, question, resource));
    if (isAbsent(node["container"])) return rankOf(question, reached, principal, resource, false);
    if (depth === deepest) return rankOf(question, reached, principal, resource, true);
    const container = containerOf(table, node);
    if (container === undefined) return wrongResourceType;
    const type = container["type"];
    reached = join(reached, reachOfRoles(table, kind, principal, roles, question, resource, type));
    node = container;
  }
}

/** Law 5, then law 6. */
function rankOf(question: Question, reached: Reached, principal: Bag, resource: Bag, cut: boolean): Rank {
  if (reached === 0) return cut ? containerDepth : notGranted;
  let best = outsideScope;
  const onTrue = ofTrue(reached);
  const onUnknown = ofUnknown(reached);
  const onFalse = ofFalse(reached);
  if (onTrue > 0) {
    const scope = inScope(question, onTrue, principal, resource);
    if (scope === true) return rankOfRequires(requiresOf(question, principal, resource));
    if (scope !== false) best = missingAttribute;
  }
  if (onUnknown > 0 && best < missingAttribute) {
    if (inScope(question, onUnknown, principal, resource) !== false) best = missingAttribute;
  }
  if (onFalse > 0 && best < conditionFailed) {
    if (inScope(question, onFalse, principal, resource) !== false) best = conditionFailed;
  }
  return best;
}

function rankOfRequires(requires: Truth): Rank {
  if (requires === true) return granted;
  return requires === false ? requiresFailed : missingAttribute;
}

/** Whether a scope reaches a resource: its condition or that of a narrower scope holds. */
export function inScope({ scopes }: Question, reach: number, principal: Bag, resource: Bag): Truth {
  if (scopes === undefined || scopes[reach - 1] === true) return true;
  let found: Truth = false;
  for (let scope = 0; scope < reach; scope++) {
    const condition = scopes[scope];
    if (typeof condition !== "object") continue;
    const truth = ask(condition, principal, resource);
    if (truth === true) return true;
    if (found === false) found = truth;
  }
  return found;
}

/** Whether what binds everyone holds: the first that is false, else the first that is unknown. */
export function requiresOf({ requires }: Question, principal: Bag, resource: Bag): Truth {
  let found: Truth = true;
  for (const condition of requires) {
    const truth = ask(condition, principal, resource);
    if (truth === false) return false;
    if (found === true) found = truth;
  }
  return found;
}

/** Laws 8 and 9: a role counts for a kind that may hold it, and default roles are always held. */
function reachOfRoles(
  table: OpenTable,
  kind: Kind,
  principal: Bag,
  roles: unknown,
  question: Question,
  resource: Bag,
  inside?: unknown,
): Reached {
  let reached = 0;
  for (const row of kind.defaults) {
    reached = join(reached, reachOfRow(table, row, question, principal, resource, inside));
  }
  if (Array.isArray(roles)) {
    for (const id of roles as readonly unknown[]) {
      const row = find(table.roles, id);
      if (row !== undefined && mayHold(kind, row)) {
        reached = join(reached, reachOfRow(table, row, question, principal, resource, inside));
      }
    }
  }
  return reached;
}

/** What a role gives everywhere, or with `inside` what it gives inside a resource of that type. */
export function reachOfRow(
  table: OpenTable,
  row: Row,
  question: Question,
  principal: Bag,
  resource: Bag,
  inside?: unknown,
): Reached {
  const powers = inside === undefined ? row.powers : row.inside && find(row.inside, inside);
  return powers ? reachOf(table, powers(), question, principal, resource) : 0;
}

function reachOnNode(
  table: OpenTable,
  kind: Kind,
  principal: Bag,
  { type, roles }: Bag,
  question: Question,
  resource: Bag,
): Reached {
  let reached = 0;
  if (!Array.isArray(roles)) return reached;
  const known = find(table.resourceRoles, type);
  for (const id of roles as readonly unknown[]) {
    const row = known && find(known, id);
    if (row !== undefined && mayHold(kind, row)) {
      reached = join(reached, reachOf(table, row.powers(), question, principal, resource));
    }
  }
  return reached;
}

/** The laws: whether one principal may. Everything a check reads from the app is `unknown` here: it may be anything. */
import { find, mayHold, type Kind, type OpenTable, type Question, type Row } from "./table.js";
import type { Reason } from "./types.js";

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
const unknownPermission: Rank = rankOfReason("unknown-permission");
const missingResource: Rank = rankOfReason("missing-resource");
const unexpectedResource: Rank = rankOfReason("unexpected-resource");
const wrongResourceType: Rank = rankOfReason("wrong-resource-type");
/** From this rank on the question is well-formed, and roles have been asked. */
export const notGranted: Rank = rankOfReason("not-granted");
const containerDepth: Rank = rankOfReason("container-depth");
const outsideScope: Rank = rankOfReason("outside-scope");
export const missingAttribute: Rank = rankOfReason("missing-attribute");
export const granted: Rank = rankOfReason("granted");

/** The container chain is followed this deep. */
export const deepest = 32;

/** Anything that may have properties. */
export type Bag = Readonly<Record<string, unknown>>;

/** True for what may be a principal or a resource. */
export function isBag(value: unknown): value is Bag {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The kind of a principal: undefined if the policy does not know it, null if there is no principal. */
export function kindOf(table: OpenTable, principal: unknown): Kind | undefined | null {
  if (!isBag(principal)) return null;
  const { kind } = principal;
  return kind === undefined ? table.onlyKind : find(table.kinds, kind);
}

/** True for null and undefined, which are the same wherever something may be left out of a resource. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** The container of a resource, if there is one and its type may contain the resource's. */
export function containerOf(table: OpenTable, { type, container }: Bag): Bag | undefined {
  if (!isBag(container) || typeof container["type"] !== "string") return undefined;
  return find(table.containers, type)?.includes(container["type"]) === true ? container : undefined;
}

/** Law 4: a role, or a resource role held on the resource or on a container of it, is enough. */
export function decide(
  table: OpenTable,
  kind: Kind | undefined | null,
  roles: unknown,
  question: Question | undefined,
  resource: unknown,
): Rank {
  if (kind === null) return noPrincipal;
  if (kind === undefined) return unknownKind;
  if (question === undefined) return unknownPermission;
  if (question.type === undefined) {
    if (!isAbsent(resource)) return unexpectedResource;
    return rankOf(table, reachOfRoles(table, kind, roles, question), false);
  }
  if (isAbsent(resource)) return missingResource;
  if (!isBag(resource) || resource["type"] !== question.type) return wrongResourceType;

  let best = reachOfRoles(table, kind, roles, question);
  let node = resource;
  for (let depth = 0; ; depth++) {
    best = Math.max(best, reachOnNode(table, kind, node, question));
    if (isAbsent(node["container"])) return rankOf(table, best, false);
    if (depth === deepest) return rankOf(table, best, true);
    const container = containerOf(table, node);
    if (container === undefined) return wrongResourceType;
    best = Math.max(best, reachOfRoles(table, kind, roles, question, container["type"]));
    node = container;
  }
}

/** Until there are conditions, only the widest scope allows. */
function rankOf(table: OpenTable, reach: number, cut: boolean): Rank {
  if (reach === table.scopes.length) return granted;
  if (reach > 0) return outsideScope;
  return cut ? containerDepth : notGranted;
}

/** Laws 8 and 9: a role counts for a kind that may hold it, and default roles are always held. */
function reachOfRoles(
  table: OpenTable,
  kind: Kind,
  roles: unknown,
  question: Question,
  inside?: unknown,
): number {
  let best = 0;
  for (const row of kind.defaults) best = Math.max(best, reachOfRow(table, row, question, inside));
  if (Array.isArray(roles)) {
    for (const id of roles as readonly unknown[]) {
      const row = find(table.roles, id);
      if (row !== undefined && mayHold(kind, row))
        best = Math.max(best, reachOfRow(table, row, question, inside));
    }
  }
  return best;
}

/** What a role gives everywhere, or with `inside` what it gives inside a resource of that type. */
export function reachOfRow(table: OpenTable, row: Row, question: Question, inside?: unknown): number {
  if (inside === undefined) return table.reach(row.bits(), question);
  const bits = row.inside && find(row.inside, inside);
  return bits ? table.reach(bits(), question) : 0;
}

function reachOnNode(table: OpenTable, kind: Kind, { type, roles }: Bag, question: Question): number {
  let best = 0;
  if (!Array.isArray(roles)) return best;
  const known = find(table.resourceRoles, type);
  for (const id of roles as readonly unknown[]) {
    const row = known && find(known, id);
    if (row !== undefined && mayHold(kind, row)) best = Math.max(best, table.reach(row.bits(), question));
  }
  return best;
}

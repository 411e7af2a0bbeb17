/** The long way of a check: the same answer as `decide`, with its reasons. */
import {
  containerOf,
  deepest,
  granted,
  isBag,
  notGranted,
  reachOfRow,
  reasons,
  type Bag,
  type Rank,
} from "./decide.js";
import { read, type Asker } from "./asker.js";
import { find, mayHold, type Kind, type OpenTable, type Question, type Row } from "./table.js";
import type { Decision, Via } from "./types.js";

type Draft = { -readonly [K in keyof Decision]: Decision[K] };

/** The decision that belongs to a rank. */
export function describe(
  table: OpenTable,
  policy: string,
  { id, kind, roles }: Asker,
  permission: unknown,
  question: Question | undefined,
  resource: unknown,
  rank: Rank,
): Decision {
  const decision: Draft = {
    allowed: rank === granted,
    reason: reasons[rank] ?? "not-granted",
    permission: permission as string,
    principalId: id as string | undefined,
    wouldGrant: [],
    policy,
  };
  if (rank < notGranted || !kind || !question) return decision;

  const chain = chainOf(table, resource);
  const [node] = chain;
  if (node) decision.resource = { type: node["type"] as string, id: read(node, "id") as string | undefined };

  const holders = holdersOf(table, kind, roles, chain);
  if (holders.unknown.length > 0) decision.unknownRoles = [...new Set(holders.unknown)].sort();
  if (rank !== granted) {
    decision.wouldGrant = wouldGrant(table, kind, question, chain);
    return decision;
  }
  let best = 0;
  let notation = "";
  for (const { row, via } of holders.held) {
    const reach = reachAlong(table, row, question, chain);
    if (reach < best || (reach === best && (reach === 0 || row.notation >= notation))) continue;
    best = reach;
    notation = row.notation;
    decision.via = via;
  }
  const scope = table.scopes[best - 1];
  if (node && scope !== undefined) decision.scope = scope;
  return decision;
}

/** The resource and its containers, as deep as they are followed; empty without a resource. */
export function chainOf(table: OpenTable, resource: unknown): readonly Bag[] {
  const chain: Bag[] = [];
  for (let node = isBag(resource) ? resource : undefined; node && chain.length <= deepest;) {
    chain.push(node);
    node = containerOf(table, node);
  }
  return chain;
}

/** Every role and resource role that counts, and the names of those that do not. */
export function holdersOf(
  table: OpenTable,
  kind: Kind,
  roles: unknown,
  chain: readonly Bag[],
): {
  readonly held: readonly { readonly row: Row; readonly via: Via }[];
  readonly unknown: readonly string[];
} {
  const held: { readonly row: Row; readonly via: Via }[] = [];
  for (const row of kind.defaults) held.push({ row, via: { role: row.id } });
  const unknown: string[] = [];
  const hold = (row: Row | undefined, notation: string, via: Via): void => {
    if (row !== undefined && mayHold(kind, row)) held.push({ row, via });
    else unknown.push(notation);
  };
  for (const id of namesIn(roles)) hold(find(table.roles, id), id, { role: id });
  for (const node of chain) {
    const type = node["type"] as string;
    for (const id of namesIn(node["roles"])) {
      const via = { resourceRole: id, type, id: read(node, "id") as string | undefined };
      hold(table.resourceRoles[type]?.[id], `${type}#${id}`, via);
    }
  }
  return { held, unknown };
}

/** How far a row reaches the first resource of a chain, by itself or inside one of the containers. */
function reachAlong(table: OpenTable, row: Row, question: Question, chain: readonly Bag[]): number {
  const inside = chain.slice(1).map((node) => reachOfRow(table, row, question, node["type"]));
  return Math.max(reachOfRow(table, row, question), ...inside);
}

function wouldGrant(
  table: OpenTable,
  kind: Kind,
  question: Question,
  chain: readonly Bag[],
): readonly string[] {
  const types = new Set(chain.map((node) => node["type"] as string));
  const candidates = Object.values(table.roles);
  for (const type of types) candidates.push(...Object.values(table.resourceRoles[type] ?? {}));
  return candidates
    .filter((row) => mayHold(kind, row) && reachAlong(table, row, question, chain) === table.scopes.length)
    .map((row) => row.notation)
    .sort();
}

function namesIn(roles: unknown): readonly string[] {
  return Array.isArray(roles) ? roles.filter((id): id is string => typeof id === "string") : [];
}

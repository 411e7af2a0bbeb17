/** The long way of a check: the same answer as `decide`, with its reasons. */
import type { Asker } from "./asker.js";
import { deepest, isBag, read, type Bag } from "./bag.js";
import {
  containerOf,
  granted,
  inScope,
  mayAsk,
  missingAttribute,
  notGranted,
  principalRefused,
  reachOfRow,
  reasons,
  requiresOf,
  type Rank,
} from "./decide.js";
import { join, ofTrue, type Reached } from "./reached.js";
import {
  ask,
  find,
  mayHold,
  type Kind,
  type OpenTable,
  type Powers,
  type Question,
  type Row,
} from "./table.js";
import type { Decision, Truth, Via } from "./types.js";

type Draft = { -readonly [K in keyof Decision]: Decision[K] };

/** What is asked, and by whom. */
interface Inquiry {
  readonly table: OpenTable;
  readonly kind: Kind;
  readonly principal: Bag;
  readonly question: Question;
  /** The resource and its containers. */
  readonly chain: readonly Bag[];
}

/** The decision that belongs to a rank. */
export function describe(
  table: OpenTable,
  policy: string,
  { id, kind, roles, principal }: Asker,
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
  if (rank === principalRefused && kind) addAttribute(decision, [mayAsk(kind, principal)]);
  if (rank < notGranted || !kind || !question) return decision;

  const chain = chainOf(table, resource);
  const [node] = chain;
  if (node) decision.resource = { type: node["type"] as string, id: read(node, "id") as string | undefined };

  const inquiry: Inquiry = { table, kind, principal, question, chain };
  const holders = holdersOf(table, kind, roles, chain);
  if (holders.unknown.length > 0) decision.unknownRoles = [...new Set(holders.unknown)].sort();
  const rows = holders.held.map(({ row }) => row);
  if (rank === granted) addHolder(decision, inquiry, holders.held);
  else decision.wouldGrant = wouldGrant(inquiry);
  if (rank === missingAttribute) addAttribute(decision, missingIn(inquiry, rows));
  return decision;
}

/** The holder of the widest scope among the grants that allowed. */
function addHolder(decision: Draft, inquiry: Inquiry, held: Holders["held"]): void {
  let best = 0;
  let notation = "";
  for (const { row, via } of held) {
    const scope = allowedScope(inquiry, row);
    if (scope < best || (scope === best && (scope === 0 || row.notation >= notation))) continue;
    best = scope;
    notation = row.notation;
    decision.via = via;
  }
  const { table, chain } = inquiry;
  const scope = table.scopes[best - 1];
  if (chain.length > 0 && scope !== undefined) decision.scope = scope;
}

/** The first by code point; what a getter threw has no name. */
function addAttribute(decision: Draft, truths: readonly Truth[]): void {
  const [first] = truths.filter((truth): truth is string => typeof truth === "string" && truth !== "").sort();
  if (first !== undefined) decision.attribute = first;
}

/** What each grant misses that is neither true nor false; of a question that is granted, what binds everyone misses. */
function missingIn(inquiry: Inquiry, rows: readonly Row[]): readonly Truth[] {
  const { principal, question, chain } = inquiry;
  const resource = chain[0] ?? {};
  if (rows.some((row) => allowedScope(inquiry, row) > 0)) return [requiresOf(question, principal, resource)];
  return rows
    .flatMap((row) => powersAlong(row, chain))
    .flatMap(({ bits, when }): readonly Truth[] => {
      const grants = [{ bits, condition: undefined }, ...when];
      return grants.map(({ bits: granting, condition }) => {
        const reach = inquiry.table.reach(granting, question);
        const scope = reach > 0 && inScope(question, reach, principal, resource);
        const truth = condition === undefined || ask(condition, principal, resource);
        return scope === false || truth === false ? false : truth === true ? scope : truth;
      });
    });
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

interface Holders {
  readonly held: readonly { readonly row: Row; readonly via: Via }[];
  readonly unknown: readonly string[];
}

/** Every role and resource role that counts, and the names of those that do not. */
export function holdersOf(table: OpenTable, kind: Kind, roles: unknown, chain: readonly Bag[]): Holders {
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

/** What a row gives on a resource, by itself and inside each of its containers. */
function powersAlong(row: Row, chain: readonly Bag[]): readonly Powers[] {
  const inside = chain.slice(1).flatMap((node) => (row.inside && find(row.inside, node["type"])) ?? []);
  return [row.powers, ...inside].map((powers) => powers());
}

/** The widest scope at which a row alone allows, counted from 1. What binds everyone is not asked. */
function allowedScope({ table, principal, question, chain }: Inquiry, row: Row): number {
  const resource = chain[0] ?? {};
  let reached: Reached = reachOfRow(table, row, question, principal, resource);
  for (const node of chain.slice(1)) {
    reached = join(reached, reachOfRow(table, row, question, principal, resource, node["type"]));
  }
  const scope = ofTrue(reached);
  return scope > 0 && inScope(question, scope, principal, resource) === true ? scope : 0;
}

/** The holders of which each alone would have allowed. */
function wouldGrant(inquiry: Inquiry): readonly string[] {
  const { table, kind, principal, question, chain } = inquiry;
  if (requiresOf(question, principal, chain[0] ?? {}) !== true) return [];
  const types = new Set(chain.map((node) => node["type"] as string));
  const candidates = Object.values(table.roles);
  for (const type of types) candidates.push(...Object.values(table.resourceRoles[type] ?? {}));
  return candidates
    .filter((row) => mayHold(kind, row) && allowedScope(inquiry, row) > 0)
    .map((row) => row.notation)
    .sort();
}

function namesIn(roles: unknown): readonly string[] {
  return Array.isArray(roles) ? roles.filter((id): id is string => typeof id === "string") : [];
}

/** The long way of a check: the same walk as `can`, with its reasons told. */
import type { Asker } from "./asker.js";
import { attempt, namesIn, type Bag } from "./bag.js";
import { decide, fold, nothing, outcomeOf, required, type Outcome } from "./decide.js";
import { granted, missingAttribute, notGranted, principalRefused, type Rank } from "./ranks.js";
import { mayHold, questionOf, type Table } from "./table.js";
import type { Decision, Reason, Via } from "./types.js";

/** In the order of the ranks. */
export const reasons =
  "no-principal unknown-kind principal-refused unknown-permission missing-resource unexpected-resource wrong-resource-type not-granted container-depth outside-scope condition missing-attribute requires granted".split(
    " ",
  ) as readonly Reason[];

type Draft = { -readonly [K in keyof Decision]: Decision[K] };

/** What a holder of the permission comes to. */
interface Found {
  readonly isHeld: boolean;
  readonly outcome: Outcome;
  readonly scope: number;
  /** `role:X` or `resourceRole:T#X`. */
  readonly notation: string;
  readonly via: Via;
}

/** The decision of the principal that comes furthest; the first of equals. */
export function decisionFor(
  table: Table,
  askers: readonly Asker[],
  permission: unknown,
  resource: unknown,
): Decision {
  const rank = ({ reason }: Decision): Rank => reasons.indexOf(reason);
  return askers
    .map((asker) => describe(table, asker, permission, resource))
    .reduce((best, next) => (rank(next) > rank(best) ? next : best));
}

function describe(
  table: Table,
  { id, kind, roles, principal }: Asker,
  permission: unknown,
  resource: unknown,
): Decision {
  const { name: policy, hash, scopes } = table.policy;
  const decision: Draft = {
    allowed: false,
    reason: reasons[kind as Rank] ?? "missing-attribute",
    permission: permission as string,
    principalId: id as string | undefined,
    wouldGrant: [],
    policy: `${policy}@${hash}`,
  };
  if (typeof kind === "number") return decision;
  const question = questionOf(table, kind, permission);
  const subject = (resource ?? nothing) as Bag;
  const unknown: string[] = [];
  const found: Found[] = [];
  const outcome = attempt(() =>
    decide(table, kind, principal, roles, question, resource, (names, holders, node) => {
      const type = node?.["type"] as string;
      const held = namesIn(names);
      for (const name of held) {
        if (!mayHold(table.policy, kind, name, type)) unknown.push(type ? `${type}#${name}` : name);
      }
      for (const [name, grants] of holders?.by ?? []) {
        const via = type ? { resourceRole: name, type, id: idOf(node) } : { role: name };
        const notation = type ? `resourceRole:${type}#${name}` : `role:${name}`;
        for (const grant of grants) {
          const { scope } = grant;
          found.push({
            isHeld: held.includes(name),
            outcome: outcomeOf(grant, principal, subject),
            scope,
            notation,
            via,
          });
        }
      }
    }),
  );
  // Where a getter of the app throws nothing more is told.
  if (outcome === undefined) return decision;
  const rank = typeof outcome === "number" ? outcome : missingAttribute;
  decision.reason = reasons[rank] ?? "missing-attribute";

  const missed: readonly unknown[] =
    rank === principalRefused
      ? [fold(kind.requires, true, principal, nothing)]
      : outcome === missingAttribute
        ? found.map((one) => one.isHeld && one.outcome)
        : [outcome];
  const [attribute] = missed.filter((one): one is string => typeof one === "string" && one !== "").sort();
  if (attribute) decision.attribute = attribute;
  if (!question || rank < notGranted) return decision;

  const { type } = question;
  if (type) decision.resource = { type, id: idOf(subject) };
  if (unknown.length > 0) decision.unknownRoles = sorted(unknown);
  const allowing = found.filter((one) => one.outcome === granted);
  if (rank === granted) {
    const [best] = allowing
      .filter(({ isHeld }) => isHeld)
      .sort((a, b) => b.scope - a.scope || (a.notation < b.notation ? -1 : +(a.notation > b.notation)));
    decision.allowed = true;
    if (best) decision.via = best.via;
    const scope = best && scopes[best.scope];
    if (type && scope) decision.scope = scope;
  } else if (required(question, principal, subject) === granted) {
    decision.wouldGrant = sorted(allowing.map(({ notation }) => notation));
  }
  return decision;
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

function idOf(resource: Bag | undefined): string | undefined {
  return attempt(() => resource?.["id"]) as string | undefined;
}

/** Asks every grant of a permission, where a check stops at the first that allows. */
import type { Asker } from "../asker.js";
import { mayAssign } from "../assign.js";
import { attempt, deepest, isAbsent, isBag, namesIn, own, words, type Bag } from "../bag.js";
import { reasons } from "../check.js";
import { checksOf } from "../checker.js";
import { nothing, outcomeOf } from "../decide.js";
import type { Condition } from "../format.js";
import { conditionFailed, granted, notGranted, outsideScope, type Rank } from "../ranks.js";
import { assignmentOf, mayHold, questionOf, type Kind, type Question, type Table } from "../table.js";
import type { Decision } from "../types.js";
import { GrantIndex, holderOf, type IndexedGrant, type Line } from "./grants.js";
import { bounded, mostOthers, type Holder } from "./holders.js";
import type { PlaceText, Provenance } from "./provenance.js";
import { valuesIn } from "./readings.js";
import type { AskedCondition, AskedGrant, AskedRule, AssignExplanation, Explanation } from "./types.js";

/** The resource and what it is in, as far as a check follows it. */
function chainOf(table: Table, resource: unknown): readonly Bag[] {
  const chain: Bag[] = [];
  for (let node = resource; isBag(node) && chain.length <= deepest;) {
    const { type, container }: Bag = node;
    chain.push(node);
    const around = isBag(container) ? (container["type"] as string) : "";
    if (!own(table.policy.resources, type)?.in?.includes(around)) break;
    node = container;
  }
  return chain;
}

const ranks = ["granted", "missing-attribute", "condition", "outside-scope", "subsumed"];

/** Sees all that a table and its provenance say of a question. */
export class Inspector {
  private readonly table: Table;
  private readonly provenance: Provenance;
  private readonly index: GrantIndex;

  constructor(table: Table, provenance: Provenance) {
    this.table = table;
    this.provenance = provenance;
    this.index = new GrantIndex(table, provenance);
  }

  explain(askers: readonly Asker[], permission: unknown, resource: unknown): Explanation {
    const each = askers.map((asker) => checksOf(this.table, undefined, [asker]).check(permission, resource));
    const decision = furthestOf(each);
    // Who is refused whatever they ask has no grants, nor has a question that is malformed.
    const grants = askers.flatMap((asker, at) => {
      const own = each[at];
      if (own === undefined || rankOf(own) < notGranted) return [];
      return attempt(() => this.grants(asker, at, permission, resource, own.wouldGrant)) ?? [];
    });
    const decisive = askers[each.indexOf(decision)];
    const requires = decisive && attempt(() => this.requires(decisive, permission, resource));
    return { decision, grants: [...grants].sort(byNearness), requires: requires ?? [] };
  }

  explainAssign(
    askers: readonly Asker[],
    role: string,
    target: unknown,
    resource: unknown,
  ): AssignExplanation {
    const allowed = mayAssign(this.table, askers, role, target, resource);
    const rules = askers.flatMap(
      (asker, at) =>
        attempt(() => {
          if (typeof asker.kind === "number") return [];
          const question = assignmentOf(this.table, asker.kind, role);
          const all = this.holders(asker, question, resource);
          const nearness = (name: string): number => Number(this.index.listsRule(name, role));
          return bounded(all, nearness).flatMap(({ name, isHeld, isInside }) =>
            this.index
              .rulesOf(name, role)
              .slice(0, isHeld ? undefined : mostOthers)
              .filter(({ inside }) => isInside(inside))
              .map((rule) => ({ ...rule, asker: at, isHeld })),
          );
        }) ?? [],
    );
    const sorted = [...rules].sort(byNearness);
    const holding = askers.filter((_, at) => sorted.some(({ asker, isHeld }) => isHeld && asker === at));
    const required = (holding.length > 0 ? holding : askers).map(
      (asker) => attempt(() => this.requires(asker, undefined, resource)) ?? [],
    );
    // One that is not refused decides.
    const met = required.find((all) => all.every(({ answer }) => answer === true));
    return { allowed, rules: sorted, requires: met ?? required[0] ?? [] };
  }

  private grants(
    asker: Asker,
    at: number,
    permission: unknown,
    resource: unknown,
    allowing: readonly string[],
  ): readonly AskedGrant[] {
    const { kind } = asker;
    if (typeof kind === "number" || typeof permission !== "string") return [];
    const question = questionOf(this.table, kind, permission);
    const subject = isBag(resource) ? resource : nothing;
    if (question === undefined || isAbsent(resource) === (question.type !== "")) return [];
    if (question.type && subject["type"] !== question.type) return [];
    const helpful = new Set(allowing);
    const nearness = (name: string): number =>
      2 * Number(helpful.has(holderOf(name))) + Number(this.index.lists(name, permission));
    const grantsOf = ({ name, isHeld }: Holder): readonly IndexedGrant[] =>
      isHeld
        ? (this.index.grantsOf(name).get(permission) ?? [])
        : this.index.nearestOf(name, permission, mostOthers);
    return bounded(this.holders(asker, question, resource), nearness).flatMap((holder) =>
      grantsOf(holder)
        .filter(({ grant }) => holder.isInside(grant.inside))
        .map((grant) => ({
          ...this.asked(grant, question.type, asker.principal, subject),
          asker: at,
          isHeld: holder.isHeld,
        })),
    );
  }

  /** The roles that the table gives a permission, or an assignment, here. */
  private holders(
    { kind, roles }: Asker,
    question: Question | undefined,
    resource: unknown,
  ): readonly Holder[] {
    if (typeof kind === "number" || question === undefined) return [];
    const chain = chainOf(this.table, resource);
    const around = new Set(chain.slice(1).map(({ type }) => type));
    const isInside = (inside: string | undefined): boolean => inside === undefined || around.has(inside);
    const names = new Set(question.roles.by.keys());
    for (const type of around)
      for (const name of question.inside[type as string]?.by.keys() ?? []) names.add(name);
    const held = [...names].map((name) => ({ name, isHeld: roles.includes(name), isInside }));
    const shares = chain.flatMap(({ type, roles: given }) =>
      [...(question.shares[type as string]?.by.keys() ?? [])].map((role) => ({
        name: `${type as string}#${role}`,
        isHeld: namesIn(given).includes(role),
        isInside,
      })),
    );
    const known = new Map<string, Holder>();
    for (const one of [...held, ...shares]) if (one.isHeld || !known.has(one.name)) known.set(one.name, one);
    return [...known.values()].filter(({ name }) => this.mayHold(kind, name));
  }

  private mayHold(kind: Kind, role: string): boolean {
    const [name = "", type] = role.split("#").reverse();
    return mayHold(this.table.policy, kind, name, type);
  }

  private asked(
    { grant, condition }: IndexedGrant,
    type: string,
    principal: Bag,
    resource: Bag,
  ): Omit<AskedGrant, "asker" | "isHeld"> {
    const { policy } = this.table;
    const reaches = own(own(policy.resources, type)?.scopes, grant.scope);
    const scoped = words(reaches).map((index) => +index);
    const conditions = scoped.map((index, rung) =>
      this.scopeCondition(index, rung, type, principal, resource),
    );
    const when: Condition[] = [];
    if (condition !== undefined) {
      const code = policy.conditions[condition];
      if (code === undefined) return { ...grant, conditions, outcome: "subsumed" };
      conditions.push(this.condition("when", condition, principal, resource, grant.whenAt));
      when.push(code);
    }
    const codes = scoped.flatMap((index) => policy.conditions[index] ?? []);
    const asked = { scope: 0, reach: reaches === undefined ? undefined : codes, when, isSure: false };
    const outcome = outcomeOf(asked, principal, resource);
    return typeof outcome === "string"
      ? { ...grant, conditions, outcome: "missing-attribute", attribute: outcome }
      : { ...grant, conditions, outcome: outcomes[outcome] ?? "condition" };
  }

  /** @param rung which of the type's conditions on scopes it is, the narrowest is 0: two of them may be alike */
  private scopeCondition(
    index: number,
    rung: number,
    type: string,
    principal: Bag,
    resource: Bag,
  ): AskedCondition {
    const scopes = own(this.table.policy.resources, type)?.scopes ?? {};
    // Each scope has the conditions of those below it, and then its own.
    const [scope = ""] = Object.entries(scopes).find(([, all]) => words(all).length > rung) ?? [];
    const at = own(own(this.provenance.resources, type)?.scopes, scope);
    return { ...this.condition("scope", index, principal, resource, this.line(at)), scope };
  }

  private condition(
    of: AskedCondition["of"],
    index: number,
    principal: Bag,
    resource: Bag,
    at: Line | undefined,
  ): AskedCondition {
    const { conditions, trees } = this.table.policy;
    return {
      text: this.provenance.conditions[index] ?? "",
      of,
      ...at,
      answer: attempt(() => conditions[index]?.(principal, resource)) ?? "",
      values: valuesIn(trees[index], principal, resource),
    };
  }

  private requires(
    { kind, principal }: Asker,
    permission: unknown,
    resource: unknown,
  ): readonly AskedCondition[] {
    if (typeof kind === "number" || !isBag(principal)) return [];
    const subject = isBag(resource) ? resource : nothing;
    const asked = (
      of: "kind" | "requires",
      texts: string | undefined,
      places: readonly (PlaceText | undefined)[],
    ) => {
      const written = places.filter((at) => at !== undefined);
      return words(texts).map((index, at) =>
        this.condition(of, +index, principal, subject, this.line(written[at])),
      );
    };
    const own_ = own(this.table.policy.kinds, kind.name)?.requires;
    const ofKind = asked("kind", own_, [own(this.provenance.kinds, kind.name)?.requires]);
    const found = typeof permission === "string" ? this.index.typeOf(permission) : undefined;
    if (found === undefined) return ofKind;
    const { type, text, isOnType } = found;
    const places = [
      own(this.provenance.permissions, permission)?.requires,
      isOnType ? undefined : own(this.provenance.resources, type)?.requires,
    ];
    return [...ofKind, ...asked("requires", text.split("|")[2], places)];
  }

  private line(at: PlaceText | undefined): Line | undefined {
    return at === undefined ? undefined : this.index.lineOf(at);
  }
}

/** The decision of the principal that comes furthest; the first of equals. */
function furthestOf(decisions: readonly Decision[]): Decision {
  return decisions.reduce((best, next) => (rankOf(next) > rankOf(best) ? next : best));
}

function rankOf({ reason }: Decision): Rank {
  return reasons.indexOf(reason);
}

const outcomes: Readonly<Record<Rank, AskedGrant["outcome"]>> = {
  [granted]: "granted",
  [outsideScope]: "outside-scope",
  [conditionFailed]: "condition",
};

/** Held first, then what came furthest, then the shortest way. */
function byNearness(a: AskedGrant | AskedRule, b: AskedGrant | AskedRule): number {
  const rank = (one: AskedGrant | AskedRule): number => ("outcome" in one ? ranks.indexOf(one.outcome) : 0);
  return (
    Number(b.isHeld) - Number(a.isHeld) ||
    rank(a) - rank(b) ||
    a.path.length - b.path.length ||
    (a.holder < b.holder ? -1 : +(a.holder > b.holder)) ||
    (a.file < b.file ? -1 : +(a.file > b.file)) ||
    a.line - b.line
  );
}

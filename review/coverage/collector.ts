/** Notes of each question what it asked about. */
import type { AnalyzedPolicy, Permission, PolicyModel, Resource, Role } from "../../compiler/ir.js";
import { createAuthorizer, type Policy } from "../../runtime/index.js";
import { liveTable } from "../live.js";
import { asksOf, type Asks, type Question } from "../tests/case.js";
import { Holdings, type HeldRule } from "./holdings.js";
import { Items, type Item } from "./items.js";
import { Reader, type Asker, type Bag, type Node } from "./reader.js";
import { nothing, Truths } from "./truths.js";

type Assignment = Extract<Question, { readonly ask: "assign" }>;

export class Collector {
  readonly grants: Items<Item> = new Items<Item>((place) => ({ place, hits: 0 }));
  readonly inherits: Items<Item> = new Items<Item>((place) => ({ place, hits: 0 }));
  readonly assigns: Items<Item> = new Items<Item>((place) => ({ place, hits: 0 }));
  readonly truths: Truths;
  /** How often somebody asked who has the role. */
  readonly roles: Map<Role, number> = new Map<Role, number>();
  /** What was asked by somebody who has the role. */
  readonly cells: Map<Role, Set<Permission>> = new Map<Role, Set<Permission>>();
  private readonly reader: Reader;
  private readonly holdings: Holdings;
  private readonly asks: Asks;
  private readonly permissions: ReadonlyMap<string, Permission>;

  constructor(analyzed: AnalyzedPolicy) {
    const { model } = analyzed;
    this.truths = new Truths(model.scopes);
    this.reader = new Reader(model);
    this.holdings = new Holdings(this);
    this.asks = asksOf(createAuthorizer(liveTable(analyzed) as Policy));
    this.permissions = new Map(
      model.resources.flatMap(({ permissions }) => permissions.map((one) => [one.id, one] as const)),
    );
    this.expectConditions(model);
    this.expectEntries([...analyzed.authorized.keys()]);
  }

  /** Notes a question. Of several principals each asks for itself. */
  note(question: Question): void {
    for (const asker of this.reader.askersOf(question.principal)) {
      if (!this.truths.hold([asker.kind.requires], asker.principal, nothing)) continue;
      if (question.ask === "check") this.noteCheck(asker, question.permission, question.resource);
      else this.noteAssignment(asker, question);
    }
  }

  private noteCheck(asker: Asker, id: string, resource: unknown): void {
    const permission = this.permissions.get(id);
    const chain = permission && this.chainOf(permission, resource);
    if (permission === undefined || chain === undefined) return;
    const { principal } = asker;
    const subject = (resource ?? nothing) as Bag;
    const grants = [...this.holders(asker, chain)].flatMap((role) => {
      this.noteCell(role, permission);
      return this.holdings.grantsOf(role, permission).filter(isIn(chain));
    });
    const granting = grants.filter((grant) => this.truths.allows(grant, permission, principal, subject));
    if (granting.length === 0) return;
    const ofType = permission.level === "type" ? undefined : permission.resource.requires;
    this.truths.hold([permission.requires, ofType], principal, subject);
    if (this.asks.can(principal, id, resource)) hit(granting);
  }

  private noteAssignment(asker: Asker, { role: notation, target, resource }: Assignment): void {
    const assigned = this.reader.roleOf(notation);
    const chain = isAbsent(resource) ? [] : this.reader.chainOf(resource);
    if (assigned === undefined || chain === undefined) return;
    const holders = this.holders(asker, chain);
    if (!this.asks.canAssign(asker.principal, notation, target, resource)) return;
    hit([...holders].flatMap((role) => this.holdings.rulesOf(role, assigned)).filter(isIn(chain)));
  }

  /** The resource and what it is in; empty on the type; undefined where the question is malformed. */
  private chainOf({ level, resource: type }: Permission, resource: unknown): readonly Node[] | undefined {
    if (level === "type") return isAbsent(resource) ? [] : undefined;
    const chain = this.reader.chainOf(resource);
    return chain?.[0]?.resource === type ? chain : undefined;
  }

  /** The roles that count here, each of them asked once more. */
  private holders(asker: Asker, chain: readonly Node[]): ReadonlySet<Role> {
    const shares = this.reader.sharesOf(asker, chain);
    const holders = shares.size === 0 ? asker.roles : new Set([...asker.roles, ...shares]);
    for (const role of holders) this.roles.set(role, (this.roles.get(role) ?? 0) + 1);
    return holders;
  }

  private noteCell(role: Role, permission: Permission): void {
    const known = this.cells.get(role);
    if (known === undefined) this.cells.set(role, new Set([permission]));
    else known.add(permission);
  }

  private expectConditions({ kinds, resources }: PolicyModel): void {
    const bound = [
      ...kinds.map(({ requires }) => requires),
      ...resources.flatMap(({ requires, scopes, permissions }) => [
        requires,
        ...scopes,
        ...permissions.map((permission) => permission.requires),
      ]),
    ];
    for (const one of bound) if (one !== undefined) this.truths.items.at(one.place);
  }

  private expectEntries(roles: readonly Role[]): void {
    for (const { grants, inherits, assigns } of roles) {
      for (const { permissions, when } of grants) {
        for (const { place } of permissions) this.grants.at(place);
        for (const { place } of when?.values() ?? []) this.truths.items.at(place);
      }
      for (const { place } of inherits) this.inherits.at(place);
      for (const { place } of assigns) this.assigns.at(place);
    }
  }
}

/** Counts the items that gave something, each once. */
function hit(giving: readonly HeldRule[]): void {
  for (const item of new Set(giving.flatMap(({ items }) => items))) item.hits++;
}

/** Whether something counts here: everywhere, or inside of what the resource is in. */
function isIn(chain: readonly Node[]): (held: { readonly inside: Resource | undefined }) => boolean {
  return ({ inside }) =>
    inside === undefined || chain.some(({ resource }, at) => at > 0 && resource === inside);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

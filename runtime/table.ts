/** The table, opened: who has a permission is read from its text when a principal of a kind first asks for it. */
import { isBag, lookup, own, words, type Lookup } from "./bag.js";
import type { Condition, PolicyTable } from "./format.js";
import { noPrincipal, unknownKind, type Rank } from "./ranks.js";

/** A principal kind. */
export interface Kind {
  readonly name: string;
  /** How many questions it has asked. */
  asked: number;
  /** The roles that it always has. */
  readonly defaults: readonly string[];
  readonly requires: readonly Condition[];
  /** What it has asked for, by permission. */
  readonly permissions: Map<unknown, Question>;
  /** What it has asked to assign, by role and `type#role`. */
  readonly assigns: Lookup<Question>;
}

export interface Grant {
  /** An index into the ladder of scopes. */
  readonly scope: number;
  /** What the scope reaches: what one of these conditions says, or everything. */
  readonly reach: readonly Condition[] | undefined;
  /** All of these must hold. */
  readonly when: readonly Condition[];
  /** True if there is no condition to ask. */
  readonly isSure: boolean;
}

/** The holders of a permission in one place. Roles that the kind may not hold are not among them. */
export interface Holders {
  /** What default roles grant. */
  readonly base: Grant[];
  readonly by: Map<string, Grant[]>;
}

/** For a permission, or whether a role may be assigned, by a kind. */
export interface Question {
  /** Counted for each kind. */
  readonly number: number;
  /** The resource type; empty: it is on the type. */
  readonly type: string;
  /** What binds everyone. */
  readonly requires: readonly Condition[];
  readonly roles: Holders;
  /** Resource roles, by the type of the resource that they are held on. */
  readonly shares: Lookup<Holders>;
  /** What roles have only inside a resource, by its type. */
  readonly inside: Lookup<Holders>;
}

export interface Table {
  readonly policy: PolicyTable;
  readonly kinds: Lookup<Kind>;
  /** Questions that were JSON, by resource type. */
  readonly texts: Lookup<Readonly<Record<string, string>>>;
  /** The kind that may be left out, where there is just one. */
  readonly onlyKind: Kind | undefined;
  /** The roles by their index. */
  readonly roles: readonly string[];
}

/** @throws TypeError for a format that this runtime does not know */
export function openTable(policy: PolicyTable): Table {
  if ((policy.format as number) !== 1) {
    throw new TypeError(`rolebook: unknown table format ${String(policy.format)}: build the policy again`);
  }
  const kinds = lookup<Kind>();
  const all = Object.entries(policy.kinds).map(
    ([name, { defaultRoles = [], requires }]): Kind =>
      (kinds[name] = {
        name,
        asked: 0,
        defaults: defaultRoles,
        requires: conditionsAt(policy, requires),
        permissions: new Map(),
        assigns: lookup(),
      }),
  );
  const onlyKind = all[1] ? undefined : all[0];
  return { policy, kinds, texts: lookup(), onlyKind, roles: Object.keys(policy.roles) };
}

/** The kind of a principal, or how far one comes that has none. */
export function kindOf({ kinds, onlyKind }: Table, principal: unknown): Kind | Rank {
  if (!isBag(principal)) return noPrincipal;
  const { kind } = principal;
  return (kind === undefined ? onlyKind : typeof kind === "string" ? kinds[kind] : undefined) ?? unknownKind;
}

/** True if a kind may hold a role, or a resource role of a type. */
export function mayHold(
  { roles, resources }: PolicyTable,
  kind: Kind,
  name: unknown,
  type?: string,
): boolean {
  const kinds = own(type ? own(resources, type)?.roles : roles, name);
  return kinds === "" || words(kinds).includes(kind.name);
}

/** The questions about a resource type. */
export function questionsAbout({ policy, texts }: Table, type: string): Readonly<Record<string, string>> {
  const found = own(policy.permissions, type) ?? {};
  if (typeof found !== "string") return found;
  return (texts[type] ??= JSON.parse(found) as Readonly<Record<string, string>>);
}

/** Looks up a permission, as a kind asks for it; undefined if the policy has no such permission. */
export function questionOf(table: Table, kind: Kind, permission: unknown): Question | undefined {
  const known = kind.permissions.get(permission);
  if (known !== undefined || typeof permission !== "string") return known;
  const type = own(table.policy.typeOf, permission) ?? permission.split(":", 1)[0] ?? "";
  const text = own(questionsAbout(table, type), permission);
  if (text === undefined) return undefined;
  const question = read(table, kind, text, true);
  kind.permissions.set(permission, question);
  return question;
}

/** The same for the assignment of a role, or `type#role`. */
export function assignmentOf(table: Table, kind: Kind, role: string): Question | undefined {
  const text = own(table.policy.assigns, role);
  return text === undefined ? undefined : (kind.assigns[role] ??= read(table, kind, text, false));
}

const holder = /(?:(.+)([#>]))?([^@?]+)@?([^?]*).?(.*)/;

function read({ policy, roles }: Table, kind: Kind, text: string, hasScopes: boolean): Question {
  const [holders, type = "", requires] = text.split("|");
  const reaches = hasScopes ? own(policy.resources, type)?.scopes : undefined;
  const question = {
    number: kind.asked++,
    type,
    requires: conditionsAt(policy, requires),
    roles: newHolders(),
    shares: lookup<Holders>(),
    inside: lookup<Holders>(),
  };
  for (const word of words(holders)) {
    const [, place = "", mark, role = "", scope = "", when] = holder.exec(word) ?? [];
    const isShare = mark === "#";
    const name = role < ":" ? (roles[+role] ?? "") : role;
    if (!mayHold(policy, kind, name, isShare ? place : "")) continue;
    const at = scope !== "" ? scope : (policy.scopes.at(-1) ?? "");
    const reached = own(reaches, at);
    const reach = scope || reached ? conditionsAt(policy, reached) : undefined;
    const conditions = conditionsAt(policy, when);
    const grant: Grant = {
      scope: policy.scopes.indexOf(at),
      reach,
      when: conditions,
      isSure: !reach && !conditions[0],
    };
    const { base, by } = mark
      ? ((isShare ? question.shares : question.inside)[place] ??= newHolders())
      : question.roles;
    const known = by.get(name);
    if (known) known.push(grant);
    else by.set(name, [grant]);
    if (!isShare && kind.defaults.includes(name)) base.push(grant);
  }
  return question;
}

function newHolders(): Holders {
  return { base: [], by: new Map() };
}

function conditionsAt({ conditions }: PolicyTable, indexes: string | undefined): readonly Condition[] {
  // One that is missing throws when it is asked, so it is unknown.
  return words(indexes).map((index) => conditions[+index]) as readonly Condition[];
}

/**
 * A naive interpreter of the policy language: what the laws are tested against.
 *
 * It reads the fragments again at every question, keeps nothing between two questions and computes nothing
 * ahead, so that each rule stands here once, as a definition. It assumes a valid policy and any question.
 */

import { all, any, evaluate, readsResource, type Truth } from "./condition.js";
import type { AttributeType, Declarations } from "./reading.js";

/** The data of one policy file. */
export type Fragment = Readonly<Record<string, unknown>>;

export interface NaiveDecision {
  allowed: boolean;
  reason: string;
  permission: unknown;
  principalId?: unknown;
  resource?: { type: unknown; id: unknown };
  scope?: string;
  via?: { role: string } | { resourceRole: string; type: string; id: unknown };
  attribute?: string;
  unknownRoles?: string[];
  wouldGrant: string[];
}

export interface Interpreter {
  can(asker: unknown, permission: unknown, resource?: unknown): boolean;
  check(asker: unknown, permission: unknown, resource?: unknown): NaiveDecision;
  scopeOf(asker: unknown, permission: unknown): string | undefined;
  permissionsOf(asker: unknown): { permission: string; scope?: string; conditional: boolean }[];
  canAssign(asker: unknown, role: unknown, target: unknown, resource?: unknown): boolean;
}

/** A permission; `typeLevel` if its action is `on: type`. */
interface Permission {
  readonly name: string;
  readonly id: string;
  readonly type: string;
  readonly action: string;
  readonly typeLevel: boolean;
}

/** A role, by name; a resource role has the type it is held on. */
interface Role {
  readonly type: string | undefined;
  readonly name: string;
}

/** A permission at a scope, perhaps with a condition of its own. */
interface Grant {
  readonly permission: string;
  readonly scope: string;
  readonly when: string | undefined;
}

/** A grant; with `inside`, only on a resource that has a container of that type. */
interface Reach extends Grant {
  readonly inside: string | undefined;
}

/** A role that may be given and taken; with `inside`, only on a resource that has a container of that type. */
interface Assignable {
  readonly role: Role;
  readonly inside: string | undefined;
}

/** A resource of the question, or a container of it. */
interface Node {
  readonly type: string;
  readonly id: unknown;
  readonly roles: readonly string[];
}

/** The resource asked about and the containers that are followed; `deeper` if there were more. */
interface Chain {
  readonly nodes: readonly Node[];
  readonly deeper: boolean;
}

/** A role that is held, and what it grants of the permission in question. */
interface Holding {
  readonly notation: string;
  readonly via: NonNullable<NaiveDecision["via"]>;
  readonly grants: readonly Grant[];
}

/** A well-formed question. */
interface Ask {
  readonly principal: Readonly<Record<string, unknown>>;
  readonly kind: string;
  readonly permission: Permission;
  readonly resource: unknown;
  readonly chain: Chain | undefined;
}

/** How far a grant comes on the way to an allow. */
type Outcome = "outside-scope" | "condition" | { readonly missing: string } | "allowed";

/** What a condition comes to before there is a resource; `open` if it reads the resource. */
type Settled = boolean | "open";

/** Law 4: the chain is followed at most this many containers deep. */
const DEPTH = 32;

/** Law 7: the reasons that a question can reach, nearest first; those of one rank are about the resource. */
const RANK: Readonly<Record<string, number>> = {
  "no-principal": 0,
  "unknown-kind": 1,
  "principal-refused": 2,
  "unknown-permission": 3,
  "missing-resource": 4,
  "unexpected-resource": 4,
  "wrong-resource-type": 4,
  "not-granted": 5,
  "container-depth": 6,
  "outside-scope": 7,
  condition: 8,
  "missing-attribute": 9,
  requires: 10,
  granted: 11,
};

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** Only own keys count: `constructor` is a name like any other. */
function valueOf(map: unknown, key: string): unknown {
  return isRecord(map) && Object.hasOwn(map, key) ? map[key] : undefined;
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}

function isSameRole(one: Role, other: Role): boolean {
  return one.type === other.type && one.name === other.name;
}

/** `roles` of a principal or a resource: what is not an array is no roles, what is not a string is ignored. */
function rolesGivenBy(value: Readonly<Record<string, unknown>>): string[] {
  const roles = value["roles"];
  return Array.isArray(roles) ? unique(roles.filter(isString)) : [];
}

/** A permission splits at its first colon; `*` is the whole part before or after it. */
function matchesPermission(pattern: string, permission: Permission): boolean {
  const colon = pattern.indexOf(":");
  const type = pattern.slice(0, colon);
  const action = pattern.slice(colon + 1);
  return (type === "*" || type === permission.type) && (action === "*" || action === permission.action);
}

/** A resource role is `type#role`; inside `resourceRoles.T` a bare name, or a bare `*`, means T's. */
function refer(reference: string, home: string | undefined): Role {
  const hash = reference.indexOf("#");
  return hash === -1
    ? { type: home, name: reference }
    : { type: reference.slice(0, hash), name: reference.slice(hash + 1) };
}

export function interpret(fragments: readonly Fragment[]): Interpreter {
  // ---- Merging: a policy is the union of its fragments, in any order.

  /** Everything written at a path, in any fragment; null is nothing. */
  function written(path: readonly string[]): unknown[] {
    return fragments.map((fragment) => path.reduce(valueOf, fragment)).filter((value) => !isAbsent(value));
  }

  /** Maps unite. */
  function keysAt(...path: readonly string[]): string[] {
    return unique(written(path).flatMap((map) => (isRecord(map) ? Object.keys(map) : [])));
  }

  /** Lists unite; `in: x` is `in: [x]`. */
  function listAt(...path: readonly string[]): string[] {
    return unique(written(path).flat().filter(isString));
  }

  /** A scalar is written once. */
  function textAt(...path: readonly string[]): string | undefined {
    return written(path).find(isString);
  }

  // ---- The words of the policy.

  /** Without any there is one kind, `user`. */
  function kinds(): string[] {
    const names = keysAt("principals");
    return names.length === 0 ? ["user"] : names;
  }

  /** Narrowest first; without any there is one scope, `ALL`. */
  function scopes(): string[] {
    const names = written(["scopes"])
      .flat()
      .map((scope) => valueOf(scope, "name"))
      .filter(isString);
    return names.length === 0 ? ["ALL"] : names;
  }

  function widest(of: readonly string[]): string | undefined {
    return scopes().findLast((scope) => of.includes(scope));
  }

  function widestOfAll(): string | undefined {
    return widest(scopes());
  }

  function permissions(): Permission[] {
    return keysAt("resources").flatMap((type) =>
      keysAt("resources", type, "actions").map((action) => {
        const path = ["resources", type, "actions", action];
        const name = `${type}:${action}`;
        const typeLevel = textAt(...path, "on") === "type";
        return { name, id: textAt(...path, "id") ?? name, type, action, typeLevel };
      }),
    );
  }

  /** The runtime takes ids; an id is the name where none is written. */
  function permissionWithId(id: unknown): Permission | undefined {
    return permissions().find((permission) => permission.id === id);
  }

  /** The types that may stand directly around a type. */
  function containersOf(type: string): string[] {
    return listAt("resources", type, "in");
  }

  /** The types that may stand inside a type, at any depth; itself too if it may contain itself. */
  function containedIn(type: string): string[] {
    const found: string[] = [];
    const directlyIn = (container: string): string[] =>
      keysAt("resources").filter((other) => containersOf(other).includes(container));
    const open = directlyIn(type);
    for (const next of open) {
      if (found.includes(next)) continue;
      found.push(next);
      open.push(...directlyIn(next));
    }
    return found;
  }

  /** The resource roles of a type; without a type, the roles. */
  function rolesOf(type: string | undefined): Role[] {
    const path = type === undefined ? ["roles"] : ["resourceRoles", type];
    return keysAt(...path).map((name) => ({ type, name }));
  }

  function pathOf(role: Role): string[] {
    return role.type === undefined ? ["roles", role.name] : ["resourceRoles", role.type, role.name];
  }

  function idOf(role: Role): string {
    return textAt(...pathOf(role), "id") ?? role.name;
  }

  function roleWithId(type: string | undefined, id: unknown): Role | undefined {
    return rolesOf(type).find((role) => idOf(role) === id);
  }

  /** How a role is reported: `role:X` or `resourceRole:T#X`. */
  function notationOf(role: Role): string {
    return role.type === undefined ? `role:${idOf(role)}` : `resourceRole:${role.type}#${idOf(role)}`;
  }

  // ---- Conditions.

  /** The type of an attribute that is declared at a path; a `?` after the name makes it optional. */
  function attributeAt(path: readonly string[], name: string): AttributeType | undefined {
    const [type] = [name, `${name}?`].flatMap((one) => written([...path, "attributes", one]));
    return isString(type) || (Array.isArray(type) && type.every(isString)) ? type : undefined;
  }

  const declared: Declarations = {
    ofKind: (kind, name) => attributeAt(["principals", kind], name),
    ofType: (type, name) => attributeAt(["resources", type], name),
  };

  /** A condition, of one principal and one resource, if there is one. */
  function holds(when: string | undefined, principal: unknown, kind: string, resource: unknown): Truth {
    return when === undefined || evaluate(when, { principal, kind, resource }, declared);
  }

  /** A scope's condition on a resource type: the type's own, in place of the ladder's. */
  function conditionOf(scope: string, type: string): string | undefined {
    const ladder = written(["scopes"])
      .flat()
      .filter((one) => valueOf(one, "name") === scope)
      .map((one) => valueOf(one, "when"));
    return textAt("resources", type, "scopes", scope) ?? ladder.find(isString);
  }

  /** Scope S means the conditions up to S, or-ed; narrowest first. */
  function conditionsUpTo(scope: string, type: string): (string | undefined)[] {
    return scopes()
      .slice(0, scopes().indexOf(scope) + 1)
      .map((one) => conditionOf(one, type));
  }

  /** Law 6: what binds everyone who does this: the action's condition, and on an instance its type's as well. */
  function requirementsOf({ type, action, typeLevel }: Permission): (string | undefined)[] {
    const ofAction = textAt("resources", type, "actions", action, "requires");
    return typeLevel ? [ofAction] : [ofAction, textAt("resources", type, "requires")];
  }

  /** Law 6: a kind's condition binds its principals, whatever they ask. */
  function admits(principal: Readonly<Record<string, unknown>>, kind: string): Truth {
    return holds(textAt("principals", kind, "requires"), principal, kind, undefined);
  }

  /** What reads only the principal is settled without a resource, and then it is there or it is not. */
  function settled(when: string | undefined, principal: unknown, kind: string): Settled {
    if (when !== undefined && readsResource(when)) return "open";
    return holds(when, principal, kind, undefined) === true;
  }

  /** And-ed: gone if one is; else open if one is. */
  function every(parts: readonly Settled[]): Settled {
    return parts.includes(false) ? false : parts.includes("open") ? "open" : true;
  }

  /** Or-ed: there if one is; else open if one is. */
  function some(parts: readonly Settled[]): Settled {
    return parts.includes(true) ? true : parts.includes("open") ? "open" : false;
  }

  // ---- What a role has.

  /** Law 8: a role counts only for a kind that may hold it; every kind where `heldBy` is left out. */
  function mayHold(kind: string, role: Role): boolean {
    const path = [...pathOf(role), "heldBy"];
    return written(path).length === 0 || listAt(...path).includes(kind);
  }

  /** Resource roles reach instance-level permissions of their type and of what it contains; roles reach all. */
  function isReachable(role: Role, permission: Permission): boolean {
    if (role.type === undefined) return true;
    return (
      !permission.typeLevel &&
      (permission.type === role.type || containedIn(role.type).includes(permission.type))
    );
  }

  /** `implies`, closed; it stays within one resource type. */
  function withImplied(granted: readonly Permission[]): Permission[] {
    const found = [...granted];
    for (const { type, action } of found) {
      const implied = listAt("resources", type, "actions", action, "implies");
      for (const permission of permissions()) {
        if (permission.type !== type || !implied.includes(permission.action)) continue;
        if (!found.some(({ name }) => name === permission.name)) found.push(permission);
      }
    }
    return found;
  }

  /**
   * One grant: wildcards are expanded, `except` is applied to this grant alone, then `implies` is closed. A
   * string is a grant of one permission; without a scope it is at the widest. With a scope, even the widest, or
   * with a condition that reads the resource it is about instances only.
   */
  function expand(role: Role, grant: unknown): Grant[] {
    const list = (value: unknown): string[] => (Array.isArray(value) ? value.filter(isString) : []);
    const patterns = isString(grant) ? [grant] : list(valueOf(grant, "permissions"));
    const except = list(valueOf(grant, "except"));
    const text = (value: unknown): string | undefined => (isString(value) ? value : undefined);
    const [scope, when] = [text(valueOf(grant, "scope")), text(valueOf(grant, "when"))];
    const onInstances = scope !== undefined || (when !== undefined && readsResource(when));
    const reach = scope ?? widestOfAll();
    const granted = permissions()
      .filter((permission) => isReachable(role, permission))
      .filter((permission) => !onInstances || !permission.typeLevel)
      .filter((permission) => patterns.some((pattern) => matchesPermission(pattern, permission)))
      .filter((permission) => !except.some((pattern) => matchesPermission(pattern, permission)));
    return withImplied(granted).flatMap(({ name }) =>
      reach === undefined ? [] : [{ permission: name, scope: reach, when }],
    );
  }

  /** The permissions that a role lists itself. */
  function assigned(role: Role): Grant[] {
    return written([...pathOf(role), "allow"])
      .flat()
      .flatMap((grant) => expand(role, grant));
  }

  /** What a role inherits directly. */
  function juniorsOf(role: Role): Role[] {
    return listAt(...pathOf(role), "inherits").map((reference) => refer(reference, role.type));
  }

  /** A role and the roles it inherits, or a resource role and the resource roles it inherits, transitively. */
  function lineage(role: Role): Role[] {
    const found: Role[] = [role];
    for (const senior of found) {
      for (const junior of juniorsOf(senior)) {
        if (role.type === undefined && junior.type !== undefined) continue;
        if (!found.some((other) => isSameRole(other, junior))) found.push(junior);
      }
    }
    return found;
  }

  /** The `type#role` that a role inherits, directly or through other roles. */
  function inheritedResourceRoles(role: Role): { type: string; resourceRole: Role }[] {
    return lineage(role)
      .flatMap(juniorsOf)
      .flatMap((junior) => (junior.type === undefined ? [] : [{ type: junior.type, resourceRole: junior }]));
  }

  /** `inherits` copies permissions with their scopes and conditions, whatever the junior's `heldBy`. */
  function authorized(role: Role): Grant[] {
    return lineage(role).flatMap(assigned);
  }

  /**
   * What a role has, held everywhere. Inheriting `T#r` is holding r on every T: on a T always, on another type
   * only inside a T.
   */
  function reachOf(role: Role): Reach[] {
    const everywhere = authorized(role).map((grant) => ({ ...grant, inside: undefined }));
    const shared = inheritedResourceRoles(role).flatMap(({ type, resourceRole }) =>
      authorized(resourceRole).map((grant) => ({
        ...grant,
        inside: permissions().some((one) => one.name === grant.permission && one.type === type)
          ? undefined
          : type,
      })),
    );
    return [...everywhere, ...shared];
  }

  /** Only the containers that the question gives are known: without one, what holds inside it gives nothing. */
  function isInside(chain: Chain | undefined, type: string | undefined): boolean {
    return type === undefined || (chain?.nodes.slice(1).some((node) => node.type === type) ?? false);
  }

  // ---- The question.

  /** The kind may be left out exactly when the policy has one. */
  function kindOf(principal: Readonly<Record<string, unknown>>): string | undefined {
    const kind = principal["kind"];
    if (kind === undefined) return kinds().length === 1 ? kinds()[0] : undefined;
    return kinds().find((known) => known === kind);
  }

  /** Laws 3, 8 and 9: the roles a principal holds are its known, holdable ones and its kind's default roles. */
  function rolesHeldBy(principal: Readonly<Record<string, unknown>>, kind: string): Role[] {
    const given = rolesGivenBy(principal);
    const defaults = listAt("principals", kind, "defaultRoles");
    return rolesOf(undefined)
      .filter((role) => given.includes(idOf(role)) || defaults.includes(role.name))
      .filter((role) => mayHold(kind, role));
  }

  /** The resource roles held on a resource of the chain: again only known ones that this kind may hold. */
  function rolesHeldOn(node: Node, kind: string): Role[] {
    return rolesOf(node.type).filter((role) => node.roles.includes(idOf(role)) && mayHold(kind, role));
  }

  /** Law 3: what gives nothing because the policy does not know it, or this kind may not hold it, is reported. */
  function unknownRoles(
    principal: Readonly<Record<string, unknown>>,
    kind: string,
    chain: Chain | undefined,
  ): string[] {
    const isUnknown = (type: string | undefined, id: string): boolean => {
      const role = roleWithId(type, id);
      return role === undefined || !mayHold(kind, role);
    };
    const ofPrincipal = rolesGivenBy(principal).filter((id) => isUnknown(undefined, id));
    const ofNodes = (chain?.nodes ?? []).flatMap((node) =>
      node.roles.filter((id) => isUnknown(node.type, id)).map((id) => `${node.type}#${id}`),
    );
    return unique([...ofPrincipal, ...ofNodes]).sort();
  }

  /**
   * The resource and its containers, or undefined where one that is followed is not an object, is of an unknown
   * type or may not contain what it contains. An absent container only ends the chain.
   */
  function chainOf(resource: unknown): Chain | undefined {
    const nodes: Node[] = [];
    let fitting = keysAt("resources");
    let next = resource;
    while (nodes.length === 0 || !isAbsent(next)) {
      if (nodes.length > DEPTH) return { nodes, deeper: true };
      if (!isRecord(next)) return undefined;
      const type = next["type"];
      if (!isString(type) || !fitting.includes(type)) return undefined;
      nodes.push({ type, id: next["id"], roles: rolesGivenBy(next) });
      fitting = containersOf(type);
      next = next["container"];
    }
    return { nodes, deeper: false };
  }

  /** What a role that is held everywhere grants of a permission on a chain. */
  function grantsByRole(role: Role, permission: Permission, chain: Chain | undefined): Grant[] {
    return reachOf(role).filter(
      (reach) => reach.permission === permission.name && isInside(chain, reach.inside),
    );
  }

  /** What a resource role grants of a permission on what it is held on and what that contains. */
  function grantsByResourceRole(role: Role, permission: Permission): Grant[] {
    return authorized(role).filter((grant) => grant.permission === permission.name);
  }

  /** Law 4: a role, or a resource role held on the resource or on a container of it: either is enough. */
  function holdings({ principal, kind, permission, chain }: Ask): Holding[] {
    const everywhere = rolesHeldBy(principal, kind).map((role) => ({
      notation: notationOf(role),
      via: { role: idOf(role) },
      grants: grantsByRole(role, permission, chain),
    }));
    const onNodes = (chain?.nodes ?? []).flatMap((node) =>
      rolesHeldOn(node, kind).map((role) => ({
        notation: notationOf(role),
        via: { resourceRole: idOf(role), type: node.type, id: node.id },
        grants: grantsByResourceRole(role, permission),
      })),
    );
    return [...everywhere, ...onNodes];
  }

  /** Law 5: a grant reaches what satisfies its scope and its `when`. A type-level permission has no scope. */
  function outcomeOf(grant: Grant, { principal, kind, permission, resource }: Ask): Outcome {
    const conditions = permission.typeLevel ? [] : conditionsUpTo(grant.scope, permission.type);
    const within =
      permission.typeLevel || any(conditions.map((one) => holds(one, principal, kind, resource)));
    const when = holds(grant.when, principal, kind, resource);
    if (within === false) return "outside-scope";
    if (when === false) return "condition";
    // Where both miss something, the `when` is named: then a grant at a wider scope says all that this one says.
    return when !== true ? when : within !== true ? within : "allowed";
  }

  /** The widest scope among the grants that allow. */
  function allowingScope(grants: readonly Grant[], ask: Ask): string | undefined {
    return widest(grants.filter((one) => outcomeOf(one, ask) === "allowed").map((one) => one.scope));
  }

  /** Law 6: the conditions on the action and on the resource type, and-ed. */
  function requirements({ principal, kind, permission, resource }: Ask): Truth {
    return all(requirementsOf(permission).map((one) => holds(one, principal, kind, resource)));
  }

  /** Every role, and every resource role of a type on the chain, that would allow this very question alone. */
  function wouldGrant(ask: Ask): string[] {
    const { kind, permission, chain } = ask;
    const allows = (grants: readonly Grant[]): boolean => allowingScope(grants, ask) !== undefined;
    if (requirements(ask) !== true) return [];
    const roles = rolesOf(undefined).filter((role) => allows(grantsByRole(role, permission, chain)));
    const types = unique((chain?.nodes ?? []).map((node) => node.type));
    const resourceRoles = types
      .flatMap(rolesOf)
      .filter((role) => allows(grantsByResourceRole(role, permission)));
    return [...roles, ...resourceRoles]
      .filter((role) => mayHold(kind, role))
      .map(notationOf)
      .sort();
  }

  /** Why none of these grants allows: the furthest that any came, and the first of the missing attributes. */
  function denied(grants: readonly Grant[], ask: Ask): Pick<NaiveDecision, "reason" | "attribute"> {
    const outcomes = grants.map((grant) => outcomeOf(grant, ask));
    const [attribute] = outcomes
      .flatMap((outcome) => (typeof outcome === "object" ? [outcome.missing] : []))
      .sort();
    if (attribute !== undefined) return { reason: "missing-attribute", attribute };
    if (outcomes.includes("condition")) return { reason: "condition" };
    if (outcomes.includes("outside-scope")) return { reason: "outside-scope" };
    return { reason: ask.chain?.deeper === true ? "container-depth" : "not-granted" };
  }

  /** One asker's decision. */
  function decide(asker: unknown, asked: unknown, resource: unknown): NaiveDecision {
    const isPrincipal = isRecord(asker);
    const principalId = isPrincipal ? asker["id"] : undefined;
    const base = { permission: asked, ...(principalId === undefined ? {} : { principalId }) };
    const deny = (reason: string): NaiveDecision => ({ ...base, allowed: false, reason, wouldGrant: [] });

    // Law 7: a question that is not well-formed is denied whole, whatever a role would grant.
    if (!isPrincipal) return deny("no-principal");
    const kind = kindOf(asker);
    if (kind === undefined) return deny("unknown-kind");
    const admitted = admits(asker, kind);
    if (admitted !== true) {
      const attribute = admitted === false ? {} : { attribute: admitted.missing };
      return { ...deny("principal-refused"), ...attribute };
    }
    const permission = permissionWithId(asked);
    if (permission === undefined) return deny("unknown-permission");
    if (permission.typeLevel && !isAbsent(resource)) return deny("unexpected-resource");
    if (!permission.typeLevel && isAbsent(resource)) return deny("missing-resource");
    const chain = permission.typeLevel ? undefined : chainOf(resource);
    const node = chain?.nodes[0];
    if (!permission.typeLevel && node?.type !== permission.type) return deny("wrong-resource-type");

    const unknown = unknownRoles(asker, kind, chain);
    const wellFormed = {
      ...base,
      ...(node === undefined ? {} : { resource: { type: node.type, id: node.id } }),
      ...(unknown.length === 0 ? {} : { unknownRoles: unknown }),
    };

    // Law 1: deny unless something allows. The widest scope wins; ties go to the first notation, then to the
    // nearest resource.
    const ask = { principal: asker, kind, permission, resource, chain };
    const held = holdings(ask);
    const scope = allowingScope(
      held.flatMap(({ grants }) => grants),
      ask,
    );
    const [first] = held
      .filter(({ grants }) => scope !== undefined && allowingScope(grants, ask) === scope)
      .sort((a, b) => (a.notation < b.notation ? -1 : a.notation > b.notation ? 1 : 0));
    if (first === undefined) {
      const why = denied(
        held.flatMap(({ grants }) => grants),
        ask,
      );
      return { ...wellFormed, allowed: false, ...why, wouldGrant: wouldGrant(ask) };
    }
    const required = requirements(ask);
    if (required === false) return { ...wellFormed, allowed: false, reason: "requires", wouldGrant: [] };
    if (required !== true) {
      const attribute = required.missing;
      return { ...wellFormed, allowed: false, reason: "missing-attribute", attribute, wouldGrant: [] };
    }
    return {
      ...wellFormed,
      allowed: true,
      reason: "granted",
      ...(permission.typeLevel || scope === undefined ? {} : { scope }),
      via: first.via,
      wouldGrant: [],
    };
  }

  /** Law 13: an array of askers is each asker by itself. */
  function each(asker: unknown): unknown[] {
    return Array.isArray(asker) ? asker : [asker];
  }

  /** Law 13: the first decision that allows, else the one that came furthest; no asker at all is denied. */
  function check(asker: unknown, permission: unknown, resource?: unknown): NaiveDecision {
    const rank = ({ reason }: NaiveDecision): number => RANK[reason] ?? -1;
    const decisions = each(asker).map((one) => decide(one, permission, resource));
    const furthest = Math.max(...decisions.map(rank));
    return (
      decisions.find(({ allowed }) => allowed) ??
      decisions.find((decision) => rank(decision) === furthest) ?? {
        permission,
        allowed: false,
        reason: "no-principal",
        wouldGrant: [],
      }
    );
  }

  // ---- What is asked without a resource.

  /** A grant that is left when what reads only the principal is settled. */
  interface Left {
    readonly permission: Permission;
    readonly scope: string;
    readonly conditional: boolean;
  }

  /** What is left of a grant of this permission, and of what binds everyone who does it. */
  function settle(
    reach: Reach,
    permission: Permission,
    principal: Readonly<Record<string, unknown>>,
    kind: string,
  ): Settled {
    const each = (conditions: readonly (string | undefined)[]): Settled[] =>
      conditions.map((one) => settled(one, principal, kind));
    return every([
      permission.typeLevel || some(each(conditionsUpTo(reach.scope, permission.type))),
      ...each([reach.when, ...requirementsOf(permission)]),
      permission.typeLevel || reach.inside === undefined || "open",
    ]);
  }

  /** What the roles of an asker reach, resource roles on resources aside; nothing for a malformed asker. */
  function leftOf(asker: unknown): Left[] {
    const kind = isRecord(asker) ? kindOf(asker) : undefined;
    if (!isRecord(asker) || kind === undefined || admits(asker, kind) !== true) return [];
    const reaches = rolesHeldBy(asker, kind).flatMap(reachOf);
    return permissions().flatMap((permission) =>
      reaches
        .filter((reach) => reach.permission === permission.name)
        .map((reach) => ({ ...reach, permission, left: settle(reach, permission, asker, kind) }))
        .filter(({ left }) => left !== false)
        .map(({ scope, left }) => ({ permission, scope, conditional: left === "open" })),
    );
  }

  /** The widest scope of any held role's grant that is left, also of one that holds only inside a container. */
  function scopeOf(asker: unknown, permission: unknown): string | undefined {
    const known = permissionWithId(permission);
    if (known === undefined || known.typeLevel) return undefined;
    return widest(
      each(asker)
        .flatMap(leftOf)
        .filter((left) => left.permission.name === known.name)
        .map((left) => left.scope),
    );
  }

  /** Conditional is a permission of which every grant that is left waits for the resource. */
  function permissionsOf(asker: unknown): { permission: string; scope?: string; conditional: boolean }[] {
    const left = each(asker).flatMap(leftOf);
    return permissions()
      .map((permission) => ({
        permission,
        own: left.filter((one) => one.permission.name === permission.name),
      }))
      .filter(({ own }) => own.length > 0)
      .map(({ permission, own }) => {
        const scope = permission.typeLevel ? undefined : widest(own.map((one) => one.scope));
        return {
          permission: permission.id,
          ...(scope === undefined ? {} : { scope }),
          conditional: own.every(({ conditional }) => conditional),
        };
      })
      .sort((a, b) => (a.permission < b.permission ? -1 : 1));
  }

  // ---- Assignment.

  /** A role, `*` (every role of the type meant) or `type#*`. */
  function rolesMatching(pattern: string, home: string | undefined): Role[] {
    const meant = refer(pattern, home);
    return rolesOf(meant.type).filter((role) => meant.name === "*" || role.name === meant.name);
  }

  /** What a role's own `assigns` lists. Each clause stands for itself, and so does its `except`. */
  function assigns(role: Role): Role[] {
    const list = (value: unknown): Role[] =>
      Array.isArray(value)
        ? value.filter(isString).flatMap((pattern) => rolesMatching(pattern, role.type))
        : [];
    return written([...pathOf(role), "assigns"]).flatMap((clause) => {
      if (Array.isArray(clause)) return list(clause);
      const except = list(valueOf(clause, "except"));
      return list(valueOf(clause, "roles")).filter(
        (one) => !except.some((excepted) => isSameRole(excepted, one)),
      );
    });
  }

  /** Seniors inherit `assigns`. */
  function allAssigns(role: Role): Role[] {
    return lineage(role).flatMap(assigns);
  }

  /** Inheriting `T#r` assigns what r assigns: roles of T on every T, those of another type only inside a T. */
  function assignableBy(role: Role): Assignable[] {
    const everywhere = allAssigns(role).map((one) => ({ role: one, inside: undefined }));
    const shared = inheritedResourceRoles(role).flatMap(({ type, resourceRole }) =>
      allAssigns(resourceRole).map((one) => ({ role: one, inside: one.type === type ? undefined : type })),
    );
    return [...everywhere, ...shared];
  }

  /** A role's id, or `type#id`. */
  function roleAsked(role: unknown): Role | undefined {
    if (!isString(role)) return undefined;
    const { type, name } = refer(role, undefined);
    return roleWithId(type, name);
  }

  /** May this asker give or take the role: by a role, or by a resource role held on the chain. */
  function mayAssign(asker: unknown, role: Role, chain: Chain | undefined): boolean {
    if (!isRecord(asker)) return false;
    const kind = kindOf(asker);
    if (kind === undefined || admits(asker, kind) !== true) return false;
    const byRole = rolesHeldBy(asker, kind)
      .flatMap(assignableBy)
      .some((one) => isSameRole(one.role, role) && isInside(chain, one.inside));
    const byResourceRole = (chain?.nodes ?? [])
      .flatMap((node) => rolesHeldOn(node, kind))
      .some((held) => allAssigns(held).some((one) => isSameRole(one, role)));
    return byRole || byResourceRole;
  }

  function canAssign(asker: unknown, role: unknown, target: unknown, resource?: unknown): boolean {
    const asked = roleAsked(role);
    if (asked === undefined) return false;

    // Law 8, for the one who is to hold it; and law 9: a default role is neither given nor taken.
    const kind = isRecord(target) ? kindOf(target) : undefined;
    if (kind === undefined || !mayHold(kind, asked)) return false;
    const defaults = listAt("principals", kind, "defaultRoles").map((name) => refer(name, undefined));
    if (defaults.some((one) => isSameRole(one, asked))) return false;

    // Law 7: a resource role needs a resource of its type; a role needs none, but not a wrong one either.
    const chain = isAbsent(resource) ? undefined : chainOf(resource);
    if (chain === undefined && !isAbsent(resource)) return false;
    if (asked.type !== undefined && chain?.nodes[0]?.type !== asked.type) return false;

    return each(asker).some((one) => mayAssign(one, asked, chain));
  }

  return {
    can: (asker, permission, resource) => check(asker, permission, resource).allowed,
    check,
    scopeOf,
    permissionsOf,
    canAssign,
  };
}

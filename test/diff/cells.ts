/** Every cell of a policy, asked of the runtime: what a holder alone may do, for each kind that may hold it. */
import { createAuthorizer, type Policy } from "rolebook";
import type { AnalyzedPolicy, Permission, Resource, Role } from "../../compiler/ir.js";
import type { PolicyTable } from "../../runtime/format.js";
import { liveTable } from "../../review/live.js";
import type { Loose } from "../laws/authorizer.js";
import { ATOMS } from "./edits.js";

/** A question's answers, by what is asked: `true` where allowed. */
export type Cells = ReadonlyMap<string, Cell>;

export interface Cell {
  /** As the report names the holder. */
  readonly holder: string;
  readonly kind: string;
  /** The permission's name, or the role's that would be assigned. */
  readonly about: { readonly permission: string } | { readonly assigns: string; readonly to: string };
  /** One for each way of asking: equally many, in one order, for policies of equal containers. */
  readonly answers: ReadonlyMap<string, boolean>;
}

export const shown = ({ resource, name }: Role): string =>
  resource === undefined ? name : `${resource.name}#${name}`;

/** A resource of a type, in containers of every sort, and where on the way a resource role is held. */
interface Shape {
  readonly label: string;
  readonly make: (
    attributes: object,
    role?: { readonly type: string; readonly id: string },
  ) => object | undefined;
}

/** In what a resource of each type may be, in one of several policies. */
type Ways = ReadonlyMap<string, ReadonlySet<string>>;

function waysOf(policies: readonly AnalyzedPolicy[]): Ways {
  const ways = new Map<string, Set<string>>();
  for (const { name, containers } of policies.flatMap(({ model }) => model.resources)) {
    ways.set(name, new Set([...(ways.get(name) ?? []), ...containers.map((one) => one.name)]));
  }
  return ways;
}

function shapesOf(type: Resource, ways: Ways): Shape[] {
  // Every way out, of one policy or made of steps of both: a type at most twice, and one of them does so.
  const chains = (name: string, around: readonly string[], mayRepeat: boolean): string[][] => [
    [name],
    ...[...(ways.get(name) ?? [])].flatMap((container) => {
      const isAgain = container === name || around.includes(container);
      if (isAgain && !mayRepeat) return [];
      const rest = chains(container, [...around, name], mayRepeat && !isAgain);
      return rest.map((one) => [name, ...one]);
    }),
  ];
  return chains(type.name, [], true).map((chain) => ({
    label: chain.join(" in "),
    make: (attributes, role) => {
      const at = role === undefined ? -1 : chain.lastIndexOf(role.type);
      if (role !== undefined && at === -1) return undefined;
      return chain.reduceRight<object | undefined>(
        (container, name, index) => ({
          type: name,
          id: `r${String(index)}`,
          ...(index === 0 && attributes),
          roles: index === at && role !== undefined ? [role.id] : [],
          ...(container !== undefined && { container }),
        }),
        undefined,
      );
    },
  }));
}

const assignments = Array.from({ length: 2 ** ATOMS.length }, (_, bits) => ({
  label: bits.toString(2),
  attributes: Object.fromEntries(ATOMS.map((atom, index) => [atom, (bits >> index) % 2 === 1])),
}));

function authorizer(table: PolicyTable): Loose {
  return createAuthorizer(table as Policy<never>) as unknown as Loose;
}

/** Everything a policy with independent conditions answers, in the containers that it or another policy knows. */
export function cellsOf(policy: AnalyzedPolicy, other: AnalyzedPolicy): Cells {
  const { model } = policy;
  const table = liveTable(policy);
  const isOnly = model.kinds.length === 1;
  const whole = authorizer(table);
  const cells = new Map<string, Cell>();
  const permissions = model.resources.flatMap((resource) => resource.permissions);
  const roles = [...model.roles, ...model.resources.flatMap((resource) => resource.roles)];
  const add = (cell: Cell): void => {
    if (![...cell.answers.values()].includes(true)) return;
    // A principal that names no kind is of the only one.
    const nameless = [...cell.answers].map(([asked, is]) => [`${asked} nameless`, is && isOnly] as const);
    const answers = new Map([...cell.answers, ...nameless]);
    cells.set(JSON.stringify([cell.holder, cell.kind, cell.about]), { ...cell, answers });
  };
  const ways = waysOf([policy, other]);
  const shapes = new Map(model.resources.map((type) => [type, shapesOf(type, ways)]));
  const answersAbout = (
    rolebook: Loose,
    permission: Permission,
    principal: object,
    role: Role | undefined,
  ): Map<string, boolean> => {
    const answers = new Map<string, boolean>();
    const share = role?.resource && { type: role.resource.name, id: role.id };
    if (permission.level === "type") answers.set("type", rolebook.can(principal, permission.id));
    else {
      for (const { label, make } of shapes.get(permission.resource) ?? []) {
        for (const { label: bits, attributes } of assignments) {
          const resource = make(attributes, share);
          if (resource !== undefined)
            answers.set(`${label} ${bits}`, rolebook.can(principal, permission.id, resource));
        }
      }
    }
    return answers;
  };
  const assigning = (
    rolebook: Loose,
    target: Role,
    to: string,
    principal: object,
    role: Role | undefined,
  ) => {
    const answers = new Map<string, boolean>();
    const id = target.resource === undefined ? target.id : `${target.resource.name}#${target.id}`;
    const share = role?.resource && { type: role.resource.name, id: role.id };
    const them = { kind: to, id: "them", roles: [] };
    const about = target.resource ?? role?.resource;
    if (about === undefined) answers.set("", rolebook.canAssign(principal, id, them));
    for (const type of about === undefined ? model.resources : [about]) {
      for (const { label, make } of shapes.get(type) ?? []) {
        const resource = make({}, share);
        if (resource !== undefined) answers.set(label, rolebook.canAssign(principal, id, them, resource));
      }
    }
    return answers;
  };

  /** A kind that is like another one, but holds nothing always. */
  const bare = (kind: string): Loose => {
    const also = (kinds: string): string => (kinds.split(" ").includes(kind) ? `${kinds} ~bare` : kinds);
    const limited = (all: Readonly<Record<string, string>> = {}): Record<string, string> =>
      Object.fromEntries(Object.entries(all).map(([name, kinds]) => [name, also(kinds)]));
    const resources = Object.entries(table.resources).map(([name, one]) => [
      name,
      { ...one, roles: limited(one.roles) },
    ]);
    return authorizer({
      ...table,
      kinds: { ...table.kinds, "~bare": {} },
      roles: limited(table.roles),
      resources: Object.fromEntries(resources) as PolicyTable["resources"],
    });
  };
  const ask = (
    rolebook: Loose,
    holder: string,
    kind: string,
    principal: object,
    role: Role | undefined,
  ): void => {
    for (const permission of permissions) {
      const about = { permission: permission.name };
      add({ holder, kind, about, answers: answersAbout(rolebook, permission, principal, role) });
    }
    for (const target of roles) {
      for (const { name: to } of model.kinds) {
        const about = { assigns: shown(target), to };
        // Whom a role may be given to is a matter of the whole policy.
        add({ holder, kind, about, answers: assigning(rolebook, target, to, principal, role) });
      }
    }
  };
  for (const { name: kind } of model.kinds) {
    ask(whole, `kind:${kind}`, kind, { kind, id: "me", roles: [] }, undefined);
    const alone = bare(kind);
    for (const role of roles) {
      const holder = `${role.resource === undefined ? "role" : "resourceRole"}:${shown(role)}`;
      const held = role.resource === undefined ? [role.id] : [];
      ask(alone, holder, kind, { kind: "~bare", id: "me", roles: held }, role);
    }
  }
  return cells;
}

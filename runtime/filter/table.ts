/** A policy's table, as a filter looks at it. */
import { own } from "../bag.js";
import type { PolicyTable, PowersTable, ResourceTable } from "../types.js";

type Lookup<V> = Readonly<Record<string, V>>;

/** What is asked: a permission, and the type that it is on. */
export interface Question {
  readonly permission: string;
  readonly level: "type" | "instance";
  readonly type: string;
  readonly resource: ResourceTable;
}

/** A permission's scope, and the key of its condition. */
export interface Grant {
  readonly scope: string;
  readonly when: string | undefined;
}

const questions = new WeakMap<PolicyTable, ReadonlyMap<unknown, Question>>();

/** @throws TypeError for a format that this runtime does not know */
export function questionOf(table: PolicyTable, permission: unknown): Question | undefined {
  let found = questions.get(table);
  if (found === undefined) {
    if ((table.format as number) !== 1) {
      throw new TypeError(`rolebook: unknown table format ${String(table.format)}: build the policy again`);
    }
    found = new Map(allQuestions(table).map((question) => [question.permission, question]));
    questions.set(table, found);
  }
  return found.get(permission);
}

function allQuestions({ resources }: PolicyTable): readonly Question[] {
  return Object.entries(resources).flatMap(([type, resource]) => [
    ...(resource.type ?? []).map((permission) => ({ permission, level: "type", type, resource }) as const),
    ...(resource.instance ?? []).map(
      (permission) => ({ permission, level: "instance", type, resource }) as const,
    ),
  ]);
}

const grants = new WeakMap<PowersTable, ReadonlyMap<string, readonly Grant[]>>();

/** What grants a permission. */
export function grantsOf(powers: PowersTable, permission: string): readonly Grant[] {
  let found = grants.get(powers);
  if (found === undefined) grants.set(powers, (found = allGrants(powers)));
  return found.get(permission) ?? [];
}

function allGrants({ allow = {}, when = {} }: PowersTable): ReadonlyMap<string, readonly Grant[]> {
  const found = new Map<string, Grant[]>();
  const add = (scopes: Lookup<readonly string[]>, key: string | undefined): void => {
    for (const [scope, permissions] of Object.entries(scopes)) {
      for (const permission of permissions) {
        const held = found.get(permission);
        if (held === undefined) found.set(permission, [{ scope, when: key }]);
        else held.push({ scope, when: key });
      }
    }
  };
  add(allow, undefined);
  for (const [key, scopes] of Object.entries(when)) add(scopes, key);
  return found;
}

/** The types that a resource of a type may be inside of, at any depth; sorted. */
export function typesAround(table: PolicyTable, type: string): readonly string[] {
  const found = new Set<string>();
  const visit = (one: string): void => {
    for (const container of own(table.resources, one)?.in ?? []) {
      if (found.has(container)) continue;
      found.add(container);
      visit(container);
    }
  };
  visit(type);
  return [...found].sort();
}

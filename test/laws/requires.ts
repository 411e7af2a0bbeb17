/** Law 6: a policy with a `requires` more, and whom it binds. */
import { choose } from "./choices.js";
import type { Question } from "./arbitrary.js";
import type { Fragment } from "./interpreter.js";

type Map = Readonly<Record<string, unknown>>;

/** Where a `requires` may stand. */
export const binding = ["action", "resource", "kind"] as const;

export type Binding = (typeof binding)[number];

/** A permission of a policy, as it is written and as it is asked for. */
export interface NamedPermission {
  readonly name: string;
  readonly id: string;
  readonly type: string;
  readonly action: string;
  readonly typeLevel: boolean;
}

export interface Bound {
  readonly policy: readonly Fragment[];
  readonly binds: (question: Question) => boolean;
}

function isMap(value: unknown): value is Map {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mapAt(value: unknown, ...path: readonly string[]): Map {
  const found = path.reduce<unknown>(
    (map, key) => (isMap(map) && Object.hasOwn(map, key) ? map[key] : undefined),
    value,
  );
  return isMap(found) ? found : {};
}

export function permissionsIn(policy: readonly Fragment[]): NamedPermission[] {
  return policy.flatMap((fragment) =>
    Object.keys(mapAt(fragment, "resources")).flatMap((type) =>
      Object.keys(mapAt(fragment, "resources", type, "actions")).map((action) => {
        const { id, on } = mapAt(fragment, "resources", type, "actions", action);
        const name = `${type}:${action}`;
        return { name, id: typeof id === "string" ? id : name, type, action, typeLevel: on === "type" };
      }),
    ),
  );
}

/** The value at a path that exists, replaced. */
function replaced(value: unknown, path: readonly string[], by: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by(value);
  if (!isMap(value) || !Object.hasOwn(value, key)) return value;
  return { ...value, [key]: replaced(value[key], rest, by) };
}

/** The policy with this `requires` at a path, in place of the one that is there. */
function requiring(policy: readonly Fragment[], path: readonly string[], condition: string): Fragment[] {
  const isOpened = (fragment: Fragment): boolean =>
    Object.hasOwn(mapAt(fragment, ...path.slice(0, -1)), path.at(-1) ?? "");
  const home = policy.find((fragment) => "requires" in mapAt(fragment, ...path)) ?? policy.find(isOpened);
  const required = (old: unknown): unknown => ({ ...(isMap(old) ? old : {}), requires: condition });
  return policy.map((fragment) =>
    fragment === home ? (replaced(fragment, path, required) as Fragment) : fragment,
  );
}

function kindOf(question: Question, kinds: readonly string[]): unknown {
  const kind = isMap(question.asker) ? question.asker["kind"] : null;
  return kind === undefined && kinds.length === 1 ? kinds[0] : kind;
}

/** The policy with a `requires` on something that it has, if it has any. */
export function withRequires(
  policy: readonly Fragment[],
  where: Binding,
  condition: string,
  pick: number,
): Bound | undefined {
  const all = permissionsIn(policy);
  if (where === "kind") {
    const kinds = [...new Set(policy.flatMap((fragment) => Object.keys(mapAt(fragment, "principals"))))];
    const kind = choose(kinds, pick);
    if (kind === undefined) return undefined;
    const binds = (question: Question): boolean => kindOf(question, kinds) === kind;
    return { policy: requiring(policy, ["principals", kind], condition), binds };
  }
  const bound = choose(all, pick);
  if (bound === undefined) return undefined;
  const { type, action } = bound;
  const isBound = (one: NamedPermission): boolean =>
    where === "action" ? one.name === bound.name : one.type === type && !one.typeLevel;
  const path = where === "action" ? ["resources", type, "actions", action] : ["resources", type];
  const binds = (question: Question): boolean =>
    question.about === "permission" && all.some((one) => one.id === question.permission && isBound(one));
  return { policy: requiring(policy, path, condition), binds };
}

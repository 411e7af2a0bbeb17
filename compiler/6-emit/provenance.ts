/** Where everything of a policy stands: what `rolebook/explain` reads. Only here lines are named in code. */
import type {
  AnalyzedPolicy,
  Condition,
  Grant,
  Permission,
  Place,
  Reference,
  Resource,
  Role,
} from "../ir.js";
import { byCodePoint } from "../order.js";
import { assignable, rolesOf } from "../roles.js";
import type { Statement } from "../structure.js";
import { constant, dataLiteral, importOf } from "./declare.js";
import { conditionsOf } from "./table.js";
import { comment } from "./text.js";

type Dictionary<T> = Readonly<Record<string, T>>;

/** The twin of the runtime's `Provenance`, which says what each part is. */
export interface Provenance {
  readonly format: 1;
  readonly policy: string;
  readonly files: readonly string[];
  readonly conditions: readonly string[];
  readonly roles: Dictionary<RoleSource>;
  readonly kinds: Dictionary<KindSource>;
  readonly resources: Dictionary<ResourceSource>;
  readonly permissions: Dictionary<BoundSource>;
}

interface RoleSource {
  readonly at: string;
  readonly inherits?: Dictionary<string>;
  readonly grants?: readonly string[];
  readonly assigns?: Dictionary<string>;
}

interface BoundSource {
  readonly at?: string;
  readonly requires?: string;
}

interface KindSource extends BoundSource {
  readonly defaultRoles?: Dictionary<string>;
}

interface ResourceSource extends BoundSource {
  readonly scopes?: Dictionary<string>;
}

/** `provenance.ts`. */
export function provenanceModule(provenance: Provenance): readonly Statement[] {
  return [
    ...importOf("rolebook/explain", ["Provenance"], true),
    constant(
      "provenance",
      dataLiteral(provenance, true),
      comment(["Where every grant stands: give it to `createExplainer` beside the policy."]),
      "Provenance",
    ),
  ];
}

/** Where everything of a policy stands. `hash` is that of its table. */
export function provenanceOf(policy: AnalyzedPolicy, hash: string): Provenance {
  const { model } = policy;
  const { name, files, scopes, kinds, resources } = model;
  const conditions = new Conditions(conditionsOf(policy));
  const file = new Map(files.map((path, index) => [path, index]));
  const placeText = (place: Place): string =>
    `${file.get(place.file.source.path) ?? ""}:${place.file.locate(place).line}`;

  const bound = (place: Place | undefined, requires: Reference<Condition> | undefined): BoundSource => ({
    ...(place !== undefined && { at: placeText(place) }),
    ...(requires !== undefined && { requires: placeText(requires.place) }),
  });
  const placesOf = <T>(
    references: readonly Reference<T>[],
    key: (to: T) => string,
  ): Dictionary<string> | undefined => {
    // Where something is named twice, the first place counts.
    const entries = [...references].reverse().map(({ to, place }) => [key(to), placeText(place)] as const);
    return entries.length === 0 ? undefined : sorted([...new Map(entries)]);
  };
  const role = ({ place, inherits, grants, assigns }: Role): RoleSource =>
    present({
      at: placeText(place),
      inherits: placesOf(inherits, assignable),
      grants: grants.length === 0 ? undefined : grants.flatMap(grantLines),
      assigns: placesOf(assigns, assignable),
    });
  const grantLines = ({ permissions, scope, when }: Grant): readonly string[] => {
    const lines = new Map<string, Permission[]>();
    for (const { to, place } of permissions) {
      const at = placeText(place);
      const known = lines.get(at);
      if (known === undefined) lines.set(at, [to]);
      else known.push(to);
    }
    const [first] = when?.values() ?? [];
    return [...lines].map(([at, listed]) =>
      [
        `${at} ${wordsOf(listed)}`,
        scope === scopes.length - 1 ? "" : scopes[scope],
        when === undefined ? "" : conditions.indexesOf(when, listed),
        first === undefined ? "" : placeText(first.place),
      ]
        .join("|")
        .replace(/\|+$/, ""),
    );
  };
  const resource = ({ place, requires, scopes: reached }: Resource): ResourceSource => {
    const own = reached.flatMap((condition, at) =>
      condition === undefined ? [] : [[scopes[at] ?? "", placeText(condition.place)] as const],
    );
    return { ...bound(place, requires), ...(own.length > 0 && { scopes: Object.fromEntries(own) }) };
  };

  return {
    format: 1,
    policy: `${name}@${hash}`,
    files,
    roles: sorted(rolesOf(model).map((one) => [assignable(one), role(one)])),
    kinds: sorted(
      kinds.map(({ name: kind, place, requires, defaultRoles }) => {
        const defaults = placesOf(defaultRoles, assignable);
        return [kind, { ...bound(place, requires), ...(defaults && { defaultRoles: defaults }) }];
      }),
    ),
    resources: sorted(resources.map((one) => [one.name, resource(one)])),
    permissions: sorted(
      resources.flatMap(({ permissions }) =>
        permissions.map(({ id, place, requires }) => [id, bound(place, requires)] as const),
      ),
    ),
    // The last: those that only subsumed grants have are found on the way.
    conditions: conditions.texts,
  };
}

/** The conditions of the table, and behind them those that no grant of the table has. */
class Conditions {
  private readonly indexes = new Map<Condition, number>();

  constructor(ofTable: readonly Condition[]) {
    for (const condition of ofTable) this.indexOf(condition);
  }

  get texts(): readonly string[] {
    return [...this.indexes.keys()].map(({ key }) => key);
  }

  /** The condition of a line: one index, or one for each resource type. */
  indexesOf(when: ReadonlyMap<Resource, Reference<Condition>>, listed: readonly Permission[]): string {
    const types = [...new Set(listed.map((permission) => permission.resource))];
    const own = types.flatMap((type) => {
      const condition = when.get(type);
      return condition === undefined ? [] : [[type.name, this.indexOf(condition.to)] as const];
    });
    const [first] = own;
    return own.every(([, index]) => index === first?.[1])
      ? String(first?.[1] ?? "")
      : own.map(([type, index]) => `${type}=${index}`).join(" ");
  }

  private indexOf(condition: Condition): number {
    const index = this.indexes.get(condition) ?? this.indexes.size;
    this.indexes.set(condition, index);
    return index;
  }
}

/** Permissions and what they imply, each once: `ID`, or `ID<OTHER` for what another one implies. */
function wordsOf(listed: readonly Permission[]): string {
  const words = new Map<Permission, string>();
  for (const permission of listed) words.set(permission, permission.id);
  const waiting = [...words.keys()];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { to } of next.implies) {
      if (words.has(to)) continue;
      words.set(to, `${to.id}<${next.id}`);
      waiting.push(to);
    }
  }
  return [...words.values()].sort(byCodePoint).join(" ");
}

/** Without the members that are undefined. */
function present<T extends object>(data: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)) as T;
}

function sorted<V>(entries: readonly (readonly [string, V])[]): Readonly<Record<string, V>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => byCodePoint(a, b)));
}

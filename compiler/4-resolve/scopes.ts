/** What each scope reaches on each resource type: the ladder's condition, or the type's own. */
import type { Findings } from "../findings.js";
import type { Condition, Place, RawResource, Reference, Resource } from "../ir.js";
import type { Conditions } from "./conditions/index.js";
import type { Declarations, Declared, UnlinkedResource } from "./declare.js";
import type { Names } from "./names.js";
import type { Item } from "./opened.js";

/** The scopes at which permissions on instances of a type are granted, each with a place where. */
type Uses = ReadonlyMap<number, Place>;

/** Fills in the conditions of the scopes that grants make use of, on each resource type. */
export function linkScopes(
  { resources, roles }: Declarations,
  names: Names,
  conditions: Conditions,
  findings: Findings,
): void {
  // What no grant makes use of is at least well-formed.
  for (const written of names.scopeConditions) if (written !== undefined) conditions.readsResource(written);
  const uses = new Map<Resource, Map<number, Place>>();
  for (const { permissions, scope } of roles.flatMap(({ made }) => made.grants)) {
    for (const { to, place } of permissions) {
      if (to.level === "type") continue;
      const known = uses.get(to.resource) ?? new Map<number, Place>();
      uses.set(to.resource, known);
      if (!known.has(scope)) known.set(scope, place);
    }
  }
  const missing = new Missing(names, findings);
  for (const resource of resources) {
    // Where it is not known what a type is in, conditions on that are no second mistake.
    if (!resource.opened.list("in").every(({ value }) => names.resources.has(value))) continue;
    const used = uses.get(resource.made) ?? new Map<number, Place>();
    new TypeScopes(resource, names, conditions, findings, missing).link(used);
  }
  missing.report();
}

/** Scopes without a condition, each with the resource types where it needs one: that is one slip for each scope. */
class Missing {
  private readonly names: Names;
  private readonly findings: Findings;
  private readonly types = new Map<number, { readonly type: string; readonly granted: Place }[]>();

  constructor(names: Names, findings: Findings) {
    this.names = names;
    this.findings = findings;
  }

  add(scope: number, type: string, granted: Place): void {
    const known = this.types.get(scope);
    if (known === undefined) this.types.set(scope, [{ type, granted }]);
    else known.push({ type, granted });
  }

  report(): void {
    for (const [scope, types] of [...this.types].sort(([a], [b]) => a - b)) {
      const [first, ...others] = types;
      const name = [...this.names.scopes.keys()][scope] ?? "";
      if (first === undefined) continue;
      const more = others.length > 0 ? ` and ${others.length} more` : "";
      const message = `nothing says what \`${name}\` reaches on \`${first.type}\`${more}`;
      const help = `give the scope a \`when\`, or \`${first.type}\` an entry \`${name}\` under \`scopes\``;
      this.findings.add("scope-without-condition", this.names.scopePlaces[scope] ?? first.granted, message, {
        help,
        others: types.map(({ type, granted }) => ({
          message: `\`${type}\` is granted here`,
          place: granted,
        })),
      });
    }
  }
}

class TypeScopes {
  private readonly resource: UnlinkedResource;
  private readonly names: Names;
  private readonly conditions: Conditions;
  private readonly findings: Findings;
  private readonly missing: Missing;
  private readonly own: ReadonlyMap<
    number,
    { readonly condition: Condition | undefined; readonly place: Place }
  >;

  constructor(
    { made, opened }: Declared<UnlinkedResource, RawResource>,
    names: Names,
    conditions: Conditions,
    findings: Findings,
    missing: Missing,
  ) {
    this.resource = made;
    this.names = names;
    this.conditions = conditions;
    this.findings = findings;
    this.missing = missing;
    const own = opened.entries<string>("scopes", "scope").flatMap(({ name, value, place }) => {
      const scope = names.scope({ value: name, place });
      const item = { value, place: { ...place, part: "value" as const } };
      if (scope === undefined) return [];
      return [[scope, { condition: conditions.check(item, { resource: made }), place }] as const];
    });
    this.own = new Map(own);
  }

  link(used: Uses): void {
    const bound = [...used.keys()].filter((scope) => this.isBound(scope));
    const last = Math.max(-1, ...bound);
    this.resource.scopes = [...this.names.scopes.keys()].map((name, scope) => {
      const granted = used.get(scope) ?? used.get(last);
      if (scope > last || granted === undefined) return undefined;
      const condition = this.conditionAt(scope, granted);
      if (condition === undefined || !isFalse(condition.to)) return condition;
      const place = used.get(scope);
      if (place !== undefined) this.reportNone(name, place, this.own.get(scope)?.place);
      return undefined;
    });
  }

  /** The widest scope without a condition reaches everything; the conditions below it do not matter to it. */
  private isBound(scope: number): boolean {
    const isWidest = scope === this.names.scopes.size - 1;
    return !isWidest || this.own.has(scope) || this.names.scopeConditions[scope] !== undefined;
  }

  private conditionAt(scope: number, granted: Place): Reference<Condition> | undefined {
    const own = this.own.get(scope);
    if (own !== undefined) return own.condition && { to: own.condition, place: own.place };
    const written: Item<string> | undefined = this.names.scopeConditions[scope];
    const { name } = this.resource;
    if (written === undefined) {
      this.missing.add(scope, name, granted);
      return undefined;
    }
    const because = { message: `it binds \`${name}\` because of this grant`, place: granted };
    const to = this.conditions.check(written, { resource: this.resource, because });
    return to && { to, place: written.place };
  }

  private reportNone(name: string, place: Place, own: Place | undefined): void {
    const type = this.resource.name;
    const message = `\`${type}\` has no scope \`${name}\`: its condition there is \`false\``;
    const help = `grant it at another scope, or leave \`${type}\` out with \`except\``;
    const others = own === undefined ? [] : [{ message: "written here", place: own }];
    this.findings.add("scope-not-on-resource", place, message, { help, others });
  }
}

function isFalse({ expression }: Condition): boolean {
  return expression.op === "value" && expression.value === false;
}

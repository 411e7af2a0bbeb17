/** What one principal may do: its grants, or-ed, and what is required of everyone. */
import { own, type Bag } from "../bag.js";
import type { ConditionTable, PolicyTable, PowersTable, RoleTable } from "../types.js";
import type { Principal } from "./context.js";
import { and, keyOf, or, type Outcome } from "./join.js";
import { conditionFor } from "./partial.js";
import { grantsOf, typesAround, type Question } from "./table.js";

/** The resources on which a principal has a permission. */
export function outcomeOf(table: PolicyTable, asker: Bag, question: Question): Outcome {
  const kind = kindOf(table, asker);
  if (kind === undefined) return false;
  const test = testFor(table, { kind, read: (path) => asker[path] });
  const { requires, defaultRoles = [] } = own(table.kinds, kind) ?? {};
  // A principal that its kind refuses is asked nothing else.
  if (test(requires) !== true) return false;

  const { permission, resource } = question;
  const reach = (powers: PowersTable): Outcome =>
    or(
      grantsOf(powers, permission).map(({ scope, when }) =>
        and([scopeOutcome(table, question, scope, test), test(when)]),
      ),
    );
  const roles = rolesOf(table, kind, defaultRoles, asker["roles"]);
  const required = [test(own(resource.actions, permission))];
  if (question.level === "type") return and([or(roles.map(reach)), ...required]);
  const around = typesAround(table, question.type);
  const granted = [
    ...roles.map(reach),
    ...roles.flatMap((role) => insideOutcomes(role, around, reach)),
    ...[question.type, ...around].flatMap((type) => heldOutcomes(table, kind, type, reach)),
  ];
  return and([or(granted), ...required, test(resource.requires)]);
}

type Test = (key: string | undefined) => Outcome;

function kindOf({ kinds }: PolicyTable, { kind }: Bag): string | undefined {
  const names = Object.keys(kinds);
  if (kind === undefined) return names.length === 1 ? names[0] : undefined;
  return own(kinds, kind) && (kind as string);
}

/** Where a condition holds; no condition holds everywhere. What a getter of the app throws is a value that is missing. */
function testFor(table: PolicyTable, principal: Principal): Test {
  const known = new Map<string, Outcome>();
  return (key) => {
    if (key === undefined) return true;
    let outcome = known.get(key);
    if (outcome === undefined) {
      outcome = outcomeFor(own(table.conditions, key), principal);
      known.set(key, outcome);
    }
    return outcome;
  };
}

function outcomeFor(condition: ConditionTable | undefined, principal: Principal): Outcome {
  try {
    return condition === undefined ? false : conditionFor(condition.tree, principal);
  } catch {
    return false;
  }
}

/** A scope reaches what one of the scopes up to it reaches. The widest one reaches everything, unless it has a condition. */
function scopeOutcome(
  { scopes }: PolicyTable,
  { level, resource }: Question,
  scope: string,
  test: Test,
): Outcome {
  if (level === "type") return true;
  return or(
    scopes.slice(0, scopes.indexOf(scope) + 1).map((one) => {
      const key = own(resource.scopes, one);
      return key === undefined ? one === scopes.at(-1) : test(key);
    }),
  );
}

/** Laws 8 and 9: a role counts for a kind that may hold it, and default roles are always held. */
function rolesOf(
  table: PolicyTable,
  kind: string,
  defaults: readonly string[],
  held: unknown,
): readonly RoleTable[] {
  const names = Array.isArray(held) ? (held as readonly unknown[]) : [];
  const counted = names.filter((name): name is string => {
    const role = own(table.roles, name);
    return role !== undefined && mayHold(kind, role);
  });
  return [...new Set([...defaults, ...counted])].sort().flatMap((name) => own(table.roles, name) ?? []);
}

function mayHold(kind: string, { heldBy }: RoleTable): boolean {
  return heldBy?.includes(kind) !== false;
}

/** What a role gives inside a resource of a type. */
function insideOutcomes(
  { inside = {} }: RoleTable,
  around: readonly string[],
  reach: (powers: PowersTable) => Outcome,
): readonly Outcome[] {
  return around.flatMap((type) => {
    const powers = own(inside, type);
    return powers === undefined ? [] : [and([{ op: "inside", type }, reach(powers)])];
  });
}

/** What the resource roles of a type give; those that give the same are one condition. */
function heldOutcomes(
  table: PolicyTable,
  kind: string,
  type: string,
  reach: (powers: PowersTable) => Outcome,
): readonly Outcome[] {
  const found = new Map<string, { readonly outcome: Outcome; readonly roles: string[] }>();
  for (const [id, role] of Object.entries(own(table.resources, type)?.roles ?? {})) {
    const outcome = mayHold(kind, role) ? reach(role) : false;
    const same = found.get(keyOf(outcome));
    if (same === undefined) found.set(keyOf(outcome), { outcome, roles: [id] });
    else same.roles.push(id);
  }
  return [...found.values()].map(({ outcome, roles }) =>
    and([{ op: "holds", type, roles: roles.sort() }, outcome]),
  );
}

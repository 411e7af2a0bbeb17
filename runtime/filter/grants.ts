/** What one principal may do: its grants, or-ed, and what is required of everyone. */
import { namesIn, own, type Bag } from "../bag.js";
import type { Expression } from "../expression.js";
import type { Condition, PolicyTable } from "../format.js";
import { kindOf, openTable, questionOf, type Grant, type Holders, type Table } from "../table.js";
import type { Principal } from "./context.js";
import { and, keyOf, or, type Outcome } from "./join.js";
import { conditionFor } from "./partial.js";

/** A table, with its conditions as data. */
export interface OpenPolicy {
  readonly table: Table;
  readonly trees: ReadonlyMap<Condition, Expression>;
}

const opened = new WeakMap<PolicyTable, OpenPolicy>();

/** Opens a table, once. @throws TypeError for a format that this runtime does not know */
export function openPolicy(policy: PolicyTable): OpenPolicy {
  let found = opened.get(policy);
  if (found === undefined) {
    const trees = new Map<Condition, Expression>();
    for (const [index, condition] of policy.conditions.entries()) {
      const tree = policy.trees[index];
      if (tree !== undefined) trees.set(condition, tree);
    }
    opened.set(policy, (found = { table: openTable(policy), trees }));
  }
  return found;
}

/** The resources on which a principal has a permission. */
export function outcomeOf({ table, trees }: OpenPolicy, asker: Bag, permission: unknown): Outcome {
  const kind = kindOf(table, asker);
  const question = typeof kind === "number" ? undefined : questionOf(table, kind, permission);
  if (typeof kind === "number" || question === undefined) return false;
  const test = testFor(trees, { kind: kind.name, read: (path) => asker[path] });
  // A principal that its kind refuses is asked nothing else.
  if (and(kind.requires.map(test)) !== true) return false;

  const reachOf = (grants: readonly Grant[] = []): Outcome =>
    or(
      grants.map(({ reach, when }) => {
        // A scope reaches what one of the scopes up to it reaches.
        const scope = reach === undefined || or(reach.map(test));
        return and([scope, ...when.map(test)]);
      }),
    );
  const { type, requires, roles: everywhere, shares, inside } = question;
  // Law 9.
  const roles = [...new Set([...kind.defaults, ...namesIn(asker["roles"])])].sort();
  const granted = roles.map((role) => reachOf(everywhere.by.get(role)));
  if (type) {
    const around = typesAround(table.policy, type);
    granted.push(
      ...roles.flatMap((role) =>
        around.map((container) =>
          and([{ op: "inside", type: container }, reachOf(inside[container]?.by.get(role))]),
        ),
      ),
      ...[type, ...around].flatMap((one) => heldOutcomes(one, shares[one], reachOf)),
    );
  }
  return and([or(granted), ...requires.map(test)]);
}

type Test = (condition: Condition) => Outcome;

/** Where a condition holds. What a getter of the app throws is a value that is missing. */
function testFor(trees: OpenPolicy["trees"], principal: Principal): Test {
  const known = new Map<Condition, Outcome>();
  return (condition) => {
    let outcome = known.get(condition);
    if (outcome === undefined) known.set(condition, (outcome = outcomeFor(trees.get(condition), principal)));
    return outcome;
  };
}

function outcomeFor(condition: Expression | undefined, principal: Principal): Outcome {
  try {
    return condition === undefined ? false : conditionFor(condition, principal);
  } catch {
    return false;
  }
}

/** The types that a resource of a type may be inside of, at any depth; sorted. */
function typesAround({ resources }: PolicyTable, type: string): readonly string[] {
  const found = new Set<string>();
  const visit = (one: string): void => {
    for (const container of own(resources, one)?.in ?? []) {
      if (found.has(container)) continue;
      found.add(container);
      visit(container);
    }
  };
  visit(type);
  return [...found].sort();
}

/** What the resource roles of a type give; those that give the same are one condition. */
function heldOutcomes(
  type: string,
  holders: Holders | undefined,
  reach: (grants: readonly Grant[] | undefined) => Outcome,
): readonly Outcome[] {
  const found = new Map<string, { readonly outcome: Outcome; readonly roles: string[] }>();
  for (const [id, grants] of holders?.by ?? []) {
    const outcome = reach(grants);
    const same = found.get(keyOf(outcome));
    if (same === undefined) found.set(keyOf(outcome), { outcome, roles: [id] });
    else same.roles.push(id);
  }
  return [...found.values()].map(({ outcome, roles }) =>
    and([{ op: "holds", type, roles: roles.sort() }, outcome]),
  );
}

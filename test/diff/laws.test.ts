/**
 * The laws of `rolebook diff`, on random policies and random edits: what is reported is what the two policies answer differently, as
 * the runtime says when it is asked about every cell.
 */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffPolicies, type Change, type Finding } from "../../review/diff/index.js";
import { createAuthorizer, type Policy } from "rolebook";
import { liveTable } from "../../review/live.js";
import { policyArbitrary, questionArbitrary, shuffled, type Question } from "../laws/arbitrary.js";
import { answer, numRuns, type Loose } from "../laws/authorizer.js";
import { cellsOf, type Cell } from "./cells.js";
import { compiled, editedPair, isMap, mapAt, type Written } from "./edits.js";

const runs = (share: number): number => Math.max(20, Math.round(numRuns / share));

const opposite: Readonly<Record<string, string>> = {
  gained: "lost",
  lost: "gained",
  widened: "narrowed",
  narrowed: "widened",
};

const isAccess = ({ category }: Finding): boolean => category === "WIDEN" || category === "NARROW";

function without(map: object, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}

/** A change of access without its place, as a text. */
function told(change: Change): string {
  const rest = without(change, ["file", "line", "path", "side"]);
  return JSON.stringify(rest, Object.keys(rest).concat("before", "after").sort());
}

/** The same change, seen from the other side. */
function mirrored(change: Change): Change {
  const swapped = Object.fromEntries(
    Object.entries(change).map(([key, value]) => [
      key,
      isMap(value) ? { before: value["after"], after: value["before"] } : (value as unknown),
    ]),
  ) as unknown as Change;
  const name = (opposite[change.change] ?? change.change) as Change["change"];
  const category = name === "lost" || name === "narrowed" ? "NARROW" : "WIDEN";
  return { ...swapped, change: name, category };
}

/** Roles and permissions are told by their latest names: that is another one, seen from the other side. */
function hasRenames([before, after]: readonly [Written, Written]): boolean {
  const ids = ({ policy: { model } }: Written) =>
    new Map([
      ...model.roles.map(({ id, name }) => [`role ${id}`, name] as const),
      ...model.resources.flatMap((type) => [
        ...type.roles.map(({ id, name }) => [`${type.name}#${id}`, name] as const),
        ...type.permissions.map(({ id, name }) => [`permission ${id}`, name] as const),
      ]),
    ]);
  const now = ids(after);
  return [...ids(before)].some(([id, name]) => now.has(id) && now.get(id) !== name);
}

const differenceOf = ([before, after]: readonly [Written, Written]) =>
  diffPolicies(before.policy, after.policy);

describe("a policy", () => {
  test("does not differ from itself, written in another order or in other files", () => {
    const pair = policyArbitrary.chain((one) => fc.tuple(fc.constant(one), shuffled(one)));
    fc.assert(
      fc.property(pair, ([one, other]) => {
        const [before, after] = [compiled(one), compiled(other)];
        if (before === undefined || after === undefined) throw new Error("does not compile");
        expect(diffPolicies(before, before)).toEqual({ bump: "none", changes: [] });
        expect(diffPolicies(before, after)).toEqual({ bump: "none", changes: [] });
      }),
      { numRuns: runs(8) },
    );
  });

  test("does not differ from itself spelled out: wildcards, inheritance and scopes", () => {
    fc.assert(
      fc.property(policyArbitrary, (fragments) => {
        const before = compiled(fragments);
        if (before === undefined) throw new Error("does not compile");
        const after = compiled([...fragments.map(bare), spelledOut(before)]);
        if (after === undefined) return;
        expect(diffPolicies(before, after).changes).toEqual([]);
      }),
      { numRuns: runs(8) },
    );
  });
});

/** A file without what its roles list. */
function bare(fragment: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const roles = (all: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(all).map(([name, role]) => {
        return [name, without(isMap(role) ? role : {}, ["inherits", "allow", "assigns"])];
      }),
    );
  const shares = mapAt(fragment, "resourceRoles");
  return {
    ...fragment,
    ...("roles" in fragment && { roles: roles(mapAt(fragment, "roles")) }),
    ...("resourceRoles" in fragment && {
      resourceRoles: Object.fromEntries(
        Object.keys(shares).map((type) => [type, roles(mapAt(shares, type))]),
      ),
    }),
  };
}

/** What every role has, one grant for each permission; what it has only inside something stays inherited. */
function spelledOut({
  model,
  authorized,
}: NonNullable<ReturnType<typeof compiled>>): Record<string, unknown> {
  type Role = (typeof model.roles)[number];
  const shown = ({ resource, name }: Role): string =>
    resource === undefined ? name : `${resource.name}#${name}`;
  const written = (role: Role): Record<string, unknown> => {
    const has = authorized.get(role);
    if (has === undefined || has.inside.size > 0) {
      return {
        inherits: role.inherits.map(({ to }) => shown(to)),
        allow: role.grants.flatMap(({ permissions, scope, when }) =>
          permissions.map(({ to }) => ({
            permissions: [to.name],
            ...(to.level === "instance" && { scope: model.scopes[scope] }),
            ...(when?.get(to.resource) && { when: when.get(to.resource)?.to.key.split(" // ")[0] }),
          })),
        ),
        assigns: role.assigns.map(({ to }) => shown(to)),
      };
    }
    const allow = [[undefined, has.everywhere.permissions] as const, ...has.everywhere.conditional].flatMap(
      ([condition, reach]) =>
        [...reach].map(([{ name, level }, scope]) => ({
          permissions: [name],
          ...(level === "instance" && { scope: model.scopes[scope] }),
          ...(condition && { when: condition.key.split(" // ")[0] }),
        })),
    );
    return { allow, assigns: [...has.everywhere.assigns].map(shown) };
  };
  return {
    roles: Object.fromEntries(model.roles.map((role) => [role.name, written(role)])),
    resourceRoles: Object.fromEntries(
      model.resources.map((type) => [
        type.name,
        Object.fromEntries(type.roles.map((role) => [role.name, written(role)])),
      ]),
    ),
  };
}

describe("an edit", () => {
  test.each([false, true])("and its reversal are mirror images (independent conditions: %s)", (isAtomic) => {
    fc.assert(
      fc.property(editedPair(isAtomic), (pair) => {
        fc.pre(!hasRenames(pair));
        const there = differenceOf(pair).changes.filter(isAccess).map(mirrored).map(told).sort();
        const back = differenceOf([pair[1], pair[0]]).changes.filter(isAccess).map(told).sort();
        expect(there).toEqual(back);
      }),
      { numRuns: runs(8) },
    );
  });

  test("reports exactly the cells in which answers differ", () => {
    fc.assert(
      fc.property(editedPair(true), ([one, other]) => {
        const { changes } = differenceOf([one, other]);
        const before = cellsOf(one.policy, other.policy);
        const after = cellsOf(other.policy, one.policy);
        const justified = new Set<Change>();
        for (const key of new Set([...before.keys(), ...after.keys()])) {
          const cell = after.get(key) ?? before.get(key);
          if (cell === undefined) throw new Error("a key comes from one side");
          const [then, now] = [before.get(key)?.answers, after.get(key)?.answers];
          const asked = [...new Set([...(then?.keys() ?? []), ...(now?.keys() ?? [])])];
          const gained = asked.filter((one) => then?.get(one) !== true && now?.get(one) === true);
          const lost = asked.filter((one) => then?.get(one) === true && now?.get(one) !== true);
          if (gained.length + lost.length === 0) continue;
          const told = changes.filter((change) => isAbout(change, cell));
          const around = changes.filter(({ holder }) => holder.startsWith("resource:"));
          for (const [direction, questions, may] of [
            ["gained", gained, mayGive],
            ["lost", lost, mayTake],
          ] as const) {
            // What is only said to be taken has given nothing, and the reverse.
            const left = questions.filter(
              (one) => !around.some((row) => may(row) && explains(row, one, cell)),
            );
            const isSaid = left.length === 0 || told.some(may);
            expect({ key, direction, left, changes, isSaid }).toMatchObject({ isSaid: true });
          }
          for (const change of told) justified.add(change);
          for (const row of around) {
            const different = row.category === "WIDEN" ? gained : lost;
            if (different.some((one) => isOnTheWay(row, stepsOf(one)))) justified.add(row);
          }
        }
        const surplus = changes.filter((change) => isAccess(change) && !justified.has(change));
        expect(surplus).toEqual([]);
      }),
      { numRuns: runs(8) },
    );
  });

  test("that changes an answer is reported, whatever the conditions are", () => {
    const asked = editedPair(false).chain(([one, other]) =>
      fc.tuple(
        fc.constant([one, other] as const),
        fc.array(questionArbitrary(other.fragments), { minLength: 6, maxLength: 6 }),
        fc.array(questionArbitrary(one.fragments), { minLength: 6, maxLength: 6 }),
      ),
    );
    fc.assert(
      fc.property(asked, ([pair, ...questions]) => {
        const [before, after] = pair.map(({ policy }) => authorizerOf(policy));
        if (before === undefined || after === undefined) throw new Error("there are two");
        const different = questions
          .flat()
          .filter((question) => answer(before, question) !== answer(after, question));
        if (different.length === 0) return;
        const { changes } = differenceOf(pair);
        for (const question of different) {
          const may = answer(after, question) ? mayGive : mayTake;
          const isSaid = changes.some(
            (change) => (may(change) && concerns(change, question, pair)) || isOfId(change, question),
          );
          expect({ question, changes, isSaid }).toEqual({ question, changes, isSaid: true });
        }
      }),
      { numRuns: runs(5) },
    );
  });
});

function authorizerOf(policy: Written["policy"]): Loose {
  return createAuthorizer(liveTable(policy) as Policy<never>) as unknown as Loose;
}

const mayGive = ({ category }: Change): boolean => category === "WIDEN";
const mayTake = ({ category, change }: Change): boolean =>
  category === "NARROW" || change === "condition-changed";

/** In what each resource of a question is, from inside out. */
function stepsOf(question: string): readonly string[] {
  const types = question.split(" in ").map((part) => part.split(" ", 1)[0] ?? "");
  return types.slice(1).map((type, index) => `${types[index] ?? ""} in ${type}`);
}

function isOnTheWay({ containers }: Change, steps: readonly string[]): boolean {
  const moved = containers?.after ?? containers?.before ?? [];
  return steps.some((step) => moved.includes(step));
}

/** True if a question was refused, or is, because of what is around the resource that the role is held on. */
function explains(row: Change, question: string, { holder }: Cell): boolean {
  const steps = stepsOf(question);
  const [, type] = /^resourceRole:(.*)#/.exec(holder) ?? [];
  const inside = type === undefined ? 0 : steps.findLastIndex((step) => step.endsWith(` in ${type}`)) + 1;
  return isOnTheWay(row, steps.slice(inside));
}

function isIn(kind: string, { kinds }: Change): boolean {
  return kinds !== undefined && kinds.before?.includes(kind) !== kinds.after?.includes(kind);
}

/** True if a change is about a cell. */
function isAbout(change: Change, { holder, kind, about }: Cell): boolean {
  const { permission, assigns, defaultRole, kinds } = change;
  if (!isAccess(change)) return false;
  if (change.holder.startsWith("resource:")) return false;
  const isWhole =
    permission === undefined && assigns === undefined && defaultRole === undefined && kinds === undefined;
  const ofKind = (name: string): boolean => isWhole && change.holder === `kind:${name}`;
  if (change.holder === holder && isIn(kind, change)) return true;
  if (ofKind(kind)) return true;
  if ("permission" in about) return change.holder === holder && permission === about.permission;
  const target = about.assigns.includes("#") ? `resourceRole:${about.assigns}` : `role:${about.assigns}`;
  return (
    (change.holder === holder && assigns === about.assigns) ||
    (change.holder === target && isIn(about.to, change)) ||
    (change.holder === `kind:${about.to}` && defaultRole === about.assigns) ||
    ofKind(about.to)
  );
}

/** True if a question names an id that stands for something else now, or that nothing had. */
function isOfId({ change, id }: Change, question: Question): boolean {
  const text = fc.stringify(question);
  // A resource has the ids of its roles without its type.
  const written = [id?.before, id?.after].flatMap((one) => (one ? [one, one.replace(/^.*#/, "")] : []));
  return change === "renamed-id" && written.some((one) => text.includes(JSON.stringify(one)));
}

/** True if a change may be the reason for another answer: of the asker's kind, the permission, or any role. */
function concerns(
  { holder, ...change }: Change,
  question: Question,
  pair: readonly [Written, Written],
): boolean {
  if (question.about === "assignment") return true;
  const models = pair.map(({ policy }) => policy.model);
  const named = models.flatMap(({ resources }) =>
    resources.flatMap(({ permissions }) => permissions.filter(({ id }) => id === question.permission)),
  );
  const names = named.map(({ name }) => name);
  return (
    names.includes(change.permission ?? "") ||
    names.some((name) => holder === `permission:${name}`) ||
    (holder.startsWith("kind:") && change.permission === undefined) ||
    change.kinds !== undefined ||
    holder.startsWith("resource:")
  );
}

/** `requires`: what binds everyone. */
import { textOf } from "../../compiler/expression/text.js";
import type { Condition, Permission, Place, PrincipalKind, Reference, Resource } from "../../compiler/ir.js";
import type { Access, Placed } from "./access.js";
import { categoryOf, type ChangeName } from "./change.js";
import { sides } from "./deltas.js";
import type { Askers, Meanings } from "./meaning.js";
import { latest, type Both } from "./pairs.js";

/** A condition that binds, and what it says with `&&`. */
interface Bound {
  readonly place: Place;
  readonly text: string;
  readonly parts: readonly string[];
}

type Bounds = readonly Bound[];

/** Changes of what permissions and kinds require, where somebody could be allowed before and still can. */
export function boundChanges({ permissions, kinds, meanings }: Both, access: Access): readonly Placed[] {
  const held = access.heldOnBoth();
  return [
    ...permissions.all.flatMap((pair) => {
      const askers = held.get(pair.key);
      if (pair.before === undefined || pair.after === undefined || askers === undefined) return [];
      return changeOf(
        `permission:${latest(pair).name}`,
        ofPermission(pair.before, meanings.before, askers),
        ofPermission(pair.after, meanings.after, askers),
      );
    }),
    ...kinds.all.flatMap(({ before, after }) =>
      before === undefined || after === undefined
        ? []
        : changeOf(`kind:${after.name}`, ofKind(before, meanings.before), ofKind(after, meanings.after)),
    ),
  ];
}

function ofPermission({ level, requires, resource }: Permission, meanings: Meanings, askers: Askers): Bounds {
  if (level === "type") return bounds([requires], undefined, meanings, askers);
  return bounds([requires, resource.requires], resource, meanings, askers);
}

function ofKind({ name, requires }: PrincipalKind, meanings: Meanings): Bounds {
  return bounds([requires], undefined, meanings, [name]);
}

function bounds(
  written: readonly (Reference<Condition> | undefined)[],
  resource: Resource | undefined,
  meanings: Meanings,
  askers: Askers,
): Bounds {
  return written.flatMap((one) =>
    one === undefined
      ? []
      : [
          {
            place: one.place,
            text: textOf(one.to.expression),
            parts: meanings.partsOf(one.to, "&&", resource, askers),
          },
        ],
  );
}

function changeOf(holder: string, before: Bounds, after: Bounds): readonly Placed[] {
  const [were, are] = [partsOfAll(before), partsOfAll(after)];
  const gone = [...were].filter((part) => !are.has(part));
  const come = [...are].filter((part) => !were.has(part));
  if (gone.length === 0 && come.length === 0) return [];
  const change: ChangeName =
    gone.length === 0 ? "narrowed" : come.length === 0 ? "widened" : "condition-changed";
  const when = sides(text(before), text(after));
  const changed = (all: Bounds, changedParts: readonly string[]): Bound | undefined =>
    all.find(({ parts }) => parts.some((part) => changedParts.includes(part)));
  const place = (changed(after, come) ?? changed(before, gone))?.place;
  return [{ finding: { category: categoryOf(change), change, holder, ...(when && { when }) }, place }];
}

function partsOfAll(all: Bounds): ReadonlySet<string> {
  return new Set(all.flatMap(({ parts }) => parts));
}

function text(all: Bounds): string | undefined {
  const [first, ...others] = all.map((one) => one.text);
  if (first === undefined || others.length === 0) return first;
  return [first, ...others].map((one) => `(${one})`).join(" && ");
}

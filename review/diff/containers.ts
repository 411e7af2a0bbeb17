/** `in`: in what a resource may be, and through which containers something reaches it. */
import type { Place, Resource } from "../../compiler/ir.js";
import type { Sides } from "./change.js";
import type { Held } from "./held.js";
import type { Both, Side } from "./pairs.js";

/** That resources of one type may be in those of another. */
interface Step {
  readonly from: Resource;
  readonly to: Resource;
}

type SideName = "before" | "after";

/** Something that is held on both sides, as it is held on each. */
export interface HeldOnBoth {
  readonly before: readonly Held[];
  readonly after: readonly Held[];
}

/** Steps that only one side has, and one way of holding something that they are about. */
export interface Reached {
  readonly change: "widened" | "narrowed";
  readonly held: Held;
  readonly containers: Sides<readonly string[]>;
  readonly place: Place;
}

/** A type that may be in more, or in less, than before. */
export interface Moved extends Omit<Reached, "held"> {
  readonly type: Resource;
}

/** What `in` gives and takes. */
export class Containers {
  private readonly both: Both;
  /** The steps that only this side has. */
  private readonly own: Readonly<Record<SideName, readonly Step[]>>;

  constructor(both: Both) {
    this.both = both;
    this.own = { before: only(both.before, both.after), after: only(both.after, both.before) };
  }

  /**
   * The ways of holding something for which there are other ways from a resource to the container that it is held on, or inside of
   * which it counts. Every way of walking that only one side has takes a step that only this side has.
   */
  reached(held: HeldOnBoth): readonly Reached[] {
    return (["before", "after"] as const).flatMap((side) => {
      const byHolder = new Map(held[side].map((one) => [holderOf(one)?.name ?? "", one]));
      return [...byHolder.values()].flatMap((one): readonly Reached[] => {
        const [type, holder] = [typeOf(one), holderOf(one)];
        if (type === undefined || holder === undefined) return [];
        const steps = this.own[side].filter(({ from, to }) => leads(type, from) && leads(to, holder));
        const [first] = [...steps].sort((a, b) => +(b.from === type) - +(a.from === type));
        if (first === undefined) return [];
        return [{ ...this.told(side, steps), held: one, place: this.placeOf(first.from) }];
      });
    });
  }

  /** The types whose `in` lets a question be asked that was refused, or the reverse, where it makes a difference for somebody. */
  moved(all: Iterable<HeldOnBoth>): readonly Moved[] {
    if (this.own.before.length + this.own.after.length === 0) return [];
    const everything = [...all];
    return (["before", "after"] as const).flatMap((side) => {
      const known = new Set(
        typesOf(this.both[side === "after" ? "before" : "after"]).map(({ name }) => name),
      );
      const steps = this.own[side].filter(
        (step) =>
          known.has(step.from.name) &&
          everything.some((held) => held[side].some((one) => isAsked(one, step))),
      );
      return [...new Set(steps.map(({ from }) => from))].map((type) => ({
        ...this.told(
          side,
          steps.filter(({ from }) => from === type),
        ),
        type,
        place: this.placeOf(type),
      }));
    });
  }

  private told(side: SideName, steps: readonly Step[]): Pick<Reached, "change" | "containers"> {
    const names = [...new Set(steps.map(({ from, to }) => `${from.name} in ${to.name}`))].sort();
    return side === "after"
      ? { change: "widened", containers: { before: null, after: names } }
      : { change: "narrowed", containers: { before: names, after: null } };
  }

  /** The line of now that says in what a type is, else the one that is gone. */
  private placeOf({ name }: Resource): Place {
    const [after, before] = [this.both.after, this.both.before].map((side) =>
      typesOf(side).find((one) => one.name === name),
    );
    const place = (after && writtenAt(after)) ?? (before && writtenAt(before)) ?? (after ?? before)?.place;
    if (place === undefined) throw new Error("a step begins at a type");
    return place;
  }
}

function typesOf(side: Side): readonly Resource[] {
  return side?.model.resources ?? [];
}

function only(side: Side, other: Side): readonly Step[] {
  const known = new Map(typesOf(other).map(({ name, containers }) => [name, containers]));
  return typesOf(side).flatMap((from) =>
    from.containers
      .filter(({ name }) => known.get(from.name)?.some((one) => one.name === name) !== true)
      .map((to) => ({ from, to })),
  );
}

/** The type of the resource that is asked about; undefined: none has to be. */
function typeOf({ subject }: Held): Resource | undefined {
  return "action" in subject && subject.level === "type" ? undefined : subject.resource;
}

/** The type of what it is held on, or inside of which it counts; undefined: it is held everywhere. */
function holderOf({ root, inside }: Held): Resource | undefined {
  return inside ?? root.resource;
}

/** True if what is of the first type may be in what is of the second, at any depth, or is of it. */
function leads(from: Resource, to: Resource): boolean {
  return from === to || to.contained.has(from);
}

/** True if something that is held matters for a question about a resource on the way out of which is this step. */
function isAsked(held: Held, { from, to }: Step): boolean {
  const { subject, inside } = held;
  // A role that is held everywhere may be assigned beside any resource.
  if (!("action" in subject) && subject.resource === undefined) return true;
  const [type, holder] = [typeOf(held), holderOf(held)];
  if (type === undefined || !leads(type, from)) return false;
  if (holder === undefined || leads(to, holder)) return true;
  const isOnTheWay = inside === undefined ? leads(type, holder) : holder.contained.has(type);
  return isOnTheWay && leads(holder, from);
}

/** Where a file opens the type and says in what it is. */
function writtenAt({ name, place, permissions, roles }: Resource): Place | undefined {
  const files = new Set(
    [place, ...[...permissions, ...roles].map((one) => one.place)].map(({ file }) => file),
  );
  for (const file of files) {
    const opened = entry(entry(file.data, "resources"), name);
    if (typeof opened === "object" && opened !== null && "in" in opened) {
      return { file, container: opened, key: "in" };
    }
  }
  return undefined;
}

function entry(map: unknown, key: string): unknown {
  if (typeof map !== "object" || map === null || !Object.hasOwn(map, key)) return undefined;
  return (map as Readonly<Record<string, unknown>>)[key];
}

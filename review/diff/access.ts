/** Who gains and who loses: roles, resource roles and kinds, with what they may do and whom they may make what. */
import type { Place, PrincipalKind, Role } from "../../compiler/ir.js";
import { isDefault, roleName } from "../../compiler/roles.js";
import { roleHolder } from "../holder.js";
import { categoryOf, type Finding } from "./change.js";
import { Containers, type HeldOnBoth } from "./containers.js";
import { deltasOf, described, type Delta } from "./deltas.js";
import { Holders, type Holdings, type Subject } from "./held.js";
import type { Askers } from "./meaning.js";
import { Origins, type Origin } from "./origin.js";
import { wayTo } from "./way.js";
import { latest, type Both, type Pair } from "./pairs.js";

/** A finding, and the place that caused it. */
export interface Placed {
  readonly finding: Finding;
  readonly place: Place | undefined;
  readonly path?: readonly Role[];
}

/** Both sides with what their roles and kinds have. */
export class Access {
  readonly before: Holders;
  readonly after: Holders;
  private readonly both: Both;
  private readonly origins: Origins;
  private readonly containers: Containers;
  /** What has been compared and is held on both sides. */
  private readonly kept: HeldOnBoth[] = [];

  constructor(both: Both) {
    this.both = both;
    this.before = new Holders("before", both);
    this.after = new Holders("after", both);
    this.origins = new Origins(both);
    this.containers = new Containers(both);
  }

  /** All changes of access. */
  changes(): readonly Placed[] {
    const { roles, kinds } = this.both;
    return [
      ...roles.all.flatMap((pair) => this.ofRole(pair)),
      ...kinds.all.flatMap((pair) => this.ofKind(pair)),
      ...this.moved(),
    ];
  }

  /** The permissions that somebody has on both sides, by the key of their pair, with the kinds that may have them on both. */
  heldOnBoth(): ReadonlyMap<string, Askers> {
    const held = (side: "before" | "after"): ReadonlyMap<string, ReadonlySet<string>> => {
      const found = new Map<string, Set<string>>();
      for (const pair of this.both.roles.all) {
        const role = pair[side];
        const kinds = role === undefined ? [] : this[side].holdersOf(role).map(({ name }) => name);
        for (const key of this[side].permissionsOf(role).keys()) {
          found.set(key, new Set([...(found.get(key) ?? []), ...kinds]));
        }
      }
      return found;
    };
    const before = held("before");
    return new Map(
      [...held("after")].flatMap(([key, kinds]) => {
        const were = before.get(key);
        return were === undefined ? [] : [[key, [...kinds].filter((kind) => were.has(kind)).sort()] as const];
      }),
    );
  }

  private ofRole(pair: Pair<Role>): readonly Placed[] {
    const { before, after } = pair;
    const holder = roleHolder(latest(pair));
    return [
      ...this.compared(holder, this.before.permissionsOf(before), this.after.permissionsOf(after), false),
      ...this.compared(holder, this.before.assignsOf(before), this.after.assignsOf(after), false),
      ...this.holding(pair, holder),
    ];
  }

  private ofKind(pair: Pair<PrincipalKind>): readonly Placed[] {
    const { before, after } = pair;
    const holder = `kind:${latest(pair).name}`;
    return [
      ...this.compared(
        holder,
        this.before.permissionsOfKind(before),
        this.after.permissionsOfKind(after),
        true,
      ),
      ...this.compared(holder, this.before.assignsOfKind(before), this.after.assignsOfKind(after), true),
      ...this.presence(pair, holder),
      ...this.only(pair, holder),
      ...this.defaults(pair, holder),
    ];
  }

  private compared(holder: string, before: Holdings, after: Holdings, always: boolean): readonly Placed[] {
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
      const held = { before: before.get(key) ?? [], after: after.get(key) ?? [] };
      const deltas = deltasOf(held.before, held.after).map((delta) => this.placed(holder, delta, always));
      return [...deltas, ...this.reached(holder, held, always)];
    });
  }

  private placed(holder: string, delta: Delta, always: boolean): Placed {
    const { category, change, ...rest } = described(delta);
    const about = this.about((delta.after ?? delta.before)?.subject);
    const { place, path } = this.originOf(delta);
    return {
      finding: { category, change, holder, ...about, ...rest },
      place,
      ...((always || path.length > 1) && { path }),
    };
  }

  private about(subject: Subject | undefined): Pick<Finding, "permission" | "assigns"> {
    if (subject === undefined) return {};
    return "action" in subject
      ? { permission: latest(this.both.permissions.of(subject)).name }
      : { assigns: roleName(latest(this.both.roles.of(subject))) };
  }

  /** What is held on both sides and reaches other resources, because other containers are around them. */
  private reached(holder: string, held: HeldOnBoth, always: boolean): readonly Placed[] {
    if (held.before.length === 0 || held.after.length === 0) return [];
    this.kept.push(held);
    return this.containers.reached(held).map(({ change, held: one, containers, place }) => {
      const inside = one.inside && { before: one.inside.name, after: one.inside.name };
      const { path } = wayTo(one);
      const category = categoryOf(change);
      return {
        finding: {
          category,
          change,
          holder,
          ...this.about(one.subject),
          containers,
          ...(inside && { inside }),
        },
        place,
        ...((always || path.length > 1) && { path }),
      };
    });
  }

  /** Types that may be in other containers: a check of a resource in one where it may not be is denied, whoever asks. */
  private moved(): readonly Placed[] {
    return this.containers.moved(this.kept).map(({ change, type, containers, place }) => ({
      finding: { category: categoryOf(change), change, holder: `resource:${type.name}`, containers },
      place,
    }));
  }

  /** The line of now that made the difference, else the line that is gone. */
  private originOf({ change, before, after }: Delta): Origin {
    const now = after && this.origins.of(after, "after");
    const then = before && this.origins.of(before, "before");
    const [first, second] = change === "narrowed" || change === "lost" ? [then, now] : [now, then];
    const origin =
      (now?.isSure === true ? now : undefined) ??
      (then?.isSure === true ? then : undefined) ??
      first ??
      second;
    if (origin === undefined) throw new Error("a change has a side");
    return origin;
  }

  /** Which kinds may hold a role that could be held before and still can. Kinds that come or go are told of themselves. */
  private holding(pair: Pair<Role>, holder: string): readonly Placed[] {
    const { before, after } = pair;
    if (before === undefined || after === undefined) return [];
    const lists = [this.before.holdersOf(before), this.after.holdersOf(after)] as const;
    const [were, are] = lists.map((list) => list.map(({ name }) => name).sort());
    if (were === undefined || are === undefined || were.length === 0 || are.length === 0) return [];
    const common = new Set(
      this.both.kinds.all.flatMap((one) => (one.before && one.after ? [one.after.name] : [])),
    );
    const isNew = (name: string, list: readonly string[]): boolean =>
      common.has(name) && !list.includes(name);
    const kinds = { before: were, after: are };
    const row = (change: "gained" | "lost"): Placed => ({
      finding: { category: categoryOf(change), change, holder, kinds },
      place: heldByPlace(after),
    });
    return [
      ...(are.some((name) => isNew(name, were)) && this.matters(after, "after") ? [row("gained")] : []),
      ...(were.some((name) => isNew(name, are)) && this.matters(before, "before") ? [row("lost")] : []),
    ];
  }

  /** True if it means anything to hold a role. */
  private matters(role: Role, side: "before" | "after"): boolean {
    const holders = this[side];
    return (
      holders.permissionsOf(role).size > 0 || holders.assignsOf(role).size > 0 || holders.isAssigned(role)
    );
  }

  /** A kind that comes or goes, where roles are there on both sides that its principals may hold. */
  private presence(pair: Pair<PrincipalKind>, holder: string): readonly Placed[] {
    const { before, after } = pair;
    if (before !== undefined && after !== undefined) return [];
    const side = after === undefined ? "before" : "after";
    const kind = latest(pair);
    const change = after === undefined ? "lost" : "gained";
    const row = { finding: { category: categoryOf(change), change, holder }, place: kind.place } as const;
    return this.means(kind, side) ? [row] : [];
  }

  /** True if a kind may hold a role that is there on both sides and means anything. */
  private means(kind: PrincipalKind, side: "before" | "after"): boolean {
    return this.both.roles.all.some((one) => {
      const role = one[side];
      return (
        one.before !== undefined &&
        one.after !== undefined &&
        role !== undefined &&
        this[side].holdersOf(role).includes(kind) &&
        this.matters(role, side)
      );
    });
  }

  /** A kind that is the only one now, or no longer: then a principal that names no kind is of this one. */
  private only({ before, after }: Pair<PrincipalKind>, holder: string): readonly Placed[] {
    if (before === undefined || after === undefined) return [];
    const [was, is] = [this.both.before, this.both.after].map((side) => side?.model.kinds.length === 1);
    if (was === is) return [];
    const [kind, side, change] = is
      ? ([after, "after", "widened"] as const)
      : ([before, "before", "narrowed"] as const);
    const row = { finding: { category: categoryOf(change), change, holder }, place: after.place };
    return this.means(kind, side) ? [row] : [];
  }

  /**
   * Roles that a kind holds always now, or no longer, where somebody may assign them: such a role can be neither given nor taken.
   * What it permits is told permission by permission.
   */
  private defaults({ before, after }: Pair<PrincipalKind>, holder: string): readonly Placed[] {
    if (before === undefined || after === undefined) return [];
    const changed = (side: "before" | "after", kind: PrincipalKind, other: PrincipalKind) =>
      kind.defaultRoles.flatMap(({ to, place }): readonly Placed[] => {
        const otherSide = side === "after" ? "before" : "after";
        const pair = this.both.roles.of(to);
        const same = pair[otherSide];
        if (same === undefined || isDefault(same, other)) return [];
        if (!this[otherSide].holdersOf(same).includes(other)) return [];
        if (!this.before.isAssigned(pair.before) || !this.after.isAssigned(pair.after)) return [];
        const change = side === "after" ? "narrowed" : "widened";
        const defaultRole = roleName(latest(pair));
        return [{ finding: { category: categoryOf(change), change, holder, defaultRole }, place }];
      });
    return [...changed("after", after, before), ...changed("before", before, after)];
  }
}

/** Where a role says who may hold it, or the role itself. */
function heldByPlace({ place }: Role): Place {
  const { file, container, key = "" } = place;
  const written = (container as Readonly<Record<string, unknown>>)[key];
  const isThere = typeof written === "object" && written !== null && "heldBy" in written;
  return isThere ? { file, container: written, key: "heldBy" } : place;
}

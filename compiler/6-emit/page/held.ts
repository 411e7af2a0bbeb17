/** Who has what, gathered in one pass: of a large policy only as much as is shown. */
import type { AnalyzedPolicy, Condition, Permission, Role } from "../../ir.js";
import { linesOf, requirementsOf, type Line } from "../matrix/lines.js";

/** The beginning of a list, and how long all of it is. */
export interface Beginning {
  readonly lines: Line[];
  count: number;
}

/** What a role has: outright, and under a condition. */
export interface HeldBy {
  readonly outright: Beginning;
  readonly bound: Beginning;
}

/** Who has a permission. */
export interface HoldersOf {
  readonly permission: Permission;
  /** What binds everyone who has it. */
  readonly requires: readonly Condition[];
  readonly lines: Map<Role, Line[]>;
  /** Holders that are not named. */
  unnamed: number;
}

export interface Held {
  readonly byRole: ReadonlyMap<Role, HeldBy>;
  readonly byPermission: ReadonlyMap<Permission, HoldersOf>;
}

/** So many permissions of a role, and holders of a permission, are kept. */
export interface Most {
  readonly ofRole: number;
  readonly ofPermission: number;
}

/** Gathers everything that some roles have, in their order. */
export function heldOf(policy: AnalyzedPolicy, roles: readonly Role[], most: Most): Held {
  const byRole = new Map<Role, HeldBy>();
  const byPermission = new Map<Permission, HoldersOf>();
  for (const { permissions } of policy.model.resources) {
    for (const permission of permissions) {
      const requires = requirementsOf(permission);
      byPermission.set(permission, { permission, requires, lines: new Map(), unnamed: 0 });
    }
  }
  const lines = linesOf(policy);
  for (const role of roles) {
    const has = { outright: { lines: [], count: 0 }, bound: { lines: [], count: 0 } };
    byRole.set(role, has);
    let before: Permission | undefined;
    for (const line of lines(role)) {
      const row = byPermission.get(line.permission);
      if (row === undefined) continue;
      const isBound = line.when !== undefined || line.inside !== undefined || row.requires.length > 0;
      addTo(isBound ? has.bound : has.outright, line, most.ofRole);
      const known = row.lines.get(role);
      if (known !== undefined) known.push(line);
      else if (row.lines.size < most.ofPermission) row.lines.set(role, [line]);
      else if (line.permission !== before) row.unnamed++;
      before = line.permission;
    }
  }
  return { byRole, byPermission };
}

function addTo(list: Beginning, line: Line, most: number): void {
  list.count++;
  if (list.lines.length < most) list.lines.push(line);
}

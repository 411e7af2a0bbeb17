/** The effective change: what an edit of a policy really gives and takes. */
import { tableOf } from "../../compiler/6-emit/index.js";
import type { AnalyzedPolicy, ParsedFile, Place } from "../../compiler/ir.js";
import { roleName } from "../../compiler/roles.js";
import { Access, type Placed } from "./access.js";
import { askedOfCallers, brokenType } from "./breaking.js";
import { boundChanges } from "./bound.js";
import { largest, sortedChanges, type Change, type Difference, type Step } from "./change.js";
import { withDeclarations } from "./declared.js";
import { hasNewNames, nameChanges } from "./names.js";
import { pairsOf, rolesIn, type Side } from "./pairs.js";
import { routeChanges } from "./routes.js";

export { bumps, categories, kindsOfChange } from "./change.js";
export type { Bump, Category, Change, ChangeName, Difference, Finding, Sides } from "./change.js";

/** What changes between two states of a policy; undefined: it is not there. */
export function diffPolicies(
  before: AnalyzedPolicy | undefined,
  after: AnalyzedPolicy | undefined,
): Difference {
  const both = pairsOf(before, after);
  const access = new Access(both);
  const placed = [
    ...access.changes(),
    ...boundChanges(both, access),
    ...routeChanges(both),
    ...nameChanges(before, after),
  ];
  const name = (after ?? before)?.model.name ?? "";
  const [somewhere = ""] = (after ?? before)?.model.files ?? [];
  const earlier = filesOf(before);
  const caused = placed.map(withDeclarations(before, after));
  const changes = sortedChanges(caused.map((one) => changeOf(one, name, somewhere, earlier)));
  return { ...stepOf(before, after, changes), changes };
}

/** Several policies together. */
export function united(differences: readonly Difference[]): Difference {
  const changes = sortedChanges(differences.flatMap((one) => one.changes));
  return { ...largest(differences), changes };
}

function changeOf(
  { finding, place, path }: Placed,
  policy: string,
  somewhere: string,
  earlier: ReadonlySet<ParsedFile>,
): Change {
  const { file, line } = place === undefined ? { file: somewhere, line: 1 } : spot(place);
  return {
    ...finding,
    file,
    line,
    ...(place !== undefined && earlier.has(place.file) && { side: "before" as const }),
    ...(path && { path: path.map(roleName) }),
    policy,
  };
}

/** The files of a side, as it was read: a file of the other side is another one, whatever it is called. */
function filesOf(side: Side): ReadonlySet<ParsedFile> {
  if (side === undefined) return new Set();
  const { kinds, resources, routes, scopePlaces, reserved } = side.model;
  const places = [
    ...scopePlaces,
    ...[...kinds, ...resources, ...routes].map(({ place }) => place),
    ...[...kinds, ...resources].flatMap(({ attributes }) => attributes.map(({ place }) => place)),
    ...kinds.flatMap(({ requires, defaultRoles }) => [requires, ...defaultRoles].map((one) => one?.place)),
    ...[...reserved.permissions, ...reserved.roles].map(({ place }) => place),
    ...resources.flatMap(({ requires, scopes, permissions }) => [
      ...[requires, ...scopes].map((one) => one?.place),
      ...permissions.flatMap((one) => [one, one.requires, ...one.implies].map((at) => at?.place)),
    ]),
    ...rolesIn(side).flatMap((role) =>
      [role, ...role.inherits, ...role.grants, ...role.assigns].map(({ place }) => place),
    ),
  ];
  return new Set(places.flatMap((place) => place?.file ?? []));
}

function spot(place: Place): { readonly file: string; readonly line: number } {
  return { file: place.file.source.path, line: place.file.locate(place).line };
}

function stepOf(before: Side, after: Side, changes: readonly Change[]): Step {
  if (changes.some(({ category }) => category === "API" || category === "STORED")) return { bump: "major" };
  const broken = brokenType(before, after);
  if (broken !== undefined) return { bump: "major", because: broken };
  if (changes.length > 0) {
    const because = askedOfCallers(before, after);
    return { bump: "minor", ...(because !== undefined && { because }) };
  }
  if (hasNewNames(before, after)) return { bump: "minor", because: "there are new names" };
  const hash = (policy: Side): string | undefined => policy && tableOf(policy).hash;
  return hash(before) === hash(after)
    ? { bump: "none" }
    : { bump: "patch", because: "what is generated differs" };
}

/** First pass: everything that has a name comes into being, without its references to others. */
import type {
  Document,
  Grant,
  Permission,
  Place,
  PrincipalKind,
  RawAction,
  RawKind,
  RawResource,
  RawRole,
  RawScope,
  Reference,
  Resource,
  Role,
} from "../ir.js";
import { resolveAttributes } from "./attributes.js";
import type { Findings } from "../findings.js";
import { nearest } from "../nearest.js";
import type { Names } from "./names.js";
import { itemsOf, Opened, openSection, written } from "./opened.js";

/** The fields that the second pass fills. */
type Unlinked<T, Fields extends keyof T> = Omit<T, Fields> & { -readonly [K in Fields]: T[K] };

/** Something that has come into being, beside what the files write about it. */
export interface Declared<T, Raw extends object> {
  readonly made: T;
  readonly opened: Opened<Raw>;
}

export type UnlinkedKind = Unlinked<PrincipalKind, "defaultRoles" | "requires">;
export type UnlinkedResource = Unlinked<
  Resource,
  "containers" | "contained" | "requires" | "scopes" | "permissions" | "roles"
>;
export type UnlinkedPermission = Unlinked<Permission, "implies" | "requires">;
export type UnlinkedRole = Unlinked<Role, "heldBy" | "inherits" | "grants" | "assigns">;

export interface Declarations {
  readonly kinds: readonly Declared<UnlinkedKind, RawKind>[];
  readonly resources: readonly Declared<UnlinkedResource, RawResource>[];
  readonly permissions: readonly Declared<UnlinkedPermission, RawAction>[];
  /** Roles and resource roles. */
  readonly roles: readonly Declared<UnlinkedRole, RawRole>[];
}

/** Makes everything that has a name and enters it in `names`. */
export function declare(documents: readonly Document[], names: Names, findings: Findings): Declarations {
  declareScopes(documents, names, findings);
  const kinds = declareKinds(documents, names, findings);
  const resources = openSection<RawResource>(documents, "resources", findings).map((opened) => {
    const made = declareResource(opened, findings);
    names.resources.set(opened.name, made);
    return { made, opened };
  });
  const permissions = resources.flatMap((resource) => declarePermissions(resource, names, findings));
  checkIds("permission", permissions, findings);
  const everywhere = openSection<RawRole>(documents, "roles", findings).map((opened) => {
    const made = declareRole(opened, undefined);
    names.roles.set(opened.name, made);
    return { made, opened };
  });
  checkIds("role", everywhere, findings);
  const roles = everywhere.concat(declareResourceRoles(documents, resources, names, findings));
  return { kinds, resources, permissions, roles };
}

function declareScopes(documents: readonly Document[], names: Names, findings: Findings): void {
  const [ladder, ...others] = written<readonly RawScope[]>(documents, "scopes");
  if (ladder === undefined) {
    names.scopes.set("ALL", 0);
    names.scopePlaces.push(undefined);
    names.scopeConditions.push(undefined);
    return;
  }
  for (const { place } of others) {
    findings.add("duplicate-definition", place, "`scopes` stands in one file, and it is written twice", {
      help: "remove one of them",
      first: ladder.place,
    });
  }
  const places = new Map<string, Place>();
  for (const { value, place } of itemsOf<RawScope>(ladder.value, ladder.place)) {
    const at: Place = { file: place.file, container: value, key: "name" };
    const first = places.get(value.name);
    if (first === undefined) {
      places.set(value.name, at);
      names.scopes.set(value.name, names.scopes.size);
      names.scopePlaces.push(at);
      const when: Place = { file: place.file, container: value, key: "when", part: "value" };
      names.scopeConditions.push(value.when === undefined ? undefined : { value: value.when, place: when });
    } else {
      findings.add("duplicate-definition", at, `the scope \`${value.name}\` is written twice`, {
        help: "remove or rename one of them",
        first,
      });
    }
  }
}

function declareKinds(
  documents: readonly Document[],
  names: Names,
  findings: Findings,
): readonly Declared<UnlinkedKind, RawKind>[] {
  const kinds = openSection<RawKind>(documents, "principals", findings).map((opened) => {
    const attributes = resolveAttributes(opened, findings);
    const made: UnlinkedKind = {
      name: opened.name,
      attributes,
      defaultRoles: [],
      requires: undefined,
      place: opened.place,
    };
    names.kinds.set(opened.name, made);
    return { made, opened };
  });
  if (kinds.length === 0) {
    names.kinds.set("user", {
      name: "user",
      attributes: [],
      defaultRoles: [],
      requires: undefined,
      place: undefined,
    });
  }
  return kinds;
}

function declareResource(opened: Opened<RawResource>, findings: Findings): UnlinkedResource {
  return {
    name: opened.name,
    title: opened.scalar("title")?.value,
    description: opened.scalar("description")?.value,
    containers: [],
    contained: new Set(),
    requires: undefined,
    scopes: [],
    attributes: resolveAttributes(opened, findings),
    permissions: [],
    roles: [],
    place: opened.place,
  };
}

function declarePermissions(
  { made: resource, opened }: Declared<UnlinkedResource, RawResource>,
  names: Names,
  findings: Findings,
): readonly Declared<UnlinkedPermission, RawAction>[] {
  const actions = opened.entries<RawAction | null>("actions", "action");
  const permissions = actions.map(({ name: actionName, value, place }) => {
    const action = new Opened(actionName, [{ value: value ?? {}, place }], findings);
    const name = `${resource.name}:${action.name}`;
    const made: UnlinkedPermission = {
      name,
      id: action.scalar("id")?.value ?? name,
      resource,
      action: action.name,
      level: action.scalar("on") === undefined ? "instance" : "type",
      implies: [] as readonly Reference<Permission>[],
      requires: undefined,
      description: action.scalar("description")?.value,
      deprecated: action.scalar("deprecated")?.value,
      place: action.place,
    };
    names.permissions.set(name, made);
    return { made, opened: action };
  });
  permissions.sort((a, b) => (a.made.name < b.made.name ? -1 : 1));
  resource.permissions = permissions.map(({ made }) => made);
  return permissions;
}

function declareResourceRoles(
  documents: readonly Document[],
  resources: Declarations["resources"],
  names: Names,
  findings: Findings,
): readonly Declared<UnlinkedRole, RawRole>[] {
  const types = openSection<Record<string, RawRole | null>>(documents, "resourceRoles", findings);
  const byName = new Map(resources.map(({ made }) => [made.name, made]));
  const misnamed: Opened<Record<string, RawRole | null>>[] = [];
  const declared = types.flatMap((type) => {
    const resource = byName.get(type.name);
    if (resource === undefined) {
      names.resource({ value: type.name, place: type.place });
      misnamed.push(type);
      return [];
    }
    const roles = type.members<RawRole>().map((opened) => ({ made: declareRole(opened, resource), opened }));
    checkIds("resource role", roles, findings);
    resource.roles = roles.map(({ made }) => made);
    names.resourceRoles.set(resource, new Map(resource.roles.map((role) => [role.name, role])));
    return roles;
  });
  // One slip is one finding: references still find the roles of a type whose name is misspelt.
  for (const type of misnamed) {
    const meant = byName.get(nearest(type.name, byName) ?? "");
    if (meant === undefined || names.resourceRoles.has(meant)) continue;
    const roles = type.members<RawRole>().map((opened) => declareRole(opened, meant));
    names.resourceRoles.set(meant, new Map(roles.map((role) => [role.name, role])));
  }
  return declared;
}

function declareRole(opened: Opened<RawRole>, resource: Resource | undefined): UnlinkedRole {
  return {
    name: opened.name,
    id: opened.scalar("id")?.value ?? opened.name,
    resource,
    title: opened.scalar("title")?.value,
    description: opened.scalar("description")?.value,
    deprecated: opened.scalar("deprecated")?.value,
    annotations: annotationsOf(opened),
    heldBy: undefined as readonly PrincipalKind[] | undefined,
    inherits: [] as readonly Reference<Role>[],
    grants: [] as readonly Grant[],
    assigns: [] as readonly Reference<Role>[],
    place: opened.place,
  };
}

function annotationsOf(opened: Opened<RawRole>): Readonly<Record<string, unknown>> {
  const annotations = Object.create(null) as Record<string, unknown>;
  for (const { name, value } of opened.entries("annotations", "annotation")) annotations[name] = value;
  return annotations;
}

/** Ids and names share one uniqueness check, so that what is stored has one meaning. */
function checkIds(
  what: string,
  declared: readonly Declared<
    { readonly name: string; readonly id: string; readonly place: Place },
    RawAction | RawRole
  >[],
  findings: Findings,
): void {
  const owners = new Map(declared.map(({ made }) => [made.name, made]));
  for (const { made, opened } of declared) {
    if (made.id === made.name) continue;
    const owner = owners.get(made.id);
    if (owner === undefined) {
      owners.set(made.id, made);
      continue;
    }
    const place = opened.written("id")[0]?.place ?? made.place;
    const message =
      owner.name === made.id
        ? `the id \`${made.id}\` is the name of another ${what}`
        : `the id \`${made.id}\` is also the id of the ${what} \`${owner.name}\``;
    findings.add("duplicate-id", place, message, { help: "give it an id of its own", other: owner.place });
  }
}

/** The names of a policy as an editor offers them: what may be written where a name is referenced. */
import type { Permission, Place, PolicyModel, Resource, Role } from "../ir.js";
import { plain } from "./text.js";

/** A name or wildcard, and what hovering over it says. */
export interface Choice {
  readonly name: string;
  readonly about: string;
}

/** What may be written at a place: some choices, and those of some lists. */
export interface Choices {
  readonly names: readonly Choice[];
  readonly lists: readonly string[];
}

/** Names of one sort. An editor tells the sorts apart by their titles. */
export interface List {
  /** What it is called in the schema. */
  readonly key: string;
  readonly title: string;
  readonly names: readonly Choice[];
}

/** The lists of names. None is empty. */
export function listsOf({ roles, resources }: PolicyModel): readonly List[] {
  const all = resources.flatMap(({ name, roles: own, permissions }): readonly List[] => {
    const at = (level: Permission["level"]): readonly Choice[] =>
      permissions.filter((permission) => permission.level === level).map(permissionChoice);
    const shares = own.map((role) => ({ ...roleChoice(role), name: `${name}#${role.name}` }));
    return [
      { key: `roles:${name}`, title: `a resource role of ${name}`, names: shares },
      { key: `onType:${name}`, title: `a permission on the type ${name}`, names: at("type") },
      { key: `onInstance:${name}`, title: `a permission on ${name}`, names: at("instance") },
    ];
  });
  const everywhere = { key: "roles", title: "a role that is held everywhere", names: roles.map(roleChoice) };
  return [everywhere, ...all].filter(({ names }) => names.length > 0);
}

/** What may be written where, by the schema's definition of the place, outside resource roles. */
export function choicesOf({ kinds, scopes, scopePlaces, resources }: PolicyModel): Map<string, Choices> {
  const kindNames = kinds.map(({ name, place }) => ({ name, about: definedAt(place) }));
  const scopeNames = scopes.map((name, index) => ({
    name,
    about: `scope ${index + 1} of ${scopes.length}, narrowest first\n${definedAt(scopePlaces[index])}`,
  }));
  const resourceNames = resources.map((resource) => ({ name: resource.name, about: aboutOf(resource) }));
  const roles = ["roles", ...resources.map(({ name }) => `roles:${name}`)];
  const permissions = resources.flatMap(({ name }) => [`onType:${name}`, `onInstance:${name}`]);
  return new Map([
    ["kindReference", { names: kindNames, lists: [] }],
    ["scopeReference", { names: scopeNames, lists: [] }],
    ["resourceReference", { names: resourceNames, lists: [] }],
    ["roleReference", { names: [], lists: roles }],
    ["rolePattern", { names: [everyRole("every role"), ...everyRoleOf(resources)], lists: roles }],
    ["permissionPattern", { names: wildcards(resources, () => true), lists: permissions }],
    ["routeTarget", { names: [{ name: "public", about: "Demands no permission." }], lists: permissions }],
  ]);
}

/** What may be written where in a resource role of `home`: a bare name means one of its own roles. */
export function choicesInside(home: Resource): Map<string, Choices> {
  const reachable = [...new Set([home, ...home.contained])].sort((a, b) => (a.name < b.name ? -1 : 1));
  const own = home.roles.map(roleChoice);
  const roles = reachable.map(({ name }) => `roles:${name}`);
  const every = everyRole(`every resource role of \`${home.name}\``);
  return new Map([
    ["roleReference", { names: own, lists: roles }],
    ["rolePattern", { names: [every, ...own, ...everyRoleOf(reachable)], lists: roles }],
    [
      "permissionPattern",
      {
        names: wildcards(reachable, ({ level }) => level === "instance"),
        lists: reachable.map(({ name }) => `onInstance:${name}`),
      },
    ],
  ]);
}

/** What an action of a resource may imply. */
export function actionsOf({ permissions }: Resource): Map<string, Choices> {
  const names = permissions.map((one) => ({ ...permissionChoice(one), name: one.action }));
  return new Map([["actionReference", { names, lists: [] }]]);
}

/** Words about a thing, one line each, of which the last says where it is defined. */
export function aboutOf(thing: {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly deprecated?: string | undefined;
  readonly place: Place;
}): string {
  const { title, description, deprecated, place } = thing;
  const words = [title, description, deprecated === undefined ? undefined : `Deprecated: ${deprecated}`];
  const lines = words.map((text) => plain(text ?? "")).filter((line) => line !== "");
  return [...lines, definedAt(place)].join("\n");
}

/** What a policy does not declare is there by default. */
function definedAt(place: Place | undefined): string {
  if (place === undefined) return "there by default";
  const { file, line } = place.file.locate(place);
  return `defined in ${plain(file)}:${line}`;
}

function permissionChoice(permission: Permission): Choice {
  return { name: permission.name, about: aboutOf(permission) };
}

function roleChoice(role: Role): Choice {
  return { name: role.name, about: aboutOf(role) };
}

function everyRole(about: string): Choice {
  return { name: "*", about };
}

function everyRoleOf(resources: readonly Resource[]): readonly Choice[] {
  return resources
    .filter(({ roles }) => roles.length > 0)
    .map(({ name }) => ({ name: `${name}#*`, about: `every resource role of \`${name}\`` }));
}

/** The actions are those of permissions that fit; a resource without any is still one that `except` may name. */
function wildcards(
  resources: readonly Resource[],
  fits: (permission: Permission) => boolean,
): readonly Choice[] {
  const permissions = resources.flatMap((resource) => resource.permissions.filter(fits));
  const actions = [...new Set(permissions.map(({ action }) => action))].sort();
  return [
    { name: "*:*", about: "every permission" },
    ...actions.map((name) => ({ name: `*:${name}`, about: `\`${name}\` on every resource that has it` })),
    ...resources.map(({ name }) => ({ name: `${name}:*`, about: `every permission on \`${name}\`` })),
  ];
}

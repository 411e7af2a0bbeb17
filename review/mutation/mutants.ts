/** All mutants of a policy, in the order of its files. */
import type {
  Document,
  Fragment,
  PolicyModel,
  RawAction,
  RawKind,
  RawResource,
  RawRole,
} from "../../compiler/ir.js";
import { conditionMutants } from "./conditions.js";
import { withoutEntry } from "./edit.js";
import { Ladder } from "./grants.js";
import { dropItems } from "./lists.js";
import type { Mutant, Site } from "./mutant.js";
import { roleMutants } from "./roles.js";
import { writtenConditions } from "./written.js";

/**
 * The mutants of a policy: grants dropped, narrowed and widened, conditions negated, dropped and shortened, and what is listed
 * under `inherits`, `heldBy`, `assigns`, `except`, `implies` and `defaultRoles` dropped, one at a time.
 * @param documents as room 3 gave them for the policy that the model is of
 */
export function mutantsOf(documents: readonly Document[], model: PolicyModel): readonly Mutant[] {
  const ladder = new Ladder(model);
  const condition = writtenConditions(model);
  return documents
    .flatMap(({ file, fragment }) => {
      const at = (of: string): Site => ({ file, of, condition });
      return [
        ...eachOf(fragment.principals, (name, kind) => kindMutants(at(`kind:${name}`), kind)),
        ...scopeMutants(fragment.scopes, at),
        ...eachOf(fragment.resources, (name, resource) => resourceMutants(name, resource, at)),
        ...eachOf(fragment.roles, (name, role) => roleMutants(at(`role:${name}`), role, ladder)),
        ...resourceRoleMutants(fragment.resourceRoles, ladder, at),
      ];
    })
    .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

type At = (of: string) => Site;

function kindMutants(site: Site, kind: RawKind): readonly Mutant[] {
  return [
    ...conditionMutants(site, kind, "requires"),
    ...dropItems(
      site,
      kind,
      "defaultRoles",
      "drop-default-role",
      (role) => `hold ${role} by default no more`,
    ),
  ];
}

/** Only the widest scope may do without a condition. */
function scopeMutants(scopes: Fragment["scopes"], at: At): readonly Mutant[] {
  return (scopes ?? []).flatMap((scope, index, { length }) =>
    conditionMutants(at(`scope:${scope.name}`), scope, "when", index === length - 1 ? undefined : null),
  );
}

function resourceMutants(name: string, resource: RawResource, at: At): readonly Mutant[] {
  const { scopes, actions } = resource;
  return [
    ...conditionMutants(at(`resource:${name}`), resource, "requires"),
    ...Object.keys(scopes ?? {}).flatMap((scope) =>
      conditionMutants(at(`resource:${name}`), scopes ?? {}, scope, withoutEntry(resource, "scopes", scope)),
    ),
    ...eachOf(actions, (action, raw) => actionMutants(at(`permission:${name}:${action}`), raw)),
  ];
}

function actionMutants(site: Site, action: RawAction): readonly Mutant[] {
  return [
    ...conditionMutants(site, action, "requires"),
    ...dropItems(site, action, "implies", "drop-implies", (implied) => `imply ${implied} no more`),
  ];
}

function resourceRoleMutants(types: Fragment["resourceRoles"], ladder: Ladder, at: At): readonly Mutant[] {
  return eachOf(types, (type, roles) =>
    eachOf<RawRole>(roles, (name, role) => roleMutants(at(`resourceRole:${type}#${name}`), role, ladder)),
  );
}

/** What is made of each entry of a map; entries without a value are only names. */
function eachOf<T>(
  map: Readonly<Record<string, T | null>> | null | undefined,
  make: (name: string, value: T) => readonly Mutant[],
): readonly Mutant[] {
  return Object.entries(map ?? {}).flatMap(([name, value]) => (value === null ? [] : make(name, value)));
}

/** The same checks as a program for each contestant: a module that declares, and modules that ask. Files by path. */
import { inPlace } from "./subject.mjs";

const callsPerModule = 100;
const functions = { can: "can(me, ", check: "check(me, ", assert: "assert(me, ", mine: "mine.can(" };

/** What an app writes with Rolebook. `generated/` holds what the compiler makes of the policy. */
export function rolebookProgram({ calls }) {
  return {
    "app.ts": [
      'import { createAuthorizer } from "rolebook";',
      'import { policy, type PrincipalOf } from "./generated/policy.js";',
      "export declare const me: PrincipalOf;",
      "export const { can, check, assert, forPrincipal } = createAuthorizer(policy);",
      "export const mine = forPrincipal(me);",
    ].join("\n"),
    ...callModules(calls, {
      imports: (resources) => [
        'import { assert, can, check, me, mine } from "./app.js";',
        'import type { ResourceOf } from "./generated/policy.js";',
        constantsOf(resources),
      ],
      typeOf: ({ name }) => `ResourceOf<"${name}">`,
      write: ({ ask }, spelled, resource) => `${functions[ask]}${spelled}${resource});`,
    }),
  };
}

/**
 * The bare union of strings: it knows no level, no type of resource and no attribute. Its constants and the union are the generated
 * ones, of `generated/permissions.ts`.
 */
export function unionProgram({ resources, calls }) {
  return {
    "app.ts": [
      'import type { Permission } from "./generated/permissions.js";',
      ...resources.map((resource) => resourceInterface(resource)),
      "export interface Principal { readonly kind: string; readonly id: string; readonly roles: readonly string[] }",
      "export declare const me: Principal;",
      "export declare function can(p: Principal, permission: Permission, resource?: object): boolean;",
    ].join("\n"),
    ...callModules(calls, {
      imports: (resources) => [
        `import { can, me, ${typesOf(resources)} } from "./app.js";`,
        constantsOf(resources),
      ],
      typeOf: ({ type }) => type,
      write: (_, spelled, resource) => `can(me, ${spelled}${resource});`,
    }),
  };
}

/** The bare union with the table that it needs to answer anything, as one writes it by hand: a set of permissions for each role. */
export function tableProgram(asked) {
  const roles = asked.resources.map((resource) => {
    const own = asked.permissions.filter((permission) => permission.resource === resource);
    return `  "${resource.name}-worker": new Set([${own.map(({ id }) => `"${id}"`).join(", ")}]),`;
  });
  return {
    ...unionProgram(asked),
    "table.ts": [
      'import type { Permission } from "./generated/permissions.js";',
      `export type Role = ${unionOf(asked.resources.map(({ name }) => `${name}-worker`))};`,
      "export const table: Readonly<Record<Role, ReadonlySet<Permission>>> = {",
      ...roles,
      "};",
    ].join("\n"),
  };
}

/** permix 3, which knows the type of each resource. The action and the resource are two strings. */
export function permix3Program({ resources, permissions, calls }) {
  const actions = unionOf([...new Set(permissions.map(({ action }) => action))]);
  return {
    "app.ts": [
      'import { createPermix } from "permix";',
      ...resources.map((resource) => resourceInterface(resource)),
      "export const permix = createPermix<{",
      ...resources.map(({ name, type }) => `  ${name}: { action: ${actions}; dataType: Partial<${type}> };`),
      "}>();",
    ].join("\n"),
    ...callModules(calls, {
      imports: (resources) => [`import { permix, ${typesOf(resources)} } from "./app.js";`],
      typeOf: ({ type }) => type,
      write: ({ permission: { resource, action } }, _, value) =>
        `permix.check("${resource.name}", "${action}"${value});`,
    }),
  };
}

/** permix 4, which knows of each permission whether it takes a resource, and of which type. */
export function permix4Program({ resources, permissions, calls }) {
  const declared = (resource) =>
    permissions
      .filter((permission) => permission.resource === resource)
      .map(({ action, isOnType }) =>
        isOnType ? `"${action}"` : `{ name: "${action}"; type: Partial<${resource.type}>; required: true }`,
      );
  return {
    "app.ts": [
      'import { createPermix } from "permix";',
      ...resources.map((resource) => resourceInterface(resource)),
      "export const permix = createPermix<{",
      ...resources.map((resource) => `  ${resource.name}: [${declared(resource).join(", ")}];`),
      "}>();",
    ].join("\n"),
    ...callModules(calls, {
      imports: (resources) => [`import { permix, ${typesOf(resources)} } from "./app.js";`],
      typeOf: ({ type }) => type,
      write: ({ permission: { resource, action } }, _, value) =>
        `permix.check("${resource.name}.${action}"${value});`,
    }),
  };
}

/** CASL, which knows the type of each resource. `subject` infers what is written in place, so that texts stay texts. */
export function caslProgram({ resources, permissions, calls }) {
  const actions = unionOf([...new Set(permissions.map(({ action }) => action))]);
  return {
    "app.ts": [
      'import { createMongoAbility, type ForcedSubject, type MongoAbility } from "@casl/ability";',
      ...resources.map((resource) => resourceInterface(resource, "string")),
      `type Action = ${actions};`,
      "export type Abilities =",
      ...resources.map(
        ({ name, type }) => `  | [Action, "${name}" | (Partial<${type}> & ForcedSubject<"${name}">)]`,
      ),
      "export const ability = createMongoAbility<MongoAbility<Abilities>>();",
    ].join("\n"),
    ...callModules(calls, {
      imports: (resources) => [
        'import { subject } from "@casl/ability";',
        `import { ability, ${typesOf(resources)} } from "./app.js";`,
      ],
      typeOf: ({ type }) => type,
      write: ({ permission: { resource, action } }, _, value) =>
        `ability.can("${action}", ${value === "" ? `"${resource.name}"` : `subject("${resource.name}"${value})`});`,
    }),
  };
}

/** Modules of calls, each with the resources that it has at hand. The third argument of `write` is empty for a check on a type. */
function callModules(calls, { imports, typeOf, write }) {
  const modules = {};
  for (let from = 0; from < calls.length; from += callsPerModule) {
    const own = calls.slice(from, from + callsPerModule);
    const resources = [...new Set(own.map(({ permission }) => permission.resource))];
    const lines = own.map((call) => {
      const { action, id, resource, isOnType } = call.permission;
      const spelled = call.isConstant ? `${resource.type}Permission.${action}` : `"${id}"`;
      const value = call.isInPlace ? inPlace(call.permission) : resource.name;
      return write(call, spelled, isOnType ? "" : `, ${value}`);
    });
    modules[`calls-${from / callsPerModule}.ts`] = [
      ...imports(resources),
      ...resources.map((resource) => `declare const ${resource.name}: ${typeOf(resource)};`),
      ...lines,
    ].join("\n");
  }
  return modules;
}

/** @param text what a literal type is replaced by, if by anything */
function resourceInterface({ name, type }, text) {
  const literal = (exact) => text ?? exact;
  return [
    `export interface ${type} { readonly type: ${literal(`"${name}"`)}; readonly id?: string; readonly key: string;`,
    "readonly team: string; readonly owner: string; readonly size: number;",
    `readonly status: ${literal('"DRAFT" | "LIVE" | "GONE"')};`,
    `readonly container?: { readonly type: ${literal('"project"')}; readonly team: string } }`,
  ].join(" ");
}

function constantsOf(resources) {
  const names = resources.map(({ type }) => `${type}Permission`);
  return `import { ${names.join(", ")} } from "./generated/permissions.js";`;
}

function typesOf(resources) {
  return resources.map(({ type }) => `type ${type}`).join(", ");
}

function unionOf(values) {
  return values.map((value) => `"${value}"`).join(" | ");
}

/** The programs whose bytes are counted. Each imports what an app would, and asks what an app would. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { readModel } from "../decide/model.mjs";
import { byType } from "../decide/contestants/shapes.mjs";

const dynamoai = "./generated/dynamoai";

/** Where the small entry of the package is imported from, while it has one. */
function checkerEntry() {
  const { exports } = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../package.json"), "utf8"));
  const key = Object.keys(exports).find(
    (name) => exports[name]["rolebook-source"] === "./runtime/checker.ts",
  );
  return key?.replace(".", "rolebook");
}

/** The parts of Rolebook that have a target of their own, by name. All are resolved from the root of the repository. */
export function entries() {
  const checker = checkerEntry();
  return {
    everything: `export { createAuthorizer } from "rolebook";`,
    ...(checker !== undefined && {
      checker: `export { createChecker } from "${checker}";`,
      can: `export { createCan } from "${checker}";`,
    }),
    constants: `import { ModelPermission } from "${dynamoai}/permissions.ts";\nconsole.log(ModelPermission);`,
  };
}

/** The whole browser program with Rolebook, the policy complete: with the checks alone, and with everything. */
export function rolebookPrograms() {
  const checker = checkerEntry();
  return {
    ...(checker !== undefined && {
      "Rolebook, createCan": programWith("createCan", checker),
      "Rolebook, createChecker": programWith("createChecker", checker),
    }),
    "Rolebook, createAuthorizer": programWith("createAuthorizer", "rolebook"),
  };
}

function programWith(create, entry) {
  return `
    import { ${create} } from "${entry}";
    import { ModelPermission } from "${dynamoai}/permissions.ts";
    import { policy } from "${dynamoai}/policy.ts";
    const ${create === "createCan" ? "can" : "{ can }"} = ${create}(policy);
    console.log(can({ id: "alice", roles: ["guard-developer"] }, ModelPermission.create));
  `;
}

/** The same question with something else. A peer's table holds the org-level roles, which is what all of them can express. */
export function otherPrograms() {
  const { roles } = readModel();
  const held = Object.entries(roles).filter(([, permissions]) => permissions.length > 0);
  const types = Object.fromEntries(held.map(([role, permissions]) => [role, byType(permissions)]));
  const table = JSON.stringify(types);
  const [asked, principal] = ["create", `["guard-developer"]`];
  const grants = held.map(([role, permissions]) => [
    role,
    Object.fromEntries(
      Object.entries(byType(permissions)).map(([type, actions]) => [
        type,
        Object.fromEntries(actions.map((action) => [action, [{ attributes: ["*"] }]])),
      ]),
    ),
  ]);
  return {
    "hand-written Sets": `
      const SETS = { ${held
        .map(([role, permissions]) => `"${role}": new Set(${JSON.stringify(permissions)})`)
        .join(", ")} };
      const can = (principal, permission) => principal.roles.some((role) => SETS[role]?.has(permission));
      console.log(can({ id: "alice", roles: ${principal} }, "model:${asked}"));
    `,
    permix: `
      import { createPermix } from "permix";
      const ROLES = ${table};
      const rules = {};
      for (const role of ${principal})
        for (const [type, actions] of Object.entries(ROLES[role] ?? {}))
          for (const action of actions) (rules[type] ??= {})[action] = true;
      const permix = createPermix();
      permix.setup(rules);
      console.log(permix.check("model", "${asked}"));
    `,
    "better-auth access control": `
      import { createAccessControl } from "better-auth/plugins/access";
      const STATEMENTS = ${JSON.stringify(byType([...new Set(held.flatMap(([, permissions]) => permissions))]))};
      const access = createAccessControl(STATEMENTS);
      const ROLES = Object.fromEntries(
        Object.entries(${table}).map(([role, statements]) => [role, access.newRole(statements)]),
      );
      console.log(${principal}.some((role) => ROLES[role]?.authorize({ model: ["${asked}"] }).success));
    `,
    "@casl/ability": `
      import { createMongoAbility } from "@casl/ability";
      const ROLES = ${table};
      const rules = ${principal}.flatMap((role) =>
        Object.entries(ROLES[role] ?? {}).map(([subject, action]) => ({ action, subject })),
      );
      console.log(createMongoAbility(rules).can("${asked}", "model"));
    `,
    "easy-rbac": `
      import RBAC from "easy-rbac";
      const rbac = new RBAC(${JSON.stringify(Object.fromEntries(held.map(([role, can]) => [role, { can }])))});
      rbac.can(${principal}, "model:${asked}").then(console.log);
    `,
    accesscontrol: `
      import { AccessControl } from "accesscontrol";
      const access = new AccessControl(${JSON.stringify(Object.fromEntries(grants))});
      console.log(access.can(${principal}).do("${asked}", "model").granted);
    `,
  };
}

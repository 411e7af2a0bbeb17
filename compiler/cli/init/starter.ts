/** The texts of a new project. Folders are relative to its root; `schemas` is where the schemas stand. */
import { scalar } from "./yaml.js";

/** The config: where each policy stands, and where its generated modules go. */
export function configText(
  policies: Readonly<Record<string, { readonly source: string; readonly out: string }>>,
  schemas: string,
): string {
  const entries = Object.entries(policies).map(
    ([name, { source, out }]) => `  ${scalar(name)}: { source: ${scalar(source)}, out: ${scalar(out)} }\n`,
  );
  return `${schemaLine(schemas, "config")}version: 1
policies:
${entries.join("")}`;
}

export function policyText(source: string, schemas: string): string {
  return `${schemaLine(above(source, schemas), "policy")}
# What there is, and what can be done with it. Creating is asked of the type: nothing is there yet.
resources:
  document:
    title: Document
    actions:
      create: { on: type }
      view:
      edit:
      delete:

# Who may do it.
roles:
  viewer:
    allow: [document:view]
  editor:
    inherits: [viewer]
    allow: [document:create, document:edit]
  admin:
    inherits: [editor]
    allow: [document:delete]
    # Which roles it may give to others.
    assigns: [viewer, editor, admin]
`;
}

export function testText(source: string, schemas: string): string {
  return `${schemaLine(above(source, schemas), "tests")}
principals:
  viewer: { roles: [viewer] }
  editor: { roles: [editor] }
  admin: { roles: [admin] }

resources:
  document: { type: document }

tests:
  # What is not listed must be denied.
  - name: who may do what with documents
    principals: ["*"]
    permissions: ["document:*"]
    resources: [document]
    allow:
      viewer: [document:view]
      editor: [document:create, document:view, document:edit]
      admin: ["document:*"]
  - name: admins alone give roles
    principals: ["*"]
    roles: ["*"]
    targets: ["*"]
    assigns:
      admin: ["*"]
`;
}

function schemaLine(schemas: string, name: "config" | "policy" | "tests"): string {
  return `# yaml-language-server: $schema=${schemas}/${name}.schema.json\n`;
}

/** A path from the root, as seen from a folder below it. */
function above(folder: string, path: string): string {
  return `${"../".repeat(folder.split("/").length)}${path}`;
}

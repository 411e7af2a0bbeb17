/** The schema of tests explains itself: every node has words and examples, and its examples hold. */
import { readFileSync } from "node:fs";
import { Ajv2020, type AnySchemaObject } from "ajv/dist/2020.js";
import { expect, test } from "vitest";

type Node = Readonly<Record<string, unknown>>;

const schema = JSON.parse(readFileSync("schema/tests.schema.json", "utf8")) as AnySchemaObject;
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, schemas: [schema] });

/** Every node that an editor shows, by its pointer. */
function nodesIn(node: Node, at = "#"): ReadonlyMap<string, Node> {
  const found = new Map([[at, node]]);
  for (const key of ["properties", "$defs"]) {
    for (const [name, inner] of Object.entries((node[key] ?? {}) as Readonly<Record<string, unknown>>)) {
      if (typeof inner !== "object" || inner === null) continue;
      for (const one of nodesIn(inner as Node, `${at}/${key}/${name}`)) found.set(...one);
    }
  }
  for (const key of ["then", "else", "items", "additionalProperties"]) {
    const inner = node[key];
    if (typeof inner !== "object" || inner === null) continue;
    for (const one of nodesIn(inner as Node, `${at}/${key}`))
      if (key !== "then" && key !== "else") found.set(...one);
      else if (one[0] !== `${at}/${key}`) found.set(...one);
  }
  return found;
}

const nodes = [...nodesIn(schema)];

test.each(nodes)("%s has a title, a description and examples that hold", (pointer, node) => {
  const { $ref } = node as { readonly $ref?: string };
  const referred = $ref === undefined ? {} : (nodes.find(([at]) => at === $ref)?.[1] ?? {});
  const { title, description, examples } = { ...referred, ...node } as Record<string, unknown>;
  expect(title).toMatch(/./);
  expect(description).toMatch(/[.?]$/);
  const check = ajv.compile({ $ref: `${String(schema.$id)}${pointer}` });
  for (const example of examples as readonly unknown[]) {
    expect(check(example), `${JSON.stringify(example)}: ${ajv.errorsText(check.errors)}`).toBe(true);
  }
});

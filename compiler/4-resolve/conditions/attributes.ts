/** Names in a condition: `principal`, `resource` with their attributes, and the variables of `exists` and `all`. */
import type { ASTNode } from "@marcbachmann/cel-js";
import type { AttributeRead, Expression } from "../../ir.js";
import { cureFor } from "../../nearest.js";
import type { Check, Context, NodeOf, Surroundings } from "./context.js";
import { readPrincipal, readResource, type Owner, type Readable, type Unreadable } from "./reading.js";
import { names } from "./slips.js";
import { boolean, inWords, type Typed } from "./types.js";

const roots = ["principal", "resource"];

/** `resource.container.team` as its names; undefined if it starts with something else than a name. */
function pathOf(node: ASTNode): readonly string[] | undefined {
  const path: string[] = [];
  let next = node;
  for (; next.op === "."; next = next.args[0]) path.push(next.args[1]);
  return next.op === "id" ? [next.args, ...path.reverse()] : undefined;
}

/** An attribute as text, to know it again. */
export function attributeOf(node: ASTNode): string {
  return pathOf(node)?.join(".") ?? "";
}

/** Types a name or an attribute whose value is asked for. */
export function checkRead(
  context: Context,
  node: NodeOf<"id" | ".">,
  around: Surroundings,
  check: Check,
): Typed | undefined {
  const { variables, present } = around;
  const path = pathOf(node);
  if (path === undefined) return checkInside(context, node, around, check);
  const [root = ""] = path;
  const variable = variables.get(root);
  if (variable !== undefined && path.length === 1) {
    return { node, expression: { op: "element", name: root, type: variable.of }, type: variable };
  }
  const found = readable(context, node, path, variables);
  if (found === undefined) return undefined;
  if (found === "container") {
    const help = "read its `id`, its `type` or an attribute, or ask `has(...)`";
    return context.fail("condition-type", node, `\`${attributeOf(node)}\` is no value`, help);
  }
  if (found.isOptional && !present.has(attributeOf(node))) {
    context.careless.push({ name: attributeOf(node), range: [node.start, node.end] });
  }
  return { node, expression: ownKind(found) ?? found.read, type: found.type };
}

/** Only names have something inside. */
function checkInside(
  context: Context,
  node: NodeOf<"id" | ".">,
  around: Surroundings,
  check: Check,
): Typed | undefined {
  const of = node.op === "." ? check(node.args[0], around) : undefined;
  if (of === undefined) return undefined;
  const message = `\`${context.written(of.node)}\` is ${inWords(of.type)}, which has nothing inside`;
  return context.fail("condition-type", node, message);
}

/** The kind of a policy that has one need not be said, so it is not read. */
function ownKind({ read, type }: Readable): Expression | undefined {
  const [value, ...others] = isKind(read) ? (type.values ?? []) : [];
  return value === undefined || others.length > 0 ? undefined : { op: "value", type: "string", value };
}

function isKind({ op, path }: AttributeRead): boolean {
  return op === "principal" && path === "kind";
}

/** Types `has(attribute)`. */
export function checkHas(
  context: Context,
  node: NodeOf<"call">,
  { variables }: Surroundings,
): Typed | undefined {
  const [asked, ...others] = node.args[1];
  const names = asked?.op === "." ? pathOf(asked) : undefined;
  if (asked?.op !== "." || names === undefined || others.length > 0) {
    return context.fail("condition-type", node, "`has` takes one attribute", "write `has(resource.note)`");
  }
  const found = readable(context, asked, names, variables);
  if (found === undefined) return undefined;
  if (found !== "container" && isKind(found.read)) {
    return context.fail("constant-condition", node, "this is always `true`", "leave it out");
  }
  const path = attributeOf(asked).replace(/^\w+\./, "");
  const of = found === "container" ? ({ op: "resource", path, type: "string" } as const) : found.read;
  return { node, expression: { op: "has", of }, type: boolean };
}

/** An attribute, or a container of the resource. */
function readable(
  context: Context,
  node: NodeOf<"id" | ".">,
  path: readonly string[],
  variables: Surroundings["variables"],
): Readable | "container" | undefined {
  const found = lookUp(context, node, path, variables);
  if (found === "container" || "read" in found) return found;
  const { code, message, help, at = node } = found;
  context.fail(code, at, message, help);
  return undefined;
}

interface Part {
  readonly start: number;
  readonly end: number;
}

type Misread = Unreadable & { readonly at?: Part };

function lookUp(
  { setting }: Context,
  node: NodeOf<"id" | ".">,
  path: readonly string[],
  variables: Surroundings["variables"],
): Readable | "container" | Misread {
  const [root = "", ...steps] = path;
  const inside = variables.get(root);
  if (inside !== undefined) {
    const message = `\`${root}\` is ${inWords(inside)}, which has nothing inside`;
    return { code: "condition-type", message };
  }
  if (!roots.includes(root)) {
    const help = meant(root, setting) ?? cureFor(root, [...roots, ...variables.keys()], "name");
    const at = { start: node.start, end: node.start + root.length };
    return { code: "unknown-attribute", message: `a condition does not know \`${root}\``, help, at };
  }
  if (steps.length === 0) {
    return { code: "condition-type", message: `\`${root}\` is no value`, help: "read one of its attributes" };
  }
  const own = root === "resource" ? steps.findIndex((name) => name !== "container") : 0;
  if (own === -1) {
    // As deep as it is written, the container must be possible.
    const found = readResource([...steps, "id"], setting);
    return "code" in found ? { ...found, at: partOf(node, steps, found.step) } : "container";
  }
  const read =
    root === "principal"
      ? readPrincipal(steps[0] ?? "", setting)
      : readResource(steps.slice(0, own + 1), setting);
  if ("code" in read) return { ...read, at: partOf(node, steps, read.step ?? own) };
  if (own === steps.length - 1) return read;
  const whole = path.slice(0, own + 2).join(".");
  const isLength = read.type.isList && /^(?:length|size|count)$/.test(path.at(-1) ?? "");
  return {
    code: "condition-type",
    message: `\`${whole}\` is ${inWords(read.type)}, which has nothing inside`,
    help: isLength ? `write \`size(${whole})\`` : undefined,
  };
}

/** The cure where the resource or the principal goes by another name. */
function meant(root: string, { kinds, resource }: Context["setting"]): string | undefined {
  if ("name" in resource && resource.name === root) return "what is asked about is `resource`";
  if (kinds.some(({ name }) => name === root)) return "who asks is `principal`";
  const isAttribute = (of: Owner): boolean => of.attributes.some(({ name }) => name === root);
  if ("name" in resource && isAttribute(resource)) return `write \`resource.${root}\``;
  return kinds.some(isAttribute) ? `write \`principal.${root}\`` : names.get(root);
}

/** The name at a step of a path; the whole path where there is not even a first one. */
function partOf(node: ASTNode, steps: readonly string[], step: number | "whole" = "whole"): Part {
  let part = node;
  if (step === "whole") return node;
  for (let last = steps.length - 1; last > step && part.op === "."; last--) part = part.args[0];
  return { start: part.op === "." ? part.end - part.args[1].length : part.start, end: part.end };
}

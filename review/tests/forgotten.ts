/** Denials that prove little: what is asked about lacks an attribute that it must have. */
import type { Attribute, PolicyModel } from "../../compiler/ir.js";
import type { Decision } from "../../runtime/index.js";
import type { Case } from "./case.js";
import { isPlain } from "./run.js";

type Bag = Readonly<Record<string, unknown>>;

/**
 * The attribute, as conditions name it, for the lack of which a question was denied that should be denied, whatever the reason.
 * Undefined where that may be meant: the attribute is optional, not declared for this kind or type, or written as `null`.
 */
export function forgottenAttribute(
  { question, expected }: Case,
  { allowed, attribute }: Decision,
  { kinds, resources }: PolicyModel,
): string | undefined {
  if (allowed || attribute === undefined || expected.allowed || !isPlain(expected)) return undefined;
  const [root, ...path] = attribute.split(".");
  const isForgotten =
    root === "principal"
      ? [question.principal]
          .flat()
          .some((one) => isBag(one) && lacks(one, path[0], attributesOf(one, "kind", kinds)))
      : lacksAlong(question.resource, path, resources);
  return isForgotten ? attribute : undefined;
}

function lacksAlong(
  resource: unknown,
  path: readonly string[],
  resources: PolicyModel["resources"],
): boolean {
  const [step, ...rest] = path;
  if (!isBag(resource)) return false;
  if (rest.length === 0) return lacks(resource, step, attributesOf(resource, "type", resources));
  return resource["container"] === undefined || lacksAlong(resource["container"], rest, resources);
}

function lacks(bag: Bag, name: string | undefined, declared: readonly Attribute[]): boolean {
  const attribute = declared.find((one) => one.name === name);
  return attribute !== undefined && !attribute.optional && bag[attribute.name] === undefined;
}

function attributesOf(
  bag: Bag,
  key: "kind" | "type",
  owners: readonly { readonly name: string; readonly attributes: readonly Attribute[] }[],
): readonly Attribute[] {
  return owners.find(({ name }) => name === bag[key])?.attributes ?? [];
}

function isBag(value: unknown): value is Bag {
  return typeof value === "object" && value !== null;
}

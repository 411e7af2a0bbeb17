/** What in a question was probably not meant so. A decision cannot tell that something is misspelt. */
import type { Attribute, Permission, PolicyModel, Resource } from "../../compiler/ir.js";
import { cureFor, didYouMean } from "../../compiler/nearest.js";

/** Containers are followed so far, as by the runtime. */
const deepest = 32;

type Bag = Readonly<Record<string, unknown>>;

/** Notes on who asks: one principal or several, or anything else. */
export function principalNotes(principal: unknown, model: PolicyModel): readonly string[] {
  // An empty list is nobody, as null is.
  const askers = Array.isArray(principal) && principal.length > 0 ? (principal as unknown[]) : [principal];
  return askers.flatMap((one) => askerNotes(one, model));
}

function askerNotes(one: unknown, { kinds }: PolicyModel): readonly string[] {
  if (!isBag(one)) return ['nobody asks: a principal is a JSON object, such as {"id": "ann", "roles": []}'];
  const { kind = kinds.length === 1 ? kinds[0]?.name : undefined } = one;
  const known = kinds.map(({ name }) => name);
  const of = kinds.find(({ name }) => name === kind);
  if (of === undefined) {
    const cure = cureFor(typeof kind === "string" ? kind : "", known, "kind");
    const said =
      kind === undefined ? "the principal has no `kind`" : `${named(kind)} is not a kind of principals`;
    return [said + (cure === undefined ? "" : `; ${cure}`), ...roleNotes("the principal", one)];
  }
  const what = `the kind \`${of.name}\``;
  return [...attributeNotes(what, one, of.attributes, ["kind"]), ...roleNotes("the principal", one)];
}

/** Notes on the resource that a permission is asked for, and on what it is in. */
export function resourceNotes(
  resource: unknown,
  { name, level, resource: type }: Permission,
): readonly string[] {
  const isGiven = resource !== undefined && resource !== null;
  if (level === "type") {
    return isGiven ? [`\`${name}\` is about the type \`${type.name}\`: it is asked without a resource`] : [];
  }
  if (!isGiven) return [`\`${name}\` is asked of a resource, such as {"type": "${type.name}"}`];
  if (!isBag(resource) || resource["type"] !== type.name) {
    return [`\`${name}\` is about resources of the type \`${type.name}\`, and ${typeText(resource)}`];
  }
  return chainNotes(resource, type);
}

/** Notes on a resource, and on what it is in as far as that is right. */
function chainNotes(first: Bag, type: Resource): readonly string[] {
  const notes: string[] = [];
  let [node, of] = [first, type];
  for (let depth = 0; depth <= deepest; depth++) {
    const what = `\`${of.name}\``;
    notes.push(...attributeNotes(what, node, of.attributes, ["type", "container"]), ...roleNotes(what, node));
    const { container } = node;
    if (container === undefined || container === null) return notes;
    const around = isBag(container) && of.containers.find((one) => one.name === container["type"]);
    if (!isBag(container) || !around) return [...notes, containerNote(of, container)];
    [node, of] = [container, around];
  }
  return [...notes, `containers are followed ${deepest} deep`];
}

function containerNote({ name, containers }: Resource, container: unknown): string {
  const types = containers.map((one) => `\`${one.name}\``).join(", ");
  const said = types === "" ? `\`${name}\` has no container` : `the container of \`${name}\` is of ${types}`;
  return `${said}, and ${typeText(container)}`;
}

/** What the type of something is, where another was expected. */
function typeText(given: unknown): string {
  if (!isBag(given)) return "this is no JSON object";
  const { type } = given;
  return type === undefined ? "this one has no `type`" : `the \`type\` of this one is ${named(type)}`;
}

/** Attributes that nothing declares. */
function attributeNotes(
  what: string,
  asked: Bag,
  attributes: readonly Attribute[],
  more: readonly string[],
): readonly string[] {
  const known = [...attributes.map(({ name }) => name), "id", "roles", ...more];
  return Object.keys(asked).flatMap((name) => {
    if (known.includes(name)) return [];
    const guess = didYouMean(name, known);
    return [`${what} has no attribute \`${name}\`${guess === undefined ? "" : `; ${guess}`}`];
  });
}

/** Roles that are none. */
function roleNotes(what: string, { roles }: Bag): readonly string[] {
  if (roles === undefined || roles === null) return [];
  if (!Array.isArray(roles)) return [`the \`roles\` of ${what} give nothing: they must be a list of names`];
  const wrong = roles.find((name) => typeof name !== "string") as unknown;
  return wrong === undefined
    ? []
    : [`${named(wrong)} in the \`roles\` of ${what} gives nothing: it is not a name`];
}

function named(value: unknown): string {
  if (typeof value === "string") return `\`${value}\``;
  return typeof value === "object" && value !== null ? "something else than text" : `\`${String(value)}\``;
}

function isBag(value: unknown): value is Bag {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

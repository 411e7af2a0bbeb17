import { wordsOf } from "../../expression/words.js";
import type { Condition, PolicyModel, Resource } from "../../ir.js";
import { celOf } from "../matrix/index.js";
import { code, codeOutside, escaped, list, section } from "./markdown.js";

/** So many resource types are named beside what a scope reaches on them. */
const mostNamed = 12;

/** The ladder, and what each rung reaches; nothing where all grants reach everything. */
export function scopesSection({ scopes, resources }: PolicyModel): string {
  const isConditional = resources.some((resource) => resource.scopes.some((one) => one !== undefined));
  if (scopes.length === 1 && !isConditional) return "";
  return section(2, "Scopes", [
    "Narrowest first. A permission at a scope also reaches what the narrower ones reach. Where no scope stands beside a permission, it is the widest. Resource types on which no grant makes use of a scope are left out.",
    scopes.map((_, at) => rung({ scopes, resources }, at)).join("\n"),
  ]);
}

function rung({ scopes, resources }: Pick<PolicyModel, "scopes" | "resources">, at: number): string {
  const groups = new Map<Condition | undefined, Resource[]>();
  for (const resource of resources) {
    const condition = resource.scopes[at]?.to;
    const known = groups.get(condition);
    if (known === undefined) groups.set(condition, [resource]);
    else known.push(resource);
  }
  const lines = [...groups].flatMap(([condition, on]) => {
    const names = list(
      on.slice(0, mostNamed).map(({ name }) => code(name)),
      on.length,
    );
    const where = on.length === resources.length ? "on every resource type" : `on ${names}`;
    if (condition !== undefined) return [`  - ${where}: ${reachOf(condition, on)}`];
    // Below the widest, a scope without a condition is one that no grant makes use of there.
    return at === scopes.length - 1 ? [`  - ${where}: everything`] : [];
  });
  const unused = lines.length === 0 ? ": no grant makes use of it" : "";
  return [`- ${code(scopes[at] ?? "")}${unused}`, ...lines].join("\n");
}

function reachOf({ expression }: Condition, on: readonly Resource[]): string {
  const [only, ...others] = on;
  const words = wordsOf(expression, { resource: others.length === 0 ? only?.name : undefined });
  return `${escaped(words === "never" ? "nothing" : words)}, ${codeOutside(celOf(expression))}`;
}

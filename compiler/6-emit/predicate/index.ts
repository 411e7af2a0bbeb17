/** A condition as a TypeScript function: true, false, or the name of the attribute that makes it unknown. */
import type { Condition } from "../../ir.js";
import { withoutTexts } from "../text.js";
import { Code } from "./code.js";
import { truthOf } from "./truths.js";

/** What predicates take from the runtime. */
export const predicateHelpers = ["calculate", "containerIn", "instantOf", "isIn"] as const;

/** The source of the function, without types but for its variables. */
export function predicate({ expression }: Condition): string {
  const writing = new Code();
  const result = truthOf(writing, expression);
  const lines = withoutUnused([...writing.lines, `return ${result};`]);
  const [principal, resource] = ["principal", "resource"].map((name) => reads(lines, name));
  const parameters = resource ? `${principal ? "principal" : "_"}, resource` : principal ? "principal" : "";
  return `(${parameters}) => {\n${lines.join("\n")}\n}`;
}

/** True if the code reads the principal, or the resource. Attributes and containers are read by statements of their own. */
function reads(lines: readonly string[], name: string): boolean {
  const reading = new RegExp(`^const [ac]\\d+ = .*\\b${name}[[)]`);
  return lines.some((line) => reading.test(withoutTexts(line)));
}

/** Some constants turn out not to be needed, and strict compilers refuse those. */
function withoutUnused(lines: readonly string[]): readonly string[] {
  const uses = new Map<string, number>();
  const code = withoutTexts(lines.join("\n"));
  for (const [name] of code.matchAll(/\b[a-z]\d+\b/g)) uses.set(name, (uses.get(name) ?? 0) + 1);
  const used = lines.filter((line) => uses.get(/^const (\w+)\b/.exec(line)?.[1] ?? "") !== 1);
  return used.length === lines.length ? used : withoutUnused(used);
}

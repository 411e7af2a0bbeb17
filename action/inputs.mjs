/** What the action is told, as people write it. Each gives `{ value }`, or `{ problem }` in a sentence. */
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";

const categories = ["WIDEN", "NARROW", "API", "STORED"];

/** True or false, in any case; empty is as usual. */
export function booleanOf(name, text = "", usual) {
  const word = text.trim().toLowerCase();
  if (word === "") return { value: usual };
  if (word === "true" || word === "false") return { value: word === "true" };
  return { problem: `\`${name}\` must be \`true\` or \`false\`, and not \`${text}\`` };
}

/** Categories of changes with commas or blanks between them, as `rolebook diff --fail-on` takes them; empty for none. */
export function categoriesOf(name, text = "") {
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  const unknown = words.find((word) => !categories.includes(word.toUpperCase()));
  if (unknown === undefined)
    return { value: [...new Set(words.map((word) => word.toUpperCase()))].join(",") };
  return {
    problem: `\`${name}\` names categories of changes, ${categories.join(", ")}, and \`${unknown}\` is none`,
  };
}

/** A folder below another one, as a full path; empty for that one itself. */
export function folderOf(name, text = "", top) {
  const value = resolve(top, text || ".");
  if (existsSync(value) && statSync(value).isDirectory()) return { value };
  return { value, problem: `\`${name}\` is \`${text}\`, and there is no such folder` };
}

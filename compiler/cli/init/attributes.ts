/** The line of `.gitattributes` by which a pull request folds what is generated. */
import { lineEndOf, textOf, type Step } from "./steps.js";

const path = ".gitattributes";

/** @param outs the folders that generated modules are in */
export function attributesStep(base: string, outs: readonly string[]): Step {
  const text = textOf(base, path);
  const end = lineEndOf(text ?? "");
  const known = new Set((text ?? "").split(/\r?\n/).flatMap((line) => patternOf(line) ?? []));
  const missing = outs.filter((out) => !covering(out).some((pattern) => known.has(pattern))).map(patternFor);
  if (missing.length === 0) return { base, path, kind: "kept" };
  const lines = missing.map((pattern) => `${pattern} linguist-generated${end}`).join("");
  if (text === undefined) return { base, path, kind: "made", text: lines };
  const gap = text === "" || text.endsWith("\n") ? "" : end;
  const note = missing.map((pattern) => `\`${pattern} linguist-generated\``).join(", ");
  return { base, path, kind: "added", note, text: `${text}${gap}${lines}` };
}

/** The pattern of a line that says what is generated, as it is written there. */
function patternOf(line: string): string | undefined {
  return /^\s*("(?:[^"\\]|\\.)*"|[^"#\s]\S*)\s+.*linguist-generated/.exec(line)?.[1];
}

/** How a line may name a folder or one that it is in. */
function covering(folder: string): readonly string[] {
  const steps = folder.split("/");
  return steps
    .map((_, index) => `${escaped(steps.slice(0, index + 1).join("/"))}/**`)
    .flatMap((pattern) => [pattern, `/${pattern}`])
    .flatMap((pattern) => [pattern, quoted(pattern)]);
}

/** Everything in a folder. What git would take for the end of the pattern, or for a comment, stands in quotes. */
function patternFor(folder: string): string {
  const pattern = `${escaped(folder)}/**`;
  return /^[#"]|[\s\p{Cc}]/u.test(pattern) ? quoted(pattern) : pattern;
}

/** What would stand for other characters, or turn the pattern around, stands for itself. */
function escaped(folder: string): string {
  return folder.replace(/[\\*?[]|^!/g, "\\$&");
}

/** In quotes as in C. */
function quoted(pattern: string): string {
  return `"${pattern.replace(/["\\]/g, "\\$&").replace(/\p{Cc}/gu, octal)}"`;
}

function octal(character: string): string {
  return [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}

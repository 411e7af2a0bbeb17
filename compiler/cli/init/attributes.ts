/** The line of `.gitattributes` by which a pull request folds what is generated. */
import { lineEndOf, textOf, type Step } from "./steps.js";

const path = ".gitattributes";

/** @param outs the folders that generated modules are in */
export function attributesStep(base: string, outs: readonly string[]): Step {
  const text = textOf(base, path);
  const end = lineEndOf(text ?? "");
  const known = (text ?? "")
    .split(/\r?\n/)
    .flatMap((line) => /^\/?(\S+)\/\*\*\s+.*linguist-generated/.exec(line)?.[1] ?? []);
  const missing = outs
    .filter((out) => !known.some((folder) => `${out}/`.startsWith(`${folder}/`)))
    .map((out) => `${out}/**`);
  if (missing.length === 0) return { base, path, kind: "kept" };
  const lines = missing.map((pattern) => `${pattern} linguist-generated${end}`).join("");
  if (text === undefined) return { base, path, kind: "made", text: lines };
  const gap = text === "" || text.endsWith("\n") ? "" : end;
  const note = missing.map((pattern) => `\`${pattern} linguist-generated\``).join(", ");
  return { base, path, kind: "added", note, text: `${text}${gap}${lines}` };
}

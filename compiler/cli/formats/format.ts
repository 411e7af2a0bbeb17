/** What the formats share: where they stand, paths, and JSON that is safe to show. */
import { relative, resolve, sep } from "node:path";
import type { Diagnostic } from "../../diagnostic.js";
import type { Session } from "../session.js";

/** What a format knows besides the findings. */
export interface Surroundings extends Pick<Session, "cwd" | "colors"> {
  /** The folder that the findings' files are relative to. */
  readonly root: string;
  /** The top of the repository, which a code host's paths are relative to. */
  readonly repository: string;
}

/** Findings as the text that is written, with its last newline. */
export type Format = (diagnostics: readonly Diagnostic[], surroundings: Surroundings) => string;

/** A finding's file as seen from a folder, with `/` between folders. */
export function pathFrom(folder: string, root: string, file: string): string {
  return relative(folder, resolve(root, file)).split(sep).join("/") || ".";
}

/** A JSON document. What could command a terminal, and JSON itself would let through, is escaped. */
export function jsonText(document: unknown): string {
  const text = JSON.stringify(document, undefined, 2);
  return `${text.replace(/[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, escaped)}\n`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

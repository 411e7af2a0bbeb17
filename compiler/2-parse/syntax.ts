import { diagnostic, type Diagnostic } from "../diagnostic.js";
import type { Mark, Scan } from "./scan.js";
import type { Text } from "./text.js";
import { belongsToKey, dashMissing, wordsOf, type Words, type YamlError } from "./words.js";

/** Marks that version control leaves in a file. */
const conflict = /^(?:<{7}|={7}|>{7})(?: |$)/;

/**
 * One finding for the errors of a file: one slip makes the YAML library report several, and what follows the first may
 * be misread. A tab explains the others, and what is never closed explains what comes after it.
 */
export function syntaxError(errors: readonly YamlError[], scan: Scan, text: Text): Diagnostic | undefined {
  const isDirective = scan.features.some(({ kind }) => kind === "directive");
  const sorted = errors
    .filter(({ message }) => !(isDirective && message.includes("directives-end")))
    .sort((a, b) => a.pos[0] - b.pos[0]);
  const first = sorted.find(({ code }) => code === "TAB_AS_INDENT") ?? sorted[0];
  if (first === undefined) return undefined;
  const { unclosed } = scan;
  if (first.code !== "TAB_AS_INDENT" && unclosed !== undefined && unclosed.from <= first.pos[0]) {
    return notClosed(unclosed, text);
  }
  const at = first.code === "TAB_AS_INDENT" ? first.pos[0] : text.somethingAt(first.pos[0]);
  const words = wordsFor(first, sorted, text, at);
  const from = words === belongsToKey ? text.startOfEntry(at) : at;
  const found = text.span(from, from < at ? text.endOfKey(from, at) : Math.max(from, first.pos[1]));
  const span = found.endLine === found.line ? found : text.span(from, text.endOfLine(from));
  const { message, help } = words;
  return diagnostic("yaml-syntax", span, message, { help });
}

function wordsFor(error: YamlError, all: readonly YamlError[], text: Text, from: number): Words {
  if (conflict.test(text.line(text.lineOf(from)))) {
    return { message: "a merge conflict is left in this file", help: "resolve it" };
  }
  if (error.message.includes("at node end")) {
    const before = text.slice(Math.max(0, from - 2), from).trim();
    if (text.slice(from - 1, from) === "'") {
      return {
        message: "the value ends before this",
        help: "inside single quotes, write an apostrophe twice",
      };
    }
    if (before.endsWith('"') || before.endsWith("'")) {
      return { message: "the quoted value ends before this", help: "quote the whole value" };
    }
    if (/[[{]/.test(text.slice(from, from + 1))) {
      return { message: "a plain value ends at this bracket", help: "quote the whole value" };
    }
  }
  if (error.code === "BAD_SCALAR_START") {
    const character = text.slice(from, from + 1);
    const shown = character === "`" ? "a backtick" : `\`${character}\``;
    return { message: `a plain value cannot start with ${shown}`, help: "quote it" };
  }
  const alsoMultiline = all.some(
    ({ code, pos }) => code === "MULTILINE_IMPLICIT_KEY" && pos[0] === error.pos[0],
  );
  if (error.code === "BLOCK_AS_IMPLICIT_KEY" && alsoMultiline) return belongsToKey;
  if (error.code === "BAD_INDENT" && text.isBelowItem(from)) return dashMissing;
  return wordsOf(error);
}

function notClosed({ from, source }: Mark, text: Text): Diagnostic {
  const opening = source.charAt(0);
  const closing = { "[": "]", "{": "}" }[opening];
  const help =
    closing === undefined
      ? `close the value with \`${opening}\`${opening === "'" ? "; inside, write an apostrophe twice" : ""}`
      : `close it with \`${closing}\``;
  return diagnostic("yaml-syntax", text.span(from, from + 1), `this \`${opening}\` is never closed`, {
    help,
  });
}

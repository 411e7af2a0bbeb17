import type { ErrorCode } from "yaml";
import { diagnostic, type Diagnostic } from "../diagnostic.js";
import type { Text } from "./text.js";

/** The YAML library's errors in an author's words, with the cure where there is one. */
const inWords: Partial<Record<ErrorCode, { readonly message: string; readonly help: string }>> = {
  BAD_INDENT: {
    message: "this line is indented unlike the lines it belongs to",
    help: "give all entries of one map or list the same indent, and close every bracket",
  },
  BAD_SCALAR_START: {
    message: "a plain value cannot start with this character",
    help: "quote it",
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: "a second `: ` in one plain value",
    help: "quote the value, or put the inner map on lines of its own",
  },
  MISSING_CHAR: {
    message: "something is not closed or not separated",
    help: "look for a missing quote, bracket, comma or colon",
  },
  TAB_AS_INDENT: { message: "a tab is used to indent", help: "indent with spaces" },
  NON_STRING_KEY: { message: "a key is not a plain name", help: "write a name, and quote it if need be" },
};

/** What the YAML library says of an error. */
interface YamlError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/** One finding for one error of the YAML library. */
export function syntaxError(error: YamlError, text: Text): Diagnostic {
  const known = inWords[error.code];
  const [from, to] = error.pos;
  const message = known?.message ?? lowerFirst(error.message);
  return diagnostic("yaml-syntax", text.span(from, to), message, { help: known?.help });
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

/** The YAML library's errors in an author's words. */
import type { ErrorCode } from "yaml";

/** What the YAML library says of an error. */
export interface YamlError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/** What is wrong, and the cure where there is one. */
export interface Words {
  readonly message: string;
  readonly help?: string;
}

const notAPair: Words = {
  message: "this is not a `key: value` pair",
  help: "write a `:` and a space after the key; quote a text of several lines",
};

const indent: Words = {
  message: "this line is indented unlike the lines it belongs to",
  help: "give all entries of one map or list the same indent",
};

/** For a line right below a list item that starts where the item's dash does, without one. */
export const dashMissing: Words = {
  message: "a list item lacks its `-`",
  help: "start it with `- `, or indent it deeper if it belongs to the item above",
};

/** For a key with a value that the next line continues. */
export const belongsToKey: Words = {
  message: "the next line is indented deeper, so it belongs to this key, which has a value already",
  help: indent.help ?? "",
};

/** By code and, where a code has several meanings, by the library's message. The first that fits counts. */
const inWords: readonly (readonly [ErrorCode, RegExp, Words])[] = [
  ["TAB_AS_INDENT", /./, { message: "a tab is used to indent", help: "indent with spaces" }],
  ["BAD_INDENT", /./, indent],
  ["BLOCK_AS_IMPLICIT_KEY", /sequence/, indent],
  [
    "BLOCK_AS_IMPLICIT_KEY",
    /./,
    {
      message: "a second `: ` in one plain value",
      help: "quote the value, or put the inner map on lines of its own",
    },
  ],
  [
    "BLOCK_IN_FLOW",
    /./,
    {
      message: "an entry with an indent of its own stands inside brackets",
      help: "separate entries inside brackets by commas",
    },
  ],
  ["MULTILINE_IMPLICIT_KEY", /./, notAPair],
  ["MISSING_CHAR", /Implicit map keys/, notAPair],
  ["MISSING_CHAR", /Missing , /, { message: "a comma is missing before this" }],
  [
    "MISSING_CHAR",
    /Comments must/,
    { message: "a space is missing before this `#`", help: "quote a value with a `#`" },
  ],
  ["MISSING_CHAR", /without - /, dashMissing],
  [
    "NON_STRING_KEY",
    /./,
    { message: "a key is not a plain name", help: "write a name, and quote it if need be" },
  ],
  [
    "UNEXPECTED_TOKEN",
    /at node end/,
    {
      message: "this stands after the end of a value",
      help: "look for a missing or surplus quote, comma or line end",
    },
  ],
  ["UNEXPECTED_TOKEN", /flow-\w+-end|Unexpected [\]}]/, { message: "this bracket closes nothing" }],
  ["UNEXPECTED_TOKEN", /Unexpected ,/, { message: "a surplus comma" }],
  [
    "UNEXPECTED_TOKEN",
    /block-seq-ind/,
    { message: "a list starts on the line of its key", help: "start the list on the next line" },
  ],
  [
    "UNEXPECTED_TOKEN",
    /Block scalar header|Not a YAML token/,
    {
      message: "text stands on the line of a `|` or `>`",
      help: "start it on the next line, or quote a value that starts with `|` or `>`",
    },
  ],
  [
    "UNEXPECTED_TOKEN",
    /./,
    { message: "this does not belong here", help: "look above it for a missing quote, bracket or indent" },
  ],
  [
    "BAD_DQ_ESCAPE",
    /./,
    { message: "an unknown escape in a quoted value", help: "write `\\\\` for a backslash" },
  ],
];

/** The words for an error. */
export function wordsOf(error: YamlError): Words {
  const known = inWords.find(([code, message]) => code === error.code && message.test(error.message));
  return known?.[2] ?? { message: lowerFirst(error.message) };
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

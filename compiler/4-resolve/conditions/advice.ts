/** What is said where CEL's parser stops: its own words are those of a parser. */
import type { ParseError } from "@marcbachmann/cel-js";
import { bracketsIn } from "./brackets.js";
import { shown, type Problem } from "./problem.js";
import { operators, words } from "./slips.js";

/** Instead of the parser's words; the range only where it is not what stands there. */
type Advice = Partial<Problem> & { readonly message: string };

interface Stop {
  readonly code: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The operator, the word or the character that stands there. */
  readonly here: string;
  /** The kind of token that should. */
  readonly expected: string | undefined;
}

/** As much of a word, a text or an operator as is shown, or one character. */
const lexeme = /^(?:\w{1,60}|"[^"\\\s]{0,60}"|'[^'\\\s]{0,60}'|&&|\|\||[=!<>]=|\.\d+|[^])/u;

/** The finding for a condition that is not well-formed. */
export function syntaxProblem({ code, range, summary }: ParseError, text: string): Problem {
  const { start, end } = range ?? { start: 0, end: text.length };
  const [here = ""] = lexeme.exec(text.slice(start)) ?? [];
  const stop: Stop = { code, text, start, end, here, expected: /^Expected (\w+)/.exec(summary)?.[1] };
  const advice =
    insideLexeme(stop) ??
    atEnd(stop) ??
    lookalike(stop) ??
    foreignOperator(stop) ??
    foreignWord(stop) ??
    misfit(stop);
  return { code: "condition-syntax", range: [start, start + here.length], ...advice };
}

function insideLexeme({ code, text, start, end, here }: Stop): Advice | undefined {
  const range = [start, end] as const;
  const written = shown(text.slice(start, end));
  switch (code) {
    case "unterminated_string":
    case "unterminated_triple_quoted_string":
      return { range, message: "this text is never closed", help: "close it with its quote", isAtEnd: true };
    case "newline_in_string": {
      const help = "close it there, or write `\\n` for a line end";
      return { range: [start, start], message: "a text ends on the line that it starts on", help };
    }
    case "invalid_number":
    case "invalid_integer":
    case "invalid_hex_integer":
      return { range, message: `\`${written}\` is no number` };
    case "invalid_exponent":
      return { message: "digits are missing in the exponent of a number" };
    case "reserved_identifier":
      return { range, message: `\`${here}\` is a reserved word of CEL`, help: words.get(here) };
    case "invalid_macro_argument":
      return { range, message: "a name belongs here", help: 'write it as in `list.exists(x, x == "a")`' };
  }
  if (!code.includes("escape") && code !== "invalid_unicode_surrogate") return undefined;
  return { range, message: `\`${written}\` is no escape of CEL`, help: "write `\\\\` for a backslash" };
}

function atEnd({ text, start, expected }: Stop): Advice | undefined {
  const end = text.trimEnd().length;
  if (start < end) return undefined;
  const open = expected === undefined ? undefined : bracketsIn(text).open.at(-1);
  if (open === undefined) {
    const help = expected === "COLON" ? "write `a ? b : c`" : undefined;
    return { range: [end, end], message: "the condition ends before it is complete", help, isAtEnd: true };
  }
  const opening = text.charAt(open);
  const closing = { "[": "]", "{": "}" }[opening] ?? ")";
  const message = `this \`${opening}\` is never closed`;
  return { range: [open, open + 1], message, help: `close it with \`${closing}\``, isAtEnd: true };
}

/** Quotes and blanks that only look like the right ones. */
function lookalike({ here }: Stop): Advice | undefined {
  const help = "write straight quotes, `\"` or `'`";
  if (/[\u2018-\u201f\u00ab\u00bb]/.test(here))
    return { message: `\`${here}\` is a typographic quote`, help };
  if (here === "`") return { message: "a backtick is no quote of CEL", help };
  if (!/[\s\p{Cc}\p{Cf}\p{Z}]/u.test(here)) return undefined;
  const point = (here.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return {
    message: `an invisible character, U+${point}, stands here`,
    help: "write a plain space, or nothing",
  };
}

/** The parser stops somewhere in `===`. */
function foreignOperator({ text, start }: Stop): Advice | undefined {
  const [before = ""] = /[=!<>&|~?]*$/.exec(text.slice(Math.max(0, start - 3), start)) ?? [];
  const [after = ""] = /^(?:\.|[=!<>&|~?]*)/.exec(text.slice(start, start + 4)) ?? [];
  const operator = before + after;
  const help = operators.get(operator);
  if (help === undefined) return undefined;
  const from = start - before.length;
  return { range: [from, from + operator.length], message: `\`${operator}\` is no operator of CEL`, help };
}

/** The parser stops at `and`, and after `not`. */
function foreignWord({ text, start }: Stop): Advice | undefined {
  const [not] = /\bnot\s+$/i.exec(text.slice(Math.max(0, start - 8), start)) ?? [];
  const [next = ""] = /^(?:is(?:\s+not)?(?:\s+null)?\b|not\s+in\b|\w+)/i.exec(text.slice(start)) ?? [];
  const from = not === undefined ? start : start - not.length;
  const word = (not ?? next).trimEnd();
  const help = words.get(word.toLowerCase().replace(/\s+/g, " "));
  if (help === undefined || word === "in") return undefined;
  return {
    range: [from, from + word.length],
    message: `\`${word.replace(/\s+/g, " ")}\` is no operator of CEL`,
    help,
  };
}

/** Where characters belong, or what to do with them. */
const elsewhere: Readonly<Record<string, string>> = {
  ",": "write a list as `[a, b]`",
  ":": "it stands in `a ? b : c`",
  ";": "remove it",
  "#": "a comment starts with `//`",
};

/** Something of CEL, in the wrong place. */
function misfit({ code, text, start, here, expected }: Stop): Advice {
  const before = text.slice(0, start).trimEnd();
  if (before.endsWith(".")) return afterDot(before, here);
  const open = text.charAt(bracketsIn(before).open.at(-1) ?? text.length);
  if (open === "{" || (here === "{" && /\w$/.test(before))) {
    return { code: "condition-unsupported", message: "maps and messages are not supported in conditions" };
  }
  if (code === "unexpected_token") {
    const help = /^\.\d/.test(here) ? `write \`0${here}\`` : undefined;
    return { message: `a value is missing before \`${here}\``, help };
  }
  if (expected === "COLON") {
    return { message: `\`:\` and a value are missing before \`${here}\``, help: "write `a ? b : c`" };
  }
  const [digits] = before.length < start ? [] : (/(?<!\w)\d{1,60}$/.exec(before) ?? []);
  if (digits !== undefined && /^\w/.test(here)) {
    const range = [start - digits.length, start + here.length] as const;
    return { range, message: `\`${digits}${here}\` is no number` };
  }
  if (/^[\w"'([{]/.test(here)) return { message: `an operator is missing before \`${here}\`` };
  if (/^[)\]}]/.test(here)) return { message: `this \`${here}\` closes nothing` };
  const isPlain = here.charCodeAt(0) < 128;
  const help = isPlain ? elsewhere[here] : "outside quotes a condition is written in ASCII";
  return { message: `\`${here}\` does not belong here`, help };
}

function afterDot(before: string, here: string): Advice {
  const [number] = /(?<![\w.])\d{1,60}\.$/.exec(before) ?? [];
  if (number !== undefined) {
    const range = [before.length - number.length, before.length] as const;
    return { range, message: `digits are missing after \`${number}\``, help: `write \`${number}0\`` };
  }
  return { message: `\`${here}\` cannot stand after a dot`, help: "write a name there" };
}

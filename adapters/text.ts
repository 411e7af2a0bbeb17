/**
 * Text in PostgreSQL. It cannot store the character NUL nor half of a surrogate pair, so no column has them. A text that does
 * must not be sent, and yet be answered as in memory.
 */
import { joined, no, parameter, pg, type Pieces } from "./pieces.js";

/** A text: known already, or an expression. */
export type Text = { readonly known: string } | { readonly pieces: Pieces };

export type TextOperator = "==" | "startsWith" | "endsWith" | "contains";

/** A test of two texts, one of which is not known. It is not true of what is missing, negated or not. */
export function textTest(
  op: TextOperator,
  left: Text,
  right: Text,
  negated: boolean,
  alias: () => string,
): Pieces {
  if ("known" in left) {
    if ("known" in right) return no;
    if (op === "==") return textTest(op, right, left, negated, alias);
    return negatedIf(negated, foundIn(op, left.known, right.pieces));
  }
  if ("pieces" in right) return plainTest(op, left.pieces, right.pieces, negated);
  const [only, ...others] = spellings(op, right.known);
  if (only === undefined)
    return negated && !(op === "contains" && isCutTwice(right.known)) ? pg`${left.pieces} IS NOT NULL` : no;
  if (others.length === 0) return plainTest(op, left.pieces, parameter(only, "text"), negated);
  const name = alias();
  const all = parameter([only, ...others], "text[]");
  const test = plainTest(op, left.pieces, pg`${name}`, false);
  const found = pg`EXISTS (SELECT 1 FROM unnest(${all}) AS ${name}(${name}) WHERE ${test})`;
  return negated ? pg`(${left.pieces} IS NOT NULL AND NOT ${found})` : found;
}

export function isStorable(text: string): boolean {
  return !/\0|\p{Surrogate}/u.test(text);
}

function plainTest(op: TextOperator, left: Pieces, right: Pieces, negated: boolean): Pieces {
  switch (op) {
    case "==":
      return pg`${left} ${negated ? "<>" : "="} ${right}`;
    case "startsWith":
      return negatedIf(negated, pg`starts_with(${left}, ${right})`);
    case "endsWith":
      return pg`right(${left}, char_length(${right})) ${negated ? "<>" : "="} ${right}`;
    case "contains":
      return pg`strpos(${left}, ${right}) ${negated ? "=" : ">"} 0`;
  }
}

function negatedIf(negated: boolean, pieces: Pieces): Pieces {
  return negated ? pg`NOT ${pieces}` : pieces;
}

/** What a column has stands in a known text only between what no column has. */
function foundIn(op: TextOperator, known: string, right: Pieces): Pieces {
  const parts = known.split(/\0|\p{Surrogate}/u);
  const ends = op === "startsWith" ? parts.slice(0, 1) : op === "endsWith" ? parts.slice(-1) : parts;
  const tests = ends.map((part) => plainTest(op, parameter(part, "text"), right, false));
  return pg`(${joined(tests, "OR")})`;
}

/** The texts with whole characters that stand for one: itself, or where it begins or ends within a character, with each. */
function spellings(op: TextOperator, text: string): readonly string[] {
  let all: readonly string[] = [text];
  if (/^(?:endsWith|contains)$/.test(op) && /^[\uDC00-\uDFFF]/.test(text)) {
    all = halves.map((half) => String.fromCharCode(0xd800 + half) + text);
  } else if (/^(?:startsWith|contains)$/.test(op) && /[\uD800-\uDBFF]$/.test(text)) {
    all = halves.map((half) => text + String.fromCharCode(0xdc00 + half));
  }
  return all.filter(isStorable);
}

/** What begins and ends within a character stands in some texts; too many to name, so no row is taken. */
function isCutTwice(text: string): boolean {
  return /^[\uDC00-\uDFFF]/.test(text) && /[\uD800-\uDBFF]$/.test(text);
}

const halves = Array.from({ length: 0x400 }, (_, half) => half);

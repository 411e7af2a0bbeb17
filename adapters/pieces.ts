/** PostgreSQL in pieces: an adapter turns each into what its library understands. */
import type { FilterCondition } from "../runtime/filter/index.js";

export type Holds = Extract<FilterCondition, { op: "holds" }>;
export type Inside = Extract<FilterCondition, { op: "inside" }>;

export type Piece =
  /** Text of the statement, as it is. No value ever stands in it. */
  | { readonly tag: "text"; readonly text: string }
  | { readonly tag: "parameter"; readonly value: unknown; readonly type: string }
  /** The column of an attribute. */
  | { readonly tag: "column"; readonly attribute: string }
  | { readonly tag: "holds"; readonly condition: Holds }
  | { readonly tag: "inside"; readonly condition: Inside };

export type Pieces = readonly Piece[];

/** A template of pieces: its own text, and what is put in. */
export function pg(texts: TemplateStringsArray, ...put: readonly (Pieces | string)[]): Pieces {
  return texts.flatMap((text, index) => [...plain(text), ...of(put[index] ?? "")]);
}

function of(put: Pieces | string): Pieces {
  return typeof put === "string" ? plain(put) : put;
}

function plain(text: string): Pieces {
  return text === "" ? [] : [{ tag: "text", text }];
}

export function parameter(value: unknown, type: string): Pieces {
  return [{ tag: "parameter", value, type }];
}

export function column(attribute: string): Pieces {
  return [{ tag: "column", attribute }];
}

/** Conditions or cases between parentheses, with a word between them. */
export function joined(all: readonly Pieces[], word: string): Pieces {
  const [first = [], ...rest] = all;
  return rest.length === 0 ? first : pg`(${[first, ...rest.map((one) => pg` ${word} ${one}`)].flat()})`;
}

export const yes: Pieces = pg`TRUE`;
export const no: Pieces = pg`FALSE`;

/** Brackets in a condition's text: the syntax tree does not keep parentheses. */

/** From one character to another, the end exclusive. */
export type Part = readonly [start: number, end: number];

export interface Brackets {
  /** Each pair with what it holds. */
  readonly pairs: readonly Part[];
  /** The opening ones that have no partner. */
  readonly open: readonly number[];
}

/** What has no brackets in it, a comment or a text; or one bracket. */
const lexeme =
  /\/\/[^\n]*|"""(?:\\[^]|(?!""")[^\\])*"""|'''(?:\\[^]|(?!''')[^\\])*'''|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|[()[\]{}]/g;

/** The brackets of a text. */
export function bracketsIn(text: string): Brackets {
  const pairs: Part[] = [];
  const open: number[] = [];
  for (const { 0: found, index } of text.matchAll(lexeme)) {
    if (/^[([{]/.test(found)) open.push(index);
    const start = /^[)\]}]/.test(found) ? open.pop() : undefined;
    if (start !== undefined) pairs.push([start, index + 1]);
  }
  return { pairs, open };
}

/** A part, grown by the other half of each pair that it cuts. */
export function uncut([start, end]: Part, { pairs }: Brackets): Part {
  const cut = pairs.filter(
    ([open, close]) =>
      (open < start && close > start && close <= end) || (open >= start && open < end && close > end),
  );
  return [Math.min(start, ...cut.map(([open]) => open)), Math.max(end, ...cut.map(([, close]) => close))];
}

/** True if a part stands in brackets that open after an offset. */
export function isInside([start, end]: Part, after: number, { pairs }: Brackets): boolean {
  return pairs.some(([open, close]) => open >= after && open < start && close > end);
}

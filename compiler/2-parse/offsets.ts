import type { Range } from "./text.js";

/** For each UTF-16 unit of a value the part of its source that it comes from. */
interface Units {
  readonly source: string;
  readonly value: string;
  readonly ranges: readonly Range[];
}

/** Findings come in groups: what was read last is asked for again. */
let last: Units = { source: "", value: "", ranges: [] };

/**
 * Where a part of a text value stands in its source: plain, quoted, or a block. The source starts where the value does. What
 * folding made of line ends and indents is not told apart; every other character is found exactly.
 */
export function partOf(source: string, value: string, [from, to]: Range): Range {
  if (last.source !== source || last.value !== value) {
    const ranges = source.startsWith('"') ? escapedUnits(source) : plainUnits(source, value);
    last = { source, value, ranges };
  }
  const { ranges } = last;
  const [, end] = ranges.at(-1) ?? [0, source.length];
  const start = ranges[from]?.[0] ?? end;
  return [start, to > from ? (ranges[to - 1]?.[1] ?? end) : start];
}

/** What is not white space stands in the source as it is; in single quotes an apostrophe stands there twice. */
function plainUnits(source: string, value: string): readonly Range[] {
  const isQuoted = source.startsWith("'");
  let at = /^[|>]/.test(source) ? source.indexOf("\n") + 1 : isQuoted ? 1 : 0;
  return value.split("").map((unit): Range => {
    if (!/\s/.test(unit)) {
      const found = source.indexOf(unit, at);
      at = found === -1 ? at : found;
    } else if (source.charAt(at) !== unit) return [at, at];
    const start = at;
    at += isQuoted && unit === "'" ? 2 : 1;
    return [start, at];
  });
}

/**
 * What a double-quoted value consists of: a continued line, an escape, line ends with the white space around them, white space, or
 * one unit.
 */
const lexeme =
  /(?<continued>\\\r?\n[ \t]*)|(?<escape>\\(?:x..|u.{4}|U.{8}|[^]))|(?<folded>[ \t]*(?:\r?\n[ \t]*)+)|[ \t]+|[^]/g;

function escapedUnits(source: string): readonly Range[] {
  const ranges: Range[] = [];
  for (const { 0: text, index, groups = {} } of source.slice(1, -1).matchAll(lexeme)) {
    const start = index + 1;
    const part: Range = [start, start + text.length];
    if (groups["continued"] !== undefined) continue;
    if (groups["escape"] !== undefined) {
      ranges.push(part);
      if (/^\\U(?!0000)/.test(text)) ranges.push(part);
    } else if (groups["folded"] !== undefined) {
      // One line end is a space, and each further one a line end.
      const lines = text.split("\n").length - 1;
      for (let unit = Math.min(1, lines - 1); unit < lines; unit++) ranges.push([start, start]);
    } else {
      for (let unit = 0; unit < text.length; unit++) ranges.push([start + unit, start + unit + 1]);
    }
  }
  return ranges;
}

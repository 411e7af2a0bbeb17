import type { Span } from "../diagnostic.js";
import type { SourceFile } from "../ir.js";

/** The offsets at which a part of a text starts and ends, the end exclusive. */
export type Range = readonly [start: number, end: number];

/** A source text that turns offsets into spans. */
export class Text {
  private readonly source: SourceFile;
  /** The offset at which each line starts. */
  private readonly starts: readonly number[];

  constructor(source: SourceFile) {
    this.source = source;
    const starts = [0];
    for (let at = source.text.indexOf("\n"); at !== -1; at = source.text.indexOf("\n", at + 1)) {
      starts.push(at + 1);
    }
    this.starts = starts;
  }

  /** The span from one offset to another, the end exclusive. */
  span(from: number, to: number): Span {
    const start = this.position(from);
    const end = this.position(Math.max(from, to));
    return {
      file: this.source.path,
      line: start.line,
      column: start.column,
      endLine: end.line,
      endColumn: end.column,
      text: this.line(start.line),
    };
  }

  /** The line of an offset, counted from 1. */
  lineOf(offset: number): number {
    return this.position(offset).line;
  }

  /** The text of a line without its end. */
  line(line: number): string {
    const end = this.starts[line];
    const text = this.source.text.slice(this.starts[line - 1], end === undefined ? undefined : end - 1);
    return text.replace(/\r$/, "");
  }

  /** The first offset from this one on that has something other than white space; the last one before, if none has. */
  somethingAt(offset: number): number {
    const { text } = this.source;
    const blank = /\s*/y;
    blank.lastIndex = offset;
    blank.exec(text);
    return blank.lastIndex < text.length ? blank.lastIndex : Math.max(0, text.trimEnd().length - 1);
  }

  /** The offset at which the line of an offset ends. */
  endOfLine(offset: number): number {
    const line = this.lineOf(offset);
    return (this.starts[line - 1] ?? 0) + this.line(line).length;
  }

  /** The offset at which the map entry of an offset starts on its line: after the indent and the dashes. */
  startOfEntry(offset: number): number {
    const line = this.lineOf(offset);
    const [before = ""] = /^(?:\s|-\s)*/.exec(this.line(line)) ?? [];
    return Math.min(offset, (this.starts[line - 1] ?? 0) + before.length);
  }

  /** The offset at which a key ends that starts at one offset and has its value at another. */
  endOfKey(key: number, value: number): number {
    return key + this.slice(key, value).replace(/\s*:\s*$/, "").length;
  }

  /** True if a list item starts on the last line above that has anything, in the column of this offset. */
  isBelowItem(offset: number): boolean {
    const { line, column } = this.position(offset);
    let above = line - 1;
    while (above > 0 && /^\s*(?:#|$)/.test(this.line(above))) above--;
    return above > 0 && /^ *- /.exec(this.line(above))?.[0].length === column + 1;
  }

  /** Where a text stands in a part of the source; the whole part, if it does not stand there exactly once. */
  find(wanted: string, [start, end]: Range): Range {
    const part = this.slice(start, end);
    const at = part.indexOf(wanted);
    if (wanted === "" || at === -1 || part.includes(wanted, at + 1)) return [start, end];
    return [start + at, start + at + wanted.length];
  }

  /** The characters from one offset to another. */
  slice(from: number, to: number): string {
    return this.source.text.slice(from, to);
  }

  private position(offset: number): { readonly line: number; readonly column: number } {
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? Infinity) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (this.starts[low] ?? 0) + 1 };
  }
}

import type { LineCounter } from "yaml";
import type { Span } from "../diagnostic.js";
import type { SourceFile } from "../ir.js";

/** A source text that turns offsets into spans. */
export class Text {
  private readonly source: SourceFile;
  private readonly lines: LineCounter;

  constructor(source: SourceFile, lines: LineCounter) {
    this.source = source;
    this.lines = lines;
  }

  /** The span from one offset to another, the end exclusive. */
  span(from: number, to: number): Span {
    const start = this.lines.linePos(from);
    const end = this.lines.linePos(Math.max(from, to));
    return {
      file: this.source.path,
      line: Math.max(start.line, 1),
      column: Math.max(start.col, 1),
      endLine: Math.max(end.line, 1),
      endColumn: Math.max(end.col, 1),
      text: this.lineAt(from),
    };
  }

  /** The part of the text between two offsets. */
  slice(from: number, to: number): string {
    return this.source.text.slice(from, to);
  }

  private lineAt(offset: number): string {
    const { text } = this.source;
    const start = text.lastIndexOf("\n", offset - 1) + 1;
    const end = text.indexOf("\n", offset);
    return text.slice(offset === 0 ? 0 : start, end === -1 ? text.length : end).replace(/\r$/, "");
  }
}

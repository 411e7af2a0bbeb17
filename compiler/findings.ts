import type { Code } from "./catalogue.js";
import { diagnostic, wholeFile, type Diagnostic } from "./diagnostic.js";
import type { Place } from "./ir.js";

interface Extra {
  readonly help?: string | undefined;
  /** The place that this one repeats. */
  readonly first?: Place;
  /** The place that this one does not go together with. */
  readonly other?: Place;
  readonly others?: readonly { readonly message: string; readonly place: Place }[];
}

/** No room keeps more findings than this: nobody reads so many, and each holds a line of text. */
export const mostFindings = 10_000;

/** A finding names at most so many other places. */
const mostRelated = 20;

/** Collects what a room finds, each at a place in a file. */
export class Findings {
  /** What is kept. */
  readonly kept: Diagnostic[] = [];
  private dropped = 0;

  /** What is kept, with a word about what is not. */
  get all(): readonly Diagnostic[] {
    const [first] = this.kept;
    if (first === undefined || this.dropped === 0) return this.kept;
    const message = `there are ${this.dropped} more findings than the ${mostFindings} that are kept`;
    const help = "mend those that are shown and run again";
    return [...this.kept, diagnostic("too-large", wholeFile(first.span.file), message, { help })];
  }

  /** Adds a finding. */
  add(code: Code, place: Place, message: string, extra: Extra = {}): void {
    if (this.isFull) return;
    const { help, first, other, others = [] } = extra;
    const related = [
      ...(first === undefined ? [] : [{ message: "first defined here", place: first }]),
      ...(other === undefined ? [] : [{ message: "the other one stands here", place: other }]),
      ...others.slice(0, mostRelated),
    ].map(({ message, place }) => ({ message, span: place.file.locate(place) }));
    this.kept.push(diagnostic(code, place.file.locate(place), message, { help, related }));
  }

  /** Adds a finding that is made already. */
  keep(finding: Diagnostic): void {
    if (!this.isFull) this.kept.push(finding);
  }

  /** Counts what comes when there is no room left. */
  private get isFull(): boolean {
    if (this.kept.length < mostFindings) return false;
    this.dropped++;
    return true;
  }
}

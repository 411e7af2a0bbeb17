import type { Code } from "./catalogue.js";
import { diagnostic, type Diagnostic } from "./diagnostic.js";
import type { Place } from "./ir.js";

interface Extra {
  readonly help?: string | undefined;
  /** The place that this one repeats. */
  readonly first?: Place;
  /** The place that this one does not go together with. */
  readonly other?: Place;
  readonly others?: readonly { readonly message: string; readonly place: Place }[];
}

/** Collects what a room finds, each at a place in a file. */
export class Findings {
  readonly all: Diagnostic[] = [];

  /** Adds a finding. */
  add(code: Code, place: Place, message: string, extra: Extra = {}): void {
    const { help, first, other, others = [] } = extra;
    const related = [
      ...(first === undefined ? [] : [{ message: "first defined here", place: first }]),
      ...(other === undefined ? [] : [{ message: "the other one stands here", place: other }]),
      ...others,
    ].map(({ message, place }) => ({ message, span: place.file.locate(place) }));
    this.all.push(diagnostic(code, place.file.locate(place), message, { help, related }));
  }
}

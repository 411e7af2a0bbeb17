import type { Code } from "./catalogue.js";
import { diagnostic, type Diagnostic } from "./diagnostic.js";
import type { Place } from "./ir.js";

/** Collects what a room finds, each at a place in a file. */
export class Findings {
  readonly all: Diagnostic[] = [];

  /** Adds a finding. `first` is the place of an earlier one that this one repeats. */
  add(
    code: Code,
    place: Place,
    message: string,
    extra: { help?: string | undefined; first?: Place } = {},
  ): void {
    const { help, first } = extra;
    const related =
      first === undefined ? [] : [{ message: "first defined here", span: first.file.locate(first) }];
    this.all.push(diagnostic(code, place.file.locate(place), message, { help, related }));
  }
}

/** What a mutant is. */
import type { ParsedFile } from "../../compiler/ir.js";
import type { Edit } from "./edit.js";
import type { WrittenCondition } from "./written.js";

/** What is done to a policy. */
export const operators = [
  "drop-grant",
  "narrow-scope",
  "widen-scope",
  "negate-condition",
  "drop-condition",
  "drop-operand",
  "drop-except",
  "drop-inherits",
  "drop-held-by",
  "drop-assigns",
  "drop-implies",
  "drop-default-role",
] as const;

export type Operator = (typeof operators)[number];

/** A small change of a policy that its tests should notice. */
export interface Mutant {
  readonly operator: Operator;
  /** What is changed: `role:X`, `resourceRole:T#X`, `kind:K`, `resource:T`, `permission:T:A` or `scope:S`, by names. */
  readonly of: string;
  /** Relative to the root of the project. */
  readonly file: string;
  readonly line: number;
  /** Ways to make the change. The mutant is the first of them that compiles. */
  readonly ways: readonly Way[];
}

/** One way to make a change. */
export interface Way {
  /** What it does, as a sentence without a full stop: `drop the grant job:view`. */
  readonly change: string;
  readonly edit: Edit;
}

/** Something in a file that may be changed: what it belongs to, and where it stands. */
export interface Site {
  readonly file: ParsedFile;
  readonly of: string;
  readonly condition: WrittenCondition;
}

/** A mutant at a key of a map or an index of a list. */
export function mutantAt(
  { file, of }: Site,
  [container, key]: readonly [container: object, key: string | number],
  operator: Operator,
  ...ways: readonly Way[]
): Mutant {
  return { operator, of, file: file.source.path, line: file.locate({ container, key }).line, ways };
}

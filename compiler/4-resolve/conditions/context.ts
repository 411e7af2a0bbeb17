import type { ASTNode } from "@marcbachmann/cel-js";
import type { Code } from "../../catalogue.js";
import { bracketsIn, isInside, uncut, type Brackets, type Part } from "./brackets.js";
import { shown, type Problem } from "./problem.js";
import type { Setting } from "./reading.js";
import type { Typed, Type } from "./types.js";

/** A node of CEL's syntax with one of some operators. */
export type NodeOf<Op extends ASTNode["op"]> = Extract<ASTNode, { op: Op }>;

/** An optional attribute whose value is asked for where it may be missing. */
export interface Careless {
  readonly name: string;
  readonly range: Problem["range"];
}

/** What holds where an expression stands inside a condition. */
export interface Surroundings {
  readonly variables: ReadonlyMap<string, Type>;
  /** The attributes that `has` has asked about: where this is looked at, they are there. */
  readonly present: ReadonlySet<string>;
}

/** Types an expression, or reports what is wrong with it. */
export type Check = (node: ASTNode, around: Surroundings) => Typed | undefined;

/** After so many problems a condition is checked no further: nobody mends more at once. */
const mostProblems = 20;

/** One condition, while it is checked. */
export class Context {
  readonly setting: Setting;
  readonly text: string;
  readonly problems: Problem[] = [];
  readonly careless: Careless[] = [];
  private known: Brackets | undefined;

  constructor(setting: Setting, text: string) {
    this.setting = setting;
    this.text = text;
  }

  /** Reports a problem with a part of the text; what comes of it has no type. */
  fail(code: Code, at: Span, message: string, help?: string): Typed | undefined {
    this.problems.push({ code, range: this.whole(at), message, help });
    return undefined;
  }

  /** True if enough problems are known. */
  get isFull(): boolean {
    return this.problems.length >= mostProblems;
  }

  /** The text of a node as it is written. */
  written(at: Span): string {
    return shown(this.text.slice(...this.whole(at)));
  }

  /** True if a node stands in parentheses that open after another one. */
  isInParentheses({ start, end }: Span, after: Span): boolean {
    return isInside([start, end], after.end, this.brackets);
  }

  /** A node starts behind the parenthesis that its first part stands in. */
  private whole({ start, end }: Span): Part {
    return uncut([start, end], this.brackets);
  }

  private get brackets(): Brackets {
    this.known ??= bracketsIn(this.text);
    return this.known;
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
}

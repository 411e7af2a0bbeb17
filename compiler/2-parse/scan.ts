/** A look at the lexemes of a file: what the tree no longer shows, and where it stands. */
import { CST } from "yaml";

/** A part of the text. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly source: string;
}

/** A YAML feature that the strict profile leaves out. */
export interface Feature extends Mark {
  readonly kind: "alias" | "anchor" | "directive" | "merge key" | "tag";
}

/** Collects the features that are used, and the first bracket or quote that is never closed. */
export class Scan {
  readonly features: Feature[] = [];
  readonly comments: Mark[] = [];
  /** The names of the anchors. */
  readonly anchors: Set<string> = new Set<string>();
  private readonly brackets: Mark[] = [];
  private readonly failed: Mark[] = [];
  /** Quoted values inside brackets that end on a later line, or never. */
  private readonly doubtful: Mark[] = [];
  private plain: Mark | "next" | undefined;
  /** True after a feature, until something else than white space comes: what follows at once is the same mistake. */
  private inFeature = false;

  /** Looks at one lexeme. */
  see(source: string, from: number): void {
    const mark: Mark = { from, to: from + source.length, source };
    if (this.plain === "next") {
      this.plain = mark;
      this.inFeature = false;
      return;
    }
    const type = CST.tokenType(source);
    switch (type) {
      case "scalar":
        this.plain = "next";
        return;
      case "comment":
        this.comments.push(mark);
        return;
      case "space":
      case "newline":
        return;
      case "alias":
      case "anchor":
      case "tag":
        if (type === "anchor") this.anchors.add(source.slice(1));
        this.feature(type, mark);
        return;
      case "directive-line":
        this.feature("directive", { ...mark, source: source.trimEnd() });
        return;
      case "map-value-ind":
        if (this.plain?.source === "<<") {
          this.feature("merge key", this.plain);
          return;
        }
        break;
      case "flow-map-start":
      case "flow-seq-start":
        this.brackets.push(mark);
        break;
      case "flow-map-end":
        this.close("{");
        break;
      case "flow-seq-end":
        this.close("[");
        break;
      case "flow-error-end":
        this.failed.push(...this.brackets.splice(0));
        break;
      case "single-quoted-scalar":
      case "double-quoted-scalar":
        if (this.brackets.length > 0 && (source.includes("\n") || !isClosed(source)))
          this.doubtful.push(mark);
        if (!isClosed(source)) this.failed.push(mark);
        break;
    }
    this.plain = undefined;
    this.inFeature = false;
  }

  /** The first bracket or quote that is never closed. To be asked at the end, and only if there is an error at all. */
  get unclosed(): Mark | undefined {
    const first = [...this.failed, ...this.brackets].sort((a, b) => a.from - b.from)[0];
    // Where a quote is forgotten, the value swallows the bracket's end, and the bracket is what seems open.
    return this.doubtful.find(({ from }) => first !== undefined && from > first.from) ?? first;
  }

  private close(opening: string): void {
    const innermost = this.brackets.pop();
    if (innermost === undefined || innermost.source === opening) return;
    this.failed.push(innermost);
    if (this.brackets.at(-1)?.source === opening) this.brackets.pop();
  }

  private feature(kind: Feature["kind"], mark: Mark): void {
    if (!this.inFeature) this.features.push({ kind, ...mark });
    this.inFeature = true;
    this.plain = undefined;
  }
}

/** True if a quoted value ends with the quote that it starts with. */
function isClosed(source: string): boolean {
  return source.length > 1 && source.endsWith(source.charAt(0));
}

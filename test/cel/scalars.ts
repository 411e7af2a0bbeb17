/** Marked texts as YAML scalars of every style, and where the marks are in them. */

export const styles = ["plain", "single-quoted", "double-quoted", "folded", "literal"] as const;

export type Style = (typeof styles)[number];

export interface Scalar {
  /** As it stands after `when: `. */
  readonly text: string;
  /** The marked parts; the whole scalar if none is. */
  readonly marked: readonly (readonly [start: number, end: number])[];
}

const indent = "          ";

/** The text as a scalar; undefined where the style cannot hold it. */
export function written(text: string, style: Style): Scalar | undefined {
  if (text.includes("\n") && style !== "literal" && style !== "double-quoted") return undefined;
  const [open, close] = around[style];
  const parts = text.split(/([«»])/);
  let out = open;
  let from: number | undefined;
  const marked: [number, number][] = [];
  let seen = 0;
  for (const part of parts) {
    if (part === "«") from = out.length;
    else if (part === "»") marked.push([from ?? 0, out.length]);
    else {
      out += Array.from(part, (character) => encoded(character, style, seen++)).join("");
    }
  }
  const value = out.slice(open.length);
  if (style === "plain" && !isPlain(value)) return undefined;
  out += close;
  const whole: [number, number] = [0, out.length];
  return { text: out, marked: marked.length > 0 ? marked : [whole] };
}

const around: Readonly<Record<Style, readonly [open: string, close: string]>> = {
  plain: ["", ""],
  "single-quoted": ["'", "'"],
  "double-quoted": ['"', '"'],
  folded: [`>-\n${indent}`, ""],
  literal: [`|-\n${indent}`, ""],
};

/** One character; some spaces become line ends, which mean a space or white space too. */
function encoded(character: string, style: Style, index: number): string {
  if (character === " " && index % 3 === 0) return `\n${indent}`;
  if (character === "\n") return style === "literal" ? `\n${indent}` : "\\n";
  if (style === "single-quoted") return character === "'" ? "''" : character;
  if (style !== "double-quoted") return character;
  if (character === '"' || character === "\\") return `\\${character}`;
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff) return `\\U${code.toString(16).padStart(8, "0")}`;
  if (code > 0x7f) return `\\u${code.toString(16).padStart(4, "0")}`;
  return index % 11 === 5 ? `\\x${code.toString(16).padStart(2, "0")}` : character;
}

/** Nothing in it means something to YAML. */
function isPlain(value: string): boolean {
  return /^[\w("-]/.test(value) && !/^["'[{!&*]|: | #/.test(value) && !value.startsWith("- ");
}

/** The pages of the documentation, and the code blocks on them. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, resolve, sep } from "node:path";
import { fromMarkdown } from "mdast-util-from-markdown";

export const root = resolve(import.meta.dirname, "../../..");

/** A fenced code block. */
export interface Block {
  readonly page: string;
  /** The line of its first code. */
  readonly line: number;
  readonly language: string;
  /** What stands behind the language: the path of a file, or a word. */
  readonly meta: string;
  readonly text: string;
  /** Whether a reader does not see it, because it stands in an HTML comment. */
  readonly isHidden: boolean;
  /** The paragraph above it. */
  readonly above: string;
}

/** Every page that a reader may come to, by its path. */
export const pages: readonly string[] = [
  ...readdirSync(root),
  ...["docs", "policies"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) =>
      posix.join(folder, path.split(sep).join("/")),
    ),
  ),
]
  .filter((path) => path.endsWith(".md"))
  .sort();

export function textOf(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** The blocks of a page, in the order of the page. @throws for code that is only indented: it would say nothing of itself */
export function blocksOf(page: string, markdown = textOf(page)): readonly Block[] {
  return read(page, markdown, 0, false);
}

function read(page: string, markdown: string, before: number, isHidden: boolean): readonly Block[] {
  const { children } = fromMarkdown(markdown);
  return children.flatMap((node, index) => {
    const { start, end } = node.position ?? { start: { line: 0, offset: 0 }, end: { offset: 0 } };
    if (node.type === "html" && node.value.startsWith("<!--") && node.value.includes("\n```")) {
      const inside = node.value.replace(/^<!--.*/, "").replace(/-->$/, "");
      return read(page, inside, before + start.line - 1, true);
    }
    if (node.type !== "code") return nestedIn(page, node);
    if (!markdown.slice(start.offset, end.offset).startsWith("```")) {
      throw new Error(`${page}:${before + start.line}: code without a fence of three backticks`);
    }
    const previous = children[index - 1]?.position;
    const above = previous && markdown.slice(previous.start.offset, previous.end.offset);
    const line = before + start.line + 1;
    const { lang, meta, value } = node;
    return [
      { page, line, language: lang ?? "", meta: meta ?? "", text: value, isHidden, above: above ?? "" },
    ];
  });
}

/** Code inside a list or a quotation would not be seen here. */
function nestedIn(page: string, node: object): readonly never[] {
  if (JSON.stringify(node).includes('"type":"code"')) {
    throw new Error(`${page}: a code block stands in a list or a quotation; put it at the margin`);
  }
  return [];
}

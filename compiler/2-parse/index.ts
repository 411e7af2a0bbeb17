/** Room 2: text becomes plain data with a way back to the text. YAML 1.2 core, in a strict profile. */
import { Composer, Lexer, Parser } from "yaml";
import { diagnostic, wholeFile, type Diagnostic, type Span } from "../diagnostic.js";
import { Findings } from "../findings.js";
import type { Outcome, ParsedFile, SourceFile } from "../ir.js";
import { refusal } from "./features.js";
import { readNodes } from "./nodes.js";
import { Scan } from "./scan.js";
import { syntaxError } from "./syntax.js";
import { Text } from "./text.js";

/** Deeper nesting is refused before the tree is built: a policy is about ten deep. */
const deepestNesting = 64;

/**
 * More lexemes (names, values, marks, white space) than this in one policy are refused before the tree is built: each costs up to
 * 400 bytes. 165,000 grants on lines of their own are about a million.
 */
const mostLexemes = 4_000_000;

/** What files became, as long as they live, and how many lexemes they have. */
const known = new WeakMap<SourceFile, Outcome<ParsedFile | undefined> & { readonly lexemes: number }>();

/** Parses the files; a file with a finding has no result. `onFile` is called before each. */
export function parse(
  files: readonly SourceFile[],
  onFile: (path: string) => void = () => undefined,
): Outcome<readonly ParsedFile[]> {
  const findings = new Findings();
  const result: ParsedFile[] = [];
  const budget = { lexemes: mostLexemes };
  for (const source of files) {
    onFile(source.path);
    const parsed = parseOnce(source, budget);
    for (const finding of parsed.diagnostics) findings.keep(finding);
    if (parsed.result !== undefined && parsed.diagnostics.length === 0) result.push(parsed.result);
    if (budget.lexemes < 0) break;
  }
  return { result, diagnostics: findings.all };
}

function parseOnce(source: SourceFile, budget: { lexemes: number }): Outcome<ParsedFile | undefined> {
  const before = known.get(source);
  if (before !== undefined && before.lexemes <= budget.lexemes) {
    budget.lexemes -= before.lexemes;
    return before;
  }
  const left = budget.lexemes;
  const parsed = parseFile(source, budget);
  if (budget.lexemes >= 0) known.set(source, { ...parsed, lexemes: left - budget.lexemes });
  return parsed;
}

/** Parses one file, as long as the lexemes last. */
export function parseFile(
  source: SourceFile,
  budget: { lexemes: number } = { lexemes: mostLexemes },
): Outcome<ParsedFile | undefined> {
  const text = new Text(source);
  const scan = new Scan();
  const parser = new Parser();
  const tokens = [];
  for (const lexeme of new Lexer().lex(source.text)) {
    if (--budget.lexemes < 0) return fail(tooLarge(source.path));
    scan.see(lexeme, parser.offset);
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > deepestNesting) {
      const span = text.span(parser.offset, parser.offset);
      return fail(diagnostic("yaml-syntax", span, `nested more than ${deepestNesting} deep`));
    }
  }
  tokens.push(...parser.end());

  const composer = new Composer({
    version: "1.2",
    schema: "core",
    merge: false,
    // A look for duplicates of our own is linear, and says where the first one stands.
    uniqueKeys: false,
    stringKeys: true,
    strict: true,
    prettyErrors: false,
  });
  const [document, second] = [...composer.compose(tokens, true, source.text.length)];
  if (document === undefined) return fail(emptyFile(source.path));

  const refused = scan.features.map((feature) => refusal(feature, scan, text));
  const error = syntaxError(document.errors, scan, text);
  if (error !== undefined) {
    // What comes after a syntax error may be misread, and what a refused feature leaves behind is no second mistake.
    const before = refused.filter(({ span }) => span.line <= error.span.line);
    return before.some(({ span }) => span.line === error.span.line)
      ? fail(...before)
      : fail(...before, error);
  }
  if (second !== undefined) refused.push(secondDocument(text, second.range[0]));
  if (document.contents === null) return fail(...refused, emptyFile(source.path));
  const { data, locate, findings } = readNodes(document.contents, text);
  if (data === null && refused.length === 0) return fail(emptyFile(source.path));
  const comments = scan.comments.map((mark) => ({ text: mark.source, span: text.span(mark.from, mark.to) }));
  return { result: { source, data, locate, comments }, diagnostics: [...refused, ...findings] };
}

function fail(...diagnostics: readonly Diagnostic[]): Outcome<undefined> {
  return { result: undefined, diagnostics };
}

function secondDocument(text: Text, start: number): Diagnostic {
  const at = text.somethingAt(start);
  const span: Span = text.span(at, text.slice(at, at + 3) === "---" ? at + 3 : at);
  return diagnostic("yaml-feature", span, "a second document is not supported", {
    help: "one file is one document: use two files, or remove the `---`",
  });
}

function tooLarge(path: string): Diagnostic {
  const message = `up to here the policy has more than ${mostLexemes} names, values and marks`;
  return diagnostic("too-large", wholeFile(path), message, { help: "split it into several policies" });
}

function emptyFile(path: string): Diagnostic {
  return diagnostic("empty-file", wholeFile(path), "this file says nothing", {
    help: "write something here, or remove the file",
  });
}

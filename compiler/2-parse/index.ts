/** Room 2: text becomes plain data with a way back to the text. YAML 1.2 core, in a strict profile. */
import { Composer, Lexer, LineCounter, Parser } from "yaml";
import { diagnostic, type Diagnostic, type Span } from "../diagnostic.js";
import type { Outcome, ParsedFile, SourceFile } from "../ir.js";
import { readNodes } from "./nodes.js";
import { syntaxError } from "./syntax.js";
import { Text } from "./text.js";

/** Deeper nesting is refused before the tree is built: a policy is about ten deep. */
const deepestNesting = 64;

/** Parses the files; a file with a finding has no result. */
export function parse(files: readonly SourceFile[]): Outcome<readonly ParsedFile[]> {
  const diagnostics: Diagnostic[] = [];
  const result = files.flatMap((source) => {
    const parsed = parseFile(source);
    diagnostics.push(...parsed.diagnostics);
    return parsed.result === undefined || parsed.diagnostics.length > 0 ? [] : [parsed.result];
  });
  return { result, diagnostics };
}

/** Parses one file. */
export function parseFile(source: SourceFile): Outcome<ParsedFile | undefined> {
  const lines = new LineCounter();
  const text = new Text(source, lines);
  const fail = (span: Span, message: string, help?: string): Outcome<undefined> => ({
    result: undefined,
    diagnostics: [diagnostic("yaml-syntax", span, message, { help })],
  });

  const parser = new Parser(lines.addNewLine);
  const tokens = [];
  for (const lexeme of new Lexer().lex(source.text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > deepestNesting) {
      const span = text.span(parser.offset, parser.offset);
      return fail(span, `nested more than ${deepestNesting} deep`);
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
  if (document === undefined) return fail(text.span(0, 0), "no YAML document");

  const diagnostics: Diagnostic[] = document.errors.map((error) => syntaxError(error, text));
  if (diagnostics.length > 0) return { result: undefined, diagnostics };
  if (document.directives.yaml.explicit === true) {
    diagnostics.push(
      diagnostic("yaml-feature", text.span(0, 5), "a `%YAML` directive is not supported", {
        help: "remove it: policies are YAML 1.2",
      }),
    );
  }
  if (second !== undefined) {
    const start = second.range[0];
    diagnostics.push(
      diagnostic("yaml-feature", text.span(start, start), "a second document is not supported", {
        help: "one file is one document: use two files, or remove the `---`",
      }),
    );
  }
  if (document.contents === null || document.range[2] === 0) {
    return { result: undefined, diagnostics: [...diagnostics, emptyFile(text)] };
  }
  const { data, locate, findings } = readNodes(document.contents, text);
  if (data === null && findings.length === 0) {
    return { result: undefined, diagnostics: [...diagnostics, emptyFile(text)] };
  }
  return { result: { source, data, locate }, diagnostics: [...diagnostics, ...findings] };
}

function emptyFile(text: Text): Diagnostic {
  return diagnostic("empty-file", text.span(0, 0), "this file says nothing", {
    help: "write a policy here, or remove the file",
  });
}

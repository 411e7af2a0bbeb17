/** How findings are taken: the project's rules, and comments that silence a lint in one place with a reason. */
import { catalogue, isLint, type Code, type Level } from "./catalogue.js";
import { diagnostic, type Diagnostic } from "./diagnostic.js";
import type { Comment, ParsedFile } from "./ir.js";
import { didYouMean } from "./nearest.js";

/** The level of each lint that a project sets. */
export type Rules = Readonly<Partial<Record<Code, Level>>>;

/** A comment that silences findings of one code on one line. */
interface Ignore {
  readonly code: Code;
  readonly file: string;
  readonly line: number;
  readonly comment: Comment;
}

/** Applies the rules and the comments of some files to their findings; a comment that is wrong is a finding too. */
export function applyLevels(
  diagnostics: readonly Diagnostic[],
  files: readonly ParsedFile[],
  rules: Rules,
): readonly Diagnostic[] {
  const comments = files.flatMap(readComments);
  const ignores = comments.filter((one): one is Ignore => !("severity" in one));
  const wrong = comments.filter((one): one is Diagnostic => "severity" in one);
  const byTarget = new Map<string, Ignore>();
  for (const ignore of ignores) {
    const target = targetOf(ignore.code, ignore.file, ignore.line);
    if (!byTarget.has(target)) byTarget.set(target, ignore);
  }
  const used = new Set<Ignore>();
  const left = diagnostics.filter(({ code, span }) => {
    const ignore = byTarget.get(targetOf(code, span.file, span.line));
    if (ignore !== undefined) used.add(ignore);
    return ignore === undefined;
  });
  // Where something is wrong lints have not been looked for, so nothing can be said of the comments about them.
  const isClean = !diagnostics.some(({ code }) => !isLint(code));
  const idle = ignores
    .filter((ignore) => isClean && !used.has(ignore) && levelOf(ignore.code, rules) !== "off")
    .map(({ code, comment }) =>
      diagnostic("unused-ignore", comment.span, `there is no \`${code}\` here to silence`),
    );
  return [...left, ...wrong, ...idle].flatMap((finding) => {
    if (!isLint(finding.code)) return [finding];
    const severity = levelOf(finding.code, rules);
    return severity === "off" ? [] : [{ ...finding, severity }];
  });
}

function levelOf(code: Code, rules: Rules): Level {
  return rules[code] ?? catalogue[code].severity;
}

function targetOf(code: Code, file: string, line: number): string {
  return `${code} ${line} ${file}`;
}

/** What the comments of a file silence, and the comments that are wrong. */
function readComments({ comments, source }: ParsedFile): readonly (Ignore | Diagnostic)[] {
  // The lines are looked at once, and only if there is anything to silence.
  let silenced: ((comment: Comment) => number) | undefined;
  return comments.flatMap((comment) => {
    const read = readComment(comment);
    if (read === undefined || !("reason" in read)) return read ?? [];
    silenced ??= silencedLines(source.text);
    return { code: read.code, file: comment.span.file, line: silenced(comment), comment };
  });
}

/** `# rolebook-ignore <code>: <reason>`: its parts, what is wrong with it, or undefined for any other comment. */
function readComment(
  comment: Comment,
): { readonly code: Code; readonly reason: string } | Diagnostic | undefined {
  const [, code, reason] = /^#+\s*rolebook-ignore\b[\s:]*([\w-]*)\s*(?::\s*(.*\S))?/.exec(comment.text) ?? [];
  if (code === undefined) return undefined;
  const wrong = (message: string, help: string): Diagnostic =>
    diagnostic("invalid-ignore", comment.span, message, { help });
  const form = "write `# rolebook-ignore <code>: <reason>`";
  if (code === "") return wrong("this comment names no code to silence", form);
  if (!isLint(code)) {
    const lints = Object.keys(catalogue).filter(isLint);
    return Object.hasOwn(catalogue, code)
      ? wrong(`\`${code}\` is an error, and errors cannot be silenced`, "mend what it reports")
      : wrong(`\`${code}\` is not a code`, didYouMean(code, lints) ?? form);
  }
  if (reason === undefined) return wrong(`this comment silences \`${code}\` without a reason`, form);
  return { code, reason };
}

/** For a comment its own line if something stands before it, else the next one that is neither empty nor a comment. */
function silencedLines(text: string): (comment: Comment) => number {
  const lines = text.split("\n");
  const following: number[] = [];
  let next: number | undefined;
  for (let line = lines.length; line > 0; line--) {
    following[line] = next ?? line;
    if (!/^\s*(#.*)?$/.test(lines[line - 1] ?? "")) next = line;
  }
  return ({ span }) => {
    const before = (lines[span.line - 1] ?? "").slice(0, span.column - 1);
    return before.trim() === "" ? (following[span.line] ?? span.line) : span.line;
  };
}

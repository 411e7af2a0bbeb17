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
  const comments = files.flatMap((file) =>
    file.comments.flatMap((comment) => readComment(comment, file) ?? []),
  );
  const ignores = comments.filter((one): one is Ignore => !("severity" in one));
  const wrong = comments.filter((one): one is Diagnostic => "severity" in one);
  const used = new Set<Ignore>();
  const left = diagnostics.filter((finding) => {
    const ignore = ignores.find(
      ({ code, file, line }) =>
        code === finding.code && file === finding.span.file && line === finding.span.line,
    );
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

/** `# rolebook-ignore <code>: <reason>`, for the findings on its own line or, standing alone, on the next one. */
function readComment(comment: Comment, file: ParsedFile): Ignore | Diagnostic | undefined {
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
  return { code, file: comment.span.file, line: silencedLine(comment, file), comment };
}

/** The comment's own line if something stands before it, else the next line that is neither empty nor a comment. */
function silencedLine({ span }: Comment, { source }: ParsedFile): number {
  const lines = source.text.split("\n");
  if ((lines[span.line - 1] ?? "").slice(0, span.column - 1).trim() !== "") return span.line;
  const next = lines.findIndex((line, index) => index >= span.line && !/^\s*(#.*)?$/.test(line));
  return next === -1 ? span.line : next + 1;
}

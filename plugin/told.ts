/** What a build has to say, in words that any bundler can show. */
import type { Built, Finding } from "../compiler/cli/builder.js";

/** Why a build is not good, as one error; undefined where it is good. */
export interface Failure {
  /** All of it, as the command line shows it. */
  readonly message: string;
  /** Where the first error stands. Lines and columns start at 1. */
  readonly at: { readonly file: string; readonly line: number; readonly column: number } | undefined;
}

export function failureOf({ findings, trouble, isGood }: Built): Failure | undefined {
  if (isGood) return undefined;
  const errors = findings.filter(({ severity }) => severity === "error");
  const parts = [...errors.map(({ shown }) => shown), ...(trouble === undefined ? [] : [trouble])];
  const [first] = errors;
  return {
    message: parts.join("\n\n"),
    at: first && { file: first.path, line: first.span.line, column: first.span.column },
  };
}

export function warningsOf({ findings }: Built): readonly Finding[] {
  return findings.filter(({ severity }) => severity === "warn");
}

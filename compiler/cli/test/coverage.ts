/** `rolebook test --coverage`: what the tests of a policy ask about, and what they leave out. */
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type * as Review from "../../../review/coverage/index.js";
import type { Question } from "../../../review/tests/index.js";
import { UsageError, type Session } from "../session.js";
import type { Testable } from "./tested.js";

/** Asks what the tests ask. */
export async function measure(
  { name, analyzed, tests }: Testable,
  { clock }: Session,
): Promise<Review.Measured> {
  clock.begin({ name: "coverage", policy: name });
  const { coverageOf } = await import("../../../review/coverage/index.js");
  return coverageOf(analyzed, questionsOf(tests));
}

/** The questions of all tests, made while they are read. */
function* questionsOf(tests: Testable["tests"]): Generator<Question> {
  for (const { cases } of tests) for (const { question } of cases()) yield question;
}

/** @throws UsageError for a file that a policy is read from, or would be, also by a link */
export function refuseSource(cwd: string, path: string, sources: readonly string[]): void {
  const file = resolve(cwd, path);
  const real = realOf(file);
  const isSource = [file, real].some((one) => /\.ya?ml$/i.test(one));
  const isInside = sources.some((source) => isIn(file, source) || isIn(real, realOf(source)));
  if (isSource || isInside) {
    throw new UsageError(
      `\`--lcov ${path}\` is among the sources of policies: name another file, such as \`coverage.info\``,
    );
  }
}

/** Where a file, or the nearest folder above it that is there, really is. */
function realOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    const folder = dirname(file);
    return folder === file ? file : join(realOf(folder), basename(file));
  }
}

function isIn(file: string, folder: string): boolean {
  const way = relative(folder, file);
  return !isAbsolute(way) && way.split(sep)[0] !== "..";
}

/** Writes the lines of all policies as LCOV. @throws UsageError where that cannot be written */
export async function writeLcov(
  cwd: string,
  path: string,
  measured: readonly Review.Measured[],
): Promise<void> {
  const { lcovText } = await import("../../../review/coverage/index.js");
  const file = resolve(cwd, path);
  try {
    mkdirSync(dirname(file), { recursive: true });
    // Not atomically: the file may be a pipe.
    writeFileSync(file, lcovText(measured.flatMap(({ lines }) => lines)));
  } catch (error) {
    const why = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UsageError(`\`--lcov ${path}\` cannot be written (${why})`);
  }
}

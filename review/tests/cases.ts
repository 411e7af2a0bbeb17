/** The tests of a policy: what is written, checked against the policy and taken apart into single questions. */
import { Findings } from "../../compiler/findings.js";
import type { Outcome, Place, PolicyModel } from "../../compiler/ir.js";
import type { Case, CasePlace, PolicyTest } from "./case.js";
import { Cast } from "./cast.js";
import { casesIn, sizeOf, type Grid } from "./grid.js";
import { Matrix } from "./matrix.js";
import { askedAssignment, askedPermission } from "./questions.js";
import type { RawTest, TestDocument } from "./raw.js";
import { Subjects, type Workplace } from "./subjects.js";
import { Vocabulary } from "./vocabulary.js";

/** More questions of one policy are refused: a million take seconds. */
export const mostQuestions = 5_000_000;

/** True for the names of the tests that are wanted. */
export type Filter = (name: string) => boolean;

/** The tests of a policy in the order of its files. All are checked; those that the filter does not want are left out. */
export function testsOf(
  documents: readonly TestDocument[],
  model: PolicyModel,
  filter: Filter = () => true,
): Outcome<readonly PolicyTest[]> {
  const findings = new Findings();
  const vocabulary = new Vocabulary(model, findings);
  const subjects = new Subjects();
  let questions = 0;
  const result = documents.flatMap((document) => {
    const cast = new Cast(document, vocabulary, findings);
    const workplace = { document, cast, vocabulary, subjects, findings };
    reportDoubleNames(document, findings);
    return document.written.tests.flatMap((written, index) => {
      const test = testOf(written, workplace);
      questions += test?.size ?? 0;
      if (questions <= mostQuestions) return test !== undefined && filter(test.name) ? [test] : [];
      if (questions - (test?.size ?? 0) <= mostQuestions) {
        const place: Place = {
          file: document.file,
          container: document.written.tests,
          key: index,
          part: "value",
        };
        const message = `up to here the tests ask more than ${mostQuestions} questions`;
        findings.add("too-large", place, message, {
          help: "ask about fewer principals and resources at once",
        });
      }
      return [];
    });
  });
  return { result, diagnostics: findings.all };
}

/** All cases of the tests of a policy. */
export function casesOf(
  documents: readonly TestDocument[],
  model: PolicyModel,
  filter?: Filter,
): Outcome<readonly Case[]> {
  const { result, diagnostics } = testsOf(documents, model, filter);
  return { result: allCases(result), diagnostics };
}

/** The questions of tests in one list. */
export function allCases(tests: readonly PolicyTest[]): readonly Case[] {
  const all: Case[] = [];
  for (const { cases } of tests) for (const one of cases()) all.push(one);
  return all;
}

function testOf(written: RawTest, workplace: Workplace): PolicyTest | undefined {
  const { file } = workplace.document;
  const { line } = file.locate({ container: written });
  const place: CasePlace = { file: file.source.path, line };
  if ("principals" in written) return matrixTest(new Matrix(written, workplace).grid(place));
  const one =
    "role" in written
      ? askedAssignment(written, place, workplace)
      : askedPermission(written, place, workplace);
  return one && { name: written.name, place, size: 1, cases: () => [one] };
}

function matrixTest(grid: Grid): PolicyTest {
  return { name: grid.test, place: grid.place, size: sizeOf(grid), cases: () => casesIn(grid) };
}

function reportDoubleNames({ file, written }: TestDocument, findings: Findings): void {
  const first = new Map<string, Place>();
  for (const test of written.tests) {
    const place: Place = { file, container: test, key: "name", part: "value" };
    const before = first.get(test.name);
    if (before === undefined) first.set(test.name, place);
    else {
      const message = "another test of this file has the same name";
      findings.add("duplicate-definition", place, message, { help: "say what differs", first: before });
    }
  }
}

/** Policy tests: files of them, the questions that they ask, and the answers of a policy. */
export { allCases, casesOf, mostQuestions, testsOf, type Filter } from "./cases.js";
export type { Case, CasePlace, Expectation, Failure, PolicyTest, Question } from "./case.js";
export { documentsOf, readTests } from "./documents.js";
export type { TestDocument } from "./raw.js";
export { notationOf, runCase } from "./run.js";
export { resultsData } from "./report.js";
export { DisagreementError, mostFailures, Runner, type ExplainedFailure, type TestResult } from "./runner.js";
export { failureText } from "./text.js";

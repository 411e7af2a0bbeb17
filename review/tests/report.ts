/** Results as data, as `schema/test-report.schema.json` describes them. */
import type { AskedCondition, AskedGrant, AskedRule } from "../../runtime/explain/index.js";
import { expectedText, askedText } from "./text.js";
import type { ExplainedFailure, TestResult } from "./runner.js";
import { notationOf } from "./run.js";
import { isDecision } from "./runner.js";

/** What is shown of a place. */
export type Place = (file: string) => string;

/** The results of one policy. */
export function resultsData(results: readonly TestResult[], pathOf: Place): readonly object[] {
  return results.map(({ test, failed, failures, milliseconds }) => ({
    name: test.name,
    file: pathOf(test.place.file),
    line: test.place.line,
    questions: test.size,
    failed,
    milliseconds: Math.round(milliseconds * 1000) / 1000,
    failures: failures.map((failure) => failureData(failure, pathOf)),
  }));
}

function failureData(
  { case: one, actual, why, forgotten, names: ofPolicy }: ExplainedFailure,
  pathOf: Place,
): object {
  const { question, expected, place, who, on, to } = one;
  const names = { principal: who, resource: on, target: to };
  return {
    file: pathOf(place.file),
    line: place.line,
    message: `${askedText(one)} expected ${expectedText(expected, ofPolicy)}, and it was ${actual.allowed ? "allowed" : "denied"}${forgotten === undefined ? "" : `, but only since ${forgotten} is missing`}`,
    question,
    names: Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined)),
    expected,
    actual: isDecision(actual) ? { ...actual, ...(actual.via && { via: notationOf(actual.via) }) } : actual,
    ...("rules" in why
      ? { rules: why.rules.map((rule) => located(rule, pathOf)) }
      : { grants: why.grants.map((grant) => grantData(grant, pathOf)) }),
    requires: why.requires.map((condition) => located(condition, pathOf)),
  };
}

function grantData(grant: AskedGrant, pathOf: Place): object {
  return {
    ...located(grant, pathOf),
    ...(grant.whenAt && { whenAt: { ...grant.whenAt, file: pathOf(grant.whenAt.file) } }),
    conditions: grant.conditions.map((condition) => located(condition, pathOf)),
  };
}

function located<T extends AskedGrant | AskedCondition | AskedRule>(one: T, pathOf: Place): T {
  return one.file === undefined ? one : { ...one, file: pathOf(one.file) };
}

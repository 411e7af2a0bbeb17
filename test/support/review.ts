/** Cases of policy tests, made in tests without a file of tests. */
import { createAuthorizer, type Policy } from "rolebook";
import { parse } from "../../compiler/2-parse/index.js";
import { validate } from "../../compiler/3-validate/index.js";
import type { AnalyzedPolicy, SourceFile } from "../../compiler/ir.js";
import { liveTable } from "../../review/live.js";
import { asksOf, type Asks, type Case, type Expectation, type Question } from "../../review/tests/case.js";
import { analyzeSources, sources } from "./policy.js";

/** A policy, with the sources that it was made of. */
export interface Written {
  readonly files: readonly SourceFile[];
  readonly policy: AnalyzedPolicy;
}

/** Compiles texts. @throws with the findings, if there are any */
export function writtenPolicy(...texts: readonly string[]): Written {
  const files = sources(texts);
  const { policy, diagnostics } = analyzeSources(files);
  if (policy === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return { files, policy };
}

/** The parsed data of the sources, as it is now. */
export function dataOf({ files }: Written): readonly unknown[] {
  return validate(parse(files).result).result.map(({ fragment }) => fragment);
}

/** A question with the answer that the policy gives: such a case passes. */
export function caseOf({ policy }: Written, question: Question, name = "test"): Case {
  const place = { file: "policies/test/matrix.test.yaml", line: 1 };
  const expected = answerOf(policy, question);
  const what = question.ask === "check" ? question.permission : question.role;
  return { test: name, question, expected, place, what, who: undefined, on: undefined, to: undefined };
}

const known = new WeakMap<AnalyzedPolicy, Asks>();

function answerOf(policy: AnalyzedPolicy, question: Question): Expectation {
  const asks = known.get(policy) ?? asksOf(createAuthorizer(liveTable(policy) as Policy));
  known.set(policy, asks);
  const { check, canAssign } = asks;
  if (question.ask === "assign") {
    const { principal, role, target, resource } = question;
    return { allowed: canAssign(principal, role, target, resource) };
  }
  const { allowed } = check(question.principal, question.permission, question.resource);
  return { allowed };
}

/** Everyone about everything, and who may give which role to whom. */
export function matrix(
  written: Written,
  principals: readonly unknown[],
  resources: readonly { readonly type: string }[] = [],
): readonly Case[] {
  const { model, authorized } = written.policy;
  const checks = model.resources.flatMap(({ name, permissions }) =>
    permissions.flatMap(({ id: permission, level }) => {
      const on = level === "type" ? [undefined] : resources.filter(({ type }) => type === name);
      return principals.flatMap((principal) =>
        on.map((resource): Question => ({ ask: "check", principal, permission, resource })),
      );
    }),
  );
  const assignments = [...authorized.keys()].flatMap(({ id, resource: home }) => {
    const on = home === undefined ? [undefined] : resources.filter(({ type }) => type === home.name);
    const role = home === undefined ? id : `${home.name}#${id}`;
    return principals.flatMap((principal) =>
      principals.flatMap((target) =>
        on.map((resource): Question => ({ ask: "assign", principal, role, target, resource })),
      ),
    );
  });
  return [...checks, ...assignments].map((question) => caseOf(written, question));
}

/** Changes a policy in one place after another and asks its tests about each. */
import { parse } from "../../compiler/2-parse/index.js";
import { validate } from "../../compiler/3-validate/index.js";
import { resolve } from "../../compiler/4-resolve/index.js";
import { analyze } from "../../compiler/5-analyze/index.js";
import type { Diagnostic } from "../../compiler/diagnostic.js";
import type { AnalyzedPolicy, Document, SourceFile } from "../../compiler/ir.js";
import { createAuthorizer, type Policy } from "../../runtime/index.js";
import { liveTable } from "../live.js";
import type { Case } from "../tests/case.js";
import { runCase } from "../tests/run.js";
import { CasesBySubject } from "./ask.js";
import { edited } from "./edit.js";
import { differing, meaningOf, type Meaning } from "./meaning.js";
import type { Mutant } from "./mutant.js";
import { mutantsOf } from "./mutants.js";

/**
 * What became of a mutant. Killed: a case fails. Survived: no case does. Equivalent: every role has the same permissions, at the same
 * scopes and under the same conditions, so that no case can fail. Invalid: it does not compile.
 */
export type Verdict = "killed" | "survived" | "equivalent" | "invalid";

/** A mutant and what became of it. */
export interface Tried extends Omit<Mutant, "ways"> {
  /** What was done, as a sentence without a full stop. */
  readonly change: string;
  readonly verdict: Verdict;
  /** The first case that fails. */
  readonly killedBy?: Case;
  /** What the compiler says of one that is invalid. */
  readonly because?: string;
}

/** The mutants of a policy, to be tried one by one. */
export interface Mutation {
  /** How many there are. */
  readonly size: number;
  /** Tries one after another, each when it is asked for. */
  readonly tried: Iterable<Tried>;
}

/**
 * Prepares the mutants of a policy. While one is tried, the sources are changed in place; before and after, they are as they were.
 * @param files the sources that the policy was made of
 * @param cases all of which pass on the policy as it is
 */
export function mutate(
  files: readonly SourceFile[],
  analyzed: AnalyzedPolicy,
  cases: Iterable<Case>,
): Mutation {
  // Rooms 2 and 3 know what they made of these files.
  const documents = validate(parse(files).result).result;
  const mutants = mutantsOf(documents, analyzed.model);
  const trial = new Trial(documents, analyzed, cases);
  return {
    size: mutants.length,
    tried: (function* () {
      for (const mutant of mutants) yield trial.of(mutant);
    })(),
  };
}

class Trial {
  private readonly name: string;
  private readonly documents: readonly Document[];
  private readonly meaning: Meaning;
  private readonly cases: CasesBySubject;

  constructor(documents: readonly Document[], analyzed: AnalyzedPolicy, cases: Iterable<Case>) {
    this.name = analyzed.model.name;
    this.documents = documents;
    this.meaning = meaningOf(analyzed);
    this.cases = new CasesBySubject(cases, analyzed.model);
  }

  /** Tries one mutant: the first way that compiles. */
  of({ ways, ...mutant }: Mutant): Tried {
    const refused: Tried[] = [];
    for (const { change, edit } of ways) {
      const outcome = edited(edit, () => compile(this.name, this.documents));
      if ("authorized" in outcome) return { ...mutant, change, ...this.verdict(outcome) };
      refused.push({ ...mutant, change, verdict: "invalid", because: outcome.message });
    }
    const [first] = refused;
    if (first === undefined) throw new Error(`${mutant.operator} of ${mutant.of} has no way`);
    return first;
  }

  private verdict(mutated: AnalyzedPolicy): Pick<Tried, "verdict" | "killedBy"> {
    const subjects = differing(this.meaning, meaningOf(mutated));
    if (subjects.length === 0) return { verdict: "equivalent" };
    const authorizer = createAuthorizer(liveTable(mutated) as Policy);
    for (const one of this.cases.about(subjects)) {
      if (runCase(authorizer, one) !== undefined) return { verdict: "killed", killedBy: one };
    }
    return { verdict: "survived" };
  }
}

/** Rooms 4 and 5; the first error where it does not compile. */
function compile(name: string, documents: readonly Document[]): AnalyzedPolicy | Diagnostic {
  const { result: model, diagnostics } = resolve(name, documents);
  const wrong = diagnostics.find(isError);
  if (wrong !== undefined) return wrong;
  const { result, diagnostics: broken } = analyze(model);
  const rule = broken.find(isError);
  if (rule !== undefined) return rule;
  if (result === undefined) throw new Error("a policy without an error was not analyzed");
  return result;
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

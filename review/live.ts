/** A compiled policy as an app has it, made in memory: the table with its conditions as functions, and where everything stands. */
import { compileFunction } from "node:vm";
import { conditionsOf, predicate, provenanceOf, tableOf } from "../compiler/6-emit/index.js";
import type { AnalyzedPolicy, Condition } from "../compiler/ir.js";
import * as helpers from "../runtime/condition.js";
import type { Condition as LiveCondition, PolicyTable } from "../runtime/format.js";
import type { Provenance } from "../runtime/explain/index.js";

/** The policy as the generated modules have it: the same table, and the same code of its conditions. */
export function liveTable(analyzed: AnalyzedPolicy, mostNames?: number): PolicyTable {
  const conditions = conditionsOf(analyzed);
  return {
    ...tableOf(analyzed, mostNames),
    conditions: conditions.map(compiled),
    trees: conditions.map(({ expression }) => expression),
  };
}

/** Where everything stands of a policy that has this table. */
export function liveProvenance(analyzed: AnalyzedPolicy, { hash }: PolicyTable): Provenance {
  return provenanceOf(analyzed, hash);
}

/** Equal conditions of one policy are one object, and become one function. */
const known = new WeakMap<Condition, LiveCondition>();

/** Those of different policies, by their code: one policy is changed in a thousand ways, and its conditions stay. */
const byCode = new Map<string, LiveCondition>();

/** The function that is generated for a condition; all its types are those of variables. */
export function compiled(condition: Condition): LiveCondition {
  const before = known.get(condition);
  if (before !== undefined) return before;
  const source = predicate(condition).replace(/^(\s*(?:let|const) \w+): [a-z |]+ = /gm, "$1 = ");
  const made = byCode.get(source) ?? madeOf(source);
  known.set(condition, made);
  byCode.set(source, made);
  return made;
}

function madeOf(source: string): LiveCondition {
  const make = compileFunction(`return ${source}`, Object.keys(helpers)) as (
    ...all: unknown[]
  ) => LiveCondition;
  return make(...Object.values(helpers));
}

/** How good tests are at noticing mutants. */
import type { Tried, Verdict } from "./run.js";

/** The mutants of a policy by what became of them. */
export type MutationCounts = Readonly<Record<Verdict, number>> & { readonly mutants: number };

/** Counts mutants. */
export function countsOf(tried: readonly Tried[]): MutationCounts {
  const count = (verdict: Verdict): number => tried.filter((one) => one.verdict === verdict).length;
  return {
    mutants: tried.length,
    killed: count("killed"),
    survived: count("survived"),
    equivalent: count("equivalent"),
    invalid: count("invalid"),
  };
}

/** How many mutants could be noticed, and how many were. */
export function scoreOf(tried: readonly Tried[]): { readonly covered: number; readonly total: number } {
  const { killed, survived } = countsOf(tried);
  return { covered: killed, total: killed + survived };
}

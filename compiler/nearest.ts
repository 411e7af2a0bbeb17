/** Which name was probably meant. */
import { Spelling } from "./spelling.js";

/** Where names are looked up: a list, a set, or the keys of a map. */
export type Candidates = readonly string[] | ReadonlySet<string> | ReadonlyMap<string, unknown>;

/** A collection is indexed when a name is first missed in it, and again if it has grown since. */
const indexed = new WeakMap<Candidates, { readonly size: number; readonly spelling: Spelling }>();

function spellingOf(candidates: Candidates): Spelling {
  const size = "size" in candidates ? candidates.size : candidates.length;
  const known = indexed.get(candidates);
  if (known?.size === size) return known.spelling;
  const spelling = new Spelling(namesIn(candidates));
  indexed.set(candidates, { size, spelling });
  return spelling;
}

function namesIn(candidates: Candidates): Iterable<string> {
  return Array.isArray(candidates)
    ? (candidates as readonly string[])
    : (candidates as ReadonlySet<string>).keys();
}

/** The candidate that a misspelt name was probably meant to be, if one is near enough. */
export function nearest(name: string, candidates: Candidates): string | undefined {
  return spellingOf(candidates).nearest(name);
}

/** More names than this are not listed. */
const mostListed = 8;

/** The cure for an unknown name: the one that was probably meant, or all that there are. `what` is one of them. */
export function cureFor(name: string, known: Candidates, what: string): string | undefined {
  const guess = didYouMean(name, known);
  const all = spellingOf(known).names;
  if (guess !== undefined || all.length === 0 || all.length > mostListed) return guess;
  const listed = all.map((one) => `\`${one}\``).join(", ");
  return all.length === 1 ? `the only ${what} is ${listed}` : `the ${what}s are ${listed}`;
}

/** The cure for a misspelt name, or undefined. */
export function didYouMean(name: string, candidates: Candidates): string | undefined {
  const best = nearest(name, candidates);
  return best === undefined ? undefined : `did you mean \`${best}\`?`;
}

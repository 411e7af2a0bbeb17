import { closest, distance } from "fastest-levenshtein";

/** The candidate that a misspelt name was probably meant to be, if one is near enough. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates].filter((candidate) => candidate !== name);
  const sameButForCase = all.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (sameButForCase !== undefined || all.length === 0) return sameButForCase;
  const swapped = all.find(
    (candidate) =>
      candidate.length === name.length &&
      distance(name, candidate) === 2 &&
      letters(name) === letters(candidate),
  );
  if (swapped !== undefined) return swapped;
  const best = closest(name, all);
  return distance(name, best) <= Math.max(1, Math.floor(name.length / 3)) ? best : undefined;
}

/** Two names with the same letters and a distance of 2 differ in two letters that changed places. */
function letters(name: string): string {
  return Array.from(name).sort().join("");
}

/** More names than this are not listed. */
const mostListed = 8;

/** The cure for an unknown name: the one that was probably meant, or all that there are. `what` is one of them. */
export function cureFor(name: string, known: Iterable<string>, what: string): string | undefined {
  const all = [...known];
  const guess = didYouMean(name, all);
  if (guess !== undefined || all.length === 0 || all.length > mostListed) return guess;
  const listed = all.map((one) => `\`${one}\``).join(", ");
  return all.length === 1 ? `the only ${what} is ${listed}` : `the ${what}s are ${listed}`;
}

/** The cure for a misspelt name, or undefined. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const best = nearest(name, candidates);
  return best === undefined ? undefined : `did you mean \`${best}\`?`;
}

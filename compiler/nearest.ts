import { closest, distance } from "fastest-levenshtein";

/** The candidate that a misspelt name was probably meant to be, if one is near enough. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates].filter((candidate) => candidate !== name);
  const sameButForCase = all.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (sameButForCase !== undefined || all.length === 0) return sameButForCase;
  const best = closest(name, all);
  return distance(name, best) <= Math.max(1, Math.floor(name.length / 3)) ? best : undefined;
}

/** The cure for a misspelt name, or undefined. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const best = nearest(name, candidates);
  return best === undefined ? undefined : `did you mean \`${best}\`?`;
}

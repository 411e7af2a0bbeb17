/** An index of names that finds the one nearest to a misspelt one without measuring them all. */
import { distance } from "fastest-levenshtein";

/** So many names are measured for one misspelt name at most: those that share its rarest pairs of letters. */
export const mostMeasured = 64;

/** A longer name is not guessed at: names end at 128 characters, permissions at 257. */
const longestGuessed = 300;

/** Among more names only pairs of letters are looked up: the index of shortened forms has 20 entries for each name. */
const mostShortened = 20_000;

export class Spelling {
  readonly names: readonly string[];
  /** How many distances have been measured. */
  measured = 0;
  private readonly folded = new Map<string, string[]>();
  private readonly stems = new Map<string, string[]>();
  /** For each pair of letters the names that have it, as indices in rising order; built when first needed. */
  private pairs: Map<string, number[]> | undefined;
  /** The names by every form that lacks at most one letter; built when first needed. */
  private shortened: Map<string, number[]> | undefined;
  private readonly known = new Map<string, string | undefined>();

  constructor(names: Iterable<string>) {
    this.names = [...names];
    for (const name of this.names) {
      enter(this.folded, name.toLowerCase(), name);
      enter(this.stems, stemOf(name), name);
    }
  }

  /** The name that was probably meant: the same but for case, for number or separators, or a few letters away. */
  nearest(name: string): string | undefined {
    if (this.known.has(name)) return this.known.get(name);
    const other = (names: readonly string[] = []): string | undefined => names.find((one) => one !== name);
    const found =
      name.length > longestGuessed
        ? undefined
        : (other(this.folded.get(name.toLowerCase())) ??
          other(this.stems.get(stemOf(name))) ??
          this.fewLettersAway(name));
    this.known.set(name, found);
    return found;
  }

  /** One or two letters say too little. Two letters that changed places count as the smallest slip; then the fewest letters, then the order of the names. */
  private fewLettersAway(name: string): string | undefined {
    if (name.length < 3) return undefined;
    const furthest = Math.floor(name.length / 3);
    let [best, away]: [number | undefined, number] = [undefined, furthest + 1];
    let swapped: number | undefined;
    for (const index of this.worthMeasuring(name, furthest)) {
      const candidate = this.names[index] ?? "";
      if (candidate === name) continue;
      this.measured++;
      const between = distance(name, candidate);
      if (between === 2 && candidate.length === name.length && letters(name) === letters(candidate)) {
        swapped = Math.min(swapped ?? Infinity, index);
      }
      if (between < away || (between === away && best !== undefined && index < best)) {
        [best, away] = [index, between];
      }
    }
    const meant = swapped ?? best;
    return meant === undefined ? undefined : this.names[meant];
  }

  /**
   * All names if they are few. Else those that one letter or one swap makes the same, if there are any, and else those of fitting
   * length that share a pair of letters, the rarest pairs first.
   */
  private worthMeasuring(name: string, furthest: number): Iterable<number> {
    if (this.names.length <= mostMeasured) return this.names.keys();
    const close = this.oneSlipAway(name);
    if (close.size > 0) return close;
    this.pairs ??= indexBy(this.names, pairsOf);
    const { pairs } = this;
    const chosen = new Set<number>();
    const postings = [...pairsOf(name)].map((pair) => pairs.get(pair) ?? []);
    let looked = 0;
    for (const posting of postings.sort((a, b) => a.length - b.length)) {
      for (const index of posting) {
        if (chosen.size >= mostMeasured || ++looked > 8 * mostMeasured) return chosen;
        if (Math.abs((this.names[index] ?? "").length - name.length) <= furthest) chosen.add(index);
      }
    }
    return chosen;
  }

  /** Two names are one slip apart only if they have a form in common that lacks at most one letter of each. */
  private oneSlipAway(name: string): ReadonlySet<number> {
    const close = new Set<number>();
    if (this.names.length > mostShortened) return close;
    this.shortened ??= indexBy(this.names, shortenedForms);
    for (const form of shortenedForms(name)) {
      for (const index of this.shortened.get(form) ?? []) if (close.size < mostMeasured) close.add(index);
    }
    return close;
  }
}

/** The names by each of their forms, as indices in rising order. */
function indexBy(
  names: readonly string[],
  formsOf: (name: string) => Iterable<string>,
): Map<string, number[]> {
  const indices = new Map<string, number[]>();
  for (const [index, name] of names.entries()) for (const form of formsOf(name)) enter(indices, form, index);
  return indices;
}

function shortenedForms(name: string): Set<string> {
  const forms = new Set([name]);
  for (let at = 0; at < name.length; at++) forms.add(name.slice(0, at) + name.slice(at + 1));
  return forms;
}

/** The pairs of neighbouring letters, with those at both ends marked. */
function pairsOf(name: string): Set<string> {
  const ended = `^${name}$`;
  const pairs = new Set<string>();
  for (let at = 0; at + 1 < ended.length; at++) pairs.add(ended.slice(at, at + 2));
  return pairs;
}

/** A name without case, separators and the ending of the plural. */
function stemOf(name: string): string {
  const bare = name.toLowerCase().replace(/(?!^)[-_./ ]/g, "");
  return bare.replace(/ies$/, "y").replace(/(?<=[^s])s$/, "");
}

/** Two names with the same letters and a distance of 2 differ in two letters that changed places. */
function letters(name: string): string {
  return Array.from(name).sort().join("");
}

function enter<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

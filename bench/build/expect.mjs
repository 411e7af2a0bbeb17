/** Ends the benchmark where something is not as it must be: a wrong result has no time. */
export function expect(holds, words) {
  if (!holds) throw new Error(`the benchmark found something wrong; not so: ${words}`);
}

/** The middle of some numbers; of an even count, the mean of the two in the middle. */
export function median(numbers) {
  if (numbers.length === 0) throw new RangeError("the median of nothing");
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** How far the middle half of the numbers spreads, as a part of their median. */
export function spread(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const quarter = Math.floor((sorted.length - 1) / 4);
  return (sorted[sorted.length - 1 - quarter] - sorted[quarter]) / median(sorted);
}

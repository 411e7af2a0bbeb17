/** Values, from pools so small that comparisons often hold. */

/** What may stand in a condition too. */
export const texts: readonly string[] = [
  "",
  "a",
  "A",
  "ann",
  "red",
  "redo",
  "%",
  "r%d",
  "_ed",
  "100%",
  "a_b",
  "\u00e9",
  "e\u0301",
  "\u{1f600}",
  "a\u{1f600}b",
  "'",
  '"',
  "\\",
  "\\n",
  "a\\'b",
  "\n",
  "\u0000",
  "\u2028",
  "true",
  "1",
  "\u00df",
  "SS",
  "\ufeff",
  "OPEN",
  "EU",
  "org",
  "`$" + "{a}`",
  "*/ //",
  "a1",
  "v2",
  "c1",
];

export const numbers: readonly number[] = [
  0, 1, -1, 2, 3, 10, 0.5, -2.5, 0.1, 0.2, 0.30000000000000004, 1e21, 1e100, 1e-7,
];

export const moments: readonly string[] = [
  "2026-01-31T12:00:00Z",
  "2026-01-31T13:00:00+01:00",
  "2026-01-31T12:00:00.000Z",
  "2026-01-31T12:00:00.001Z",
  "2026-02-01T00:00:00Z",
  "1999-12-31T23:59:59.999Z",
  "1969-12-31T23:59:59.999Z",
  "0001-01-01T00:00:00Z",
  "9999-12-31T23:59:59.999Z",
  "2024-02-29T00:00:00-23:59",
];

/** What stands only in data. */
export const oddTexts: readonly string[] = ["\ud83d", "\ude00", "\u{1f600}\u0301", "RED", "$1", "toString"];

/** Not all are ordinary. */
export const oddNumbers: readonly number[] = [
  -0,
  -1e100,
  1e150,
  1e-150,
  1e151,
  -1e151,
  1e-151,
  5e-324,
  Number.MAX_VALUE,
  Infinity,
  -Infinity,
  2 ** 53 + 2,
  123456789.123,
];

/** Some are finer than a millisecond. */
export const oddMoments: readonly string[] = [
  "2026-01-31T12:00:00.0009Z",
  "2026-01-31T12:00:00.000999999Z",
  "1969-12-31T23:59:59.9999Z",
  "2026-01-31T12:00:00.1+14:00",
];

/** No moments. */
export const noMoments: readonly string[] = [
  "yesterday",
  "",
  "2026-01-31",
  "2026-01-31 12:00:00Z",
  "2026-01-31T12:00:00",
  "2026-02-30T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-00-01T00:00:00Z",
  "2026-01-31T25:00:00Z",
  "0000-12-31T23:59:59Z",
  "0001-01-01T00:00:00+01:00",
  "10000-01-01T00:00:00Z",
  "9999-12-31T23:59:59-00:01",
];

/** Figures as people read them. */

/** A number with the three digits that mean something, thousands apart. */
export function figure(number) {
  if (Number.isInteger(number) || Math.abs(number) >= 1000) return Math.round(number).toLocaleString("en");
  return number.toLocaleString("en", { maximumSignificantDigits: 3 });
}

const timeUnits = [
  [1e9, "s"],
  [1e6, "ms"],
  [1e3, "µs"],
  [1, "ns"],
];

/** A time in the unit that suits it. */
export function duration(ns) {
  const [size, unit] = timeUnits.find(([least]) => ns >= least) ?? timeUnits.at(-1);
  return `${figure(ns / size)} ${unit}`;
}

/** What a row measured: a time, bytes, or anything else in its unit. */
export function measured({ medianNs, bytes, gzipBytes, value, unit = "" }) {
  if (typeof medianNs === "number") return duration(medianNs);
  if (gzipBytes !== undefined) return `${figure(bytes)} / ${figure(gzipBytes)}`;
  if (value === undefined) return "";
  return unit === "bytes" && value >= 1e6
    ? `${figure(value / 1e6)} MB`
    : `${figure(value)} ${unit}`.trimEnd();
}

const signs = { atMost: "≤", atLeast: "≥", below: "<" };

/** What a row should show, as a number. */
export function limitText({ limit }) {
  if (limit === null) return "";
  const [word] = Object.keys(limit);
  return `${signs[word]} ${figure(limit[word])}`;
}

/** Whether a row keeps its target. */
export function verdict({ met }) {
  return met === null ? "" : met ? "yes" : "no";
}

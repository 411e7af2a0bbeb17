/** How much of a policy its tests ask about, and what they leave out. */
export { coverageOf, type Measured } from "./coverage.js";
export { lcovText } from "./lcov.js";
export type { CountedLine } from "./lines.js";
export { measures, percentOf, type Count, type Coverage, type Measure, type Uncovered } from "./measures.js";
export { coverageData } from "./data.js";
export { gapsOf, type Gap } from "./text.js";

/** What an app imports as `rolebook/filter`: lists that agree with the checks. No dependency, no I/O. */
export { filter, type AttributesOf } from "./filter.js";
export { matches } from "./matches.js";
export type { Filter, FilterCondition, FilterList, FilterValue } from "./types.js";

/** How good policy tests are: the policy is changed in one place after another, and a test should fail each time. */
export { operators, type Operator } from "./mutant.js";
export { mutate, type Mutation, type Tried, type Verdict } from "./run.js";
export { countsOf, scoreOf, type MutationCounts } from "./counts.js";
export { mutationData } from "./data.js";

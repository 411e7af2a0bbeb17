/** What is written in other languages, and what to write in conditions. */

/** Operators, by how they are written. */
export const operators: ReadonlyMap<string, string> = new Map([
  ["=", "write `==`"],
  ["===", "write `==`"],
  ["=!", "write `!=`"],
  ["!==", "write `!=`"],
  ["<>", "write `!=`"],
  ["=<", "write `<=`"],
  ["=>", "write `>=`"],
  ["&", "write `&&`"],
  ["|", "write `||`"],
  ["=~", "use `startsWith`, `endsWith` or `contains`"],
  ["~", "use `startsWith`, `endsWith` or `contains`"],
  ["??", 'write `has(x) ? x : "y"`'],
  ["?.", "write `.`: a condition whose parts are missing does not hold"],
]);

const afterDot = "write it after a dot, as in `a.contains(b)`";

/** Words that stand between or before values. */
export const words: ReadonlyMap<string, string> = new Map([
  ["and", "write `&&`"],
  ["or", "write `||`"],
  ["not", "write `!`"],
  ["not in", "write `!(x in list)`"],
  ["is", "write `==`"],
  ["is not", "write `!=`"],
  ["is null", "write `!has(resource.note)`"],
  ["is not null", "write `has(resource.note)`"],
  ["in", "write `in`"],
  ["if", 'write `a ? "yes" : "no"`'],
  ["then", 'write `a ? "yes" : "no"`'],
  ["else", 'write `a ? "yes" : "no"`'],
  ["between", "write `x >= a && x <= b`"],
  ["like", "use `startsWith`, `endsWith` or `contains`"],
  ["matches", "use `startsWith`, `endsWith` or `contains`"],
  ["contains", afterDot],
  ["startswith", "write it after a dot, as in `a.startsWith(b)`"],
  ["endswith", "write it after a dot, as in `a.endsWith(b)`"],
]);

const clock = "a condition reads no clock: give the principal an attribute for it";

/** Names that conditions do not know. */
export const names: ReadonlyMap<string, string> = new Map([
  ["True", "write `true`"],
  ["TRUE", "write `true`"],
  ["False", "write `false`"],
  ["FALSE", "write `false`"],
  ["undefined", "ask `has(...)` whether a value is there"],
  ["None", "ask `has(...)` whether a value is there"],
  ["NULL", "ask `has(...)` whether a value is there"],
  ["nil", "ask `has(...)` whether a value is there"],
  ["user", "who asks is `principal`"],
  ["subject", "who asks is `principal`"],
  ["actor", "who asks is `principal`"],
  ["object", "what is asked about is `resource`"],
  ["target", "what is asked about is `resource`"],
  ["now", clock],
  ["roles", "a condition never reads roles: another role must never take a permission away"],
]);

/** Functions that conditions do not have. */
export const functions: ReadonlyMap<string, string> = new Map([
  ["not", "write `!`"],
  ["and", "write `&&`"],
  ["or", "write `||`"],
  ["some", "write `list.exists(x, ...)`"],
  ["any", "write `list.exists(x, ...)`"],
  ["every", "write `list.all(x, ...)`"],
  ["includes", "write `x in list`, or `a.contains(b)` for texts"],
  ["len", "write `size(list)`"],
  ["length", "write `size(list)`"],
  ["count", "write `size(list)`"],
  ["filter", "write `list.exists(x, ...)` or `list.all(x, ...)`"],
  ["map", "write `list.exists(x, ...)` or `list.all(x, ...)`"],
  ["matches", "use `startsWith`, `endsWith` or `contains`"],
  ["now", clock],
]);

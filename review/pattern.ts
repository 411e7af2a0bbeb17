/** The two sides of a permission or a pattern of permissions: `job:*` is of the type `job` and the action `*`. */
export function splitPattern(pattern: string): readonly [type: string, action: string] {
  const colon = pattern.indexOf(":");
  return [pattern.slice(0, colon), pattern.slice(colon + 1)];
}

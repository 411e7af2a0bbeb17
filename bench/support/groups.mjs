/** Rows by a property of theirs; the groups, and the rows in each, in the order in which they came. */
export function groupsBy(rows, property) {
  const groups = new Map();
  for (const row of rows) groups.set(row[property], [...(groups.get(row[property]) ?? []), row]);
  return [...groups];
}

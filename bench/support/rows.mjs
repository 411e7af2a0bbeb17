/**
 * A row of the report: what one contestant took, beside what it is compared with.
 *
 * `name` is the contestant and `what` the question, in the words of its target where it has one; `detail` tells rows of one
 * contestant apart. Times are `medianNs`, sizes `bytes` and `gzipBytes`, anything else `value` with its `unit`. `ratio` reads as the
 * target does, and `against` says of what it is. `target` is what is wanted, in words or as the most that the figure may be; `limit`
 * is the same as a number (`atMost`, `atLeast`, `below`), and `met` says whether the row keeps it: null where nothing is wanted.
 */
export function row({ part, name, what, target = null, ...given }) {
  const {
    detail = "",
    against = "",
    medianNs = null,
    ratio = null,
    limit = limitOf(target),
    ...more
  } = given;
  const figure = ratio ?? more.value ?? null;
  const met = limit === null || figure === null ? null : keeps(limit, figure);
  return { part, name, what, detail, medianNs, ratio, against, target, limit, met, ...more };
}

/** A target that is a number is the most that is wanted. */
function limitOf(target) {
  return typeof target === "number" ? { atMost: target } : null;
}

function keeps({ atMost = Infinity, atLeast = -Infinity, below = Infinity }, figure) {
  return figure <= atMost && figure >= atLeast && figure < below;
}
